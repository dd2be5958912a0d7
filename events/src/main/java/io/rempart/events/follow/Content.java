package io.rempart.events.follow;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The bytes of one open file, unpacked where it is compressed. Stays readable when the file is renamed or deleted. One thread. */
abstract class Content implements Closeable {
    /** Reads up to {@code length} bytes that stand at {@code offset}; 0 at the end. */
    abstract int read(byte[] buffer, int length, long offset) throws IOException;

    /** How many bytes there are now; -1 where that is not known before they are unpacked. */
    abstract long size() throws IOException;

    static Content open(Path path, LogFileName.Compression compression) throws IOException {
        return compression == LogFileName.Compression.NONE ? new Plain(path) : new Packed(path, compression);
    }

    /** The first bytes, at most {@link Fingerprint#MAX_LENGTH}. */
    byte[] head() throws IOException {
        byte[] head = new byte[Fingerprint.MAX_LENGTH];
        int length = 0;
        for (int read; length < head.length && (read = readHead(head, length)) > 0; ) {
            length += read;
        }
        return length == head.length ? head : java.util.Arrays.copyOf(head, length);
    }

    abstract int readHead(byte[] buffer, int from) throws IOException;

    private static final class Plain extends Content {
        private final FileChannel channel;

        Plain(Path path) throws IOException {
            channel = FileChannel.open(path, StandardOpenOption.READ);
        }

        @Override
        int read(byte[] buffer, int length, long offset) throws IOException {
            return Math.max(0, channel.read(ByteBuffer.wrap(buffer, 0, length), offset));
        }

        @Override
        int readHead(byte[] buffer, int from) throws IOException {
            return Math.max(0, channel.read(ByteBuffer.wrap(buffer, from, buffer.length - from), from));
        }

        @Override
        long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Reads forwards; going back unpacks from the start again. */
    private static final class Packed extends Content {
        private final Path path;
        private final LogFileName.Compression compression;
        private @Nullable InputStream stream;
        private long position;

        Packed(Path path, LogFileName.Compression compression) throws IOException {
            this.path = path;
            this.compression = compression;
            stream = unpack(path, compression);
        }

        @Override
        int read(byte[] buffer, int length, long offset) throws IOException {
            InputStream in = stream;
            if (in == null || offset < position) {
                close();
                in = unpack(path, compression);
                stream = in;
                position = 0;
            }
            while (position < offset) {
                long skipped = in.skip(offset - position);
                if (skipped <= 0) {
                    return 0;
                }
                position += skipped;
            }
            // one call only: what could be unpacked comes before the error that ends a damaged file
            int read = Math.max(0, in.read(buffer, 0, length));
            position += read;
            return read;
        }

        @Override
        int readHead(byte[] buffer, int from) throws IOException {
            byte[] part = new byte[buffer.length - from];
            try {
                int read = read(part, part.length, from);
                System.arraycopy(part, 0, buffer, from, read);
                return read;
            } catch (FileSystemException e) {
                throw e;
            } catch (IOException e) {
                if (from == 0) {
                    throw e;
                }
                return 0;
            }
        }

        @Override
        long size() {
            return -1;
        }

        @Override
        public void close() throws IOException {
            InputStream in = stream;
            stream = null;
            if (in != null) {
                in.close();
            }
        }

        private static InputStream unpack(Path path, LogFileName.Compression compression) throws IOException {
            InputStream in = new BufferedInputStream(Files.newInputStream(path), 64 * 1024);
            try {
                return switch (compression) {
                    case GZIP -> new GZIPInputStream(in, 64 * 1024);
                    case ZSTD -> new ZstdInputStream(in).setContinuous(false);
                    default -> throw new IOException("it is not packed with gzip or zstd");
                };
            } catch (IOException | RuntimeException e) {
                in.close();
                throw e;
            }
        }
    }
}
