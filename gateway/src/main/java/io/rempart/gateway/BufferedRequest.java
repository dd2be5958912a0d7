package io.rempart.gateway;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A request whose body was read in part or whole, and is read again by what is behind. For one thread at a time. */
final class BufferedRequest extends Request.Wrapper {
    private final Deque<byte[]> chunks = new ArrayDeque<>();
    private long kept;
    private boolean complete;

    BufferedRequest(Request request) {
        super(request);
    }

    void keep(byte[] chunk) {
        chunks.add(chunk);
        kept += chunk.length;
    }

    /** The last chunk was kept. */
    void complete() {
        complete = true;
    }

    /** How many bytes were kept. */
    long kept() {
        return kept;
    }

    @Override
    public Content.@Nullable Chunk read() {
        byte[] next = chunks.poll();
        if (next != null) {
            return Content.Chunk.from(ByteBuffer.wrap(next), complete && chunks.isEmpty());
        }
        return complete ? Content.Chunk.EOF : super.read();
    }

    @Override
    public void demand(Runnable demandCallback) {
        if (complete || !chunks.isEmpty()) {
            getContext().execute(demandCallback);
        } else {
            super.demand(demandCallback);
        }
    }

    @Override
    public boolean consumeAvailable() {
        chunks.clear();
        return complete || super.consumeAvailable();
    }
}
