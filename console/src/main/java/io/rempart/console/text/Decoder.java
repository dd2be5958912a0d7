package io.rempart.console.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One way in which attackers wrap what they send, taken off for reading. Lenient: what isn't encoded stays as it is. Each output
 * byte remembers which input bytes it came from, so that a match in a decoded layer is marked in the request as sent.
 */
enum Decoder {
    /** RFC 3986 percent-encoding, {@code +} for space after the {@code ?}, and {@code %uHHHH} as IIS reads it. */
    URL {
        @Override
        void decode(byte[] in, Output out) {
            boolean query = true;
            for (int i = 0; i < in.length; ) {
                int c = in[i];
                if (c == '%' && i + 2 < in.length && hex(in, i + 1, 2) >= 0) {
                    out.add(hex(in, i + 1, 2), i, i + 3);
                    i += 3;
                } else if (c == '%' && i + 5 < in.length && (in[i + 1] | 0x20) == 'u' && hex(in, i + 2, 4) >= 0) {
                    out.addCharacter(hex(in, i + 2, 4), i, i + 6);
                    i += 6;
                } else if (c == '+' && query) {
                    out.add(' ', i, i + 1);
                    i++;
                } else {
                    out.add(c, i, i + 1);
                    i++;
                }
            }
        }
    },
    /** HTML character references: numbers and the names that matter in attacks. */
    HTML {
        @Override
        void decode(byte[] in, Output out) {
            for (int i = 0; i < in.length; ) {
                int end = in[i] == '&' ? entity(in, i, out) : i;
                if (end == i) {
                    out.add(in[i], i, i + 1);
                    end = i + 1;
                }
                i = end;
            }
        }

        private int entity(byte[] in, int start, Output out) {
            int i = start + 1;
            int value = -1;
            if (i < in.length && in[i] == '#') {
                i++;
                boolean hexadecimal = i < in.length && (in[i] | 0x20) == 'x';
                if (hexadecimal) {
                    i++;
                }
                int digits = i;
                long number = 0;
                while (i < in.length && i - digits < 10 && digit(in[i], hexadecimal ? 16 : 10) >= 0) {
                    number = number * (hexadecimal ? 16 : 10) + digit(in[i], hexadecimal ? 16 : 10);
                    i++;
                }
                value = i > digits && Character.isValidCodePoint((int) number) && number < 0x110000 ? (int) number : -1;
            } else {
                int name = i;
                while (i < in.length && i - name < 8 && Character.isLetter(in[i])) {
                    i++;
                }
                value = named(new String(in, name, i - name, java.nio.charset.StandardCharsets.ISO_8859_1));
                if (value >= 0 && (i >= in.length || in[i] != ';')) {
                    value = -1;
                }
            }
            if (value < 0) {
                return start;
            }
            int end = i < in.length && in[i] == ';' ? i + 1 : i;
            out.addCharacter(value, start, end);
            return end;
        }

        private int named(String name) {
            return switch (name) {
                case "lt", "LT" -> '<';
                case "gt", "GT" -> '>';
                case "amp", "AMP" -> '&';
                case "quot", "QUOT" -> '"';
                case "apos" -> '\'';
                case "nbsp" -> 0xA0;
                case "lpar" -> '(';
                case "rpar" -> ')';
                case "colon" -> ':';
                case "semi" -> ';';
                case "sol" -> '/';
                case "bsol" -> '\\';
                case "equals" -> '=';
                case "grave" -> '`';
                case "period" -> '.';
                case "comma" -> ',';
                case "Tab" -> '\t';
                case "NewLine" -> '\n';
                default -> -1;
            };
        }
    },
    /** Backslash escapes of JSON and JavaScript: {@code \\u003c}, {@code \\x3c}, {@code \\/}, {@code \\n}. */
    ESCAPES {
        @Override
        void decode(byte[] in, Output out) {
            for (int i = 0; i < in.length; ) {
                int next = i + 1 < in.length ? in[i + 1] : -1;
                if (in[i] != '\\' || next < 0) {
                    out.add(in[i], i, i + 1);
                    i++;
                } else if (next == 'u' && i + 5 < in.length && hex(in, i + 2, 4) >= 0) {
                    i = unicode(in, i, out);
                } else if (next == 'x' && i + 3 < in.length && hex(in, i + 2, 2) >= 0) {
                    out.add(hex(in, i + 2, 2), i, i + 4);
                    i += 4;
                } else if (next == '/' || next == '"' || next == '\'') {
                    out.add(next, i, i + 2);
                    i += 2;
                } else {
                    out.add(in[i], i, i + 1);
                    i++;
                }
            }
        }

        private int unicode(byte[] in, int i, Output out) {
            int high = hex(in, i + 2, 4);
            boolean pair = Character.isHighSurrogate((char) high)
                    && i + 11 < in.length
                    && in[i + 6] == '\\'
                    && in[i + 7] == 'u'
                    && hex(in, i + 8, 4) >= 0
                    && Character.isLowSurrogate((char) hex(in, i + 8, 4));
            if (pair) {
                out.addCharacter(Character.toCodePoint((char) high, (char) hex(in, i + 8, 4)), i, i + 12);
                return i + 12;
            }
            out.addCharacter(high, i, i + 6);
            return i + 6;
        }
    },
    /** Runs of at least sixteen base64 characters that decode to mostly printable text. */
    BASE64 {
        private static final int SHORTEST = 16;

        @Override
        void decode(byte[] in, Output out) {
            for (int i = 0; i < in.length; ) {
                int end = i;
                while (end < in.length && sextet(in[end]) >= 0) {
                    end++;
                }
                byte[] text = end - i >= SHORTEST ? text(in, i, end) : null;
                if (text == null) {
                    end = Math.max(end, i + 1);
                    for (; i < end; i++) {
                        out.add(in[i], i, i + 1);
                    }
                } else {
                    int padded = end;
                    while (padded < in.length && padded < end + 2 && in[padded] == '=') {
                        padded++;
                    }
                    for (int k = 0; k < text.length; k++) {
                        int group = i + k / 3 * 4;
                        out.add(text[k], group, k == text.length - 1 ? padded : Math.min(group + 4, end));
                    }
                    i = padded;
                }
            }
        }

        private byte @Nullable [] text(byte[] in, int start, int end) {
            byte[] text = new byte[(end - start) * 3 / 4];
            int length = 0;
            int bits = 0;
            int have = 0;
            int printable = 0;
            for (int i = start; i < end; i++) {
                bits = bits << 6 | sextet(in[i]);
                have += 6;
                if (have >= 8) {
                    have -= 8;
                    byte b = (byte) (bits >> have);
                    text[length++] = b;
                    printable += b >= 0x20 && b < 0x7F || b == '\n' || b == '\t' || b == '\r' ? 1 : 0;
                }
            }
            return (end - start) % 4 != 1 && printable * 10 >= length * 9 ? Arrays.copyOf(text, length) : null;
        }

        private int sextet(int c) {
            if (c >= 'A' && c <= 'Z') {
                return c - 'A';
            } else if (c >= 'a' && c <= 'z') {
                return c - 'a' + 26;
            } else if (c >= '0' && c <= '9') {
                return c - '0' + 52;
            }
            return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
        }
    };

