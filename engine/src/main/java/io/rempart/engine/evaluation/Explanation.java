package io.rempart.engine.evaluation;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.rule.Rule;
import io.rempart.engine.state.TransactionState;

/** The sentence that says why a rule matched, as ModSecurity writes it into its logs. */
final class Explanation {
    private static final int LONGEST_PARAMETER = 200;
    private static final int LONGEST_VALUE = 100;

    private Explanation() {}

    static String of(Rule link, String variable, ByteSlice value, OperatorRun run, TransactionState state) {
        return state.settings().compatibility == Compatibility.V3
                ? version3(link, variable, value, run)
                : version2(link, variable, value, run, state);
    }

    private static String version3(Rule link, String variable, ByteSlice value, OperatorRun run) {
        if (link.operator == null) {
            return "";
        }
        if (link.operatorName.startsWith("detect")) {
            return run.detail().isEmpty() ? "detected injection using libinjection." : run.detail();
        }
        return "Matched \"Operator `" + DebugLines.operatorName(link) + "' with parameter `"
                + shortened(parameter(link, run), LONGEST_PARAMETER) + "' against variable `"
                + variable.replace("\\", "\\x5c").replace("\"", "\\x22")
                + "' (Value: `"
                + shortened(Printable.field(value), LONGEST_VALUE) + "' )";
    }

    private static String parameter(Rule link, OperatorRun run) {
        return link.operatorArgument.contains("%{")
                ? run.expand(ByteSlice.latin1(link.operatorArgument)).toString()
                : link.operatorArgument;
    }

    private static String shortened(String text, int most) {
        return text.length() <= most
                ? text
                : text.substring(0, most) + " (" + (text.length() - most) + " characters omitted)";
    }

    private static String version2(
            Rule link, String variable, ByteSlice value, OperatorRun run, TransactionState state) {
        if (link.operator == null) {
            return "Unconditional match in SecAction.";
        }
        if (link.negated) {
            return "Match of \"" + link.operatorName + " "
                    + Printable.escaped(ByteSlice.latin1(link.operatorArgument), LONGEST_PARAMETER) + "\" against \""
                    + variable + "\" required.";
        }
        return link.operator.message(value, variable, run);
    }
}
