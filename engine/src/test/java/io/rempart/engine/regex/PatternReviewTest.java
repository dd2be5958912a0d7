package io.rempart.engine.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rempart.engine.rule.Rule;
import io.rempart.engine.seclang.RuleSetLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternReviewTest {
    private static final int MOST = 2_000_000;

    /** How many steps a plain backtracking matcher takes until it fails, at most {@link #MOST}. */
    private static int steps(String pattern, Explosion explosion, int pumps) {
        PlainBacktracking matcher = new PlainBacktracking(explosion.value(pumps), MOST);
        Node tree = new RegexParser(pattern, Set.of(RegexFlag.DOT_ALL, RegexFlag.DOLLAR_END_ONLY)).parse();
        assertThat(matcher.find(tree)).as("the value must not match").isFalse();
        return matcher.steps();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^(a+)+$",
                "(a|aa)+b",
                "(a|a)*b",
                "(?:a*)*c",
                "x(?:[a-z]+\\d?)+y",
                "^(?:\\w|\\d)+!",
                "(?:ab|(?:ab|c))+d",
                "^(?:a?b?)*c",
                "(?:a{1,3})+b",
                "(?i)^(?:(?:[a-z0-9]+\\.?)+)@",
                "(?:.*a)*b",
                "^(?=(?:a+)+b)c",
                "(?:[a-c]|[c-e])+f",
                "^(([a-z])+.)+[A-Z]([a-z])+$",
            })
    void findsAValueOnWhichABacktrackingEngineExplodes(String pattern) {
        PatternReview review = PatternReview.of(pattern, RegexFlag.DOT_ALL, RegexFlag.DOLLAR_END_ONLY);
        Explosion explosion = review.explosion();
        assertThat(explosion).isNotNull();
        if (explosion != null) {
            assertThat(steps(pattern, explosion, 9)).isGreaterThan(20 * steps(pattern, explosion, 3));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a+b",
                "(a+)+",
                "^(?:a|b)+$",
                "^(?:\\s*[a-z])*$",
                "(?:ab|cd)+e",
                "\\s*\\s*x",
                ".*a.*b",
                "(?>a+)+b",
                "(?:a++b?)+c",
                "^\\d+(?:\\.\\d+)*$",
                "(?:a{3})+b",
                "<[^>]*>",
                "(?:[^\"\\\\]|\\\\.)*\"",
            })
    void findsNothingWhereThereIsNothing(String pattern) {
        PatternReview review = PatternReview.of(pattern, RegexFlag.DOT_ALL, RegexFlag.DOLLAR_END_ONLY);
        assertThat(review.explosion()).isNull();
        assertThat(review.undecided()).isFalse();
    }

    @Test
    void whatItFindsInTheCoreRuleSetExplodesIndeed() {
        String elsewhere = System.getenv("REMPART_CORPORA");
        Path crs = Path.of(elsewhere == null ? "../../shared/corpora" : elsewhere, "crs-4.25.1");
        assumeTrue(Files.isDirectory(crs), () -> "the corpora are not here: " + crs.toAbsolutePath());
        var rules = new RuleSetLoader()
                .withoutAuditLog()
                .file(crs.resolve("rules/*.conf"))
                .load();
        int found = 0;
        for (Rule rule : rules.program().rules()) {
            if (rule.operatorName.equals("rx")) {
                String pattern = rule.operatorArgument;
                PatternReview review = PatternReview.of(pattern, RegexFlag.DOT_ALL, RegexFlag.DOLLAR_END_ONLY);
                assertThat(review.undecided()).isFalse();
                Explosion explosion = review.explosion();
                if (explosion != null) {
                    found++;
                    assertThat(steps(pattern, explosion, 9))
                            .as("steps of rule %s", rule.id)
                            .isGreaterThan(10 * steps(pattern, explosion, 3));
                }
            }
        }
        assertThat(found).isPositive();
    }

    @Test
    void givesUpOnWhatIsTooLarge() {
        assertThat(PatternReview.of("a".repeat(PositionAutomaton.MOST)).undecided())
                .isFalse();
        assertThat(PatternReview.of("a".repeat(PositionAutomaton.MOST + 1)).undecided())
                .isTrue();
    }

    @Test
    void tellsWhatRe2DoesNotKnow() {
        assertThat(PatternReview.of("a(?=b)").looksAround()).isTrue();
        assertThat(PatternReview.of("(a)\\1").refersBack()).isTrue();
        assertThat(PatternReview.of("a++").commits()).isTrue();
        assertThat(PatternReview.of("(?>a)").commits()).isTrue();
        assertThat(PatternReview.of("^a").lineAnchors()).isTrue();
        PatternReview plain = PatternReview.of("a+(b|c)\\b");
        assertThat(plain).isEqualTo(new PatternReview(false, false, false, false, null, false));
    }
}
