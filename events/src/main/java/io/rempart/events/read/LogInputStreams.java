package io.rempart.events.read;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.rempart.events.RempartEventsException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Opens a log, compressed or not, told by its first bytes and not by its name: gzip (RFC 1952) and zstd (RFC 8878), also of
 * several members one behind the other. Stateless, thread-safe.
 */
public final class LogInputStreams {
    private static final int BUFFER = 64 * 1024;

    private LogInputStreams() {}

    /** How a file is compressed. */
    public enum Compression {
        NONE,
        GZIP,
        ZSTD
    }

    /**
     * The bytes of a log. A compressed file that is cut or damaged gives what can be read and then ends; {@link #problem()} says
     * why. For one thread.
     */
    public static final class LogInputStream extends FilterInputStream {
        private final Path path;
        private final Compression compression;
        private @Nullable String problem;
        private long bytesRead;

        private LogInputStream(Path path, Compression compression, InputStream in) {
            super(in);
            this.path = path;
            this.compression = compression;
        }

        public Compression compression() {
            return compression;
        }

        /** What is wrong with the compressed file, in a sentence; null when nothing was found so far. */
        public @Nullable String problem() {
            return problem;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int read = read(one, 0, 1);
            return read < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (problem != null) {
                return -1;
            }
            try {
                int read = in.read(bytes, offset, length);
                bytesRead += Math.max(0, read);
                return read;
            } catch (EOFException cut) {
                return cut();
            } catch (ZipException damaged) {
                return damaged(damaged);
            } catch (IOException other) {
                if (compression != Compression.ZSTD) {
                    throw other;
                }
                return String.valueOf(other.getMessage()).contains("Truncated") ? cut() : damaged(other);
            }
        }

        private int cut() {
            problem = path + " is cut: its compressed data ends too early. The first " + bytesRead
                    + " bytes of the log were read; fetch the file again if there is a whole one.";
            return -1;
        }

        private int damaged(IOException reason) {
            problem = path + " is damaged: after " + bytesRead + " bytes of the log its compressed data can't be read ("
                    + reason.getMessage() + ").";
            return -1;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }

    /**
     * Opens the file.
     *
     * @throws RempartEventsException when it can't be opened, with the reason and what to do
     */
    public static LogInputStream open(Path path) {
        try {
            return open(path, Files.newInputStream(path));
        } catch (NoSuchFileException e) {
            throw new RempartEventsException("There is no file " + path + ".", e);
        } catch (AccessDeniedException e) {
            throw new RempartEventsException(
                    "No permission to read " + path + ": give the user of Rempart the right (group adm, as a rule).",
                    e);
        } catch (IOException e) {
            throw new RempartEventsException("Can't read " + path + ": " + e.getMessage() + ".", e);
        }
    }

    /** As {@link #open(Path)}, from a stream that is closed with the result; {@code name} is what messages call it. */
    public static LogInputStream open(Path name, InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, BUFFER);
        try {
            Compression compression = sniff(in);
            InputStream plain = switch (compression) {
                case NONE -> in;
                case GZIP -> new GZIPInputStream(in, BUFFER);
                case ZSTD -> new ZstdInputStreamNoFinalizer(in).setContinuous(false);
            };
            return new LogInputStream(name, compression, plain);
        } catch (EOFException cut) { // not even a whole header
            return new LogInputStream(name, Compression.GZIP, new CutStream());
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** A stream whose data ends before it began. */
    private static final class CutStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new EOFException();
        }
    }

    private static Compression sniff(BufferedInputStream in) throws IOException {
        in.mark(4);
        byte[] head = in.readNBytes(4);
        in.reset();
        if (head.length >= 2 && head[0] == 0x1F && head[1] == (byte) 0x8B) {
            return Compression.GZIP;
        }
        boolean zstd = head.length == 4
                && head[0] == 0x28
                && head[1] == (byte) 0xB5
                && head[2] == 0x2F
                && head[3] == (byte) 0xFD;
        return zstd ? Compression.ZSTD : Compression.NONE;
    }
}
