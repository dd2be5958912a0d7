package io.rempart.fuzz;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.regex.JointSearch;
import io.rempart.engine.regex.Outcome;
import io.rempart.engine.regex.PatternUnions;
import io.rempart.engine.regex.RegexFlag;
import io.rempart.engine.regex.RegexMatch;
import io.rempart.engine.regex.RegexPattern;
import io.rempart.engine.regex.RegexSyntaxException;
import java.util.List;
import java.util.Set;

/** Pattern, line end, value: the parser accepts or refuses; what it accepts ends in bounded steps, and its ways of searching agree. */
public final class RegexTarget {
    private static final int LONGEST_PATTERN = 200;
    private static final int STEPS = 200_000;

    /** As long as a value must be that where matches can begin is worked out. */
    private static final int LONG = 70_000;

    private static final RegexPattern OTHER = RegexPattern.compile("(?i)union\\s+select", RegexFlag.MODSECURITY_2);

    private RegexTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        int end = 0;
        while (end < data.length && end < LONGEST_PATTERN && data[end] != '\n') {
            end++;
        }
        RegexPattern pattern;
        try {
            Set<RegexFlag> flags = data.length % 2 == 0 ? RegexFlag.MODSECURITY_2 : Set.of();
            pattern = RegexPattern.compile(ByteSlice.of(data, 0, end).toString(), flags);
        } catch (RegexSyntaxException refused) {
            return;
        }
        int from = Math.min(data.length, end + 1);
        ByteSlice value = ByteSlice.of(data, from, data.length - from);
        Outcome found = pattern.find(value, STEPS);
        Property.holds(!pattern.isLinear() || found != Outcome.LIMIT_EXCEEDED, "a linear pattern exceeds no limit");
        int[] captures = new int[2 * (pattern.groupCount() + 1)];
        Outcome matched = pattern.match(value, 0, captures, STEPS);
        Property.holds(
                found == Outcome.LIMIT_EXCEEDED || matched == Outcome.LIMIT_EXCEEDED || found == matched,
                "find says " + found + ", match says " + matched);
        if (matched == Outcome.MATCH) {
            inside(captures, value.length());
        }
        int last = -1;
        for (RegexMatch match : pattern.matches(value, 50)) {
            Property.holds(match.start() >= last && match.end() >= match.start(), "matches go forward");
            last = match.end();
        }
        if (found != Outcome.LIMIT_EXCEEDED && (data.length >> 1) % 8 == 0) {
            together(pattern, value);
        }
        Property.holds(pattern.memory() < 16_000_000, "memory is bounded: " + pattern.memory());
    }

    /** With another pattern in a long value, of which the search is told where a match can begin. */
    private static void together(RegexPattern pattern, ByteSlice value) {
        byte[] bytes = new byte[LONG];
        for (int i = 0; i < LONG; i++) {
            bytes[i] = (byte) (value.isEmpty() ? 'a' : value.at(i % value.length()));
        }
        ByteSlice repeated = ByteSlice.of(bytes);
        boolean found = pattern.find(repeated);
        PatternUnions alone = new PatternUnions(new RegexPattern[] {pattern});
        PatternUnions two = new PatternUnions(new RegexPattern[] {pattern, OTHER});
        JointSearch search = new JointSearch();
        for (PatternUnions unions : List.of(alone, two)) {
            long[] bits = {unions == alone ? 1 : 3};
            search.add(repeated, bits, unions);
            search.run();
            boolean left = (bits[0] & 1) != 0;
            Property.holds(left || !found, "what is found is not refuted");
        }
    }

    private static void inside(int[] captures, int length) {
        for (int i = 0; i < captures.length; i += 2) {
            boolean absent = captures[i] == -1 && captures[i + 1] == -1;
            boolean lies = captures[i] >= 0 && captures[i] <= captures[i + 1] && captures[i + 1] <= length;
            Property.holds(absent || lies, "group " + i / 2 + " is " + captures[i] + " to " + captures[i + 1]);
        }
    }
}