    abstract void decode(byte[] in, Output out);

    static int hex(byte[] in, int start, int digits) {
        int value = 0;
        for (int i = start; i < start + digits; i++) {
            int digit = digit(in[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    static int digit(int c, int radix) {
        return c < 0 ? -1 : Character.digit(c, radix);
    }

    /** Decoded bytes, each with the range of input bytes it came from. */
    static final class Output {
        private byte[] bytes;
        private int[] starts;
        private int[] ends;
        private int length;

        Output(int capacity) {
            bytes = new byte[capacity];
            starts = new int[capacity];
            ends = new int[capacity];
        }

        void add(int value, int start, int end) {
            if (length == bytes.length) {
                int more = Math.max(64, length * 2);
                bytes = Arrays.copyOf(bytes, more);
                starts = Arrays.copyOf(starts, more);
                ends = Arrays.copyOf(ends, more);
            }
            bytes[length] = (byte) value;
            starts[length] = start;
            ends[length] = end;
            length++;
        }

        void addCharacter(int codePoint, int start, int end) {
            boolean lone = codePoint >= 0xD800 && codePoint <= 0xDFFF;
            String text = lone ? String.format("\\u%04x", codePoint) : Character.toString(codePoint);
            for (byte b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
                add(b, start, end);
            }
        }

        byte[] bytes() {
            return Arrays.copyOf(bytes, length);
        }

        int[] starts() {
            return Arrays.copyOf(starts, length);
        }

        int[] ends() {
            return Arrays.copyOf(ends, length);
        }
    }
}
