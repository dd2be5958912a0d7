package io.rempart.console.security.oidc;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The service's public keys (RFC 7517): RSA of 2,048 to 8,192 bits and P-256, {@value #MOST} at most; others are passed over.
 * Immutable.
 */
record SigningKeys(List<Key> keys) {
    static final int MOST = 20;

    /** @param id empty where the service gives none */
    record Key(String id, PublicKey key) {}

    static SigningKeys read(byte[] json) throws OidcRefusal {
        List<Key> keys = new ArrayList<>();
        for (JsonObject one : JsonObject.read(json).objects("keys")) {
            if (keys.size() < MOST && !one.text("use").equals("enc")) {
                try {
                    addTo(keys, one);
                } catch (GeneralSecurityException | IllegalArgumentException e) {
                    // a key that can't be used signs nothing here; the others do
                }
            }
        }
        return new SigningKeys(List.copyOf(keys));
    }

    private static void addTo(List<Key> keys, JsonObject one) throws GeneralSecurityException {
        if (one.text("kty").equals("RSA")) {
            BigInteger modulus = number(one.text("n"));
            if (modulus.bitLength() >= 2_048 && modulus.bitLength() <= 8_192) {
                RSAPublicKeySpec spec = new RSAPublicKeySpec(modulus, number(one.text("e")));
                keys.add(new Key(one.text("kid"), KeyFactory.getInstance("RSA").generatePublic(spec)));
            }
        } else if (one.text("kty").equals("EC") && one.text("crv").equals("P-256")) {
            AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
            curve.init(new ECGenParameterSpec("secp256r1"));
            ECPublicKeySpec spec = new ECPublicKeySpec(
                    new ECPoint(number(one.text("x")), number(one.text("y"))),
                    curve.getParameterSpec(ECParameterSpec.class));
            keys.add(new Key(one.text("kid"), KeyFactory.getInstance("EC").generatePublic(spec)));
        }
    }

    private static BigInteger number(String base64url) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(base64url));
    }

    /** The keys that may have signed; all of the algorithm's when the token names none. */
    List<PublicKey> candidates(String keyAlgorithm, String id) {
        return keys.stream()
                .filter(one -> one.key().getAlgorithm().equals(keyAlgorithm))
                .filter(one -> id.isEmpty() || one.id().equals(id))
                .map(Key::key)
                .toList();
    }
}
