package io.rempart.engine.injection;

import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayList;
import java.util.List;

/** Writes tokens as libinjection's tests expect them. In the engine's package, since tokens are no part of its interface. */
public final class TokenDump {
    private TokenDump() {}

    /** The tokens of a value, a line each: type and text. */
    public static List<String> tokens(ByteSlice value) {
        List<String> lines = new ArrayList<>();
        SqliTokenizer tokenizer = new SqliTokenizer();
        tokenizer.take(value);
        tokenizer.restart(0, false);
        SqliToken token = new SqliToken();
        while (tokenizer.next(token)) {
            lines.add(line(token));
        }
        return lines;
    }

    /** The tokens that are left after folding. */
    public static List<String> folded(ByteSlice value) {
        List<String> lines = new ArrayList<>();
        SqliTokenizer tokenizer = new SqliTokenizer();
        tokenizer.take(value);
        tokenizer.restart(0, false);
        SqliFolder folder = new SqliFolder(tokenizer);
        int count = folder.fold();
        for (int i = 0; i < count; i++) {
            lines.add(line(folder.tokens()[i]));
        }
        return lines;
    }

    /** The tokens of HTML text: type, length, text. */
    public static List<String> html(ByteSlice value) {
        List<String> lines = new ArrayList<>();
        HtmlTokenizer tokenizer = new HtmlTokenizer(value);
        tokenizer.restart(HtmlTokenizer.Context.TEXT);
        while (tokenizer.next()) {
            ByteSlice text = ByteSlice.of(value.array(), tokenizer.start(), tokenizer.length());
            lines.add(name(tokenizer.type()) + "," + text.length() + "," + text);
        }
        return lines;
    }

    private static String name(HtmlTokenizer.Type type) {
        return switch (type) {
            case TEXT -> "DATA_TEXT";
            case TAG_NAME -> "TAG_NAME_OPEN";
            case TAG_END -> "TAG_NAME_CLOSE";
            case TAG_SELF_CLOSE -> "TAG_NAME_SELFCLOSE";
            case CLOSING_TAG -> "TAG_CLOSE";
            case ATTRIBUTE_NAME -> "ATTR_NAME";
            case ATTRIBUTE_VALUE -> "ATTR_VALUE";
            case COMMENT -> "TAG_COMMENT";
            case DOCTYPE -> "DOCTYPE";
        };
    }

    private static String line(SqliToken token) {
        String text = token.length == 0
                ? ""
                : ByteSlice.of(token.source, token.start, token.length).toString();
        if (token.type == SqliToken.STRING || token.type == SqliToken.VARIABLE) {
            text = quote(token.open) + text + quote(token.close);
        }
        return (char) token.type + " " + "@".repeat(token.type == SqliToken.VARIABLE ? token.count : 0) + text;
    }

    private static String quote(byte quote) {
        return quote == 0 ? "" : String.valueOf((char) quote);
    }
}
