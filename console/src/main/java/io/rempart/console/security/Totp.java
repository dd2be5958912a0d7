package io.rempart.console.security;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-based one-time passwords, RFC 6238: HMAC-SHA-1, six digits, steps of 30 seconds, one step before and after accepted;
 * what every authenticator app computes. Stateless.
 */
final class Totp {
    static final int STEP_SECONDS = 30;
    private static final int SECRET_BYTES = 20;
    private static final int WINDOW = 1;
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Totp() {}

    /** 160 random bits, as RFC 4226 recommends. */
    static byte[] newSecret(SecureRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    /** The step after {@code lastUsed} whose code this is; empty when there is none in the window. */
    static OptionalLong step(byte[] secret, String code, Instant now, long lastUsed) {
        if (!code.matches("\\d{6}")) {
            return OptionalLong.empty();
        }
        int offered = Integer.parseInt(code);
        long present = Math.floorDiv(now.getEpochSecond(), STEP_SECONDS);
        OptionalLong found = OptionalLong.empty();
        for (long step = present - WINDOW; step <= present + WINDOW; step++) {
            if (code(secret, step) == offered && step > lastUsed) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /** The code of a step; RFC 4226, 5.3. */
    static int code(byte[] secret, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
            int offset = hash[hash.length - 1] & 0x0F;
            return (ByteBuffer.wrap(hash, offset, 4).getInt() & 0x7FFF_FFFF) % 1_000_000;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    /** RFC 4648 without padding: how apps take a secret by hand. */
    static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte b : bytes) {
            buffer = buffer << 8 | b & 0xFF;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(BASE32.charAt(buffer >> bits & 31));
            }
            buffer &= (1 << bits) - 1;
        }
        if (bits > 0) {
            text.append(BASE32.charAt(buffer << 5 - bits & 31));
        }
        return text.toString();
    }
}
