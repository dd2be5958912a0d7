package io.rempart.engine.audit;

import io.rempart.engine.RuleMatch;
import io.rempart.engine.Verdict;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.evaluation.Printable;
import io.rempart.engine.state.TransactionState;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The lines in which ModSecurity tells of a match, which many tools read ({@code [id "942100"]}). What attackers sent is escaped so
 * that it can't look like such a field; text is one character a byte.
 */
public final class LogLine {
    /** The reason of a denial in the place of a proxy action that comes when there is an answer already. */
    public static final String NO_PROXY =
            "Configuration Error: Proxy action requested but it does not work in output phases";

    private static final int LONGEST = 512;

    private LogLine() {}

    /** As ModSecurity 2 writes a message: {@code Warning. … [file "…"] [line "1"] [id "1"] …}. */
    public static String version2(RuleMatch match, Verdict verdict) {
        StringBuilder line = new StringBuilder(300);
        action(line, match, verdict);
        line.append(match.explanation())
                .append(" [file \"")
                .append(match.file())
                .append("\"]");
        line.append(" [line \"").append(match.line()).append("\"]");
        if (match.ruleId() != 0) {
            line.append(" [id \"").append(match.ruleId()).append("\"]");
        }
        optional(line, "rev", ByteSlice.latin1(match.revision()));
        optional(line, "msg", match.message());
        optional(line, "data", match.data());
        if (match.severity() != null) {
            line.append(" [severity \"").append(match.severity().name()).append("\"]");
        }
        optional(line, "ver", ByteSlice.latin1(match.version()));
        number(line, "maturity", match.maturity());
        number(line, "accuracy", match.accuracy());
        for (String tag : match.tags()) {
            optional(line, "tag", ByteSlice.latin1(tag));
        }
        return line.toString();
    }

    /** As ModSecurity 3 writes it, without what it says of the transaction. */
    public static String version3(RuleMatch match, Verdict verdict) {
        StringBuilder line = new StringBuilder(300).append("ModSecurity: ");
        if (match.disruptive()) {
            line.append("Access denied with code ")
                    .append(verdict.status() == 0 ? 403 : verdict.status())
                    .append(" (phase ")
                    .append(match.phase())
                    .append("). ");
        } else {
            line.append("Warning. ");
        }
        line.append(match.explanation());
        field3(line, "file", ByteSlice.latin1(match.file()));
        field3(line, "line", ByteSlice.latin1(Integer.toString(match.line())));
        field3(line, "id", ByteSlice.latin1(Long.toString(match.ruleId())));
        field3(line, "rev", ByteSlice.latin1(match.revision()));
        field3(line, "msg", match.message());
        field3(line, "data", match.data());
        int severity = match.severity() == null ? 0 : match.severity().ordinal();
        field3(line, "severity", ByteSlice.latin1(Integer.toString(severity)));
        field3(line, "ver", ByteSlice.latin1(match.version()));
        field3(line, "maturity", ByteSlice.latin1(Integer.toString(match.maturity())));
        field3(line, "accuracy", ByteSlice.latin1(Integer.toString(match.accuracy())));
        for (String tag : match.tags()) {
            field3(line, "tag", ByteSlice.latin1(tag));
        }
        return line.toString();
    }

    /** The lines of a transaction for the server's error log, by the rules' compatibility, hidden values masked. */
    public static void errorLog(Verdict verdict, TransactionState state, Consumer<String> lines) {
        Redaction redaction = null;
        if (!state.notices().isEmpty()) {
            redaction = new Redaction(state);
            for (String notice : state.notices()) {
                String text = "[client " + state.clientAddress + "] ModSecurity: " + Printable.oneLine(notice);
                lines.accept(redaction.text(text + place2(state)));
            }
        }
        for (RuleMatch match : state.matches()) {
            if (match.logged()) {
                if (redaction == null) {
                    redaction = new Redaction(state);
                }
                lines.accept(redaction.text(errorLog(match, verdict, state)));
            }
        }
    }

    private static String errorLog(RuleMatch match, Verdict verdict, TransactionState state) {
        return switch (state.settings().compatibility) {
            case V2, CORAZA ->
                "[client " + state.clientAddress + "] ModSecurity: " + version2(match, verdict) + place2(state);
            case V3 ->
                "[client " + state.clientAddress + "] " + version3(match, verdict) + " [hostname \"" + host3(state)
                        + "\"] [uri \"" + escaped3(state.head().path()) + "\"] [unique_id \"" + state.id()
                        + "\"] [ref \""
                        + match.reference() + "\"]";
        };
    }

    private static String place2(TransactionState state) {
        return " [hostname \"" + Printable.escaped(host(state), LONGEST) + "\"] [uri \""
                + Printable.escaped(state.head().path(), LONGEST) + "\"] [unique_id \"" + state.id() + "\"]";
    }

    /** The name that the server goes by for this request, its address when the connector does not say. */
    private static String host3(TransactionState state) {
        return state.requestHostName.isEmpty() ? state.serverAddress : escaped3(state.requestHostName);
    }

    private static ByteSlice host(TransactionState state) {
        ByteSlice host = state.head().header(ByteSlice.latin1("Host"));
        return host == null ? ByteSlice.latin1(state.serverAddress) : host;
    }

    private static void action(StringBuilder line, RuleMatch match, Verdict verdict) {
        if (verdict.kind() == Verdict.Kind.ALLOW && verdict.ruleId() == match.ruleId()) {
            line.append(verdict.reason()).append(' ');
            return;
        }
        if (!match.disruptive()) {
            line.append("Warning. ");
            return;
        }
        switch (verdict.kind()) {
            case DROP ->
                line.append("Access denied with connection close (phase ")
                        .append(match.phase())
                        .append("). ");
            case REDIRECT ->
                line.append("Access denied with redirection to ")
                        .append(Printable.escaped(ByteSlice.latin1(String.valueOf(verdict.location())), LONGEST))
                        .append(" using status ")
                        .append(verdict.status())
                        .append(" (phase ")
                        .append(match.phase())
                        .append("). ");
            default ->
                line.append("Access denied with code ")
                        .append(verdict.status())
                        .append(" (phase ")
                        .append(match.phase())
                        .append(verdict.reason().equals(NO_PROXY) ? ") (" + NO_PROXY + "). " : "). ");
        }
    }

    private static void optional(StringBuilder line, String name, ByteSlice value) {
        if (!value.isEmpty()) {
            field(line, name, value);
        }
    }

    private static void number(StringBuilder line, String name, int value) {
        if (value != 0) {
            field(line, name, ByteSlice.latin1(Integer.toString(value)));
        }
    }

    /** Quotes become {@code \x22}, so that no value can end its field. */
    private static void field(StringBuilder line, String name, ByteSlice value) {
        line.append(" [").append(name.toLowerCase(Locale.ROOT)).append(" \"");
        line.append(Printable.escaped(value, LONGEST).replace("\\\"", "\\x22")).append("\"]");
    }

    private static void field3(StringBuilder line, String name, ByteSlice value) {
        line.append(" [").append(name).append(" \"").append(escaped3(value)).append("\"]");
    }

    private static String escaped3(ByteSlice value) {
        return value.length() <= LONGEST ? Printable.field(value) : Printable.field(value.slice(0, LONGEST)) + " ...";
    }
}
