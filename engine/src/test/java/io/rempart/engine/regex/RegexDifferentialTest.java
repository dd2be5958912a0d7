package io.rempart.engine.regex;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random patterns over random values, beside java.util.regex and beside the simulation alone. */
class RegexDifferentialTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void findsTheSameSpansAsTheJdk(long seed) {
        PatternGenerator generator = new PatternGenerator(seed);
        int matches = 0;
        for (int round = 0; round < 6000; round++) {
            String text = generator.pattern();
            boolean ignoreCase = round % 3 == 0;
            boolean dotAll = round % 4 != 0;
            Set<RegexFlag> flags = EnumSet.of(RegexFlag.DOLLAR_END_ONLY);
            int javaFlags = Pattern.UNIX_LINES;
            if (ignoreCase) {
                flags.add(RegexFlag.CASE_INSENSITIVE);
                javaFlags |= Pattern.CASE_INSENSITIVE;
            }
            if (dotAll) {
                flags.add(RegexFlag.DOT_ALL);
                javaFlags |= Pattern.DOTALL;
            }
            RegexPattern pattern = RegexPattern.compile(text, flags);
            assertThat(pattern.isLinear()).isTrue();
            if (repeatsWhatCanBeEmpty(new RegexParser(text, flags).parse())) {
                // the JDK gives up required rounds after an empty one; PCRE does not
                continue;
            }
            Pattern java = Pattern.compile(text, javaFlags);
            for (int k = 0; k < 6; k++) {
                String value = generator.value();
                ByteSlice slice = padded(value);
                Matcher matcher = java.matcher(value);
                boolean expected = matcher.find();
                String what =
                        "/" + text + "/ " + flags + " on " + value.replace("\n", "\\n") + " (" + slice.length() + ")";
                assertThat(pattern.find(slice)).as(what).isEqualTo(expected);
                RegexMatch match = pattern.match(slice, 0);
                assertThat(match != null).as(what).isEqualTo(expected);
                if (match != null) {
                    matches++;
                    assertThat(match.start() + "-" + match.end())
                            .as(what)
                            .isEqualTo(matcher.start() + "-" + matcher.end());
                    assertRequirementsHold(pattern.required(), slice, match, what);
                }
            }
        }
        assertThat(matches).isGreaterThan(10_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void findsTheSameGroupsWithAndWithoutTheAutomaton(long seed) {
        PatternGenerator generator = new PatternGenerator(seed);
        for (int round = 0; round < 4000; round++) {
            String text = generator.pattern();
            RegexParser parser = new RegexParser(text, RegexFlag.MODSECURITY_2);
            Node tree = parser.parse();
            if (NodeFacts.hasEmptyLoop(tree)) {
                continue;
            }
            Program program = ProgramCompiler.linear(tree, parser.groupCount());
            Program backtracking = ProgramCompiler.backtracking(tree, parser.groupCount());
            RegexPattern pattern = RegexPattern.compile(text, RegexFlag.MODSECURITY_2);
            for (int k = 0; k < 6; k++) {
                ByteSlice slice = padded(generator.value());
                int from = k < 3 ? 0 : slice.length() / 2;
                int[] simulated = new int[2 * parser.groupCount() + 2];
                boolean found = PikeMachine.search(program, slice, from, from, null, false, false, simulated);
                int[] captures = new int[simulated.length];
                assertThat(pattern.match(slice, from, captures, 1000))
                        .as("%s on %s from %d", text, slice, from)
                        .isEqualTo(found ? Outcome.MATCH : Outcome.NO_MATCH);
                assertThat(captures).as("%s on %s from %d", text, slice, from).isEqualTo(simulated);
                int[] tried = new int[simulated.length];
                Outcome outcome = BacktrackingMachine.search(
                        backtracking,
                        slice,
                        from,
                        from,
                        ByteSet.ALL,
                        false,
                        false,
                        tried,
                        new BacktrackingMachine.Steps(10_000_000),
                        10_000_000);
                assertThat(outcome).isEqualTo(found ? Outcome.MATCH : Outcome.NO_MATCH);
                assertThat(tried).as("%s on %s from %d", text, slice, from).isEqualTo(simulated);
            }
        }
    }

    private static boolean repeatsWhatCanBeEmpty(Node node) {
        if (node instanceof Node.Sequence sequence) {
            return sequence.parts().stream().anyMatch(RegexDifferentialTest::repeatsWhatCanBeEmpty);
        }
        if (node instanceof Node.Choice choice) {
            return choice.alternatives().stream().anyMatch(RegexDifferentialTest::repeatsWhatCanBeEmpty);
        }
        if (node instanceof Node.Group group) {
            return repeatsWhatCanBeEmpty(group.body());
        }
        return node instanceof Node.Repeat repeat
                && (repeat.max() != 1 && NodeFacts.minimumLength(repeat.body()) == 0
                        || repeatsWhatCanBeEmpty(repeat.body()));
    }

    static void assertRequirementsHold(RequiredLiterals required, ByteSlice value, RegexMatch match, String what) {
        assertThat(required.admits(value.length(), ByteSet.in(value))).as(what).isTrue();
        String lower = value.toString().toLowerCase(Locale.ROOT);
        for (List<ByteSlice> clause : required.clauses()) {
            assertThat(clause.stream().anyMatch(literal -> lower.contains(literal.toString())))
                    .as("%s has one of %s", what, clause)
                    .isTrue();
        }
        assertThat(match.end() - match.start()).as(what).isGreaterThanOrEqualTo(required.minimumLength());
        if (match.end() > match.start()) {
            assertThat(required.firstBytes().contains(value.at(match.start())))
                    .as(what)
                    .isTrue();
        }
        assertThat(!required.anchoredAtStart() || match.start() == 0).as(what).isTrue();
        assertThat(!required.anchoredAtEnd() || match.end() == value.length())
                .as(what)
                .isTrue();
    }

    private static ByteSlice padded(String value) {
        ByteSlice whole = ByteSlice.latin1("a1" + value + "\nb");
        return whole.slice(2, 2 + value.length());
    }
}
