package io.rempart.console.security.oidc;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * What the service says of a person, signed (OpenID Connect Core 1.0, 2 and 3.1.3.7; RFC 7515): RS256 and ES256 only, since the
 * token must not choose how weakly it is checked. Immutable.
 */
record IdToken(String algorithm, String keyId, byte[] signed, byte[] signature, JsonObject claims) {
    static final int LONGEST = 32_768;
    static final Duration SKEW = Duration.ofSeconds(60);
    /** How long a person may take at the service, after which its answer is an old one. */
    static final Duration OLDEST = Duration.ofMinutes(15);

    static IdToken read(String compact) throws OidcRefusal {
        String[] parts = compact.split("\\.", -1);
        if (compact.length() > LONGEST || parts.length != 3) {
            throw OidcRefusal.failed("the ID token is missing, too long or no signed token");
        }
        try {
            JsonObject header = JsonObject.read(Base64.getUrlDecoder().decode(parts[0]));
            if (header.has("crit")) {
                throw OidcRefusal.failed("the ID token wants an extension that is not known");
            }
            return new IdToken(
                    header.text("alg"),
                    header.text("kid"),
                    (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII),
                    Base64.getUrlDecoder().decode(parts[2]),
                    JsonObject.read(Base64.getUrlDecoder().decode(parts[1])));
        } catch (IllegalArgumentException e) {
            throw OidcRefusal.failed("the ID token is no base64url");
        }
    }

    /** The kind of key that must have signed it. */
    String keyAlgorithm() throws OidcRefusal {
        return switch (algorithm) {
            case "RS256" -> "RSA";
            case "ES256" -> "EC";
            default -> throw OidcRefusal.failed("the ID token is signed neither with RS256 nor with ES256");
        };
    }

    boolean isSignedBy(List<PublicKey> candidates) throws OidcRefusal {
        String scheme = keyAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSAinP1363Format";
        for (PublicKey key : candidates) {
            try {
                Signature check = Signature.getInstance(scheme);
                check.initVerify(key);
                check.update(signed);
                if (check.verify(signature)) {
                    return true;
                }
            } catch (GeneralSecurityException e) {
                // not by this key
            }
        }
        return false;
    }

    void check(OidcSettings settings, String nonce, Instant now) throws OidcRefusal {
        if (!claims.text("iss").equals(settings.issuer())) {
            throw OidcRefusal.failed("the ID token is another issuer's");
        }
        List<String> audience = claims.texts("aud");
        boolean isForOthers = audience.size() > 1 && !claims.has("azp")
                || claims.has("azp") && !claims.text("azp").equals(settings.clientId());
        if (!audience.contains(settings.clientId()) || isForOthers) {
            throw OidcRefusal.failed("the ID token is for another client");
        }
        double time = now.getEpochSecond();
        if (claims.time("exp") + SKEW.toSeconds() <= time) {
            throw OidcRefusal.failed("the ID token has expired");
        }
        double issued = claims.time("iat");
        if (issued - SKEW.toSeconds() > time || issued + OLDEST.toSeconds() + SKEW.toSeconds() < time) {
            throw OidcRefusal.failed("the ID token is of another time; compare the clocks");
        }
        if (claims.has("nbf") && claims.time("nbf") - SKEW.toSeconds() > time) {
            throw OidcRefusal.failed("the ID token is not yet valid");
        }
        if (!claims.text("nonce").equals(nonce)) {
            throw OidcRefusal.failed("the ID token answers another log-in");
        }
        String subject = claims.text("sub");
        if (subject.isEmpty() || subject.length() > 255) {
            throw OidcRefusal.failed("the ID token names no subject");
        }
    }
}
