package io.rempart.console.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.read.Reason;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Why a record is in quarantine, in the language of the page. */
class ReasonWordingTest {
    private static Wording wording(Locale locale) {
        return new Wording(new LanguageParts().messageSource(), locale, ZoneOffset.UTC, Clock.systemUTC());
    }

    @Test
    void aReasonIsSaidInFrenchWithWhatWasFilledIn() {
        Wording french = wording(Locale.FRENCH);
        assertThat(french.reason(Reason.DAMAGED.sentence(17, "a ':' is missing after a key")))
                .isEqualTo(
                        "L’enregistrement est abîmé ou coupé : à l’octet 17, il manque un deux-points après une clé.");
        assertThat(french.reason(Reason.DAMAGED.sentence(0, "the time '<b>'{0}' can't be read")))
                .isEqualTo("L’enregistrement est abîmé ou coupé : à l’octet 0, la date « <b>'{0} » est illisible.");
        assertThat(french.reason(Reason.NO_FORMAT.sentence())).startsWith("Cette ligne n’a aucun des formats");
        assertThat(wording(Locale.ENGLISH).reason(Reason.TOO_LONG.sentence(16777216)))
                .isEqualTo("The record is longer than the limit of 16777216 bytes; its head is kept.");
    }

    @Test
    void whatIsNotKnownStaysAsItIs() {
        assertThat(wording(Locale.FRENCH).reason("Said by another version.")).isEqualTo("Said by another version.");
        assertThat(wording(Locale.FRENCH).reason(Reason.DAMAGED.sentence(1, "something new")))
                .endsWith("à l’octet 1, something new.");
    }

    @Test
    void evidenceIsSaidInFrenchAndWhatWasSeenStaysAsItIs() {
        Wording french = wording(Locale.FRENCH);
        assertThat(french.evidence("path /pma {0} path /x")).isEqualTo("chemin /pma {0} path /x");
        assertThat(french.evidence("15 paths in 10 min: status 403")).isEqualTo("15 chemins en 10 min\u00a0: code 403");
        assertThat(french.evidence("anomaly score 20")).isEqualTo("score d’anomalie 20");
        assertThat(french.evidence("Googlebot, confirmed by DNS")).isEqualTo("Googlebot, confirmé par le DNS");
        assertThat(french.evidence("says it is {0}'s bot, but the address is another's"))
                .isEqualTo("se dit {0}'s bot, mais l’adresse est celle d’un autre");
        assertThat(wording(Locale.ENGLISH).evidence("15 paths in 10 min: every request"))
                .isEqualTo("15 paths in 10 min: every request");
    }
}
