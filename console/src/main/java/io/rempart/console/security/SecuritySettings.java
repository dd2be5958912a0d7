package io.rempart.console.security;

import io.rempart.console.security.oidc.OidcSettings;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How the console guards its door. Immutable.
 *
 * @param certificate PEM file with the certificate and its chain; null for plain HTTP
 * @param privateKey PEM file with the certificate's key; given when the certificate is
 * @param isPlainAllowed whether it may listen beyond loopback without TLS and without a trusted proxy
 * @param isDemo whether everybody looks on as a viewer without log-in, and nobody can change anything
 * @param areMetricsOnLoopbackOnly whether {@code /metrics} answers to this machine alone
 * @param oidc the organisation's log-in; null where there is none
 */
public record SecuritySettings(
        SecondFactorRule secondFactor,
        @Nullable Path certificate,
        @Nullable Path privateKey,
        boolean isPlainAllowed,
        boolean isDemo,
        boolean areMetricsOnLoopbackOnly,
        @Nullable OidcSettings oidc) {
    public static final SecuritySettings USUAL =
            new SecuritySettings(SecondFactorRule.OPTIONAL, null, null, false, false, false, null);

    private SecuritySettings with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new SecuritySettings(
                draft.secondFactor,
                draft.certificate,
                draft.privateKey,
                draft.isPlainAllowed,
                draft.isDemo,
                draft.areMetricsOnLoopbackOnly,
                draft.oidc);
    }

    /** What a changed copy is made from. */
    private static final class Draft {
        private SecondFactorRule secondFactor;
        private @Nullable Path certificate;
        private @Nullable Path privateKey;
        private boolean isPlainAllowed;
        private boolean isDemo;
        private boolean areMetricsOnLoopbackOnly;
        private @Nullable OidcSettings oidc;

        Draft(SecuritySettings from) {
            secondFactor = from.secondFactor;
            certificate = from.certificate;
            privateKey = from.privateKey;
            isPlainAllowed = from.isPlainAllowed;
            isDemo = from.isDemo;
            areMetricsOnLoopbackOnly = from.areMetricsOnLoopbackOnly;
            oidc = from.oidc;
        }
    }

    public SecuritySettings withSecondFactor(SecondFactorRule rule) {
        return with(draft -> draft.secondFactor = rule);
    }

    public SecuritySettings withTls(@Nullable Path newCertificate, @Nullable Path newPrivateKey) {
        return with(draft -> {
            draft.certificate = newCertificate;
            draft.privateKey = newPrivateKey;
        });
    }

    public SecuritySettings withPlain(boolean allowed) {
        return with(draft -> draft.isPlainAllowed = allowed);
    }

    public SecuritySettings withDemo(boolean demo) {
        return with(draft -> draft.isDemo = demo);
    }

    public SecuritySettings withMetricsOnLoopbackOnly(boolean only) {
        return with(draft -> draft.areMetricsOnLoopbackOnly = only);
    }

    public SecuritySettings withOidc(@Nullable OidcSettings newOidc) {
        return with(draft -> draft.oidc = newOidc);
    }
}
