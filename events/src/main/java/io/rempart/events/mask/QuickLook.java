package io.rempart.events.mask;

/**
 * Tells of most strings of a record, in one pass over their bytes as they stand in the JSON text, that no secret can be in
 * them. Only the others are unescaped and masked by {@link TextMasker}. Thread-safe.
 *
 * <p>It must never clear a text that {@link TextMasker} would change; the other way round it may err. So it looks for the marks
 * by which each kind of secret is found, in the form they have before unescaping:
 *
 * <pre>
 *   =          after a secret name; in a body also after {@code name} and before a quote and a secret name (multipart)
 *   :          after a quote in any of its forms (a member of a JSON text), after a secret variable (in messages), before //..@
 *   eyJ        followed by what can be a JSON Web Token
 *   &lt;          in a body, before a secret name (XML)
 *   digits     13 or more with nothing but blanks, dashes and plus signs between them
 *   \\          before anything but the usual short escapes: what it hides is looked at closely
 * </pre>
 */
final class QuickLook {
    /** What kind of text it is. */
    enum Text {
        /** Nothing of a client is in it. */
        NEVER,
        URL,
        BODY,
        MESSAGE,
        /** It is masked whatever stands in it. */
        CLOSELY
    }

    private static final int MIN_CARD_DIGITS = 13;
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_KEY = 160;
    private static final int SHORTEST_TOKEN = 40;

    private static final byte QUOTE = 1;
    private static final byte BACKSLASH = 2;
    private static final byte EQUALS = 3;
    private static final byte COLON = 4;
    private static final byte LESS = 5;
    private static final byte LETTER_J = 6;
    private static final byte DIGIT = 7;

    private static final byte[] MARKS = new byte[256];
    private static final boolean[] NAME = new boolean[256];
    private static final boolean[] SHORT_ESCAPE = new boolean[256];

    /** Collections whose members may be secret, ends first. */
    private static final byte[][] COLLECTIONS = collections(
            "REQUEST_COOKIES",
            "ARGS",
            "ARGS_GET",
            "ARGS_POST",
            "REQUEST_HEADERS",
            "RESPONSE_HEADERS",
            "XML",
            "JSON",
            "MULTIPART_PART_HEADERS",
            "SESSION");

    static {
        MARKS['"'] = QUOTE;
        MARKS['\\'] = BACKSLASH;
        MARKS['='] = EQUALS;
        MARKS[':'] = COLON;
        MARKS['<'] = LESS;
        MARKS['J'] = LETTER_J;
        for (char c = '0'; c <= '9'; c++) {
            MARKS[c] = DIGIT;
        }
        for (int c = 0; c < 256; c++) {
            NAME[c] = TextMasker.isNameCharacter((char) c);
        }
        for (char c : "\"\\/nrtbf".toCharArray()) {
            SHORT_ESCAPE[c] = true;
        }
    }

    private final SecretNames names;
    private final boolean cards;

    QuickLook(SecretNames names, boolean cards) {
        this.names = names;
        this.cards = cards;
    }

    private static byte[][] collections(String... names) {
        byte[][] bytes = new byte[names.length][];
        for (int i = 0; i < names.length; i++) {
            bytes[i] = names[i].getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        }
        return bytes;
    }

    /** Where the string that begins at {@code from} ends: at its quote, or with the record. */
    static int closingQuote(byte[] in, int from) {
        int i = from;
        while (i < in.length) {
            byte b = in[i];
            if (b == '"') {
                return i;
            }
            i += b == '\\' ? 2 : 1;
        }
        return in.length;
    }

    /**
     * Looks at the string that begins at {@code from}, up to its quote or to {@code to}.
     *
     * @return where it ends; {@code -end-1} when there may be a secret in it
     */
    int look(byte[] in, int from, int to, Text text) {
        int i = from;
        while (i < to) {
            byte mark = MARKS[in[i] & 0xFF];
            if (mark == 0) {
                i++;
                continue;
            }
            boolean suspicious = false;
            switch (mark) {
                case QUOTE -> {
                    return i;
                }
                case BACKSLASH -> {
                    i++;
                    suspicious = i >= to || !SHORT_ESCAPE[in[i] & 0xFF];
                    i -= suspicious ? 1 : 0;
                }
                case EQUALS ->
                    suspicious =
                            isAfterSecretName(in, from, i) || text == Text.BODY && namesSecretPart(in, from, i, to);
                case COLON -> suspicious = isSuspiciousColon(in, from, i, to, text);
                case LESS -> suspicious = text == Text.BODY && isSecretElement(in, i, to);
                case LETTER_J -> suspicious = isToken(in, from, i, to);
                default -> {
                    int digits = 1;
                    int end = i + 1;
                    for (; end < to; end++) {
                        byte b = in[end];
                        if (b >= '0' && b <= '9') {
                            digits++;
                        } else if (b != ' ' && b != '-' && b != '+') {
                            break;
                        }
                    }
                    suspicious = cards && digits >= MIN_CARD_DIGITS;
                    i = end - 1;
                }
            }
            if (suspicious) {
                return -end(in, i, to) - 1;
            }
            i++;
        }
        return to;
    }

