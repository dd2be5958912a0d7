package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.StringTokenizer;

/**
 * Which byte a web server of a given code page makes of a Unicode character (SecUnicodeMapFile), so that {@code %u0107} is
 * seen as the {@code c} the application sees. Immutable, thread-safe.
 */
public final class UnicodeMapping {
    /** No table: every code becomes its low byte. */
    public static final UnicodeMapping NONE = new UnicodeMapping();

    /** Code page 20127 (US-ASCII): what {@code SecUnicodeMapFile unicode.mapping 20127} of the recommended configuration says. */
    public static final UnicodeMapping CODE_PAGE_20127 = usAscii();

    private static final int FULL_WIDTH_FIRST = 0xFF01;

    private final byte[][] pages = new byte[256][];
    private final long[][] mapped = new long[256][];

    private UnicodeMapping() {}

    /**
     * Reads the table of one code page from a mapping file: the number of the page, a comment in parentheses, then pairs such
     * as {@code 0107:63}, until the next number.
     *
     * @throws IllegalArgumentException when the file has no such page or a pair is not hexadecimal
     */
    public static UnicodeMapping parse(ByteSlice file, int codePage) {
        UnicodeMapping mapping = new UnicodeMapping();
        String number = Integer.toString(codePage);
        boolean inPage = false;
        boolean found = false;
        StringTokenizer tokens = new StringTokenizer(
                new String(file.array(), file.offset(), file.length(), StandardCharsets.ISO_8859_1), " \t\r\n");
        while (tokens.hasMoreTokens()) {
            String token = tokens.nextToken();
            int colon = token.indexOf(':');
            if (colon < 0) {
                inPage = token.equals(number) || inPage && !found;
            } else if (inPage) {
                mapping.put(hexadecimal(token, 0, colon, 0xFFFF), hexadecimal(token, colon + 1, token.length(), 0xFF));
                found = true;
            }
        }
        if (!found) {
            throw new IllegalArgumentException("The Unicode mapping file has no code page " + codePage + ".");
        }
        return mapping;
    }

    private static int hexadecimal(String token, int from, int to, int most) {
        try {
            int value = Integer.parseInt(token.substring(from, to), 16);
            if (value >= 0 && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(
                String.format(Locale.ROOT, "In the Unicode mapping file \"%s\" is not of the form 0107:63.", token));
    }

    /** The byte for a code from 0 to FFFF, or -1 when the table has none. */
    int byteFor(int code) {
        byte[] page = pages[code >> 8];
        if (page == null || (mapped[code >> 8][code >> 6 & 3] >>> (code & 63) & 1) == 0) {
            return -1;
        }
        return page[code & 0xFF] & 0xFF;
    }

    private void put(int code, int to) {
        int high = code >> 8;
        if (pages[high] == null) {
            pages[high] = new byte[256];
            mapped[high] = new long[4];
        }
        pages[high][code & 0xFF] = (byte) to;
        mapped[high][code >> 6 & 3] |= 1L << (code & 63);
    }

    private static UnicodeMapping usAscii() {
        UnicodeMapping mapping = new UnicodeMapping();
        for (int i = 0; i < BestFit.US_ASCII.length(); i += 2) {
            mapping.put(BestFit.US_ASCII.charAt(i), BestFit.US_ASCII.charAt(i + 1));
        }
        for (int ascii = '!'; ascii <= '~'; ascii++) {
            if (ascii != '?') {
                mapping.put(FULL_WIDTH_FIRST + ascii - '!', ascii);
            }
        }
        return mapping;
    }
}
