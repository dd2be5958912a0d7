package io.rempart.engine.evaluation;

import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayList;
import java.util.List;

/** Keeps the chunks of a body up to a limit, without copying them until one piece is asked for. For one thread. */
final class BodyBuffer {
    private final List<ByteSlice> chunks = new ArrayList<>();
    private long length;
    private long received;

    /** Keeps as much of the chunk as the limit allows; true when all of it. */
    boolean add(ByteSlice chunk, long limit) {
        received += chunk.length();
        long room = limit - length;
        if (chunk.length() <= room) {
            keep(chunk);
            return true;
        }
        if (room > 0) {
            keep(chunk.slice(0, (int) room));
        }
        return false;
    }

    private void keep(ByteSlice chunk) {
        if (!chunk.isEmpty()) {
            chunks.add(chunk);
            length += chunk.length();
        }
    }

    List<ByteSlice> chunks() {
        return chunks;
    }

    /** How many bytes are kept. */
    long length() {
        return length;
    }

    /** How many bytes came. */
    long received() {
        return received;
    }

    /** What is kept, as one piece. */
    ByteSlice whole() {
        if (chunks.isEmpty()) {
            return ByteSlice.EMPTY;
        }
        if (chunks.size() > 1) {
            byte[] all = new byte[(int) length];
            int at = 0;
            for (ByteSlice chunk : chunks) {
                System.arraycopy(chunk.array(), chunk.offset(), all, at, chunk.length());
                at += chunk.length();
            }
            chunks.clear();
            chunks.add(ByteSlice.of(all));
        }
        return chunks.get(0);
    }
}
