package io.rempart.engine.transformation;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSearch;
import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;
import java.util.Arrays;

/**
 * Description: Writes each character of UTF-8 beyond ASCII as %uXXXX, for {@code t:urlDecodeUni} to fold it.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: a value up to three times as long (nine times for Coraza); characters beyond FFFF get five or six digits. As in
 * ModSecurity, NUL bytes are dropped, so is a leading byte without its continuation; lone continuation bytes stay; overlong
 * and surrogate forms are written, followed by their first byte. Coraza keeps NUL and writes %ufffd for each malformed byte.
 *
 * <p>Example: {@code t:utf8toUnicode} turns the bytes {@code C3 A9} into {@code %u00e9}.
 */
public final class Utf8ToUnicode implements Transformation {
    private static final ByteSet BEYOND_ASCII = ByteSet.range(0x80, 0xFF);
    /** Bytes that begin a sequence, and NUL: lone continuation bytes stay. */
    private static final ByteSet LEADING_AND_NUL = ByteSet.range(0xC0, 0xF7).plus(0);

    private final boolean replacesMalformed;

    /** With the treatment of malformed text of the given engine. */
    public Utf8ToUnicode(Compatibility compatibility) {
        replacesMalformed = compatibility == Compatibility.CORAZA;
    }

    @Override
    public String name() {
        return "utf8toUnicode";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        byte[] in = value.array();
        int end = value.end();
        int i = ByteSearch.indexOfZeroOrBeyondAscii(in, value.offset(), end);
        while (i < end && in[i] == 0 && replacesMalformed) {
            i = ByteSearch.indexOfZeroOrBeyondAscii(in, i + 1, end);
        }
        if (i == end) {
            return value;
        }
        int prefix = i - value.offset();
        byte[] out = new byte[prefix + bound(in, i, end)];
        System.arraycopy(in, value.offset(), out, 0, prefix);
        int n = replacesMalformed ? replacing(in, i, end, out, prefix) : verbatim(in, i, end, out, prefix);
        ByteSlice result = ByteSlice.of(n * 2 < out.length ? Arrays.copyOf(out, n) : out, 0, n);
        return result.equals(value) ? value : result;
    }

    /** A leading byte gives at most 10 bytes, of which its continuation gives back one to three; any byte alone at most 6. */
    private int bound(byte[] in, int from, int end) {
        int bound = end - from;
        for (int i = ByteSearch.indexOfZeroOrBeyondAscii(in, from, end);
                i < end;
                i = ByteSearch.indexOfZeroOrBeyondAscii(in, i + 1, end)) {
            bound = Math.addExact(bound, in[i] >= 0 ? 0 : in[i] >= (byte) 0xC0 ? 9 : replacesMalformed ? 5 : 0);
        }
        return bound;
    }

    private static int verbatim(byte[] in, int from, int end, byte[] out, int start) {
        int n = start;
        int i = from;
        while (i < end) {
            int next = ByteSearch.indexOfZeroOrBeyondAscii(in, i, end);
            if (next > i) {
                System.arraycopy(in, i, out, n, next - i);
                n += next - i;
                i = next;
                continue;
            }
            byte first = in[i];
            int length = length(first);
            if (length == 1) {
                if (first != 0) {
                    out[n++] = first;
                }
                i++;
                continue;
            }
            if ((first & 0xFF) >= 0xF5) {
                out[n++] = first;
            }
            if (!isContinued(in, i, length, end)) {
                i++;
                continue;
            }
            int code = code(in, i, length);
            n = write(code, out, n);
            if (code >= 0xD800 && code <= 0xDFFF || code < lowest(length)) {
                out[n++] = first;
            }
            i += length;
        }
        return n;
    }

    private static int replacing(byte[] in, int from, int end, byte[] out, int start) {
        int n = start;
        int i = from;
        while (i < end) {
            if (in[i] >= 0) {
                out[n++] = in[i++];
                continue;
            }
            int length = length(in[i]);
            int code = length > 1 && isContinued(in, i, length, end) ? code(in, i, length) : -1;
            boolean wellFormed = code >= lowest(length) && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
            n = write(wellFormed ? code : 0xFFFD, out, n);
            i += wellFormed ? length : 1;
        }
        return n;
    }

    /** How many bytes a sequence has that begins so; 1 for ASCII and for what begins none. */
    private static int length(byte first) {
        int b = first & 0xFF;
        return b < 0xC0 || b >= 0xF8 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
    }

    /** The lowest code for which a sequence of that length is the shortest. */
    private static int lowest(int length) {
        return length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
    }

    private static boolean isContinued(byte[] in, int i, int length, int end) {
        if (i + length > end) {
            return false;
        }
        for (int j = i + 1; j < i + length; j++) {
            if ((in[j] & 0xC0) != 0x80) {
                return false;
            }
        }
        return true;
    }

    private static int code(byte[] in, int i, int length) {
        int code = in[i] & 0x7F >> length;
        for (int j = i + 1; j < i + length; j++) {
            code = code << 6 | in[j] & 0x3F;
        }
        return code;
    }

    private static int write(int code, byte[] out, int start) {
        int n = start;
        out[n++] = '%';
        out[n++] = 'u';
        int digits = code > 0xFFFFF ? 6 : code > 0xFFFF ? 5 : 4;
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            out[n++] = Hex.digit(code >> shift & 15);
        }
        return n;
    }

    @Override
    public ByteSet triggers() {
        return replacesMalformed ? BEYOND_ASCII : LEADING_AND_NUL;
    }
}
