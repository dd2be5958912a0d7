package io.rempart.response.feed;

import io.rempart.response.RempartResponseException;
import io.rempart.response.address.AddressSet;
import io.rempart.response.address.Span;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The last good list of each feed, on disk, so that a restart without network keeps it. Two files a feed: {@code NAME.list},
 * merged ranges, and {@code NAME.state}; each is replaced whole, the list first, and the state names the list it belongs to. What
 * can't be read counts as absent. Many processes may read and write; the last one wins.
 */
final class FeedShelf {
    private final Path directory;

    FeedShelf(Path directory) {
        this.directory = directory;
    }

    /** Whether anything was ever kept. */
    boolean isThere() {
        return Files.isDirectory(directory);
    }

    /** When the feed's state last changed; changes with each {@link #keep}. */
    Optional<FileTime> changedAt(String name) {
        try {
            return Optional.of(Files.getLastModifiedTime(state(name)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What was kept of this feed; {@link FeedState#NEW} when that was of another source, or nothing. */
    FeedState read(FeedSettings settings) {
        Properties state = new Properties();
        try (Reader in = Files.newBufferedReader(state(settings.name()))) {
            state.load(in);
        } catch (NoSuchFileException e) {
            return FeedState.NEW;
        } catch (IOException | IllegalArgumentException e) {
            return FeedState.NEW;
        }
        if (!settings.source().toText().equals(state.getProperty("source"))) {
            return FeedState.NEW;
        }
        AddressSet addresses = list(settings.name(), state.getProperty("list", ""));
        Instant next = time(state, "next");
        return new FeedState(
                addresses,
                addresses.isEmpty() ? 0 : number(state, "entries"),
                addresses.isEmpty() ? 0 : number(state, "refused"),
                addresses.isEmpty() ? "" : state.getProperty("mark", ""),
                addresses.isEmpty() ? "" : state.getProperty("modified", ""),
                addresses.isEmpty() ? null : time(state, "fetched"),
                addresses.isEmpty() ? null : time(state, "current"),
                time(state, "tried"),
                next == null || addresses.isEmpty() && number(state, "failures") == 0 ? Instant.EPOCH : next,
                number(state, "failures"),
                FeedProblem.of(state.getProperty("problem", "")).orElse(null));
    }

    /** Keeps a state, and its list when that is new. */
    void keep(FeedSettings settings, FeedState state, boolean isNewList) {
        try {
            Files.createDirectories(directory);
            String id = String.valueOf(
                    state.fetchedAt() == null ? 0 : state.fetchedAt().toEpochMilli());
            if (isNewList) {
                replace(list(settings.name()), out -> {
                    out.write("#" + id + "\n");
                    for (Span span : state.addresses().spans()) {
                        out.write(span.toString());
                        out.write('\n');
                    }
                    out.write("#end\n");
                });
            }
            Properties properties = new Properties();
            properties.setProperty("source", settings.source().toText());
            properties.setProperty("list", id);
            properties.setProperty("entries", String.valueOf(state.entries()));
            properties.setProperty("refused", String.valueOf(state.refused()));
            properties.setProperty("mark", state.mark());
            properties.setProperty("modified", state.modified());
            set(properties, "fetched", state.fetchedAt());
            set(properties, "current", state.currentAt());
            set(properties, "tried", state.triedAt());
            set(properties, "next", state.nextAt());
            properties.setProperty("failures", String.valueOf(state.failures()));
            FeedProblem problem = state.problem();
            properties.setProperty("problem", problem == null ? "" : problem.toText());
            replace(state(settings.name()), out -> properties.store(out, null));
        } catch (IOException e) {
            throw new RempartResponseException(
                    "The feed " + settings.name() + " can't be kept in " + directory + " (" + e.getMessage() + ").", e);
        }
    }

    private Path list(String name) {
        return directory.resolve(name + ".list");
    }

    private Path state(String name) {
        return directory.resolve(name + ".state");
    }

    private AddressSet list(String name, String id) {
        List<Span> spans = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(list(name))) {
            if (!("#" + id).equals(in.readLine())) {
                return AddressSet.EMPTY;
            }
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("#end")) {
                    return AddressSet.of(spans);
                }
                Optional<Span> span = Span.of(line);
                if (span.isEmpty()) {
                    return AddressSet.EMPTY;
                }
                spans.add(span.get());
            }
            return AddressSet.EMPTY;
        } catch (IOException e) {
            return AddressSet.EMPTY;
        }
    }

    private interface Writing {
        void to(Writer out) throws IOException;
    }

    private void replace(Path file, Writing writing) throws IOException {
        Path fresh = Files.createTempFile(directory, "new", ".part");
        try {
            try (Writer out = Files.newBufferedWriter(fresh)) {
                writing.to(out);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void set(Properties properties, String name, @Nullable Instant time) {
        properties.setProperty(name, time == null ? "" : String.valueOf(time.toEpochMilli()));
    }

    private static @Nullable Instant time(Properties properties, String name) {
        long number = longNumber(properties, name);
        return number < 0 ? null : Instant.ofEpochMilli(number);
    }

    private static int number(Properties properties, String name) {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, longNumber(properties, name)));
    }

    private static long longNumber(Properties properties, String name) {
        try {
            return Long.parseLong(properties.getProperty(name, ""));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
