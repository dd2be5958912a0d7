package io.rempart.console.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReputationWordingTest {
    private static final Wording FRENCH =
            new Wording(new LanguageParts().messageSource(), Locale.FRENCH, ZoneOffset.UTC, Clock.systemUTC());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AbuseIPDB did not answer in time. | AbuseIPDB n’a pas répondu à temps.",
                "AbuseIPDB can't be reached: ConnectException. | AbuseIPDB est injoignable (ConnectException).",
                "AbuseIPDB answered 503. | AbuseIPDB a répondu 503.",
                "AbuseIPDB answered 200 with something that is no JSON. |"
                        + " AbuseIPDB a répondu 200 avec autre chose que du JSON.",
                "Today's allowance of AbuseIPDB is used up, or the service asked to wait. AbuseIPDB answered 429. |"
                        + " Le quota AbuseIPDB du jour est épuisé, ou le service a demandé d’attendre. AbuseIPDB a répondu 429.",
                "Daily rate limit of 1000 requests exceeded | Daily rate limit of 1000 requests exceeded"
            })
    void saysInFrenchWhatItKnowsAndLeavesTheRest(String english, String french) {
        assertThat(FRENCH.reputationProblem(english)).isEqualTo(french);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Data Center/Web Hosting/Transit | Centre de données, hébergement ou transit",
                "Fixed Line ISP | Fournisseur d’accès fixe",
                "University/College/School | Université ou école",
                "Spaceship | Spaceship"
            })
    void namesTheKindsOfUse(String english, String french) {
        assertThat(FRENCH.use(english)).isEqualTo(french);
    }
}
