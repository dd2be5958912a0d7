package io.rempart.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rempart.events.classify.RuleBook;
import io.rempart.events.classify.RuleBook.Rule;
import io.rempart.events.model.SourceClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleBookReaderTest {
    @TempDir
    Path directory;

    @Test
    void theBuiltInRulesAreReadableAndExplainedInBothLanguages() {
        RuleBook book = RuleBookReader.read(null);
        assertThat(book.rules()).hasSizeGreaterThan(30);
        assertThat(book.crawlers()).isNotEmpty();
        assertThat(book.rules()).extracting(Rule::english).doesNotContain("");
        for (Rule rule : book.rules()) {
            assertThat(rule.french()).as(rule.id()).isNotBlank().isNotEqualTo(rule.english());
        }
        assertThat(book.rules())
                .extracting(Rule::sourceClass)
                .contains(SourceClass.ATTACK, SourceClass.SCANNER, SourceClass.BAD_BOT, SourceClass.BRUTE_FORCE);
    }

    @Test
    void ownRulesReplaceThoseOfTheSameIdAndAddOthers() throws IOException {
        Path own = directory.resolve("own.yaml");
        Files.writeString(own, """
                version: 2026-11
                rules:
                  - id: tool-library
                    class: unclassified
                    weight: 1
                    when: {user-agent: "*curl*"}
                  - id: our-monitoring
                    class: false-positive
                    weight: 95
                    when: {path: /health, except: {status: [500..599]}}
                    says: Our own monitoring
                """);
        RuleBook book = RuleBookReader.read(own);
        assertThat(book.version()).isEqualTo("1+2026-11");
        assertThat(book.rules())
                .filteredOn(r -> r.id().equals("tool-library"))
                .singleElement()
                .satisfies(r -> assertThat(r.weight()).isEqualTo(1));
        assertThat(book.rules()).extracting(Rule::id).endsWith("our-monitoring");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rules: [] | x.yaml:1: 'version' is missing",
                "version: 1\\nrules:\\n  - id: a | x.yaml:3: 'class' is missing",
                "version: 1\\nrules:\\n  - {id: a, class: scaner, weight: 5, when: {path: x}} | x.yaml:3: unknown class 'scaner'",
                "version: 1\\nrules:\\n  - {id: a, class: scanner, weight: 500, when: {path: x}} | x.yaml:3: 'weight' is from 1 to 99",
                "version: 1\\nrules:\\n  - {id: a, class: scanner, weight: 5, when: {pat: x}} | x.yaml:3: unknown key 'pat'; did you mean 'path'?",
                "version: 1\\nrules:\\n  - {id: a, class: scanner, weight: 5, when: {}} | x.yaml:3: 'when' is empty",
                "version: 1\\nrules:\\n  - {id: a, class: scanner, weight: 5, when: {path: x}, rate: {events: 5}} | x.yaml:3: 'within' is missing",
            })
    void tellsAMistakeWithItsLine(String yaml, String sentence) {
        assertThatThrownBy(() -> RuleBookReader.parse(yaml.strip().replace("\\n", "\n"), "x.yaml"))
                .isInstanceOf(ConfigurationProblem.class)
                .message()
                .startsWith(sentence.strip());
    }
}
