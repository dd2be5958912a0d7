package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSearch;
import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Decodes {@code &#xHH;}, {@code &#DDD;}, {@code &quot;}, {@code &amp;}, {@code &lt;}, {@code &gt;} and {@code
 * &nbsp;}, also without the semicolon and in any case.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: a value that is not longer. A number counts modulo 256, one too great for 64 bits is FF; nbsp is the byte A0;
 * other names stay. A name is the whole run of letters and digits: {@code &ltscript} stays.
 *
 * <p>Example: {@code t:htmlEntityDecode} turns {@code &lt;a&#x3e;} into {@code <a>}.
 */
public final class HtmlEntityDecode implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of("&");
    private static final int LONGEST_NAME = 4;

    @Override
    public String name() {
        return "htmlEntityDecode";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        byte[] in = value.array();
        int end = value.end();
        int i = ByteSearch.indexOf(in, value.offset(), end, '&');
        long entity = 0;
        while (i < end && (entity = entity(in, i, end)) == 0) {
            i = ByteSearch.indexOf(in, i + 1, end, '&');
        }
        if (i == end) {
            return value;
        }
        byte[] out = new byte[value.length()];
        int n = i - value.offset();
        System.arraycopy(in, value.offset(), out, 0, n);
        while (i < end) {
            if (entity == 0) {
                out[n++] = in[i++];
            } else {
                out[n++] = (byte) entity;
                i += (int) (entity >>> 8);
            }
            int next = ByteSearch.indexOf(in, i, end, '&');
            System.arraycopy(in, i, out, n, next - i);
            n += next - i;
            i = next;
            entity = i < end ? entity(in, i, end) : 0;
        }
        return ByteSlice.of(out, 0, n);
    }

    /** What the ampersand at {@code i} begins: the byte it stands for, and above that how long it is; 0 when it stands for itself. */
    private static long entity(byte[] in, int i, int end) {
        int from = i + 1;
        int to = from;
        int decoded = -1;
        if (from < end && in[from] == '#') {
            boolean hexadecimal = from + 1 < end && (in[from + 1] | 0x20) == 'x';
            from += hexadecimal ? 2 : 1;
            to = from;
            while (to < end && isDigit(in[to], hexadecimal)) {
                to++;
            }
            if (to > from) {
                decoded = number(in, from, to, hexadecimal ? 16 : 10);
            }
        } else {
            while (to < end && isNamePart(in[to])) {
                to++;
            }
            decoded = named(in, from, to);
        }
        if (decoded < 0) {
            return 0;
        }
        int length = (to < end && in[to] == ';' ? to + 1 : to) - i;
        return (long) length << 8 | decoded;
    }

    private static boolean isDigit(byte b, boolean hexadecimal) {
        return hexadecimal ? Hex.isDigit(b) : b >= '0' && b <= '9';
    }

    private static boolean isNamePart(byte b) {
        return b >= '0' && b <= '9' || (b | 0x20) >= 'a' && (b | 0x20) <= 'z';
    }

    private static int number(byte[] in, int from, int to, int base) {
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = Hex.value(in[i]);
            if (value > (Long.MAX_VALUE - digit) / base) {
                return 0xFF;
            }
            value = value * base + digit;
        }
        return (int) (value & 0xFF);
    }

    private static int named(byte[] in, int from, int to) {
        if (to - from < 2 || to - from > LONGEST_NAME) {
            return -1;
        }
        int name = 0;
        for (int i = from; i < to; i++) {
            name = name << 8 | in[i] | 0x20;
        }
        return switch (name) {
            case 'l' << 8 | 't' -> '<';
            case 'g' << 8 | 't' -> '>';
            case 'a' << 16 | 'm' << 8 | 'p' -> '&';
            case 'q' << 24 | 'u' << 16 | 'o' << 8 | 't' -> '"';
            case 'n' << 24 | 'b' << 16 | 's' << 8 | 'p' -> Space.NO_BREAK;
            default -> -1;
        };
    }

    @Override
    public int fewestFor(int resultLength) {
        return resultLength;
    }

    @Override
    public ByteSet triggers() {
        return TRIGGERS;
    }
}
