package io.rempart.response.notify;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddressString;
import io.rempart.events.model.SourceClass;
import io.rempart.events.notice.Notice.Level;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifyWordsTest {
    private static final String BUNDLE = "io.rempart.response.notify.messages";

    @Test
    void everyTextExistsInEnglishAndFrench() {
        ResourceBundle french = ResourceBundle.getBundle(BUNDLE, Locale.FRENCH);
        ResourceBundle english = ResourceBundle.getBundle(BUNDLE, Locale.ROOT);
        assertThat(new TreeSet<>(own(french))).isEqualTo(new TreeSet<>(own(english)));
        for (Topic topic : Topic.values()) {
            assertThat(NotifyWords.of(Locale.FRENCH).text("topic." + topic.key()))
                    .isNotBlank();
        }
        for (SourceClass sourceClass : SourceClass.values()) {
            assertThat(NotifyWords.of(Locale.ENGLISH).text("class." + sourceClass.key()))
                    .isNotBlank();
        }
        for (String condition : List.of(
                "key", "feed", "log.silent", "log.error", "log.behind", "quarantine", "blocker", "firewall", "disk")) {
            assertThat(NotifyWords.of(Locale.FRENCH).text(condition + ".over", "x"))
                    .isNotBlank();
        }
    }

    /** Of this bundle alone, not of its parents. */
    private static List<String> own(ResourceBundle bundle) {
        return bundle.keySet().stream()
                .filter(key -> !bundle.getString(key).isBlank())
                .toList();
    }

    @Test
    void anIncidentReadsInBothLanguages() {
        Happening incident = new Happening(
                Topic.INCIDENT,
                Level.WARNING,
                "incident:7",
                "incident",
                List.of(
                        new Plain("7"),
                        SourceClass.SCANNER,
                        new IPAddressString("2001:db8::7").getAddress(),
                        1_234L,
                        "/.env /wp-login.php https://evil.example/x",
                        "shop.example.org"),
                SourceClass.SCANNER,
                1_234,
                null);
        assertThat(NotifyWords.of(Locale.ENGLISH).title(incident))
                .isEqualTo("Incident 7: site scanner from 2001:db8::7, 1,234 events");
        assertThat(NotifyWords.of(Locale.FRENCH).title(incident))
                .matches("Incident 7 : scanner de sites depuis 2001:db8::7, 1\\h234 événements");
        assertThat(NotifyWords.of(Locale.ENGLISH).detail(incident))
                .isEqualTo("Tried: /.env /wp-login.php https[:]//evil[.]example/x\nOn: shop[.]example[.]org");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://evil.example/a | http[:]//evil[.]example/a",
                "evil.example | evil[.]example",
                "eve@evil.example | eve[@]evil[.]example",
                "//evil.example/x | //evil[.]example/x",
                "/a/b.php | /a/b.php",
                "/a?u=http://evil.example | /a?u=http[:]//evil[.]example",
                "javascript:alert(1) | javascript:alert(1)",
                "2.5 times | 2.5 times",
            })
    void nothingBecomesALink(String text, String harmless) {
        assertThat(HarmlessText.unlinked(text, 300)).isEqualTo(harmless);
    }

    @Test
    void whatCantBeSeenIsShownAsADotAndTextsAreOneLine() {
        assertThat(HarmlessText.line("a\u001b[31mb\r\nc\u202Ed\u200Be\u0085f\ud800g\u2028h", 300))
                .isEqualTo("a·[31mb  c·d·e·f·g h");
        assertThat(HarmlessText.line("x".repeat(301), 300)).hasSize(301).endsWith("x…");
        assertThat(HarmlessText.line("x".repeat(300), 300)).hasSize(300);
        assertThat(new Secret(() -> "hunter2")).hasToString("Secret");
    }
}
