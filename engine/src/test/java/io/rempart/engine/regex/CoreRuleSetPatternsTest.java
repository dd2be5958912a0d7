package io.rempart.engine.regex;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The patterns that matter most, over the values that they were written against. */
class CoreRuleSetPatternsTest {
    @Test
    void allCompileToLinearPatternsThatTakeLittleMemory() {
        long memory = 0;
        int withLiterals = 0;
        List<Corpora.Rule> rules = Corpora.rules();
        assertThat(rules).hasSizeGreaterThan(300);
        for (Corpora.Rule rule : rules) {
            RegexPattern pattern = RegexPattern.compile(rule.pattern(), RegexFlag.MODSECURITY_2);
            assertThat(pattern.isLinear()).as(rule.id()).isTrue();
            memory += pattern.memory();
            withLiterals += pattern.required().hasLiterals() ? 1 : 0;
        }
        assertThat(memory).isLessThan(6_000_000);
        assertThat(withLiterals).isGreaterThan(rules.size() * 4 / 5);
    }

    @Test
    void decideAsTheJdkDoesOnRealRequests() {
        List<ByteSlice> values = new ArrayList<>();
        for (String file : List.of("e_crs_regression.jsonl.gz", "a_get_small.jsonl.gz", "b_form_2k.jsonl.gz")) {
            Set<ByteSlice> different = new LinkedHashSet<>(Corpora.values(file, file.startsWith("e") ? 5051 : 10));
            int n = 0;
            for (ByteSlice value : different) {
                if (value.length() <= 400 && n++ % 6 == 0) {
                    values.add(value);
                }
            }
        }
        int matches = 0;
        for (Corpora.Rule rule : Corpora.rules()) {
            RegexPattern pattern = RegexPattern.compile(rule.pattern(), RegexFlag.MODSECURITY_2);
            Pattern java = Pattern.compile(
                    rule.pattern().replaceAll("(?<!\\\\)((?:\\\\\\\\)*)\\$(?=$|\\)|\\|)", "$1\\\\z"), Pattern.DOTALL);
            for (ByteSlice value : values) {
                // the JDK's word boundary knows letters beyond ASCII before 19
                if (rule.pattern().contains("\\b") && hasHighByte(value)) {
                    continue;
                }
                boolean expected = java.matcher(value.toString()).find();
                String what = rule.id() + " on " + value;
                assertThat(pattern.find(value)).as(what).isEqualTo(expected);
                if (expected) {
                    matches++;
                    RegexMatch match = pattern.match(value, 0);
                    assertThat(match).as(what).isNotNull();
                    RegexDifferentialTest.assertRequirementsHold(pattern.required(), value, match, what);
                }
            }
        }
        assertThat(matches).isGreaterThan(10_000);
    }

    private static boolean hasHighByte(ByteSlice value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.at(i) >= 0x80) {
                return true;
            }
        }
        return false;
    }
}
