package io.rempart.console.security;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an authenticator says about itself and its user; Web Authentication Level 2, 6.1. Problems are
 * {@link IllegalArgumentException}s. Immutable.
 *
 * @param credentialId null in a log-in, where no key is told
 * @param key of ES256, RS256 or EdDSA; null in a log-in
 */
record AuthenticatorData(
        byte[] rpIdHash,
        boolean isUserPresent,
        boolean isUserVerified,
        long signCount,
        byte @Nullable [] credentialId,
        @Nullable PublicKey key) {
    private static final int SHORTEST = 37;
    private static final int LONGEST = 4_096;
    private static final int LONGEST_ID = 256;
    /** SubjectPublicKeyInfo of Ed25519 up to the key; RFC 8410. */
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    static AuthenticatorData read(byte[] bytes) {
        if (bytes.length < SHORTEST || bytes.length > LONGEST) {
            throw new IllegalArgumentException("authenticator data of " + bytes.length + " bytes");
        }
        int flags = bytes[32];
        byte[] id = null;
        PublicKey key = null;
        if ((flags & 0x40) != 0) {
            if (bytes.length < SHORTEST + 18) {
                throw new IllegalArgumentException("no credential in it");
            }
            int length = (bytes[53] & 0xFF) << 8 | bytes[54] & 0xFF;
            if (length == 0 || length > LONGEST_ID || bytes.length < 55 + length) {
                throw new IllegalArgumentException("credential id of " + length + " bytes");
            }
            id = Arrays.copyOfRange(bytes, 55, 55 + length);
            key = key(new Cbor(bytes, 55 + length).map());
        }
        long count = 0;
        for (int i = 33; i < 37; i++) {
            count = count << 8 | bytes[i] & 0xFF;
        }
        return new AuthenticatorData(Arrays.copyOf(bytes, 32), (flags & 1) != 0, (flags & 4) != 0, count, id, key);
    }

    boolean isFor(String rpId) {
        try {
            return MessageDigest.isEqual(
                    rpIdHash, MessageDigest.getInstance("SHA-256").digest(rpId.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    /** A COSE key, RFC 9053: only the three kinds that were offered. */
    private static PublicKey key(Map<Object, Object> cose) {
        long type = number(cose, 1);
        long algorithm = number(cose, 3);
        try {
            if (type == 2 && algorithm == -7 && number(cose, -1) == 1) {
                AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
                parameters.init(new ECGenParameterSpec("secp256r1"));
                ECPoint point = new ECPoint(positive(cose, -2), positive(cose, -3));
                return KeyFactory.getInstance("EC")
                        .generatePublic(new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
            }
            if (type == 3 && algorithm == -257) {
                BigInteger modulus = positive(cose, -1);
                if (modulus.bitLength() < 2_048 || modulus.bitLength() > 8_192) {
                    throw new IllegalArgumentException("RSA key of " + modulus.bitLength() + " bits");
                }
                return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, positive(cose, -2)));
            }
            if (type == 1 && algorithm == -8 && number(cose, -1) == 6) {
                byte[] raw = bytes(cose, -2);
                if (raw.length != 32) {
                    throw new IllegalArgumentException("Ed25519 key of " + raw.length + " bytes");
                }
                byte[] whole = Arrays.copyOf(ED25519, ED25519.length + 32);
                System.arraycopy(raw, 0, whole, ED25519.length, 32);
                return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(whole));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key can't be used", e);
        }
        throw new IllegalArgumentException("key of type " + type + " and algorithm " + algorithm);
    }

    private static long number(Map<Object, Object> map, long label) {
        if (map.get(label) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("the key lacks the number " + label);
    }

    private static byte[] bytes(Map<Object, Object> map, long label) {
        if (map.get(label) instanceof byte[] bytes) {
            return bytes;
        }
        throw new IllegalArgumentException("the key lacks the bytes " + label);
    }

    private static BigInteger positive(Map<Object, Object> map, long label) {
        return new BigInteger(1, bytes(map, label));
    }
}
