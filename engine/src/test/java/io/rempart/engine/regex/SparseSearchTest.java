package io.rempart.engine.regex;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A search that reads only where a match can begin finds what one finds that reads all. */
class SparseSearchTest {
    private static final String[] PATTERNS = {
        "(?i)(?:j|&#74;)[\\t\\n]*(?:a|&#65;)v",
        "^(?:ab|ca)b*c$",
        "\\bfor\\b|\\Bif\\B",
        "(?m)^ab$|c$",
        "ab",
        "a[^b]{3,}b|xyz",
        "\\Aab|bc\\z",
        "a$|^b|cab",
        "[\\xe0-\\xff]a[A-C]\\b",
        "(?:a|b)[ab]{6}c",
        "(?s)ab.*cd",
        "Fu[a-z]\\s|w[\\s\\v]+F",
        "aa(?:^|b)|b(?:$|c)a",
        "abca?",
    };

    private static ByteSlice text(Random random) {
        String letters = random.nextBoolean() ? "abc" : "abcdefijvxyzABCEJ \n\t&#74;(\u00e0\u00ffFunctionew";
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(random.nextBoolean() ? 8 : 200); length > 0; length--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        // with and without bytes of others around it
        int before = random.nextInt(3);
        int behind = random.nextInt(5);
        return ByteSlice.latin1("ab?".substring(0, before) + text + "cdef!".substring(0, behind))
                .slice(before, before + text.length());
    }

    @Test
    void findsWhatASearchOfTheWholeValueFinds() {
        Random random = new Random(3);
        SparseSearch search = new SparseSearch();
        for (String pattern : PATTERNS) {
            RegexPattern compiled = RegexPattern.compile(pattern, RegexFlag.MODSECURITY_2);
            Program program = ProgramCompiler.linear(compiled.approximation(), 0);
            LazyAutomaton automaton = new LazyAutomaton(program, ByteSet.ALL, false);
            StartFilter filter = automaton.startFilter();
            assertThat(filter).as(pattern).isNotNull();
            int found = 0;
            for (int round = 0; round < 20_000; round++) {
                ByteSlice value = text(random);
                boolean expected = compiled.find(value);
                int decided = search.find(automaton, filter, value.array(), value.offset(), value.end());
                assertThat(decided)
                        .as("%s in '%s'", pattern, value)
                        .isEqualTo(expected ? StateTable.MATCH : StateTable.DEAD);
                found += expected ? 1 : 0;
            }
            assertThat(found).as(pattern).isBetween(1, 19_999);
        }
    }

    @Test
    void readsLittleOfTextInWhichNoMatchBegins() {
        RegexPattern compiled = RegexPattern.compile("(?i)script[^>]*>|eval\\(", RegexFlag.MODSECURITY_2);
        LazyAutomaton automaton =
                new LazyAutomaton(ProgramCompiler.linear(compiled.approximation(), 0), ByteSet.ALL, false);
        StartFilter filter = automaton.startFilter();
        assertThat(filter).isNotNull();
        assertThat(filter.share()).isLessThan(0.01);
        SparseSearch search = new SparseSearch();
        ByteSlice value = ByteSlice.latin1("The quick brown fox does not evaluate what it reads. ".repeat(200));
        assertThat(search.find(automaton, filter, value.array(), value.offset(), value.end()))
                .isEqualTo(StateTable.DEAD);
        assertThat(search.stepped).isLessThan(value.length() / 5);
    }

    @Test
    void whatBeginsAnywhereHasNoFilter() {
        for (String pattern : new String[] {"", "a*", "a", ".b", "[^a]", "[^a][^b][^c]", "a?\\b"}) {
            RegexPattern compiled = RegexPattern.compile(pattern, RegexFlag.MODSECURITY_2);
            Program program = ProgramCompiler.linear(compiled.approximation(), 0);
            StartFilter filter = new LazyAutomaton(program, ByteSet.ALL, false).startFilter();
            assertThat(filter == null || filter.share() > 0.05).as(pattern).isTrue();
        }
    }
}
