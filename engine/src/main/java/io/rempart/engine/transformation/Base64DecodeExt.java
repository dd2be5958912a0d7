package io.rempart.engine.transformation;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Decodes base64 and forgives what does not belong in it, as PHP does.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: the decoded bytes. Bytes outside the alphabet are skipped up to the first NUL; a single = right after the first
 * digit of a group makes the result empty. Coraza skips only white space and dots, and stops at anything else.
 *
 * <p>Example: {@code t:base64DecodeExt} turns {@code P.HNjcmlwdD4=} into {@code <script>}.
 */
public final class Base64DecodeExt implements Transformation {
    private final boolean stopsEarly;

    /** As forgiving as the given engine. */
    public Base64DecodeExt(Compatibility compatibility) {
        stopsEarly = compatibility == Compatibility.CORAZA;
    }

    @Override
    public String name() {
        return "base64DecodeExt";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        if (value.isEmpty()) {
            return value;
        }
        byte[] in = value.array();
        Base64Groups out = new Base64Groups(value.length());
        for (int i = value.offset(), end = value.end(); i < end; i++) {
            byte b = in[i];
            int sixBits = Base64Groups.valueOf(b);
            if (sixBits >= 0) {
                out.add(sixBits);
            } else if (b == 0 || stopsEarly && b != '.' && !Space.is(b)) {
                break;
            } else if (b == '=' && out.pending() == 1 && (i + 1 == end || in[i + 1] != '=')) {
                return ByteSlice.EMPTY;
            }
        }
        ByteSlice decoded = out.finishPartly();
        return decoded.equals(value) ? value : decoded;
    }
}
