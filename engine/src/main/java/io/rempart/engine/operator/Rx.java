package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.regex.Outcome;
import io.rempart.engine.regex.RegexPattern;

/**
 * Description: Looks for a match of a regular expression in the value.
 *
 * <p>Arguments: a regular expression in the syntax of PCRE; macros are expanded. A dot matches line feeds; $ matches at the very end only (ModSecurity
 * 3 and Coraza: ^ and $ match at line feeds too).
 *
 * <p>Returns: true when there is one. With {@code capture} TX:0 is the match, TX:1 to TX:9 are its groups.
 *
 * <p>Example: {@code SecRule ARGS "@rx (?i)union\s+select" "id:1,capture"}
 */
public final class Rx extends PatternOperator {
    Rx(ByteSlice argument, OperatorEnvironment environment) {
        super(argument, environment);
    }

    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        RegexPattern pattern = pattern(context);
        if (pattern == null) {
            return false;
        }
        boolean located = context.capturing() || context.locating();
        if (!located || pattern.isLinear()) {
            // most values don't match, and that is told faster than where a match lies
            Outcome outcome = pattern.find(value, stepLimit);
            if (outcome == Outcome.LIMIT_EXCEEDED) {
                Patterns.limitExceeded(context);
            }
            if (outcome != Outcome.MATCH || !located) {
                return outcome == Outcome.MATCH;
            }
        }
        boolean allGroups = context.capturing() || context.locatingGroups();
        int groups = allGroups ? Math.min(10, pattern.groupCount() + 1) : 1;
        int[] positions = new int[2 * groups];
        switch (pattern.match(value, 0, positions, stepLimit)) {
            case MATCH -> {
                context.matched(positions[0], positions[1] - positions[0]);
                if (context.locatingGroups()) {
                    Patterns.locateGroups(positions, context);
                }
                if (context.capturing()) {
                    Patterns.capture(value, positions, 0, context);
                }
                return true;
            }
            case LIMIT_EXCEEDED -> Patterns.limitExceeded(context);
            case NO_MATCH -> {}
        }
        return false;
    }

    @Override
    public String name() {
        return "rx";
    }
}
