package io.rempart.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rempart.app.Messages;
import io.rempart.events.ingest.LogSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
    @TempDir
    Path directory;

    private Configuration load(String yaml) throws IOException {
        Path file = directory.resolve("rempart.yaml");
        Files.writeString(file, yaml);
        return Configuration.load(file, Map.of(), Map.of());
    }

    @Test
    void everyKeyHasADefaultThatIsValid() {
        Configuration configuration = Configuration.load(null, Map.of(), Map.of());
        assertThat(configuration.number(ConfigurationKey.CONSOLE_PORT)).isEqualTo(8350);
        assertThat(configuration.duration(ConfigurationKey.FOLLOW_POLL_INTERVAL))
                .isEqualTo(Duration.ofMillis(250));
        assertThat(configuration.size(ConfigurationKey.FOLLOW_FREE_SPACE)).isEqualTo(256L << 20);
        assertThat(configuration.logSources()).isEmpty();
    }

    @Test
    void aFlagWinsOverAVariableAndThatOverTheFile() throws IOException {
        Path file = directory.resolve("rempart.yaml");
        Files.writeString(file, "console:\n  port: 1\n  host: 10.0.0.1\ndata: /from/file\n");
        Configuration configuration = Configuration.load(
                file,
                Map.of("REMPART_CONSOLE_PORT", "2", "REMPART_DATA", "/from/variable"),
                Map.of(ConfigurationKey.CONSOLE_PORT, "3"));
        assertThat(configuration.number(ConfigurationKey.CONSOLE_PORT)).isEqualTo(3);
        assertThat(configuration.text(ConfigurationKey.DATA)).isEqualTo("/from/variable");
        assertThat(configuration.text(ConfigurationKey.CONSOLE_HOST)).isEqualTo("10.0.0.1");
    }

    @Test
    void readsLogSourcesInBothForms() throws IOException {
        Configuration configuration = load("""
                time-zone: Europe/Paris
                trusted-proxies: [10.0.0.0/8]
                log-sources:
                  - /var/log/apache2/modsec_audit.log
                  - name: nginx
                    path: /var/log/nginx/modsec_audit.log
                    time-zone: UTC
                    trusted-proxies: 127.0.0.1, ::1
                    tls-ports: [443]
                """);
        assertThat(configuration.logSources()).hasSize(2);
        LogSource apache = configuration.logSources().get(0);
        assertThat(apache.name()).isEqualTo("/var/log/apache2/modsec_audit.log");
        assertThat(apache.zone()).isEqualTo(ZoneId.of("Europe/Paris"));
        assertThat(apache.trustedProxies()).hasSize(1);
        LogSource nginx = configuration.logSources().get(1);
        assertThat(nginx.zone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(nginx.trustedProxies()).hasSize(2);
        assertThat(nginx.tlsPorts()).containsExactly(443);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data: x\\nconsol:\\n  port: 1 | rempart.yaml:2: unknown key 'consol'; did you mean 'console'?",
                "console:\\n  prot: 1 | rempart.yaml:2: unknown key 'console.prot'; did you mean 'console.port'?",
                "console:\\n  port: x1 | rempart.yaml:2: 'x1': expected a whole number",
                "data: a\\ndata: b | rempart.yaml:2: ",
                "trusted-proxies: [10.0.0.0/99] | rempart.yaml:1: '10.0.0.0/99': not an address or range; write one such as 192.0.2.7 or 2001:db8::/32",
                "time-zone: Europe/Pari | rempart.yaml:1: 'Europe/Pari': not a time zone; write one such as Europe/Paris or +02:00",
                "retention:\\n  max-age: long | rempart.yaml:2: 'long': expected a duration such as 250ms, 60s, 15min, 2h, 30d or 1y",
                "retention:\\n  max-size: 3 bananas | rempart.yaml:2: '3 bananas': expected a size such as 64KB, 500MB or 20GB",
                "masking:\\n  enabled: perhaps | rempart.yaml:2: 'perhaps': expected true or false",
                "log-sources:\\n  - nam: x | rempart.yaml:2: unknown key 'nam' of a log source; did you mean 'name'?",
                "log-sources:\\n  - name: x | rempart.yaml:2: this log source has no 'path'",
                "log-sources: [/a, /a] | rempart.yaml:1: two log sources are called '/a'; give one a name of its own",
                "[1, 2] | rempart.yaml:1: expected keys such as 'data: /var/lib/rempart'",
                "a: [ | rempart.yaml:"
            })
    void tellsAMistakeInOneSentenceWithItsPlace(String yaml, String sentence) {
        assertThatThrownBy(() -> load(yaml.strip().replace("\\n", "\n")))
                .isInstanceOf(ConfigurationProblem.class)
                .message()
                .startsWith(sentence.strip())
                .doesNotContain("\n");
    }

    @Test
    void refusesUnknownVariables() {
        assertThatThrownBy(() -> Configuration.load(null, Map.of("REMPART_CONSOLE_PROT", "1"), Map.of()))
                .hasMessage("unknown environment variable REMPART_CONSOLE_PROT; did you mean 'REMPART_CONSOLE_PORT'?");
    }

    @Test
    void everyKeyIsExplainedInBothLanguages() {
        for (Locale locale : new Locale[] {Locale.ROOT, Locale.FRENCH}) {
            ResourceBundle texts = ResourceBundle.getBundle(
                    "io.rempart.app.messages",
                    locale,
                    Messages.class.getClassLoader(),
                    ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
            for (ConfigurationKey key : ConfigurationKey.values()) {
                assertThat(texts.getString("option." + key.key())).isNotBlank();
            }
        }
    }
}
