package io.rempart.engine.injection;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.injection.HtmlTokenizer.Context;
import io.rempart.engine.injection.XssNames.Attribute;

/**
 * Tells whether a value would run script in the page it is pasted into: {@code @detectXSS}, by libinjection's method.
 *
 * <p>The method. The value is cut into the tokens of HTML ({@link HtmlTokenizer}), once for each place of a page it could land
 * in: text, an unquoted attribute value, one in single, double or back quotes. It is an attack when a token is an element, an
 * attribute, a URL or a comment that can run script ({@link XssNames}).
 *
 * <p>Stateless and thread-safe; time is linear in the value; any bytes are allowed. A value that contains neither {@code <} nor
 * {@code =} is answered without allocation.
 *
 * <p>Source of the definition: libinjection by Nick Galbreath, whose tests are run by the conformance module.
 */
public final class XssDetector {
    /** Bytes of which an attack has at least one: it is a tag, or an attribute with a value. */
    public static final ByteSet NEEDED = ByteSet.of("<=");

    private static final int LESS = 1;
    private static final int EQUALS = 2;
    private static final int SINGLE_QUOTE = 4;
    private static final int DOUBLE_QUOTE = 8;
    private static final int BACK_QUOTE = 16;
    private static final byte[] CLASSES = new byte[256];

    /** Schemes that run script; JAVA stands for javascript as well. */
    private static final String[] SCRIPT_SCHEMES = {"DATA", "VIEW-SOURCE", "JAVA", "VBSCRIPT"};

    private static final int HIGHEST_CODE_POINT = 0x1000FF;

    static {
        CLASSES['<'] = LESS;
        CLASSES['='] = EQUALS;
        CLASSES['\''] = SINGLE_QUOTE;
        CLASSES['"'] = DOUBLE_QUOTE;
        CLASSES['`'] = BACK_QUOTE;
    }

    private final byte[] bytes;
    private final HtmlTokenizer tokens;

    private XssDetector(ByteSlice value) {
        bytes = value.array();
        tokens = new HtmlTokenizer(value);
    }

    /** Whether the value is an attack. */
    public static boolean detect(ByteSlice value) {
        int some = 0;
        byte[] array = value.array();
        for (int i = value.offset(), end = value.end(); i < end; i++) {
            some |= CLASSES[array[i] & 0xFF];
        }
        // An attack is a tag, or an attribute with a value.
        if ((some & (LESS | EQUALS)) == 0) {
            return false;
        }
        XssDetector detector = new XssDetector(value);
        return (some & LESS) != 0 && detector.isAttackIn(Context.TEXT)
                || detector.isAttackIn(Context.UNQUOTED_VALUE)
                || (some & SINGLE_QUOTE) != 0 && detector.isAttackIn(Context.SINGLE_QUOTED_VALUE)
                || (some & DOUBLE_QUOTE) != 0 && detector.isAttackIn(Context.DOUBLE_QUOTED_VALUE)
                || (some & BACK_QUOTE) != 0 && detector.isAttackIn(Context.BACK_QUOTED_VALUE);
    }

    private boolean isAttackIn(Context context) {
        tokens.restart(context);
        Attribute attribute = Attribute.HARMLESS;
        while (tokens.next()) {
            int start = tokens.start();
            int length = tokens.length();
            Attribute named = Attribute.HARMLESS;
            boolean attack = switch (tokens.type()) {
                case DOCTYPE -> true;
                case TAG_NAME -> XssNames.isDangerousElement(bytes, start, length);
                case ATTRIBUTE_NAME -> {
                    named = XssNames.attribute(bytes, start, length);
                    yield false;
                }
                case ATTRIBUTE_VALUE -> isDangerousValue(attribute, start, length);
                case COMMENT -> isDangerousComment(start, length);
                default -> false;
            };
            if (attack) {
                return true;
            }
            attribute = named;
        }
        return false;
    }

    private boolean isDangerousValue(Attribute attribute, int start, int length) {
        return switch (attribute) {
            case HARMLESS -> false;
            case ALWAYS, STYLE -> true;
            case URL -> runsScript(start, start + length);
            case NAMES_ATTRIBUTE -> XssNames.attribute(bytes, start, length) != Attribute.HARMLESS;
        };
    }

    /** Internet Explorer ends a comment at a back-tick, and acts on conditional comments, XML and imports. */
    private boolean isDangerousComment(int start, int length) {
        for (int i = start; i < start + length; i++) {
            if (bytes[i] == '`') {
                return true;
            }
        }
        if (length > 3
                && (XssNames.isPrefix("[IF", bytes, start, length) || XssNames.isPrefix("XML", bytes, start, length))) {
            return true;
        }
        return length > 5 && (XssNames.isName("IMPORT", bytes, start, 6) || XssNames.isName("ENTITY", bytes, start, 6));
    }

    private boolean runsScript(int start, int end) {
        int first = start;
        // Browsers skip control characters, and some all bytes above ASCII.
        while (first < end && (bytes[first] <= ' ' || bytes[first] == 0x7F)) {
            first++;
        }
        for (String scheme : SCRIPT_SCHEMES) {
            if (startsWithDecoded(scheme, first, end)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the bytes, with character references decoded, begin with the word in any case; NULs and newlines are skipped. */
    private boolean startsWithDecoded(String upperCase, int from, int end) {
        int matched = 0;
        int at = from;
        boolean leading = true;
        while (at < end) {
            if (matched == upperCase.length()) {
                return true;
            }
            int after = afterReference(at, end);
            int c = after > at ? referenced(at, after) : bytes[at] & 0xFF;
            at = Math.max(after, at + 1);
            if (leading && c <= ' ') {
                continue;
            }
            leading = false;
            if (c == 0 || c == '\n') {
                continue;
            }
            if ((c >= 'a' && c <= 'z' ? c - 0x20 : c) != upperCase.charAt(matched)) {
                return false;
            }
            matched++;
        }
        return matched == upperCase.length();
    }

    /** The end of the numeric character reference that begins at {@code at}, or {@code at} when none does. */
    private int afterReference(int at, int end) {
        if (at + 2 >= end || bytes[at] != '&' || bytes[at + 1] != '#') {
            return at;
        }
        boolean hexadecimal = (bytes[at + 2] | 0x20) == 'x';
        int digits = hexadecimal ? at + 3 : at + 2;
        int i = digits;
        int value = 0;
        while (i < end) {
            int digit = digit(bytes[i], hexadecimal);
            if (digit < 0) {
                break;
            }
            value = value * (hexadecimal ? 16 : 10) + digit;
            if (value > HIGHEST_CODE_POINT) {
                return at;
            }
            i++;
        }
        if (i == digits) {
            return at;
        }
        return i < end && bytes[i] == ';' ? i + 1 : i;
    }

    private int referenced(int at, int after) {
        boolean hexadecimal = (bytes[at + 2] | 0x20) == 'x';
        int value = 0;
        for (int i = hexadecimal ? at + 3 : at + 2; i < after && bytes[i] != ';'; i++) {
            value = value * (hexadecimal ? 16 : 10) + digit(bytes[i], hexadecimal);
        }
        return value;
    }

    private static int digit(int b, boolean hexadecimal) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return hexadecimal && lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
