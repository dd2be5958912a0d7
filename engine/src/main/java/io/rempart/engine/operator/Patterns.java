package io.rempart.engine.operator;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.regex.RegexFlag;
import io.rempart.engine.regex.RegexPattern;
import java.util.Set;

/** Regular expressions as rules mean them. */
final class Patterns {
    private static final Set<RegexFlag> MULTILINE = Set.of(RegexFlag.DOT_ALL, RegexFlag.MULTILINE);

    private Patterns() {}

    /** With the options of the given engine. */
    static RegexPattern compile(ByteSlice pattern, Compatibility compatibility) {
        return RegexPattern.compile(
                pattern.toString(), compatibility == Compatibility.V2 ? RegexFlag.MODSECURITY_2 : MULTILINE);
    }

    /** With the options of the operators that verify numbers: ^ and $ at line ends. */
    static RegexPattern compileMultiline(ByteSlice pattern) {
        return RegexPattern.compile(pattern.toString(), MULTILINE);
    }

    /** Says that the steps were used up, as ModSecurity's log does. */
    static void limitExceeded(OperatorContext context) {
        context.regexLimitExceeded();
        context.describe("Execution error - PCRE limits exceeded (-8): (null).");
    }

    /** Tells where the groups lie that took part in the match. */
    static void locateGroups(int[] positions, OperatorContext context) {
        for (int i = 1; 2 * i < positions.length; i++) {
            int start = positions[2 * i];
            if (start >= 0) {
                context.matched(start, positions[2 * i + 1] - start);
            }
        }
    }

    /** Gives the context the groups from {@code first} on; those that took no part are empty. */
    static void capture(ByteSlice value, int[] positions, int first, OperatorContext context) {
        for (int i = 0; 2 * i < positions.length && first + i < 10; i++) {
            int start = positions[2 * i];
            context.capture(first + i, start < 0 ? ByteSlice.EMPTY : value.slice(start, positions[2 * i + 1]));
        }
    }
}
