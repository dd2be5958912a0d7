package io.rempart.console.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One-time passwords, and how their secrets are kept. */
class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    @Test
    void computesTheCodesOfTheStandard() {
        // RFC 6238, appendix B, SHA-1; the last six of its eight digits
        long[][] vectors = {
            {59, 287_082},
            {1_111_111_109, 81_804},
            {1_111_111_111, 50_471},
            {1_234_567_890, 5_924},
            {2_000_000_000, 279_037}
        };
        for (long[] vector : vectors) {
            assertThat(Totp.code(SECRET, vector[0] / 30)).isEqualTo((int) vector[1]);
        }
        assertThat(Totp.base32(SECRET)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }

    @Test
    void acceptsOneStepBeforeAndAfterAndNothingTwice() {
        Instant now = Instant.ofEpochSecond(1_111_111_111);
        long present = 1_111_111_111L / 30;
        for (int away = -3; away <= 3; away++) {
            String code = "%06d".formatted(Totp.code(SECRET, present + away));
            assertThat(Totp.step(SECRET, code, now, 0).isPresent())
                    .as("%d steps away", away)
                    .isEqualTo(Math.abs(away) <= 1);
        }
        String code = "%06d".formatted(Totp.code(SECRET, present));
        assertThat(Totp.step(SECRET, code, now, present - 1)).hasValue(present);
        assertThat(Totp.step(SECRET, code, now, present)).isEmpty();
        assertThat(Totp.step(SECRET, "+" + code.substring(1), now, 0)).isEmpty();
        assertThat(Totp.step(SECRET, "", now, 0)).isEmpty();
    }

    @Test
    void opensASealedSecretForItsOwnerWithItsKeyOnly(@TempDir Path directory) throws Exception {
        SecretBox box = new SecretBox(directory.resolve("one.key"));
        String sealed = box.seal(SECRET, "anne");
        assertThat(sealed).isNotEqualTo(box.seal(SECRET, "anne"));
        assertThat(new SecretBox(directory.resolve("one.key")).open(sealed, "anne"))
                .hasValueSatisfying(opened -> assertThat(opened).isEqualTo(SECRET));
        assertThat(box.open(sealed, "bob")).isEmpty();
        assertThat(box.open((sealed.charAt(20) == 'A' ? "B" : "A") + sealed.substring(1), "anne"))
                .isEmpty();
        assertThat(new SecretBox(directory.resolve("other.key")).open(sealed, "anne"))
                .isEmpty();
        assertThat(Files.list(directory)).hasSize(2);
    }
}
