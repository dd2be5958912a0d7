package io.rempart.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.query.Query;
import io.rempart.events.query.QueryParser;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTermsTest {
    private static Query parsed(String text) {
        return QueryParser.parse(text, Instant.EPOCH, ZoneOffset.UTC);
    }

    @Test
    void keepsQuotesAndParenthesesWhole() {
        assertThat(SearchTerms.of("class:scanner  \"union select\" -(a b) ua:\"x \\\" y\" it's")
                        .terms())
                .containsExactly("class:scanner", "\"union select\"", "-(a b)", "ua:\"x \\\" y\"", "it's");
    }

    @Test
    void addsNegatesAndTakesAway() {
        SearchTerms terms = SearchTerms.of("class:scanner -status:404");
        assertThat(terms.toggled("ip:203.0.113.1")).isEqualTo("class:scanner -status:404 ip:203.0.113.1");
        assertThat(terms.toggled("class:scanner")).isEqualTo("-status:404");
        assertThat(terms.toggled("status:404")).isEqualTo("class:scanner status:404");
        assertThat(terms.chips())
                .extracting(SearchTerms.Chip::opposite)
                .containsExactly("-class:scanner -status:404", "class:scanner status:404");
    }

    @Test
    void addsToAlternativesWithoutChangingThem() {
        SearchTerms terms = SearchTerms.of("class:scanner OR class:attack");
        assertThat(terms.chips()).isEmpty();
        assertThat(terms.toggled("ip:203.0.113.1")).isEqualTo("(class:scanner OR class:attack) ip:203.0.113.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop.example.org",
                "a b",
                "quo\"te",
                "back\\slash",
                "\\",
                "star*",
                "com,ma",
                "(x",
                ")",
                "1..2",
                "<script>",
                "é",
                "",
                "-x",
                "“x”",
                "a:b",
                "'",
                "OR",
                "\u202e",
                "x\ty"
            })
    void writesAValueSoThatTheLanguageReadsIt(String value) {
        Query query = parsed(SearchTerms.term("host", value));
        assertThat(query).isEqualTo(new Query.TextIs(Query.TextField.HOST, Query.TextPattern.exactly(value)));
    }

    @Test
    void writesAnyValueAsOneTermThatCannotWidenTheSearch() {
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int k = random.nextInt(12); k >= 0; k--) {
                value.append("ab\"\\ *,():-“”«»OR\t.".charAt(random.nextInt(19)));
            }
            String text = SearchTerms.of("class:attack").toggled(SearchTerms.term("ua", value.toString()));
            assertThat(parsed(text))
                    .isInstanceOfSatisfying(
                            Query.And.class, and -> assertThat(and.parts()).hasSize(2));
            assertThat(SearchTerms.of(text).terms())
                    .isEqualTo(List.of("class:attack", SearchTerms.term("ua", value.toString())));
        }
    }
}
