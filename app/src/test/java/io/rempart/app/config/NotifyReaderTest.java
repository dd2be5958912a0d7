package io.rempart.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rempart.events.model.Severity;
import io.rempart.events.model.SourceClass;
import io.rempart.events.notice.Notice.Level;
import io.rempart.response.notify.Channel;
import io.rempart.response.notify.NotifyBook;
import io.rempart.response.notify.NotifyRule;
import io.rempart.response.notify.NotifyRule.Quiet;
import io.rempart.response.notify.NotifyTimes;
import io.rempart.response.notify.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifyReaderTest {
    private static final String CHANNEL = "channels: [{name: c, kind: ntfy, url: 'https://ntfy.example.org/t'}]\n";

    @TempDir
    Path directory;

    private Path secret;

    @BeforeEach
    void secret() throws Exception {
        secret = directory.resolve("secret");
        Files.writeString(secret, "hunter2-of-the-file\n");
    }

    private static NotifyBook parse(String yaml) {
        return NotifyReader.parse(
                yaml,
                Locale.ENGLISH,
                NotifyTimes.DEFAULT,
                name -> Map.of("NTFY", "tk_1").get(name));
    }

    @Test
    void readsTheExampleOfTheGuide() throws Exception {
        String guide = Files.readString(Path.of("../docs/how-to/notify.md"));
        int begin = guide.indexOf("channels:\n");
        String yaml = guide.substring(begin, guide.indexOf("```", begin))
                .replaceAll("/etc/rempart/[a-z.]+", secret.toString())
                .replace("NTFY_TOKEN", "NTFY");
        NotifyBook book = parse(yaml);
        assertThat(book.channels()).extracting(Channel::kind).containsExactly("email", "ntfy", "webhook");
        assertThat(book.channels())
                .extracting(Channel::destination)
                .containsExactly(
                        "anne@example.org, bo@example.org", "https://ntfy.example.org", "https://hooks.example.org");
        NotifyRule grave = book.rule("grave").orElseThrow();
        assertThat(grave.classes()).containsExactlyInAnyOrder(SourceClass.ATTACK, SourceClass.BRUTE_FORCE);
        assertThat(grave.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(grave.events()).isEqualTo(20);
        assertThat(grave.perHour()).isEqualTo(5);
        assertThat(grave.channels()).containsExactly("mail", "phone");
        NotifyRule evening = book.rule("evening").orElseThrow();
        assertThat(evening.dailyAt()).isEqualTo(LocalTime.of(18, 0));
        assertThat(evening.language()).isEqualTo(Locale.FRENCH);
        assertThat(book.toString() + book.channels()).doesNotContain("hunter2", "tk_1");
    }

    @Test
    void whatIsLeftOutHasItsUsualValue() {
        NotifyRule rule =
                parse(CHANNEL + "rules: [{name: r, when: test, to: c}]").rules().get(0);
        assertThat(rule)
                .isEqualTo(new NotifyRule(
                        "r",
                        java.util.Set.of(Topic.TEST),
                        java.util.Set.of(),
                        1,
                        null,
                        Level.INFO,
                        List.of("c"),
                        6,
                        Duration.ZERO,
                        null,
                        null,
                        Locale.ENGLISH));
        rule = parse(CHANNEL
                        + "rules: [{name: r, when: test, to: c, digest: 15min, quiet: '22:00-07:00', level: warning}]")
                .rules()
                .get(0);
        assertThat(rule.collect()).isEqualTo(Duration.ofMinutes(15));
        assertThat(rule.quiet()).isEqualTo(new Quiet(LocalTime.of(22, 0), LocalTime.of(7, 0)));
        assertThat(rule.minimum()).isEqualTo(Level.WARNING);
        assertThat(NotifyReader.read(null, Locale.FRENCH)).isEqualTo(NotifyBook.EMPTY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{name: r, when: test, to: d} | there is no channel 'd'",
                "{name: r, when: nonsense, to: c} | 'nonsense' is unknown",
                "{name: r, when: test, to: c, per-hour: 61} | from 1 to 60",
                "{name: r, when: test, to: c, per-hour: 0} | from 1 to 60",
                "{name: r, when: test, to: c, digest: 8d} | at most 7d",
                "{name: r, when: test, to: c, digest: 1h, daily-at: '08:00'} | exclude each other",
                "{name: r, when: test, to: c, daily-at: '25:00'} | expected a time",
                "{name: r, when: test, to: c, quiet: night} | 22:00-07:00",
                "{name: r, when: test, to: c, language: de} | expected en or fr",
                "{name: r, when: test, to: c, events: 0} | from 1 to",
                "{name: r, when: test, to: c, severity: bad} | 'bad' is unknown",
                "{name: r, when: test, to: c, klass: attack} | unknown key 'klass'",
                "{name: r, when: [], to: c} | names nothing",
                "{name: r, to: c} | 'when' is missing",
                "{name: R, when: test, to: c} | small letters",
                "{name: c, when: test, to: c} | is a channel already",
            })
    void aMistakeInARuleIsToldWithItsLine(String rule, String sentence) {
        assertThatThrownBy(() -> parse(CHANNEL + "rules:\n  - " + rule))
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageStartingWith("notify.yaml:")
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{name: c, kind: pigeon} | email, webhook or ntfy",
                "{name: c, kind: webhook} | 'url' is missing",
                "{name: c, kind: webhook, url: 'ftp://x/'} | is no URL",
                "{name: c, kind: webhook, url: 'https://anne:hunter2@x/'} | is no URL",
                "{name: c, kind: webhook, url: 'https://x/', secret: hunter2} | does not stand in this file",
                "{name: c, kind: webhook, url: 'https://x/', secret-file: /nowhere/hunter3} | can't be read",
                "{name: c, kind: webhook, url: 'https://x/', secret-variable: NOTHING} | no variable 'NOTHING'",
                "{name: c, kind: webhook, url: 'https://x/', ca-file: /dev/null/x} | no certificates",
                "{name: c, kind: ntfy, url: 'https://x/'} | topic is missing",
                "{name: c, kind: email, host: h, from: a@x.org, to: b} | 'b' is no mail address",
                "{name: c, kind: email, host: h, from: nobody, to: b@x.org} | 'nobody' is no mail address",
                "{name: c, kind: email, host: 'h h', from: a@x.org, to: b@x.org} | is no host name",
                "{name: c, kind: email, host: h, from: a@x.org, to: b@x.org, user: u} | needs 'user' and",
                "{name: c, kind: email, host: h, from: a@x.org, to: b@x.org, security: none, user: u, password-variable: NTFY} | readable",
                "{name: c, kind: email, host: h, from: a@x.org, to: b@x.org, port: 70000} | from 1 to 65535",
                "{name: c, kind: email, host: h, from: a@x.org, to: []} | 1 to 20 addresses",
            })
    void aMistakeInAChannelIsToldAndNoSecretIsRepeated(String channel, String sentence) {
        assertThatThrownBy(() -> parse("channels:\n  - " + channel))
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageStartingWith("notify.yaml:")
                .hasMessageContaining(sentence)
                .hasMessageNotContainingAny("hunter2", "tk_1");
    }

    @Test
    void thirtyRulesAreReadAndNotOneMore() {
        String thirty = IntStream.range(0, NotifyReader.MOST)
                .mapToObj(i -> "  - {name: r" + i + ", when: test, to: c}\n")
                .collect(Collectors.joining());
        assertThat(parse(CHANNEL + "rules:\n" + thirty).rules()).hasSize(NotifyReader.MOST);
        assertThatThrownBy(() -> parse(CHANNEL + "rules:\n" + thirty + "  - {name: more, when: test, to: c}"))
                .hasMessageContaining("more than 30");
    }
}