    private static int end(byte[] in, int from, int to) {
        return Math.min(closingQuote(in, from), to);
    }

    /** {@code password=}, also where an escape stands before it: the letter of the escape may or may not belong to the name. */
    private boolean isAfterSecretName(byte[] in, int from, int equals) {
        int start = equals;
        while (start > from && equals - start < LONGEST_NAME && NAME[in[start - 1] & 0xFF]) {
            start--;
        }
        if (start == equals) {
            return false;
        }
        return names.isSecret(in, start, equals)
                || start > from && in[start - 1] == '\\' && names.isSecret(in, start + 1, equals);
    }

    /** {@code name="password"} of a multipart body. */
    private boolean namesSecretPart(byte[] in, int from, int equals, int to) {
        if (equals - from < 4
                || in[equals - 1] != 'e'
                || in[equals - 2] != 'm'
                || in[equals - 3] != 'a'
                || in[equals - 4] != 'n'
                || equals + 2 >= to
                || in[equals + 1] != '\\'
                || in[equals + 2] != '"') {
            return false;
        }
        int end = equals + 3;
        while (end < to && in[end] != '\\' && in[end] != '"') {
            end++;
        }
        boolean whole = end + 1 < to && in[end] == '\\' && in[end + 1] == '"';
        return !whole || names.isSecret(in, equals + 3, end);
    }

    private boolean isSuspiciousColon(byte[] in, int from, int colon, int to, Text text) {
        int before = colon - 1;
        while (before >= from
                && (in[before] == ' ' || in[before] == '\t' || in[before] == '\r' || in[before] == '\n')) {
            before--;
        }
        if (before > from) {
            byte b = in[before];
            byte a = in[before - 1];
            boolean quoted = b == '"'
                    || b == '2' && a == '2' && before - 2 >= from && (in[before - 2] == '%' || in[before - 2] == 'x')
                    || (b == 'n' || b == 'r' || b == 't') && a == '\\';
            if (quoted) {
                return true;
            }
        }
        if (colon + 2 < to) {
            byte first = in[colon + 1];
            byte second = in[colon + 2];
            boolean escapedSlash = first == '\\' && second == '/' || first == '/' && second == '\\';
            if (escapedSlash || first == '/' && second == '/' && hasUser(in, colon + 3, to)) {
                return true;
            }
        }
        return text == Text.MESSAGE && isSecretVariable(in, from, colon, to);
    }

    private static boolean hasUser(byte[] in, int from, int to) {
        for (int i = from; i < to; i++) {
            switch (in[i]) {
                case '@' -> {
                    return true;
                }
                case '/', '?', '#', ' ', '"' -> {
                    return false;
                }
                default -> {
                    // goes on
                }
            }
        }
        return false;
    }

    private boolean isSecretVariable(byte[] in, int from, int colon, int to) {
        boolean collection = false;
        boolean cookies = false;
        for (int i = 0; i < COLLECTIONS.length && !collection; i++) {
            collection = endsWith(in, from, colon, COLLECTIONS[i]);
            cookies = collection && i == 0;
        }
        if (!collection) {
            return false;
        }
        int end = colon + 1;
        while (end < to && end - colon < LONGEST_KEY && NAME[in[end] & 0xFF]) {
            end++;
        }
        while (end > colon + 1 && in[end - 1] == '.') {
            end--;
        }
        return end > colon + 1 && (cookies || names.isSecret(in, colon + 1, end));
    }

    private static boolean endsWith(byte[] in, int from, int to, byte[] word) {
        int start = to - word.length;
        if (start < from) {
            return false;
        }
        for (int i = word.length - 1; i >= 0; i--) {
            int c = in[start + i];
            if (c >= 'a' && c <= 'z') {
                c -= 32;
            }
            if (c != word[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean isSecretElement(byte[] in, int open, int to) {
        int end = open + 1;
        while (end < to && end - open < LONGEST_NAME && (NAME[in[end] & 0xFF] || in[end] == ':')) {
            end++;
        }
        return names.isSecret(in, open + 1, end);
    }

    private static boolean isToken(byte[] in, int from, int letter, int to) {
        if (letter - from < 2 || in[letter - 1] != 'y' || in[letter - 2] != 'e') {
            return false;
        }
        int dots = 0;
        int end = letter;
        while (end < to) {
            byte c = in[end];
            if (c == '.') {
                dots++;
            } else if (!(c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '_'
                    || c == '-')) {
                break;
            }
            end++;
        }
        return dots >= 2 && end - letter + 2 >= SHORTEST_TOKEN;
    }
}
