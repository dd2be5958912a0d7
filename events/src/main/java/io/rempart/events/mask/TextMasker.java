package io.rempart.events.mask;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes secrets out of one text of a record. Texts are bytes as characters (ISO-8859-1). Thread-safe; time linear in the text.
 *
 * <p>A secret is found by where it stands, never by guessing what it is:
 *
 * <pre>
 *   password=VALUE          a parameter of a URL, a form, a cookie     up to &amp; (in free text also to a blank or a quote)
 *   "password":"VALUE"      JSON, plain or escaped inside a log line   up to the closing quote of the same kind
 *   name="password" ⏎⏎ VALUE  a part of a multipart body               up to the next line that begins with --
 *   &lt;password&gt;VALUE&lt;       XML                                        up to the next &lt;
 *   ARGS:password: VALUE    the data of a rule's hit                   up to the end of the data
 *   user:VALUE@host         the authority of a URL
 *   eyJ….eyJ….…             a JSON Web Token, wherever it stands
 *   4111 1111 1111 1111     a payment card number, wherever it stands
 * </pre>
 */
final class TextMasker {
    /** What kind of text it is: says where a parameter's value ends. */
    enum Kind {
        /** A request line or URL. */
        URL,
        /** A request or response body. */
        BODY,
        /** A message of an engine. */
        MESSAGE
    }

    /** Opening and closing marks of a JSON string, as they stand in bodies, in escaped data and in hit data. */
    private static final List<String> QUOTES = List.of("\"", "\\\"", "\\x22", "%22", "\\\\\\\"");

    private final SecretNames names;
    private final MaskToken token;
    private final boolean cards;

    TextMasker(SecretNames names, MaskToken token, boolean cards) {
        this.names = names;
        this.token = token;
        this.cards = cards;
    }

    /** The very same object when there is no secret in it. */
    String mask(String text, Kind kind) {
        if (text.isEmpty()) {
            return text;
        }
        String masked = text;
        if (kind == Kind.MESSAGE) {
            masked = hitData(masked);
        }
        if (masked.indexOf('=') >= 0) {
            masked = parameters(masked, kind);
        }
        if (masked.indexOf(':') >= 0) {
            masked = jsonMembers(masked);
            masked = userInformation(masked);
        }
        if (kind == Kind.BODY) {
            masked = multipartParts(masked);
            masked = xmlElements(masked);
        }
        masked = webTokens(masked);
        return cards ? CardNumbers.mask(masked, token) : masked;
    }

    /** The value of a header of that name. */
    String header(String name, String value) {
        String normalized = name.strip().toLowerCase(java.util.Locale.ROOT);
        switch (normalized) {
            case "cookie", "cookie2" -> {
                return cookies(value, false);
            }
            case "set-cookie", "set-cookie2" -> {
                return cookies(value, true);
            }
            case "authorization", "proxy-authorization" -> {
                int blank = value.indexOf(' ');
                return blank > 0 && blank < 20
                        ? value.substring(0, blank + 1)
                                + token.of(value.substring(blank + 1).strip())
                        : token.of(value);
            }
            default -> {
                // WWW-Authenticate and the like carry no secret of the client.
                return names.isSecret(normalized) ? token.of(value) : mask(value, Kind.URL);
            }
        }
    }

    /** Whether {@link #header} does more with the value of such a header than {@link #mask} with a URL. */
    static boolean isSecretHeader(String name, SecretNames names) {
        String normalized = name.strip().toLowerCase(java.util.Locale.ROOT);
        return switch (normalized) {
            case "cookie", "cookie2", "set-cookie", "set-cookie2", "authorization", "proxy-authorization" -> true;
            default -> names.isSecret(normalized);
        };
    }

    /** Whether a variable of a rule ({@code ARGS:password}, {@code REQUEST_COOKIES:id}) holds a secret. */
    boolean isSecretVariable(String variable) {
        int colon = variable.indexOf(':');
        if (colon <= 0) {
            return false;
        }
        String collection = variable.substring(0, colon).toUpperCase(java.util.Locale.ROOT);
        String key = variable.substring(colon + 1);
        return switch (collection) {
            case "REQUEST_COOKIES" -> true;
            case "ARGS",
                    "ARGS_GET",
                    "ARGS_POST",
                    "REQUEST_HEADERS",
                    "RESPONSE_HEADERS",
                    "XML",
                    "JSON",
                    "MULTIPART_PART_HEADERS",
                    "SESSION" -> names.isSecret(key);
            default -> false;
        };
    }

