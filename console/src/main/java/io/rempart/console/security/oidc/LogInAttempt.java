package io.rempart.console.security.oidc;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * One try to log in. All that the protocol wants kept (state, nonce, the verifier of RFC 7636) is derived from one secret of 256
 * bits that only the browser keeps, in a cookie: strangers who begin log-ins by the thousand fill nothing here. Immutable.
 */
public record LogInAttempt(String secret) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    public static LogInAttempt fresh() {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        return new LogInAttempt(TEXT.encodeToString(bits));
    }

    /** Empty when it is no secret of ours. */
    public static Optional<LogInAttempt> of(@Nullable String secret) {
        return secret != null && secret.matches("[A-Za-z0-9_-]{43}")
                ? Optional.of(new LogInAttempt(secret))
                : Optional.empty();
    }

    String state() {
        return derived("state");
    }

    String nonce() {
        return derived("nonce");
    }

    String verifier() {
        return derived("verifier");
    }

    /** RFC 7636, 4.2: S256. */
    String challenge() {
        try {
            return TEXT.encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(verifier().getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    public boolean isAnsweredBy(@Nullable String state) {
        return state != null
                && MessageDigest.isEqual(
                        state().getBytes(StandardCharsets.US_ASCII), state.getBytes(StandardCharsets.UTF_8));
    }

    private String derived(String what) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return TEXT.encodeToString(mac.doFinal(what.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    @Override
    public String toString() {
        return "LogInAttempt";
    }
}
