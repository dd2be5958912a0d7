package io.rempart.engine.regex;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What hostile patterns and values may cost: steps, states and memory, never time alone. */
class RegexLimitsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+$",
                "(?:a|a)*b",
                "(a|aa)+$",
                "(.*)*x",
                "(\\w+\\s?)*$",
                "x*x*x*x*x*y",
                "(?:a|b)*c",
                "(a?){30}a{30}$",
                "^(([a-z])+.)+[A-Z]([a-z])+$",
                "(?:(?:a{1,20}){1,20}){1,5}b",
                ".*.*=.*",
                "(?:a*)*(?:b*)*c",
                "a{1,100}a{1,100}a{1,100}$",
            })
    void patternsKnownToExplodeTakeStepsInProportionToTheValue(String text) {
        RegexPattern pattern = RegexPattern.compile(text, RegexFlag.MODSECURITY_2);
        assertThat(pattern.isLinear()).isTrue();
        long before = 0;
        for (int length : new int[] {1_000, 10_000, 100_000, 1_000_000}) {
            pattern.find(ByteSlice.latin1("a".repeat(length) + "!"));
            pattern.find(ByteSlice.latin1("x".repeat(length) + "\n"));
            long work = pattern.work();
            // once built, transitions are read: new work is a constant, or at most a few per byte where building does
            // not pay
            assertThat(work - before).as("at %d bytes", length).isLessThan(20_000 + 2L * length);
            before = work;
        }
        assertThat(pattern.memory()).isLessThan(2_000_000);
    }

    /** The list of CVEs and issues that {@code make bench-redos} measures: twice the text, at most about twice the work. */
    @ParameterizedTest
    @EnumSource(ExplodingPattern.class)
    void theKnownListTakesStepsInProportionToTheValue(ExplodingPattern each) {
        RegexPattern pattern = RegexPattern.compile(each.pattern, RegexFlag.MODSECURITY_2);
        assertThat(pattern.isLinear()).isTrue();
        long before = 0;
        for (int length : new int[] {1_000, 10_000, 100_000, 1_000_000}) {
            ByteSlice value = each.text(length);
            boolean found = pattern.find(value);
            assertThat(pattern.match(value, 0) != null).isEqualTo(found);
            long work = pattern.work();
            assertThat(work - before).as("at %d bytes", length).isLessThan(20_000 + 3L * length);
            before = work;
        }
        assertThat(pattern.memory()).isLessThan(3 * StateTable.MEMORY_LIMIT);
    }

    @Test
    void aPatternWithMoreStatesThanFitIsStillExact() {
        RegexPattern pattern = RegexPattern.compile("a[ab]{11}c|b[ab]{13}d");
        Node tree = new RegexParser("a[ab]{11}c|b[ab]{13}d", RegexFlag.MODSECURITY_2).parse();
        Program program = ProgramCompiler.linear(tree, 0);
        Random random = new Random(7);
        int matches = 0;
        for (int round = 0; round < 1500; round++) {
            ByteSlice value = randomText(random, 150);
            boolean expected = PikeMachine.search(program, value, 0, 0, null, false, false, new int[2]);
            matches += expected ? 1 : 0;
            assertThat(pattern.find(value)).isEqualTo(expected);
        }
        assertThat(matches).isBetween(100, 1400);
        assertThat(pattern.memory()).isLessThan(3 * StateTable.MEMORY_LIMIT);
    }

    @Test
    void threadsThatFillTheCacheTogetherFindTheSame() throws Exception {
        RegexPattern pattern = RegexPattern.compile("(?:a[ab]{9}c|b[ab]{10}d)\\B");
        RegexPattern alone = RegexPattern.compile("(?:a[ab]{9}c|b[ab]{10}d)\\B");
        Random random = new Random(8);
        List<ByteSlice> values = new ArrayList<>();
        List<Boolean> expected = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            ByteSlice value = randomText(random, 5 + random.nextInt(300));
            values.add(value);
            expected.add(alone.find(value));
        }
        assertThat(expected).contains(true, false);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<Boolean>>> results = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                results.add(threads.submit(() -> {
                    List<Boolean> found = new ArrayList<>();
                    values.forEach(value -> found.add(pattern.find(value)));
                    return found;
                }));
            }
            for (Future<List<Boolean>> result : results) {
                assertThat(result.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void backtrackingEndsAtTheStepLimit() {
        RegexPattern pattern = RegexPattern.compile("^(a+)+\\1b$", RegexFlag.MODSECURITY_2);
        assertThat(pattern.isLinear()).isFalse();
        ByteSlice value = ByteSlice.latin1("a".repeat(60) + "c");
        assertThat(pattern.find(value, 100_000)).isEqualTo(Outcome.NO_MATCH);
        ByteSlice hostile = ByteSlice.latin1("a".repeat(60) + "xyb");
        RegexPattern blind = RegexPattern.compile("^(a+)+(?!c)\\1[^c]?b$");
        assertThat(blind.find(hostile, 100_000)).isEqualTo(Outcome.LIMIT_EXCEEDED);
        assertThat(blind.find(hostile)).isFalse();
        assertThat(blind.find(ByteSlice.latin1("aab"), 100_000)).isEqualTo(Outcome.MATCH);
        int[] captures = {-7, -7};
        assertThat(blind.match(hostile, 0, captures, 10)).isEqualTo(Outcome.LIMIT_EXCEEDED);
        assertThat(captures).containsExactly(-7, -7);
    }

    @Test
    void furtherMatchesAreNotSearchedOnceASearchHasUsedUpItsSteps() {
        RegexPattern pattern = RegexPattern.compile("(?<!z)|(a?a?)+\\d", RegexFlag.MODSECURITY_2);
        assertThat(pattern.isLinear()).isFalse();
        ByteSlice value = ByteSlice.latin1("a".repeat(60) + "!");
        assertThat(pattern.matches(value, 50))
                .as("the empty match, behind which the search for one that is not empty ends at its limit")
                .hasSize(1);
    }

    @Test
    void allMatchesTogetherTakeTheStepsOfOneSearch() {
        RegexPattern pattern = RegexPattern.compile("(?!(?:a|aa)+!)a", RegexFlag.MODSECURITY_2);
        ByteSlice value = ByteSlice.latin1(("a".repeat(20) + "b").repeat(50));
        int[] captures = new int[2];
        assertThat(pattern.match(value, 0, captures, RegexPattern.DEFAULT_STEP_LIMIT))
                .isEqualTo(Outcome.MATCH);
        assertThat(pattern.match(value, 49 * 21, captures, RegexPattern.DEFAULT_STEP_LIMIT))
                .as("each search alone stays far below the limit")
                .isEqualTo(Outcome.MATCH);
        assertThat(pattern.matches(value, 1000)).hasSizeBetween(20, 900);
    }

    @Test
    void backtrackingNeverOverflowsAStack() {
        RegexPattern pattern = RegexPattern.compile("^(?=a)(?:a|bb)*c");
        ByteSlice fits = ByteSlice.latin1("a".repeat(40_000) + "c");
        assertThat(pattern.find(fits, 10_000_000)).isEqualTo(Outcome.MATCH);
        ByteSlice tooLong = ByteSlice.latin1("a".repeat(2 * BacktrackingMachine.MAX_FRAMES) + "c");
        assertThat(pattern.find(tooLong, 1_000_000_000L)).isEqualTo(Outcome.LIMIT_EXCEEDED);
    }

    @Test
    void countersTooLargeToWriteOutAreSearchedWithALimit() {
        RegexPattern pattern = RegexPattern.compile("^(?:[ab]{1,1000}c){1,1000}$");
        assertThat(pattern.isLinear()).isFalse();
        assertThat(pattern.find(ByteSlice.latin1("abc".repeat(500)))).isTrue();
        assertThat(pattern.find(ByteSlice.latin1("abc".repeat(1001)))).isFalse();
        assertThat(pattern.memory()).isLessThan(100_000);
    }

    private static ByteSlice randomText(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int r = random.nextInt(400);
            text.append(r == 0 ? 'c' : r == 1 ? 'd' : r < 8 ? ' ' : (r & 1) == 0 ? 'a' : 'b');
        }
        return ByteSlice.latin1(text.toString());
    }
}
