package io.rempart.engine.audit;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.state.Sanitised;
import io.rempart.engine.state.TransactionState;
import io.rempart.engine.state.Values;
import io.rempart.engine.state.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Hides what the sanitise actions named, in everything that is logged: header fields by their names, arguments by their values
 * wherever they stand (request line, body, messages). A body in which a hidden value can't be found as it is (it was encoded) is
 * hidden as a whole. One for a transaction.
 */
final class Redaction {
    private static final int SHORTEST_IN_TEXT = 2;

    private final Sanitised sanitised;
    private final List<ByteSlice> values = new ArrayList<>();
    private final boolean active;

    Redaction(TransactionState state) {
        sanitised = state.sanitised();
        collect(Variable.ARGS.values(state), Kind.ARGUMENT);
        collect(state.head().headers(), Kind.REQUEST_HEADER);
        collect(state.response().headers(), Kind.RESPONSE_HEADER);
        active = !values.isEmpty();
    }

    private enum Kind {
        ARGUMENT,
        REQUEST_HEADER,
        RESPONSE_HEADER
    }

    private void collect(Values all, Kind kind) {
        for (int i = 0; i < all.size(); i++) {
            ByteSlice key = all.key(i);
            if (key == null || all.value(i).isEmpty()) {
                continue;
            }
            boolean hidden = switch (kind) {
                case ARGUMENT -> sanitised.hidesArgument(key);
                case REQUEST_HEADER -> sanitised.hidesRequestHeader(key);
                case RESPONSE_HEADER -> sanitised.hidesResponseHeader(key);
            };
            if (hidden) {
                values.add(all.value(i));
            }
        }
    }

    ByteSlice requestHeader(ByteSlice name, ByteSlice value) {
        return sanitised.hidesRequestHeader(name) ? stars(value.length()) : text(value);
    }

    ByteSlice responseHeader(ByteSlice name, ByteSlice value) {
        return sanitised.hidesResponseHeader(name) ? stars(value.length()) : text(value);
    }

    /** A text in which hidden values may stand. */
    ByteSlice text(ByteSlice text) {
        if (!active) {
            return text;
        }
        byte[] masked = null;
        for (ByteSlice value : values) {
            if (value.length() < SHORTEST_IN_TEXT && value.length() != text.length()) {
                continue;
            }
            for (int at = find(text, value, 0); at >= 0; at = find(text, value, at + value.length())) {
                if (masked == null) {
                    masked = text.toArray();
                }
                Arrays.fill(masked, at, at + value.length(), (byte) '*');
            }
        }
        return masked == null ? text : ByteSlice.of(masked);
    }

    String text(String latin1) {
        return active ? text(ByteSlice.latin1(latin1)).toString() : latin1;
    }

    /** A query string or an URL-encoded body: values of hidden arguments are masked whatever their encoding. */
    ByteSlice pairs(ByteSlice text, int separator) {
        if (!sanitised.hidesArguments()) {
            return text(text);
        }
        byte[] masked = text.toArray();
        int start = 0;
        for (int i = 0; i <= masked.length; i++) {
            if (i == masked.length || masked[i] == (byte) separator) {
                maskPair(masked, start, i);
                start = i + 1;
            }
        }
        return ByteSlice.of(masked);
    }

    private void maskPair(byte[] pairs, int from, int to) {
        int equals = from;
        while (equals < to && pairs[equals] != '=') {
            equals++;
        }
        if (equals < to && sanitised.hidesArgument(decoded(pairs, from, equals))) {
            Arrays.fill(pairs, equals + 1, to, (byte) '*');
        }
    }

    private static ByteSlice decoded(byte[] bytes, int from, int to) {
        byte[] out = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            int b = bytes[i];
            if (b == '+') {
                b = ' ';
            } else if (b == '%'
                    && i + 2 < to
                    && Character.digit(bytes[i + 1], 16) >= 0
                    && Character.digit(bytes[i + 2], 16) >= 0) {
                b = Character.digit(bytes[i + 1], 16) << 4 | Character.digit(bytes[i + 2], 16);
                i += 2;
            }
            out[length++] = (byte) b;
        }
        return ByteSlice.of(out, 0, length);
    }

    /** A body that is not URL-encoded. */
    ByteSlice body(ByteSlice body) {
        if (!active || !sanitised.hidesArguments()) {
            return text(body);
        }
        for (ByteSlice value : values) {
            if (find(body, value, 0) < 0) {
                return stars(body.length());
            }
        }
        return text(body);
    }

    private static ByteSlice stars(int length) {
        byte[] stars = new byte[length];
        Arrays.fill(stars, (byte) '*');
        return ByteSlice.of(stars);
    }

    private static int find(ByteSlice text, ByteSlice wanted, int from) {
        int last = text.length() - wanted.length();
        for (int i = from; i <= last; i++) {
            int j = 0;
            while (j < wanted.length() && text.at(i + j) == wanted.at(j)) {
                j++;
            }
            if (j == wanted.length()) {
                return i;
            }
        }
        return -1;
    }
}
