package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import org.jspecify.annotations.Nullable;

/**
 * Description: Looks for what is no UTF-8 (RFC 3629): missing or wrong continuation bytes, overlong forms, surrogates, characters beyond 10FFFF.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: true when there is some.
 *
 * <p>Example: {@code SecRule ARGS "@validateUtf8Encoding" "id:1"}
 */
public final class ValidateUtf8Encoding implements Operator {
    private enum Fault {
        NOT_ENOUGH_BYTES("not enough bytes in character"),
        INVALID_BYTE("invalid byte value in character"),
        OVERLONG("overlong character detected"),
        RESTRICTED("use of restricted character");

        final String text;

        Fault(String text) {
            this.text = text;
        }
    }

    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        int place = firstFault(value);
        if (place < 0) {
            return false;
        }
        context.matched(place, 1);
        return true;
    }

    private static int firstFault(ByteSlice value) {
        byte[] in = value.array();
        int end = value.end();
        int i = value.offset();
        while (i < end) {
            if (in[i] >= 0) {
                i++;
            } else if (fault(in, i, end) != null) {
                return i - value.offset();
            } else {
                i += length(in[i]);
            }
        }
        return -1;
    }

    private static int length(byte first) {
        int b = first & 0xFF;
        return b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
    }

    private static @Nullable Fault fault(byte[] in, int i, int end) {
        int first = in[i] & 0xFF;
        if (first < 0xC0 || first >= 0xF8) {
            return Fault.INVALID_BYTE;
        }
        if (first >= 0xF5) {
            return Fault.RESTRICTED;
        }
        int length = length(in[i]);
        if (i + length > end) {
            return Fault.NOT_ENOUGH_BYTES;
        }
        int code = first & 0x7F >> length;
        for (int j = i + 1; j < i + length; j++) {
            if ((in[j] & 0xC0) != 0x80) {
                return Fault.INVALID_BYTE;
            }
            code = code << 6 | in[j] & 0x3F;
        }
        if (code < (length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000)) {
            return Fault.OVERLONG;
        }
        return code >= 0xD800 && code <= 0xDFFF || code > 0x10FFFF ? Fault.RESTRICTED : null;
    }

    @Override
    public String message(ByteSlice value, String target, OperatorContext context) {
        int place = firstFault(value);
        Fault fault = place < 0 ? null : fault(value.array(), value.offset() + place, value.end());
        return "Invalid UTF-8 encoding: " + (fault == null ? "decoding error" : fault.text) + " at " + target
                + ". [offset \"" + place + "\"]";
    }

    @Override
    public String name() {
        return "validateUtf8Encoding";
    }
}
