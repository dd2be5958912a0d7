package io.rempart.console.live;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait to be sent to one subscriber, at most {@value #MOST}: who reads too slowly gets one {@code refresh} instead of
 * all that he missed, and looks again himself. Not thread-safe.
 */
final class Outgoing {
    static final int MOST = 32;
    static final byte[] REFRESH = "event: refresh\ndata: {}\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Deque<byte[]> waiting = new ArrayDeque<>();

    void add(byte[] message) {
        if (waiting.size() >= MOST) {
            waiting.clear();
            waiting.add(REFRESH);
        } else {
            waiting.add(message);
        }
    }

    byte @Nullable [] next() {
        return waiting.poll();
    }

    int size() {
        return waiting.size();
    }
}
