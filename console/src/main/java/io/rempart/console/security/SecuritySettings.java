package io.rempart.console.security;

import io.rempart.console.security.oidc.OidcSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the console guards its door. Immutable.
 *
 * @param certificate PEM file with the certificate and its chain; null for plain HTTP
 * @param privateKey PEM file with the certificate's key; given when the certificate is
 * @param isPlainAllowed whether it may listen beyond loopback without TLS and without a trusted proxy
 * @param isDemo whether everybody looks on as a viewer without log-in, and nobody can change anything
 * @param oidc the organisation's log-in; null where there is none
 */
public record SecuritySettings(
        SecondFactorRule secondFactor,
        @Nullable Path certificate,
        @Nullable Path privateKey,
        boolean isPlainAllowed,
        boolean isDemo,
        @Nullable OidcSettings oidc) {
    public static final SecuritySettings USUAL =
            new SecuritySettings(SecondFactorRule.OPTIONAL, null, null, false, false, null);

    public SecuritySettings withSecondFactor(SecondFactorRule rule) {
        return new SecuritySettings(rule, certificate, privateKey, isPlainAllowed, isDemo, oidc);
    }

    public SecuritySettings withTls(@Nullable Path newCertificate, @Nullable Path newPrivateKey) {
        return new SecuritySettings(secondFactor, newCertificate, newPrivateKey, isPlainAllowed, isDemo, oidc);
    }

    public SecuritySettings withPlain(boolean allowed) {
        return new SecuritySettings(secondFactor, certificate, privateKey, allowed, isDemo, oidc);
    }

    public SecuritySettings withDemo(boolean demo) {
        return new SecuritySettings(secondFactor, certificate, privateKey, isPlainAllowed, demo, oidc);
    }

    public SecuritySettings withOidc(@Nullable OidcSettings newOidc) {
        return new SecuritySettings(secondFactor, certificate, privateKey, isPlainAllowed, isDemo, newOidc);
    }
}