    /** Whether a message says that it matched a secret variable. */
    boolean mentionsSecretVariable(String message) {
        return !secretMentions(message).isEmpty();
    }

    /** The whole data of a hit whose variable is secret. */
    String wholeData(String data) {
        if (data.isEmpty()) {
            return data;
        }
        String masked = matchedData(data);
        return masked.equals(data) && !data.contains(MaskToken.START) ? token.of(data) : masked;
    }

    // ---- name=value

    private String parameters(String text, Kind kind) {
        Edits edits = new Edits(text);
        for (int equals = text.indexOf('='); equals >= 0; equals = text.indexOf('=', equals + 1)) {
            int nameStart = nameStart(text, equals);
            if (nameStart == equals || !names.isSecret(text.substring(nameStart, equals))) {
                continue;
            }
            int end = valueEnd(text, equals + 1, kind);
            if (end > equals + 1) {
                edits.replace(equals + 1, end, token.of(text.substring(equals + 1, end)));
                equals = end - 1;
            }
        }
        return edits.result();
    }

    private static int nameStart(String text, int end) {
        int start = end;
        while (start > 0 && end - start < 128 && isNameCharacter(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    static boolean isNameCharacter(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '_'
                || c == '-'
                || c == '.'
                || c == '['
                || c == ']'
                || c == '%'
                || c == '$';
    }

    private static int valueEnd(String text, int start, Kind kind) {
        int token = MaskToken.tokenAt(text, start);
        if (token > 0) {
            return start + token;
        }
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends = switch (kind) {
                case URL -> c == '&' || c == ' ' || c == '#' || c == ';' && i + 1 < text.length();
                case BODY -> c == '&' || c == '\r' || c == '\n';
                case MESSAGE -> c == '&' || c == ' ' || c == '"' || c == '\\' && nextIsQuote(text, i) || c == ']';
            };
            if (ends) {
                return i;
            }
        }
        return text.length();
    }

    private static boolean nextIsQuote(String text, int backslash) {
        return text.startsWith("\\\"", backslash) || text.startsWith("\\x22", backslash);
    }

    // ---- cookies

    private String cookies(String value, boolean set) {
        Edits edits = new Edits(value);
        int start = 0;
        while (start < value.length()) {
            int semicolon = value.indexOf(';', start);
            int end = semicolon < 0 ? value.length() : semicolon;
            int equals = value.indexOf('=', start);
            if (equals >= 0 && equals < end) {
                edits.replace(equals + 1, end, token.of(value.substring(equals + 1, end)));
            } else if (equals < 0 || equals > end) {
                int from = start;
                while (from < end && value.charAt(from) == ' ') {
                    from++;
                }
                if (from < end && !set) {
                    edits.replace(from, end, token.of(value.substring(from, end)));
                }
            }
            if (set) {
                break; // what follows is attributes: Path, Expires, HttpOnly
            }
            start = end + 1;
        }
        return edits.result();
    }

    // ---- JSON

    private String jsonMembers(String text) {
        Edits edits = new Edits(text);
        for (int colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
            int nameEnd = colon;
            while (nameEnd > 0 && isBlank(text.charAt(nameEnd - 1))) {
                nameEnd--;
            }
            String quote = quoteBefore(text, nameEnd);
            if (quote == null) {
                continue;
            }
            nameEnd -= quote.length();
            int nameStart = text.lastIndexOf(quote, nameEnd - 1);
            if (nameStart < 0 || nameEnd - nameStart > 160) {
                continue;
            }
            if (!names.isSecret(text.substring(nameStart + quote.length(), nameEnd))) {
                continue;
            }
            int valueStart = colon + 1;
            while (valueStart < text.length() && isBlank(text.charAt(valueStart))) {
                valueStart++;
            }
            if (text.startsWith(quote, valueStart)) {
                int from = valueStart + quote.length();
                int to = closingQuote(text, from, quote);
                edits.replace(from, to, token.of(text.substring(from, to)));
                colon = Math.max(colon, to - 1);
            } else {
                int to = valueStart;
                while (to < text.length() && ",}] \r\n\t".indexOf(text.charAt(to)) < 0) {
                    to++;
                }
                if (to > valueStart && text.charAt(valueStart) != '{' && text.charAt(valueStart) != '[') {
                    edits.replace(valueStart, to, token.of(text.substring(valueStart, to)));
                    colon = to - 1;
                }
            }
        }
        return edits.result();
    }

    private static @org.jspecify.annotations.Nullable String quoteBefore(String text, int end) {
        String found = null;
        for (String quote : QUOTES) {
            if (text.startsWith(quote, end - quote.length()) && (found == null || quote.length() > found.length())) {
                found = quote;
            }
        }
        return found;
    }

    private static int closingQuote(String text, int from, String quote) {
        for (int i = from; i < text.length(); i++) {
            if (text.startsWith(quote, i)) {
                return i;
            }
            if (quote.equals("\"") && text.charAt(i) == '\\') {
                i++;
            }
        }
        return text.length();
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    // ---- multipart and XML

    private String multipartParts(String text) {
        int at = text.indexOf("name=\"");
        if (at < 0) {
            return text;
        }
        Edits edits = new Edits(text);
        for (; at >= 0; at = text.indexOf("name=\"", at + 1)) {
            int nameStart = at + 6;
            int nameEnd = text.indexOf('"', nameStart);
            if (nameEnd < 0) {
                break;
            }
            if (nameEnd - nameStart > 160 || !names.isSecret(text.substring(nameStart, nameEnd))) {
                continue;
            }
            int valueStart = afterPartHeaders(text, nameEnd);
            if (valueStart < 0) {
                continue;
            }
            int boundary = text.indexOf("\n--", valueStart - 1);
            int end = boundary < 0 ? text.length() : Math.max(valueStart, boundary);
            if (end > valueStart && text.charAt(end - 1) == '\r') {
                end--;
            }
            edits.replace(valueStart, end, token.of(text.substring(valueStart, end)));
            at = Math.max(at, end - 1);
        }
        return edits.result();
    }

    /** Where the empty line ends that follows within 4 KB; -1 when there is none. */
    private static int afterPartHeaders(String text, int from) {
        for (int i = from; i < text.length() && i < from + 4096; i++) {
            if (text.charAt(i) == '\n') {
                if (text.startsWith("\r\n", i + 1)) {
                    return i + 3;
                }
                if (text.startsWith("\n", i + 1)) {
                    return i + 2;
                }
            }
        }
        return -1;
    }

    private String xmlElements(String text) {
        int open = text.indexOf('<');
        if (open < 0) {
            return text;
        }
        Edits edits = new Edits(text);
        for (; open >= 0; open = text.indexOf('<', open + 1)) {
            int nameEnd = open + 1;
            while (nameEnd < text.length()
                    && nameEnd - open < 128
                    && (isNameCharacter(text.charAt(nameEnd)) || text.charAt(nameEnd) == ':')) {
                nameEnd++;
            }
            int close = nameEnd;
            while (close < text.length() && close - nameEnd <= 1024 && text.charAt(close) != '>') {
                close++;
            }
            if (close >= text.length()
                    || text.charAt(close) != '>'
                    || !names.isSecret(text.substring(open + 1, nameEnd))) {
                continue;
            }
            int end = text.indexOf('<', close);
            end = end < 0 ? text.length() : end;
            if (end > close + 1 && !text.substring(close + 1, end).isBlank()) {
                edits.replace(close + 1, end, token.of(text.substring(close + 1, end)));
            }
        }
        return edits.result();
    }

    // ---- URLs and tokens

    private String userInformation(String text) {
        int at = text.indexOf("://");
        if (at < 0) {
            return text;
        }
        Edits edits = new Edits(text);
        for (; at >= 0; at = text.indexOf("://", at + 3)) {
            int colon = -1;
            for (int i = at + 3; i < text.length() && i < at + 300; i++) {
                char c = text.charAt(i);
                if (c == ':' && colon < 0) {
                    colon = i;
                } else if (c == '@') {
                    if (colon > 0) {
                        edits.replace(colon + 1, i, token.of(text.substring(colon + 1, i)));
                    }
                    break;
                } else if (c == '/' || c == '?' || c == '#' || c == ' ' || c == '"') {
                    break;
                }
            }
        }
        return edits.result();
    }

    private String webTokens(String text) {
        int at = text.indexOf("eyJ");
        if (at < 0) {
            return text;
        }
        Edits edits = new Edits(text);
        for (; at >= 0; at = text.indexOf("eyJ", at + 3)) {
            int dots = 0;
            int end = at;
            while (end < text.length()) {
                char c = text.charAt(end);
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
            if (dots >= 2 && dots <= 4 && end - at >= 40) {
                edits.replace(at, end, token.of(text.substring(at, end)));
            }
            at = Math.max(at, end - 3);
        }
        return edits.result();
    }

    // ---- the data of hits

    /** Masks {@code [data "..."]}, {@code (Value: `...' )} of a message that matched a secret variable. */
    private String hitData(String message) {
        if (secretMentions(message).isEmpty()) {
            return message;
        }
        Edits edits = new Edits(message);
        boolean tagged = false;
        for (String open : List.of("[data \"", "[data \\\"")) {
            String close = open.endsWith("\\\"") ? "\\\"]" : "\"]";
            int start = message.indexOf(open);
            if (start >= 0) {
                int from = start + open.length();
                int to = message.indexOf(close, from);
                to = to < 0 ? message.length() : to;
                edits.replace(from, to, wholeData(message.substring(from, to)));
                tagged = true;
                break;
            }
        }
        String withData = edits.result();
        int value = withData.indexOf("(Value: `");
        if (value >= 0) {
            int from = value + 9;
            int to = withData.indexOf("' )", from);
            to = to < 0 ? withData.length() : to;
            withData = withData.substring(0, from) + token.of(withData.substring(from, to)) + withData.substring(to);
        }
        return tagged ? withData : matchedData(withData);
    }

    /** {@code Matched Data: X found within ARGS:password: Y}, in a text of its own or anywhere in a message. */
    private String matchedData(String data) {
        Edits edits = new Edits(data);
        for (Mention mention : secretMentions(data)) {
            int found = data.lastIndexOf(" found within ", mention.start());
            if (found >= 0 && mention.start() - found <= 14) {
                int lead = data.lastIndexOf("Matched Data: ", found);
                if (lead >= 0) {
                    edits.replace(lead + 14, found, token.of(data.substring(lead + 14, found)));
                }
            }
            if (data.startsWith(": ", mention.end())) {
                int from = mention.end() + 2;
                int to = data.length();
                for (String close : List.of("\"]", "\\\"]")) {
                    int end = data.indexOf(close, from);
                    to = end >= 0 ? Math.min(to, end) : to;
                }
                edits.replace(from, to, token.of(data.substring(from, to)));
            } else if (data.startsWith("=", mention.end())) {
                int from = mention.end() + 1;
                edits.replace(from, data.length(), token.of(data.substring(from)));
            }
        }
        return edits.result();
    }

    private record Mention(int start, int end) {}

    /** Where a secret variable is named; at most 64 places. */
    private List<Mention> secretMentions(String text) {
        List<Mention> mentions = new ArrayList<>(0);
        for (int colon = text.indexOf(':'); colon >= 0 && mentions.size() < 64; colon = text.indexOf(':', colon + 1)) {
            int start = colon;
            while (start > 0 && colon - start < 24 && isCollectionCharacter(text.charAt(start - 1))) {
                start--;
            }
            if (colon - start < 3) {
                continue;
            }
            int end = colon + 1;
            while (end < text.length() && end - colon < 160 && (isNameCharacter(text.charAt(end)))) {
                end++;
            }
            while (end > colon + 1 && text.charAt(end - 1) == '.') {
                end--; // the full stop of "at ARGS:password."
            }
            if (end > colon + 1 && isSecretVariable(text.substring(start, end))) {
                mentions.add(new Mention(start, end));
            }
        }
        return mentions;
    }

    private static boolean isCollectionCharacter(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_';
    }
}
