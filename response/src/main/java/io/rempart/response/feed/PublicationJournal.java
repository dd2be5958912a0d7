package io.rempart.response.feed;

import io.rempart.response.RempartResponseException;
import io.rempart.response.feed.Published.Scope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What was published, a line a change; the first line names the journal. A line that a crash cut off does not count; a journal
 * that can't be read begins anew under another name, so that nobody takes its numbers for the old ones. Used by one thread at a
 * time.
 */
final class PublicationJournal {
    private static final String HEAD = "#rempart-publications ";
    private static final int LEAST_LONG = 20_000;

    private final Path file;
    private String epoch = "";
    private long lines;

    PublicationJournal(Path file) {
        this.file = file;
    }

    /** Gives back the last change of each value; the journal's name. */
    String open(Consumer<Published> taker) {
        try {
            if (Files.exists(file)) {
                try (BufferedReader in = Files.newBufferedReader(file)) {
                    String head = in.readLine();
                    if (head != null && head.startsWith(HEAD)) {
                        epoch = head.substring(HEAD.length());
                        for (String line = in.readLine(); line != null; line = in.readLine()) {
                            entry(line).ifPresent(taker);
                        }
                    }
                }
            }
        } catch (IOException e) {
            epoch = "";
        }
        if (epoch.isEmpty()) {
            byte[] random = new byte[8];
            new java.security.SecureRandom().nextBytes(random);
            epoch = HexFormat.of().formatHex(random);
        }
        return epoch;
    }

    void add(Collection<Published> changed) {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND)) {
            write(changed, out);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    boolean isLong(int entries) {
        return lines > LEAST_LONG + 4L * entries;
    }

    void rewrite(Collection<Published> entries) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            lines = 0;
            try (Writer out = Files.newBufferedWriter(fresh)) {
                out.write(HEAD + epoch + "\n");
                write(entries, out);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private RempartResponseException failed(IOException e) {
        return new RempartResponseException(
                "What is published can't be remembered in " + file + " (" + e.getMessage() + ").", e);
    }

    private void write(Collection<Published> entries, Writer out) throws IOException {
        for (Published entry : entries) {
            out.write(String.join(
                    " ",
                    String.valueOf(entry.first()),
                    String.valueOf(entry.number()),
                    entry.scope().name(),
                    entry.value(),
                    time(entry.until()),
                    time(entry.announced()),
                    time(entry.goneAt()),
                    entry.origin(),
                    entry.scenario(),
                    ".\n"));
            lines++;
        }
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "-" : String.valueOf(time.toEpochMilli());
    }

    private static @Nullable Instant time(String text) {
        return text.equals("-") ? null : Instant.ofEpochMilli(Long.parseLong(text));
    }

    private Optional<Published> entry(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 10 || !words[9].equals(".")) {
            return Optional.empty();
        }
        try {
            lines++;
            return Optional.of(new Published(
                    Long.parseLong(words[0]),
                    Long.parseLong(words[1]),
                    Scope.valueOf(words[2]),
                    words[3],
                    time(words[4]),
                    Instant.ofEpochMilli(Long.parseLong(words[5])),
                    words[7],
                    words[8],
                    time(words[6])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
