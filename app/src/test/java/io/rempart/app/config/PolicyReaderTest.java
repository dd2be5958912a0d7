package io.rempart.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query;
import io.rempart.response.policy.Policy;
import io.rempart.response.policy.Policy.Mode;
import io.rempart.response.policy.PolicyBook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {
    @TempDir
    Path directory;

    private static PolicyBook parse(String yaml) {
        return PolicyReader.parse(yaml, "own.yaml", Query.All::new);
    }

    private static String policy(String name) {
        return "  - {name: " + name + ", when: {class: attack, events: 3, within: 10min}}\n";
    }

    @Test
    void whatIsWrittenIsReadAndWhatIsLeftOutHasItsUsualValue() {
        Policy plain = parse("policies:\n" + policy("plain")).policies().get(0);
        assertThat(plain.mode()).isEqualTo(Mode.OFF);
        assertThat(plain.classes()).containsExactly(SourceClass.ATTACK);
        assertThat(plain.within()).isEqualTo(Duration.ofMinutes(10));
        assertThat(plain.lasting()).isNull();
        assertThat(plain.ipv4Length()).isEqualTo(32);
        assertThat(plain.ipv6Length()).isEqualTo(64);
        Policy full = parse("""
                policies:
                  - name: full
                    mode: dry-run
                    when: {class: [attack, scanner], confidence: 80, events: 5, within: 1h, search: 'site:shop.example'}
                    block: {for: 2d, ipv4-prefix: 24, ipv6-prefix: 48}
                    says: {en: Attackers, fr: Attaquants}
                """).policies().get(0);
        assertThat(full.mode()).isEqualTo(Mode.DRY_RUN);
        assertThat(full.classes()).containsExactlyInAnyOrder(SourceClass.ATTACK, SourceClass.SCANNER);
        assertThat(full.confidence()).isEqualTo(80);
        assertThat(full.lasting()).isEqualTo(Duration.ofDays(2));
        assertThat(full.ipv4Length()).isEqualTo(24);
        assertThat(full.ipv6Length()).isEqualTo(48);
        assertThat(full.english()).isEqualTo("Attackers");
        assertThat(full.french()).isEqualTo("Attaquants");
    }

    /** The policy begins on line 3; each of its keys has a line of its own. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            name: Not OK       | own.yaml:3: 'Not OK': a name has
            nmae: x            | own.yaml:4: unknown key 'nmae'; did you mean 'name'?
            mode: perhaps      | own.yaml:4: 'perhaps': expected off, dry-run or on
            mode: [on]         | own.yaml:4: expected one value here
            when: attack       | own.yaml:4: 'when' must have keys of its own
            when: {class: attack, events: 3, within: 10min, wen: 1}  | own.yaml:4: unknown key 'wen'
            when: {events: 3, within: 10min}                         | own.yaml:4: 'class' is missing
            when: {class: attack, within: 10min}                     | own.yaml:4: 'events' is missing
            when: {class: attack, events: 3}                         | own.yaml:4: 'within' is missing
            when: {class: [], events: 3, within: 10min}              | own.yaml:4: 'class' names no class
            when: {class: attacker, events: 3, within: 10min}        | own.yaml:4: unknown class 'attacker'; the classes are
            when: {class: good-bot, events: 3, within: 10min}        | own.yaml:4: events of the class 'good-bot' are legitimate
            when: {class: attack, events: 0, within: 10min}          | own.yaml:4: '0': expected a number from 1 to 1000
            when: {class: attack, events: 1001, within: 10min}       | own.yaml:4: '1001': expected a number from 1 to 1000
            when: {class: attack, events: many, within: 10min}       | own.yaml:4: 'many': expected a number from 1 to 1000
            when: {class: attack, events: 3, within: soon}           | own.yaml:4: 'soon'
            when: {class: attack, events: 3, within: ''}             | own.yaml:4: expected a duration such as 10min
            when: {class: attack, events: 3, within: 0s}             | own.yaml:4: expected a duration such as 10min
            when: {class: attack, events: 3, within: 10min, confidence: 101}   | own.yaml:4: '101': expected a number from 0 to 100
            when: {class: attack, events: 3, within: 10min, search: 'nonsense:('} | own.yaml:4:
            block: {ipv4-prefix: 8}    | own.yaml:4: '8': expected a number from 16 to 32
            block: {ipv6-prefix: 129}  | own.yaml:4: '129': expected a number from 32 to 128
            block: {for: a while}      | own.yaml:4: 'a while'
            block: {fro: 1h}           | own.yaml:4: unknown key 'fro'; did you mean 'for'?
            says: {de: Angreifer}      | own.yaml:4: unknown key 'de'
            """)
    void aMistakeIsToldInOneSentenceWithItsPlace(String line, String expected) {
        String name = line.startsWith("name") ? line : "name: p";
        String own = line.startsWith("name") ? "mode: off" : line;
        String when = own.startsWith("when") ? "" : "    when: {class: attack, events: 3, within: 10min}\n";
        assertThatThrownBy(() -> parse("# policies\npolicies:\n  - " + name + "\n    " + own + "\n" + when))
                .isInstanceOf(ConfigurationProblem.class)
                .satisfies(problem ->
                        assertThat(problem.getMessage()).startsWith(expected).hasLineCount(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            policy: []            | own.yaml:1: unknown key 'policy'; known are logged-in, policies
            policies: [attackers] | own.yaml:1: a policy must have keys of its own
            policies: [{mode: on}]| own.yaml:1: 'name' is missing
            policies: [{name: p}] | own.yaml:1: 'when' is missing
            logged-in: [a, b]     | own.yaml:1: expected one value here
            policies: [           | own.yaml:
            just text             | own.yaml:1: policies must have keys of its own
            """)
    void soIsOneOfTheFileAsAWhole(String yaml, String expected) {
        assertThatThrownBy(() -> parse(yaml + "\n"))
                .isInstanceOf(ConfigurationProblem.class)
                .satisfies(problem ->
                        assertThat(problem.getMessage()).startsWith(expected).hasLineCount(1));
    }

    @Test
    void twoOfOneNameAndMoreThanTheBoundAreRefusedWhereTheyStand() {
        assertThatThrownBy(() -> parse("policies:\n" + policy("p") + policy("q") + policy("p")))
                .hasMessage("own.yaml:4: two policies are called 'p'; give one a name of its own");
        StringBuilder many = new StringBuilder("policies:\n");
        for (int i = 0; i < PolicyReader.MOST; i++) {
            many.append(policy("p" + i));
        }
        assertThat(parse(many.toString()).policies()).hasSize(PolicyReader.MOST);
        assertThatThrownBy(() -> parse(many + policy("last")))
                .hasMessage("own.yaml:" + (PolicyReader.MOST + 2) + ": more than " + PolicyReader.MOST + " policies");
    }

    @Test
    void anOwnFileAddsToWhatIsBuiltInAndNoBuiltInPolicyIsOn() throws Exception {
        PolicyBook builtIn = PolicyReader.read(null);
        assertThat(builtIn.policies()).isNotEmpty().allMatch(policy -> policy.mode() == Mode.OFF);
        Path own = directory.resolve("own.yaml");
        Files.writeString(own, "policies:\n" + policy("of-mine"));
        assertThat(PolicyReader.read(own).policies())
                .extracting(Policy::name)
                .contains("of-mine")
                .containsAll(builtIn.policies().stream().map(Policy::name).toList());
    }
}
