package io.rempart.events.read;

import io.rempart.events.model.ByteText;
import io.rempart.events.model.Hit;
import io.rempart.events.model.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message line of ModSecurity's own grammar: {@code <what happened> <match> [file "..."] [line "N"] [id "N"] ...}.
 *
 * <p>Values are written with {@code \"}, {@code \\} and {@code \xHH}; here they are bytes again. A client can't forge a field:
 * a quote of his data is never a bare quote in the log. ModSecurity 2 cuts messages at 1023 characters, so the last field may
 * be half a field; what can be read of it is kept, and {@link Hit#truncated()} says so. A message without fields is one of the
 * engine itself (a parser error), and {@code Rule 7f.. [id "N"]... - Execution error - ...} is no detection.
 */
final class RuleMessage {
    /** Where ModSecurity 2 cuts. */
    static final int CUT_AT = 1_023;

    private static final String[] FIRST_FIELDS = {"[file \"", "[id \"", "[offset \"", "[line \"", "[msg \""};
    static final int MOST_TAGS = 128;
    private static final int MOST_TRIES = 64;
    private static final int NO_VALUE = -2;

    private final ByteText text;
    private final boolean cutByWriter;
    private ByteText rawMatch = ByteText.EMPTY;
    private ByteText match = ByteText.EMPTY;
    private boolean statesMatch;
    private boolean executionError;

    private String ruleId = "";
    private int phase;
    private ByteText message = ByteText.EMPTY;
    private ByteText data = ByteText.EMPTY;
    private @Nullable Severity severity;
    private List<String> tags = List.of();
    private String version = "";
    private String revision = "";
    private String file = "";
    private int line;
    private boolean truncated;
    private String hostname = "";
    private String uri = "";
    private String uniqueId = "";
    private String client = "";
    private boolean denied;

    private RuleMessage(ByteText text, boolean cutByWriter) {
        this.text = text;
        this.cutByWriter = cutByWriter;
    }

    /** Reads a message of ModSecurity 2 as it stands in part H or in {@code audit_data.messages}. */
    static RuleMessage ofModSecurity2(ByteText text) {
        return of(text, true);
    }

    /** Reads a message of an engine that does not cut. */
    static RuleMessage of(ByteText text) {
        return of(text, false);
    }

    private static RuleMessage of(ByteText text, boolean cutByWriter) {
        RuleMessage result = new RuleMessage(text, cutByWriter);
        result.parse();
        return result;
    }

    Hit hit() {
        boolean rule = statesMatch || !ruleId.isEmpty();
        ByteText own = message;
        if (own.isEmpty() && (!rule || executionError)) {
            own = match;
        }
        return new Hit(
                ruleId,
                phase,
                own,
                executionError || !rule ? ByteText.EMPTY : match,
                variable(),
                data,
                severity,
                tags,
                version,
                revision,
                file,
                line,
                rule && !executionError && !AnomalyScores.isReport(ruleId),
                truncated);
    }

    /** Whether the message says that the request was stopped. */
    boolean denied() {
        return denied;
    }

    /** {@code [hostname "..."]}, empty when absent. */
    String hostname() {
        return hostname;
    }

    /** {@code [uri "..."]}, empty when absent. */
    String uri() {
        return uri;
    }

    /** {@code [unique_id "..."]}, empty when absent. */
    String uniqueId() {
        return uniqueId;
    }

    /** {@code [client "..."]} before the message, empty when absent. */
    String client() {
        return client;
    }

    /*
     * Where do the fields begin? ModSecurity 2 escapes the quotes of what it matched, so the first [file "..."] is the writer's.
     * ModSecurity 3 does not: a client's value, or the name of his argument, can hold a whole forged list of fields. But the
     * writer puts "' )" behind it, and his own fields run to the end of the line without a gap. So the list that counts is the
     * first that does.
     */
    private void parse() {
        truncated = text.length() >= CUT_AT && cutByWriter;
        int at = leadIn();
        int first = firstField(at);
        int fields = first;
        int after = -1;
        for (int tries = 0; fields >= 0 && tries < MOST_TRIES; tries++) {
            after = fields(fields, true);
            if (after >= 0) {
                break;
            }
            fields = Texts.indexOf(text, "[file \"", fields + 1);
        }
        if (first >= 0 && after < 0) {
            fields = first;
            after = fields(first, false);
        }
        int textEnd = fields < 0 ? text.length() : fields;
        if (Texts.startsWithAt(text, at, "Rule ") && fields >= 0) {
            executionError = true;
            ByteText rest = Texts.trim(text.slice(Math.min(after, text.length()), text.length()));
            match = Texts.startsWith(rest, "- ") ? rest.slice(2, rest.length()) : rest;
        } else {
            rawMatch = matchText(at, textEnd);
            match = unescape(rawMatch);
        }
    }

    /** Passes what stands before the message: {@code [client "..."] ModSecurity: }. */
    private int leadIn() {
        int at = 0;
        if (Texts.startsWith(text, "[client \"")) {
            int quote = Texts.indexOf(text, '"', 9);
            if (quote > 0) {
                client = text.slice(9, quote).toString();
                at = Math.min(text.length(), quote + 3);
            }
        }
        for (String engine : new String[] {"ModSecurity: ", "Coraza: "}) {
            if (Texts.startsWithAt(text, at, engine)) {
                return at + engine.length();
            }
        }
        return at;
    }

    private ByteText matchText(int from, int to) {
        int at = from;
        if (Texts.startsWithAt(text, at, "Warning. ")) {
            at += 9;
            statesMatch = true;
        } else if (Texts.startsWithAt(text, at, "Access ") || Texts.startsWithAt(text, at, "Paus")) {
            int bracket = Texts.indexOf(text, "(phase ", at);
            if (bracket >= 0 && bracket < to) {
                int close = Texts.indexOf(text, ')', bracket);
                long number = close < 0 ? 0 : Texts.integer(text.slice(bracket + 7, close), 0);
                phase = number >= 1 && number <= 5 ? (int) number : 0;
                denied = Texts.startsWithAt(text, at, "Access denied");
                statesMatch = true;
                at = close < 0 ? to : close + 1;
                while (at < to && (text.at(at) == '.' || text.at(at) == ' ')) {
                    at++;
                }
            }
        }
        ByteText found = Texts.trim(text.slice(Math.min(at, to), to));
        return statesMatch && !found.isEmpty() && found.at(found.length() - 1) == '.'
                ? found.slice(0, found.length() - 1)
                : found;
    }

    private int firstField(int from) {
        int first = -1;
        for (String field : FIRST_FIELDS) {
            int at = Texts.indexOf(text, field, from);
            if (at >= 0 && (first < 0 || at < first)) {
                first = at;
            }
        }
        return first;
    }

    /**
     * Reads the fields from {@code from} on; returns where they end.
     *
     * @param strict whether values hold no bare quote, and nothing follows the fields; -1 when that is not so
     */
    private int fields(int from, boolean strict) {
        forget();
        int at = from;
        while (at < text.length()) {
            int c = text.at(at);
            if (c == ' ') {
                at++;
                continue;
            }
            int name = at + 1;
            int nameEnd = name;
            while (nameEnd < text.length() && isNamePart(text.at(nameEnd))) {
                nameEnd++;
            }
            if (c != '[' || !Texts.startsWithAt(text, nameEnd, " \"")) {
                boolean cut = c == '[' && nameEnd + 2 > text.length();
                truncated |= cut;
                boolean error = Texts.startsWithAt(text, at, "- Execution error");
                return strict && !cut && !error ? -1 : at;
            }
            int value = nameEnd + 2;
            String field = text.slice(name, nameEnd).toLatin1();
            int end = field.equals("uri") ? endOfUri(value) : endOfValue(value, strict);
            if (end == NO_VALUE) {
                return -1;
            }
            boolean whole = end >= 0;
            truncated |= !whole;
            field(field, text.slice(value, whole ? end : text.length()), whole);
            if (!whole) {
                return text.length();
            }
            at = end + 2;
        }
        return at;
    }

    private void forget() {
        ruleId = "";
        message = ByteText.EMPTY;
        data = ByteText.EMPTY;
        severity = null;
        tags = List.of();
        version = "";
        revision = "";
        file = "";
        line = 0;
        hostname = "";
    }

    private static boolean isNamePart(int c) {
        return c >= 'a' && c <= 'z' || c == '_';
    }

    /** The quote that ends a value: bare, and followed by a bracket; -1 when the message was cut before it. */
    private int endOfValue(int from, boolean strict) {
        for (int i = from; i < text.length(); i++) {
            int c = text.at(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                if (i + 1 == text.length()) {
                    return -1;
                }
                if (text.at(i + 1) == ']') {
                    return i;
                }
                if (strict) {
                    return NO_VALUE;
                }
            }
        }
        return -1;
    }

    /** A URI may hold bare quotes; the unique id, which the engine makes, follows it. */
    private int endOfUri(int from) {
        int end = Texts.lastIndexOf(text, "\"] [unique_id \"");
        return end >= from ? end : endOfValue(from, false);
    }

    private void field(String name, ByteText value, boolean whole) {
        if (!hostname.isEmpty() && !name.equals("uri") && !name.equals("unique_id")) {
            return;
        }
        switch (name) {
            case "file" -> file = WordCache.of(value);
            case "line" -> line = whole ? (int) Math.max(0, Math.min(Texts.integer(value, 0), Integer.MAX_VALUE)) : 0;
            case "id" -> ruleId = whole ? WordCache.of(value) : "";
            case "rev" -> revision = WordCache.of(value);
            case "msg" -> message = unescape(value);
            case "data" -> data = unescape(value);
            case "severity" -> severity = whole ? Severities.of(value) : null;
            case "ver" -> version = whole ? WordCache.of(value) : "";
            case "tag" -> {
                if (whole && tags.size() < MOST_TAGS) {
                    if (tags.isEmpty()) {
                        tags = new ArrayList<>(10);
                    }
                    tags.add(WordCache.of(unescape(value)));
                }
            }
            case "hostname" -> hostname = EventDraft.word(value);
            case "uri" -> uri = EventDraft.word(value);
            case "unique_id" -> uniqueId = EventDraft.word(value);
            default -> {
                // maturity, accuracy, offset, ref: in the raw record
            }
        }
    }

    /** What a match text says it matched at; else what the logged data says. */
    private String variable() {
        String stated = statesMatch ? MatchText.variable(rawMatch) : "";
        return stated.isEmpty() ? variableIn(data) : stated;
    }

    /** {@code Matched Data: x found within ARGS:q: ...} names the variable. */
    static String variableIn(ByteText data) {
        int within = Texts.indexOf(data, " found within ", 0);
        if (within < 0) {
            return "";
        }
        int from = within + 14;
        int colon = Texts.indexOf(data, ": ", from);
        return EventDraft.word(data.slice(from, colon < 0 ? data.length() : colon));
    }

    /** {@code \"}, {@code \\}, {@code \xHH} and the C escapes as bytes; a backslash before anything else stays. */
    static ByteText unescape(ByteText text) {
        int backslash = Texts.indexOf(text, '\\', 0);
        if (backslash < 0) {
            return text;
        }
        byte[] out = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            int c = text.at(i);
            if (c != '\\' || i + 1 == text.length()) {
                out[length++] = (byte) c;
                continue;
            }
            int next = text.at(i + 1);
            if (next == 'x' && i + 3 < text.length() && Texts.isHex(text.at(i + 2)) && Texts.isHex(text.at(i + 3))) {
                out[length++] = (byte) (Character.digit(text.at(i + 2), 16) << 4 | Character.digit(text.at(i + 3), 16));
                i += 3;
            } else if (next == '"' || next == '\\') {
                out[length++] = (byte) next;
                i++;
            } else if ("nrtbv".indexOf(next) >= 0) {
                out[length++] = (byte) "\n\r\t\b\u000b".charAt("nrtbv".indexOf(next));
                i++;
            } else {
                out[length++] = (byte) c;
            }
        }
        return ByteText.of(java.util.Arrays.copyOf(out, length));
    }
}
