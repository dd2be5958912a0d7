package io.rempart.gateway;

import io.rempart.engine.bytes.ByteSlice;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpParser;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's parser of HTTP/1 behind our own reader of the head. The head is collected until it is complete and read byte for byte
 * ({@link HeadReader}); Jetty's parser then gets the {@linkplain CanonicalHead canonical} form and does the rest: framing, chunks,
 * persistence. Why: docs/decisions/0008-the-head-of-a-request-is-read-by-us.md. For one connection.
 */
final class HeadFirstParser extends HttpParser {
    private final int most;
    private byte[] bytes = new byte[1024];
    private int length;
    private boolean inFirstLine = true;
    private boolean lineIsEmpty = true;
    private int words;
    private @Nullable RawHead head;

    HeadFirstParser(HttpParser.RequestHandler handler, int most, HttpCompliance compliance) {
        // what we hand on may be longer than what came, by percent-encoding
        super(handler, most * 3 + 1024, compliance);
        this.most = most;
    }

    /** The head of the request that is served now. */
    RawHead head() {
        RawHead known = head;
        if (known == null) {
            throw new IllegalStateException("no request has been read");
        }
        return known;
    }

    @Override
    public boolean parseNext(ByteBuffer buffer) {
        if (!isStart() || !buffer.hasRemaining()) {
            return super.parseNext(buffer);
        }
        while (buffer.hasRemaining()) {
            byte next = buffer.get();
            if (length == 0 && (next == '\r' || next == '\n')) {
                continue; // RFC 9112, 2.2: empty lines before the request line are ignored
            }
            if (length == most) {
                return begin(new RawHead(
                        ByteSlice.EMPTY,
                        ByteSlice.EMPTY,
                        ByteSlice.latin1("HTTP/1.1"),
                        List.of(),
                        new RawHead.Refusal(431, "The head is longer than " + most + " bytes.", false)));
            }
            if (length == bytes.length) {
                bytes = java.util.Arrays.copyOf(bytes, Math.min(most, length * 2));
            }
            bytes[length++] = next;
            if (isComplete(next)) {
                return begin(HeadCheck.check(HeadReader.read(bytes, length)));
            }
        }
        return false;
    }

    /** Whether the head ends with this byte: with an empty line, or with the first one when that has no protocol (HTTP/0.9). */
    private boolean isComplete(byte next) {
        if (next == '\n') {
            boolean complete = inFirstLine ? isVersion09() : lineIsEmpty;
            inFirstLine = false;
            lineIsEmpty = true;
            return complete;
        }
        if (next != '\r') {
            lineIsEmpty = false;
        }
        return false;
    }

    private boolean isVersion09() {
        int last = length - 1;
        while (last > 0 && (bytes[last - 1] == '\r' || bytes[last - 1] == '\n')) {
            last--;
        }
        words = 1;
        for (int i = 0; i < last; i++) {
            if (bytes[i] == ' ' && i + 1 < last) {
                words++;
            }
        }
        return words <= 2;
    }

    private boolean begin(RawHead read) {
        head = read;
        length = 0;
        inFirstLine = true;
        lineIsEmpty = true;
        return super.parseNext(CanonicalHead.of(read));
    }
}
