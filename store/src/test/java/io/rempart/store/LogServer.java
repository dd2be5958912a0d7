package io.rempart.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Writes a log as a server does, while logrotate does its work: seeded, until it is told to stop. It pauses in the middle of
 * records; after a rename it goes on writing to the old file beside the new one for a while; while a file is copied and cut it
 * does not write (what a server writes in that moment is lost, whoever reads).
 */
final class LogServer implements Runnable {
    private final Path log;
    private final Random random;
    private volatile boolean stopped;
    private volatile int written;
    private @Nullable OutputStream current;
    private @Nullable OutputStream old;
    private int rotations;

    LogServer(Path log, long seed) {
        this.log = log;
        this.random = new Random(seed);
    }

    void stop() {
        stopped = true;
    }

    /** The records 0 to here, exclusive, are whole in some file. */
    int written() {
        return written;
    }

    int rotations() {
        return rotations;
    }

    @Override
    public void run() {
        try {
            current = open();
            while (!stopped) {
                burst();
                int dice = random.nextInt(100);
                if (dice < 4) {
                    rename();
                } else if (dice < 8) {
                    copyTruncate();
                } else if (dice < 11) {
                    compress();
                }
                Thread.sleep(random.nextInt(30));
            }
            closeOld();
            current.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private OutputStream open() throws IOException {
        return Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void burst() throws IOException, InterruptedException {
        for (int i = random.nextInt(12); i >= 0; i--) {
            OutputStream before = old;
            OutputStream out = before != null && random.nextBoolean() ? before : current;
            byte[] record = LogRecords.line(written).getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(25) == 0) {
                int part = 1 + random.nextInt(record.length - 1);
                out.write(record, 0, part);
                Thread.sleep(random.nextInt(150));
                out.write(record, part, record.length - part);
            } else {
                out.write(record);
            }
            written++;
        }
        if (old != null && random.nextInt(10) == 0) {
            closeOld();
        }
    }

    private void closeOld() throws IOException {
        if (old != null) {
            old.close();
            old = null;
        }
    }

    private void rename() throws IOException {
        closeOld();
        shift();
        Files.move(log, log.resolveSibling("audit.log.1"));
        old = current;
        current = open();
        rotations++;
    }

    private void copyTruncate() throws IOException {
        closeOld();
        shift();
        Files.copy(log, log.resolveSibling("audit.log.1"));
        Files.newByteChannel(log, StandardOpenOption.WRITE).truncate(0).close();
        rotations++;
    }

    private void shift() throws IOException {
        for (int i = 400; i >= 1; i--) {
            for (String end : new String[] {"", ".gz"}) {
                Path from = log.resolveSibling("audit.log." + i + end);
                if (Files.exists(from)) {
                    Files.move(from, log.resolveSibling("audit.log." + (i + 1) + end));
                }
            }
        }
    }

    private void compress() throws IOException, InterruptedException {
        closeOld();
        for (int i = 2; i < 400; i++) {
            Path file = log.resolveSibling("audit.log." + i);
            if (Files.exists(file)) {
                new ProcessBuilder("gzip", file.toString()).start().waitFor();
                return;
            }
        }
    }
}
