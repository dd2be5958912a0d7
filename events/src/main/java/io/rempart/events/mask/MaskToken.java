package io.rempart.events.mask;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What stands in the place of a secret: {@code [masked:1f3a9c0b2d4e]}, the first 48 bits of HMAC-SHA256 (RFC 2104) of the
 * percent-decoded value under a key of this installation. The same secret gives the same token, so that "the same password was
 * tried" stays searchable; without the key the token tells nothing. Thread-safe.
 */
public final class MaskToken {
    static final String START = "[masked:";
    private static final int HEX_DIGITS = 12;
    private static final int LENGTH = START.length() + HEX_DIGITS + 1;

    private final ThreadLocal<Mac> macs;

    /** @param key at least 16 random bytes, kept with the store */
    public MaskToken(byte[] key) {
        if (key.length < 16) {
            throw new IllegalArgumentException("a masking key has at least 16 bytes");
        }
        byte[] copy = key.clone();
        this.macs = ThreadLocal.withInitial(() -> mac(copy));
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }

    /** The token of a secret (one character a byte). A token stays as it is, an empty value too. */
    public String of(String secret) {
        if (secret.isEmpty() || isToken(secret)) {
            return secret;
        }
        String plain = SecretNames.percentDecoded(secret);
        byte[] hash = macs.get().doFinal(plain.getBytes(StandardCharsets.ISO_8859_1));
        return START + HexFormat.of().formatHex(hash, 0, HEX_DIGITS / 2) + "]";
    }

    static boolean isToken(String text) {
        return text.length() == LENGTH && text.startsWith(START) && text.endsWith("]");
    }

    /** The length of the token that begins at {@code index}; 0 when none does. */
    static int tokenAt(String text, int index) {
        return text.startsWith(START, index)
                        && index + LENGTH <= text.length()
                        && text.charAt(index + LENGTH - 1) == ']'
                ? LENGTH
                : 0;
    }
}
