package io.rempart.events.read;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Real logs of other programs, outside the repository; a test that needs them is skipped where they are absent. */
final class Corpora {
    private Corpora() {}

    static Path file(String path) {
        String configured = System.getenv("REMPART_CORPORA");
        Path root = configured != null ? Path.of(configured) : Path.of("..", "..", "shared", "corpora");
        Path file = root.resolve(path);
        assumeTrue(Files.exists(file), "no corpora: " + file + " is absent (set REMPART_CORPORA)");
        return file;
    }

    static byte[] unzipped(String path) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file(path)), 1 << 16)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
