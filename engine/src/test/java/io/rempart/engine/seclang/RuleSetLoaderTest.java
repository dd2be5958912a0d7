package io.rempart.engine.seclang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rempart.engine.RuleSetException;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.evaluation.CompiledRuleSet;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RuleSetLoaderTest {
    private static RuleSetException failure(String rules) {
        return catchThrowableOfType(
                RuleSetException.class,
                () -> new RuleSetLoader().text("test.conf", rules).load());
    }

    @Test
    void reportsAllErrorsTogetherWithTheirLines() {
        RuleSetException failure =
                failure("SecRule ARGS \"@rx (\" \"id:1\"\n\nSecNonsense On\nSecRule NOWHERE \"@rx a\" \\\n \"id:2\"\n");
        assertThat(failure.errors()).extracting("line").containsExactly(1, 3, 4);
        assertThat(failure).hasMessageContaining("There is no variable NOWHERE");
    }

    @Test
    void refusesTwoRulesWithOneId() {
        assertThat(failure("SecAction \"id:1\"\nSecAction \"id:1\"\n"))
                .hasMessageContaining("Rule id: 1 is duplicated");
    }

    @Test
    void refusesAChainWithoutEnd() {
        assertThat(failure("SecRule ARGS \"@rx a\" \"id:1,chain\"\n")).hasMessageContaining("A chain is not finished");
    }

    @Test
    void findsDataFilesThatAreHandedIn() {
        CompiledRuleSet rules = new RuleSetLoader()
                .data("words.data", ByteSlice.latin1("alpha\nbeta\n"))
                .text("test.conf", "SecRule ARGS \"@pmFromFile words.data\" \"id:1\"")
                .load();
        assertThat(rules.size()).isEqualTo(1);
    }

    @Test
    void warnsOfASkipThatLeadsNowhere() {
        CompiledRuleSet rules = new RuleSetLoader()
                .text("test.conf", "SecAction \"id:1,skipAfter:NOWHERE\"")
                .load();
        assertThat(rules.warnings()).singleElement().asString().contains("no such marker");
    }

    @Test
    void loadsTheCoreRuleSetUnmodified() {
        String configured = System.getenv("REMPART_CORPORA");
        Path corpora = configured == null ? Path.of("../../shared/corpora") : Path.of(configured);
        Path crs = corpora.resolve("crs-4.25.1");
        assumeTrue(Files.isDirectory(crs), "the corpora are not here: " + crs.toAbsolutePath());
        CompiledRuleSet rules = new RuleSetLoader()
                .file(crs.resolve("crs-setup.conf.example"))
                .file(crs.resolve("rules/*.conf"))
                .load();
        assertThat(rules.components()).containsExactly("OWASP_CRS/4.25.1");
        assertThat(rules.size()).isGreaterThan(600);
    }
}
