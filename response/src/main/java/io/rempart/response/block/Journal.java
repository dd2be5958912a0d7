package io.rempart.response.block;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the blocker was told, so that after a restart it enforces it before anyone tells it again. Changes are appended; one that
 * a crash cut off does not count, and the sender, who is asked for the revision, sends it again. Used by one thread at a time.
 */
final class Journal {
    /** A whole state begins a new file when what was appended is as long as that. */
    private static final long LONGEST = 64L << 20;

    private final Path file;

    Journal(Path directory) {
        this.file = directory.resolve("wanted.journal");
    }

    /** Gives back every change and feed that was told whole. */
    void replay(Consumer<WantedChange> taker, Consumer<WantedFeed> feedTaker) {
        if (!Files.exists(file)) {
            return;
        }
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (Wire.Line line = Wire.read(in); line != null; line = Wire.read(in)) {
                if (line.has("feed")) {
                    WantedFeed feed = Wire.feed(line, in);
                    if (feed == null) {
                        return;
                    }
                    feedTaker.accept(feed);
                    continue;
                }
                WantedChange change = line.has("change") ? Wire.change(line, in) : null;
                if (change == null) {
                    return;
                }
                taker.accept(change);
            }
        } catch (IOException | BlockerException e) {
            throw new BlockerException(
                    "The journal " + file + " can't be read further (" + e.getMessage()
                            + "). What it said so far holds; the next change begins it anew.",
                    e);
        }
    }

    /** Remembers everything anew: what was remembered before is forgotten. */
    void begin(WantedChange whole, List<WantedFeed> feeds) throws IOException {
        Path fresh = file.resolveSibling("wanted.journal.new");
        try (Writer out = Files.newBufferedWriter(fresh)) {
            Wire.write(whole, out);
            for (WantedFeed feed : feeds) {
                Wire.write(feed, out);
            }
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Remembers a change from what is remembered already. */
    void add(WantedChange change) throws IOException {
        append(out -> Wire.write(change, out));
    }

    void add(WantedFeed feed) throws IOException {
        append(out -> Wire.write(feed, out));
    }

    private interface Writing {
        void to(Writer out) throws IOException;
    }

    private void append(Writing writing) throws IOException {
        try (Writer out = Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            writing.to(out);
        }
    }

    /** Whether it is time that someone tells everything again. */
    boolean isLong() {
        try {
            return Files.exists(file) && Files.size(file) > LONGEST;
        } catch (IOException e) {
            return true;
        }
    }

    /** Forgets everything: the next start enforces nothing until it is told. */
    void clear() throws IOException {
        Files.deleteIfExists(file);
    }
}
