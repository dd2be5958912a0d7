package io.rempart.response.feed;

import io.rempart.response.feed.FeedSettings.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** Lists in files; a file whose time and size are the same is the same. Thread-safe. */
final class DiskFetcher implements Fetcher {
    private final Clock clock;

    DiskFetcher(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Fetched fetch(FeedSettings settings, String mark, String modified) {
        Path file = ((Disk) settings.source()).file();
        try {
            String now = Files.getLastModifiedTime(file).toMillis() + "-" + Files.size(file);
            if (now.equals(mark)) {
                return new Fetched.Unchanged();
            }
            try (InputStream in = Files.newInputStream(file)) {
                return new Fetched.Content(Unpacked.read(in, "", settings.mostBytes()), now, "", clock.instant());
            }
        } catch (IOException e) {
            throw new FeedProblem(FeedProblem.Kind.FILE, file.toString());
        }
    }
}
