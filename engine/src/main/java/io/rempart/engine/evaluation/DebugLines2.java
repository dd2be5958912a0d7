package io.rempart.engine.evaluation;

import io.rempart.engine.RuleMatch;
import io.rempart.engine.Verdict;
import io.rempart.engine.audit.LogLine;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.rule.Rule;
import io.rempart.engine.rule.Target;
import io.rempart.engine.state.DebugLog;
import io.rempart.engine.state.Values;
import org.jspecify.annotations.Nullable;

/** What ModSecurity 2's debug log says otherwise than ModSecurity 3's, or says alone; nothing is built when it is not wanted. */
final class DebugLines2 {
    private DebugLines2() {}

    /** A rule before it is evaluated, as the engine understood it. */
    static void rule(DebugLog log, Rule link, Rule head) {
        if (!log.logs(4)) {
            return;
        }
        String number = Integer.toHexString(link.index);
        String id = link != head || head.id == 0 ? "" : " [id \"" + head.id + "\"]";
        log.log(
                4,
                "Recipe: Invoking rule ",
                number,
                "; [file \"",
                link.file,
                "\"] [line \"",
                link.line,
                "\"]",
                id,
                ".");
        if (!link.unparsed.isEmpty()) {
            log.log(5, "Rule ", number, ": ", link.unparsed);
        }
    }

    /** A match, as the error log has it: denials at level 1, warnings at 2, what is not logged at 4. */
    static void matched(DebugLog log, @Nullable RuleMatch match, Verdict verdict) {
        if (match == null) {
            return;
        }
        int level = !match.logged() ? 4 : match.disruptive() ? 1 : 2;
        if (log.logs(level)) {
            log.log(level, LogLine.version2(match, verdict));
        }
    }

    static void target(DebugLog log, Rule link, Target target, @Nullable ByteSlice key, ByteSlice value) {
        if (log.logs(9)) {
            String name = target.variable().name() + (key == null ? "" : ":" + escaped(key));
            log.log(
                    4,
                    "Executing operator \"",
                    link.negated ? "!" : "",
                    link.operatorName,
                    "\" with param \"",
                    link.operatorArgument,
                    "\" against ",
                    name,
                    ".");
            log.log(9, "Target value: \"", escaped(value), "\"");
        }
    }

    /** Arguments of the query string and cookies, at level 5; ask before reading them. */
    static void head(DebugLog log, Values values, String what) {
        for (int i = 0; i < values.size(); i++) {
            ByteSlice name = values.key(i);
            log.log(
                    5,
                    "Adding request ",
                    what,
                    ": name \"",
                    name == null ? "" : escaped(name),
                    "\", value \"",
                    escaped(values.value(i)),
                    "\"");
        }
    }

    /** Controls by their letters, what is not printable in hexadecimal. */
    static String escaped(ByteSlice value) {
        StringBuilder out = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            int b = value.at(i);
            switch (b) {
                case '\b' -> out.append("\\b");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case 11 -> out.append("\\v");
                case '\\' -> out.append("\\\\");
                case '"' -> out.append("\\\"");
                default -> {
                    if (b < 32 || b > 126) {
                        out.append(String.format("\\x%02x", b));
                    } else {
                        out.append((char) b);
                    }
                }
            }
        }
        return out.toString();
    }
}
