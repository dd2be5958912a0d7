package io.rempart.events.follow;

import io.rempart.events.read.RawRecord;
import io.rempart.events.read.RecordSplitter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A record is a line that ends with a semicolon; enough to test following apart from formats. */
final class LineSplitters implements Splitters {
    @Override
    public RecordSplitter newSplitter() {
        return new Lines();
    }

    @Override
    public boolean isWhole(RawRecord record) {
        return new String(record.bytes(), StandardCharsets.UTF_8).endsWith(";");
    }

    private static final class Lines implements RecordSplitter {
        private byte[] held = new byte[0];
        private long start;
        private boolean ended;

        @Override
        public void feed(byte[] buffer, int offset, int length) {
            byte[] more = Arrays.copyOf(held, held.length + length);
            System.arraycopy(buffer, offset, more, held.length, length);
            held = more;
        }

        @Override
        public void end() {
            ended = true;
        }

        @Override
        public @Nullable RawRecord next() {
            while (held.length > 0) {
                int end = 0;
                while (end < held.length && held[end] != '\n') {
                    end++;
                }
                boolean whole = end < held.length;
                if (!whole && !ended) {
                    return null;
                }
                int consumed = whole ? end + 1 : end;
                byte[] line = Arrays.copyOf(held, end);
                long from = start;
                start += consumed;
                held = Arrays.copyOfRange(held, consumed, held.length);
                if (line.length > 0) {
                    return new RawRecord(line, from, start);
                }
            }
            return null;
        }

        @Override
        public long position() {
            return start;
        }

        @Override
        public void reset(long position) {
            held = new byte[0];
            start = position;
            ended = false;
        }
    }
}
