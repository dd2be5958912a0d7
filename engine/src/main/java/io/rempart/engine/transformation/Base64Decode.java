package io.rempart.engine.transformation;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Decodes base64.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: the decoded bytes, never longer than the value. ModSecurity 2 decodes up to the first byte that is not in the
 * alphabet; ModSecurity 3 skips line ends, wants complete groups of four, and gives nothing at all when something else is in
 * it; Coraza skips line ends and stops at the first other byte.
 *
 * <p>Example: {@code t:base64Decode} turns {@code VGVzdA==} into {@code Test}.
 */
public final class Base64Decode implements Transformation {
    private final Compatibility compatibility;

    /** As strict as the given engine. */
    public Base64Decode(Compatibility compatibility) {
        this.compatibility = compatibility;
    }

    @Override
    public String name() {
        return "base64Decode";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        if (value.isEmpty()) {
            return value;
        }
        return compatibility == Compatibility.V3 ? decodeStrictly(value) : decodeWhatIsThere(value);
    }

    @Override
    public int fewestFor(int resultLength) {
        return (resultLength * 4 + 2) / 3;
    }

    private ByteSlice decodeWhatIsThere(ByteSlice value) {
        byte[] in = value.array();
        int end = value.offset();
        while (end < value.end() && (Base64Groups.valueOf(in[end]) >= 0 || isSkipped(in[end]))) {
            end++;
        }
        Base64Groups out = new Base64Groups(end - value.offset());
        for (int i = value.offset(); i < end; i++) {
            if (!isSkipped(in[i])) {
                out.add(Base64Groups.valueOf(in[i]));
            }
        }
        return out.finishPartly();
    }

    private boolean isSkipped(byte b) {
        return compatibility != Compatibility.V2 && (b == '\r' || b == '\n');
    }

    /** NUL ends the text; spaces may stand before line ends and at the end only; at most two =, which end the text. */
    private static ByteSlice decodeStrictly(ByteSlice value) {
        byte[] in = value.array();
        int end = value.offset();
        while (end < value.end() && in[end] != 0) {
            end++;
        }
        Base64Groups out = new Base64Groups(value.length());
        int padding = 0;
        int i = value.offset();
        while (i < end) {
            byte b = in[i];
            int sixBits = Base64Groups.valueOf(b);
            if (b == ' ') {
                while (i < end && in[i] == ' ') {
                    i++;
                }
                if (i < end && in[i] != '\r' && in[i] != '\n') {
                    return ByteSlice.EMPTY;
                }
                continue;
            }
            if (b == '=') {
                padding++;
            } else if (b == '\r' && (i + 1 >= end || in[i + 1] != '\n')
                    || b != '\r' && b != '\n' && (sixBits < 0 || padding > 0)) {
                return ByteSlice.EMPTY;
            } else if (sixBits >= 0) {
                out.add(sixBits);
            }
            if (padding > 2) {
                return ByteSlice.EMPTY;
            }
            i++;
        }
        return (out.pending() + padding) % 4 == 0 ? out.finishPartly() : out.finishWhole();
    }
}
