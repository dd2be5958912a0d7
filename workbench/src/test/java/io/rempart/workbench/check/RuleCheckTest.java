package io.rempart.workbench.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rempart.engine.Compatibility;
import io.rempart.workbench.Texts;
import io.rempart.workbench.WorkbenchException;
import io.rempart.workbench.check.Finding.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleCheckTest {
    @TempDir
    Path directory;

    private RuleCheck.Report check(String rules) throws IOException {
        return check(rules, Locale.ENGLISH);
    }

    private RuleCheck.Report check(String rules, Locale language) throws IOException {
        Files.writeString(directory.resolve("a.conf"), rules);
        return new RuleCheck(new Texts(language), Compatibility.V2).run(List.of(directory));
    }

    private static List<String> lines(RuleCheck.Report report) {
        return report.findings().stream()
                .filter(finding -> finding.level() != Level.NOTE)
                .map(finding -> finding.line() + " " + finding.kind() + " " + finding.problem())
                .toList();
    }

    @Test
    void tellsAllErrorsTogetherWithTheirPlaces() throws IOException {
        RuleCheck.Report report = check("""
                SecRule ARGS "@rx (" "id:1,pass"
                SecRule NONSENSE "@rx a" "id:2,pass"
                SecRule ARGS "@rx a" "id:3,pass"
                SecNonsense On

                SecRule ARGS "@rx b" "id:3,pass"
                """);
        assertThat(report.count(Level.ERROR)).isEqualTo(4);
        assertThat(report.findings())
                .filteredOn(finding -> finding.level() == Level.ERROR)
                .extracting(Finding::line)
                .containsExactly(1, 2, 4, 6);
        assertThat(report.findings().get(3).remedy())
                .isEqualTo("It was first given at " + directory.resolve("a.conf") + ":3.");
        assertThat(report.findings()).allMatch(finding -> !finding.text().isEmpty());
    }

    @Test
    void cleanRulesHaveNoFindings() throws IOException {
        RuleCheck.Report report =
                check("SecRule ARGS \"@contains a\" \"id:1,phase:2,deny,chain\"\n  SecRule ARGS \"@pm b c\"\n");
        assertThat(report.findings()).isEmpty();
        assertThat(report.rules()).isEqualTo(1);
    }

    @Test
    void warnsOfWhatOtherEnginesRefuse() throws IOException {
        assertThat(lines(check("""
                        SecCollectionTimeout 600
                        SecRule GEO:COUNTRY_CODE "@containsWord x" "id:1,phase:2,pass,t:parityZero7bit,sanitiseArg:p"
                        SecRule ARGS "@rx a(?=b)" "id:2,phase:2,pass,ctl:ruleRemoveTargetById=1;ARGS:/x/"
                        SecRule XML://a/b "@pm |41 42|" "id:3,phase:2,pass"
                        """)))
                .containsExactly(
                        "1 portability SecCollectionTimeout: ModSecurity 3 refuses it, Coraza ignores it.",
                        "2 portability containsword: Coraza does not know it.",
                        "2 portability parityZero7bit: Coraza does not know it.",
                        "2 portability sanitisearg: ModSecurity 3 refuses it, Coraza does not know it.",
                        "3 portability Looking ahead or behind is unknown to RE2, so Coraza refuses the pattern.",
                        "3 portability ModSecurity 3 takes a pattern as key (:/…/) for a plain name, so it leaves nothing out.",
                        "4 portability Coraza knows no XPath but XML:/* and XML://@*.",
                        "4 portability Coraza does not read |hex| in @pm.");
    }

    @Test
    void warnsOfPatternsThatExplodeElsewhere() throws IOException {
        RuleCheck.Report report =
                check("SecRule ARGS \"@rx ^(a+)+$\" \"id:1,phase:2,pass\"\nSecRule ARGS \"^a+$\" \"id:2,pass\"\n");
        assertThat(lines(report))
                .singleElement()
                .asString()
                .startsWith("1 backtracking")
                .contains("a(a)…(a)");
    }

    @Test
    void warnsOfMarkersThatNothingUsesAndOfJumpsToNowhere() throws IOException {
        assertThat(lines(check("""
                        SecAction "id:1,phase:1,pass,skipAfter:END"
                        SecAction "id:2,phase:1,pass,skipAfter:NOWHERE"
                        SecMarker END
                        SecMarker UNUSED
                        """)))
                .containsExactly(
                        "2 marker There is no such marker, so a match skips the rest of the phase.",
                        "4 marker No skipAfter goes to this marker.");
    }

    @Test
    void warnsOfVariablesThatAreEmptyInThePhase() throws IOException {
        assertThat(lines(check("""
                        SecRule REQUEST_BODY|ARGS "@contains a" "id:1,phase:1,pass,chain"
                          SecRule RESPONSE_STATUS "@eq 1"
                        SecRule RESPONSE_BODY "@contains a" "id:2,phase:response,pass"
                        """)))
                .containsExactly(
                        "1 phase REQUEST_BODY is always empty in phase 1.",
                        "2 phase RESPONSE_STATUS is always empty in phase 1.");
    }

    @Test
    void speaksFrench() throws IOException {
        assertThat(lines(check("SecMarker UNUSED\n", Locale.FRENCH)))
                .containsExactly("1 marker Aucun skipAfter ne mène à cette marque.");
    }

    @Test
    void hasTheSameTextsInBothLanguages() {
        ResourceBundle.Control plain =
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
        ResourceBundle english = ResourceBundle.getBundle("io.rempart.workbench.messages", Locale.ENGLISH, plain);
        ResourceBundle french = ResourceBundle.getBundle("io.rempart.workbench.messages", Locale.FRENCH, plain);
        assertThat(french.keySet()).isEqualTo(english.keySet());
        assertThat(english.keySet()).allMatch(key -> !english.getString(key).equals(french.getString(key)));
    }

    @Test
    void saysWhereThereIsNothingToCheck() {
        RuleCheck check = new RuleCheck(new Texts(Locale.ENGLISH), Compatibility.V2);
        assertThatThrownBy(() -> check.run(List.of(directory.resolve("none"))))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("none");
        assertThatThrownBy(() -> check.run(List.of(directory))).hasMessageContaining("*.conf");
    }
}
