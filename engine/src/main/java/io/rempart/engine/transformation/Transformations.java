package io.rempart.engine.transformation;

import io.rempart.engine.Compatibility;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** All transformations by their names. Thread-safe. */
public final class Transformations {
    private static final List<Description> ALL = new ArrayList<>();
    private static final Map<String, Function<Compatibility, Transformation>> BY_NAME = new HashMap<>();

    static {
        add("base64Decode", "Decodes base64.", c -> new Base64Decode(c));
        add(
                "base64DecodeExt",
                "Decodes base64 and forgives what does not belong in it.",
                c -> new Base64DecodeExt(c),
                "decodeBase64Ext");
        add("base64Encode", "Encodes the bytes as base64.", c -> new Base64Encode());
        add(
                "cmdLine",
                "Evens out what shells ignore in a command line: quotes, carets, spaces, case.",
                c -> new CmdLine(),
                "cmd_line");
        add("compressWhitespace", "Replaces each run of white space by one space.", c -> new CompressWhitespace(c));
        add("cssDecode", "Decodes the escapes of CSS.", c -> new CssDecode());
        add("escapeSeqDecode", "Decodes the escape sequences of C.", c -> new EscapeSeqDecode());
        add("hexDecode", "Reads pairs of hexadecimal digits as bytes.", c -> new HexDecode(c));
        add("hexEncode", "Writes each byte as two hexadecimal digits.", c -> new HexEncode());
        add(
                "htmlEntityDecode",
                "Decodes numeric entities, quot, amp, lt, gt and nbsp of HTML.",
                c -> new HtmlEntityDecode());
        add("jsDecode", "Decodes the escapes of JavaScript strings.", c -> new JsDecode());
        add("length", "Counts the bytes and gives the count in decimal.", c -> new Length());
        add("lowercase", "Turns ASCII letters into lower case.", c -> new Lowercase());
        add("md5", "Computes the MD5 digest, as raw bytes.", c -> new Md5());
        add("none", "Changes nothing, and takes away inherited transformations.", c -> new None());
        add(
                "normalizePath",
                "Removes empty segments and back and self references from a path.",
                c -> new NormalizePath(c),
                "normalisePath");
        add(
                "normalizePathWin",
                "Makes every backslash a slash, then does what normalizePath does.",
                c -> new NormalizePathWin(c),
                "normalisePathWin");
        add("parityEven7bit", "Makes the high bit of each byte an even parity bit.", c -> new ParityEven7bit());
        add("parityOdd7bit", "Makes the high bit of each byte an odd parity bit.", c -> new ParityOdd7bit());
        add("parityZero7bit", "Clears the high bit of each byte.", c -> new ParityZero7bit());
        add("phpArgsNames", "Turns the name of a parameter into what PHP makes of it.", c -> new PhpArgsNames());
        add("removeComments", "Removes comments of C, HTML, SQL and shells.", c -> new RemoveComments());
        add(
                "removeCommentsChar",
                "Removes the marks of comments and keeps what is in them.",
                c -> new RemoveCommentsChar());
        add("removeNulls", "Removes all NUL bytes.", c -> new RemoveNulls());
        add("removeWhitespace", "Removes white space and the no-break space.", c -> new RemoveWhitespace(c));
        add("replaceComments", "Replaces each comment of C by one space.", c -> new ReplaceComments());
        add("replaceNulls", "Replaces each NUL byte by a space.", c -> new ReplaceNulls());
        add("sha1", "Computes the SHA-1 digest, as raw bytes.", c -> new Sha1());
        add("sqlHexDecode", "Decodes hexadecimal literals of SQL such as 0x414243.", c -> new SqlHexDecode());
        add("trim", "Removes white space at both ends.", c -> new Trim());
        add("trimLeft", "Removes white space at the beginning.", c -> new TrimLeft());
        add("trimRight", "Removes white space at the end.", c -> new TrimRight());
        add("uppercase", "Turns ASCII letters into upper case.", c -> new Uppercase());
        add("urlDecode", "Decodes %xx and + of URLs.", c -> new UrlDecode());
        add("urlDecodeUni", "Decodes %xx, %uXXXX and + of URLs.", c -> new UrlDecodeUni(UnicodeMapping.NONE));
        add("urlEncode", "Encodes what is no letter, digit or * as %xx.", c -> new UrlEncode());
        add("utf8toUnicode", "Writes characters of UTF-8 beyond ASCII as %uXXXX.", c -> new Utf8ToUnicode(c));
    }

    private Transformations() {}

    /**
     * What the reference says of one transformation.
     *
     * @param name the name in SecLang
     * @param aliases other names for the same
     * @param summary one sentence
     * @param type the class, whose documentation says the rest
     */
    public record Description(
            String name, List<String> aliases, String summary, Class<? extends Transformation> type) {}

    /** The transformation of that name (ASCII case is ignored) with the meaning it has in an engine; empty when nobody knows it. */
    public static Optional<Transformation> byName(String name, Compatibility compatibility) {
        return byName(name, compatibility, UnicodeMapping.NONE);
    }

    /** The same, where the rules name a Unicode table (SecUnicodeMapFile). */
    public static Optional<Transformation> byName(String name, Compatibility compatibility, UnicodeMapping mapping) {
        String key = name.toLowerCase(Locale.ROOT);
        if (key.equals("urldecodeuni")) {
            return Optional.of(new UrlDecodeUni(mapping));
        }
        return Optional.ofNullable(BY_NAME.get(key)).map(factory -> factory.apply(compatibility));
    }

    /** All of them in the order of their names. */
    public static List<Description> all() {
        return List.copyOf(ALL);
    }

    private static void add(
            String name, String summary, Function<Compatibility, Transformation> factory, String... aliases) {
        BY_NAME.put(name.toLowerCase(Locale.ROOT), factory);
        for (String alias : aliases) {
            BY_NAME.put(alias.toLowerCase(Locale.ROOT), factory);
        }
        Class<? extends Transformation> type = factory.apply(Compatibility.V2).getClass();
        ALL.add(new Description(name, List.of(aliases), summary, type));
    }
}
