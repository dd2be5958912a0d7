package io.rempart.events.ingest;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** A log as bytes, unpacked where its first bytes say that it is packed with gzip or zstd. */
final class PackedInput extends FilterInputStream {
    private final Counted counted;

    private PackedInput(InputStream unpacked, Counted counted) {
        super(unpacked);
        this.counted = counted;
    }

    static PackedInput of(InputStream in) throws IOException {
        Counted counted = new Counted(in);
        BufferedInputStream buffered = new BufferedInputStream(counted, 64 * 1024);
        buffered.mark(4);
        byte[] magic = buffered.readNBytes(4);
        buffered.reset();
        if (magic.length >= 2 && (magic[0] & 0xFF) == 0x1F && (magic[1] & 0xFF) == 0x8B) {
            return new PackedInput(new GZIPInputStream(buffered, 64 * 1024), counted);
        }
        if (magic.length == 4
                && (magic[0] & 0xFF) == 0x28
                && (magic[1] & 0xFF) == 0xB5
                && (magic[2] & 0xFF) == 0x2F
                && (magic[3] & 0xFF) == 0xFD) {
            return new PackedInput(new ZstdInputStream(buffered), counted);
        }
        return new PackedInput(buffered, counted);
    }

    /** Bytes taken of what is packed. */
    long packedBytes() {
        return counted.count;
    }

    private static final class Counted extends FilterInputStream {
        long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
