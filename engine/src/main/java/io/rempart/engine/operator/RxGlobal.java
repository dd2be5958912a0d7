package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.regex.Outcome;
import io.rempart.engine.regex.RegexPattern;

/**
 * Description: Looks for all matches of a regular expression in the value.
 *
 * <p>Arguments: a regular expression in the syntax of PCRE; macros are expanded. A dot matches line feeds; $ matches at the very end only (ModSecurity
 * 3 and Coraza: ^ and $ match at line feeds too).
 *
 * <p>Returns: true when there is one. With {@code capture} TX:0 to TX:9 are the first match, its groups, the second match, and so on; an
 * empty match after another is passed over.
 *
 * <p>Example: {@code SecRule ARGS "@rxGlobal ([a-z]+)=(\d+)" "id:1,capture"}
 */
public final class RxGlobal extends PatternOperator {
    RxGlobal(ByteSlice argument, OperatorEnvironment environment) {
        super(argument, environment);
    }

    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        RegexPattern pattern = pattern(context);
        if (pattern == null) {
            return false;
        }
        int[] positions = new int[2 * (pattern.groupCount() + 1)];
        int from = 0;
        int next = 0;
        while (next < 10 && from <= value.length()) {
            Outcome outcome = pattern.match(value, from, positions, stepLimit);
            if (outcome == Outcome.LIMIT_EXCEEDED) {
                Patterns.limitExceeded(context);
            }
            if (outcome != Outcome.MATCH) {
                break;
            }
            boolean empty = positions[0] == positions[1];
            if (next == 0 || context.locatingGroups()) {
                context.matched(positions[0], positions[1] - positions[0]);
            }
            if (context.locatingGroups()) {
                Patterns.locateGroups(positions, context);
            }
            if (!context.capturing() && !context.locatingGroups()) {
                return true;
            }
            if (!empty || next == 0) {
                Patterns.capture(value, positions, next, context);
                next += positions.length / 2;
            }
            from = empty ? positions[1] + 1 : positions[1];
        }
        return next > 0;
    }

    @Override
    public String name() {
        return "rxGlobal";
    }
}
