package io.rempart.console.security.oidc;

import io.rempart.console.security.Accounts;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which organisation's service people log in with, and what its claims let them do. Immutable.
 *
 * @param issuer exactly as the service calls itself; https, or http on loopback
 * @param secretFile file with the client's secret; null for a public client
 * @param name what the button calls the service; empty for the issuer's host
 * @param roleClaim claim with the values that {@code admins}, {@code analysts} and {@code viewers} list; dots lead into objects
 * @param allowed subjects or verified e-mail addresses; empty for everybody whom a role is given
 */
public record OidcSettings(
        String issuer,
        String clientId,
        @Nullable Path secretFile,
        String name,
        List<String> scopes,
        String roleClaim,
        List<String> admins,
        List<String> analysts,
        List<String> viewers,
        List<String> allowed) {
    /** @throws IllegalArgumentException in one sentence, when it can't work */
    public OidcSettings {
        if (!isSafe(issuer, issuer)) {
            throw new IllegalArgumentException(
                    "console.oidc.issuer: '" + issuer + "' is no https address (http is taken on loopback only)");
        }
        if (clientId.isBlank()) {
            throw new IllegalArgumentException(
                    "console.oidc.client-id is missing; the service gives it to its clients");
        }
        if (admins.isEmpty() && analysts.isEmpty() && viewers.isEmpty()) {
            throw new IllegalArgumentException("console.oidc: nobody could log in; name values of the claim '"
                    + roleClaim + "' in console.oidc.admins, .analysts or .viewers");
        }
        if (!scopes.contains("openid")) {
            throw new IllegalArgumentException("console.oidc.scopes: without openid the service gives no ID token");
        }
        scopes = List.copyOf(scopes);
        admins = List.copyOf(admins);
        analysts = List.copyOf(analysts);
        viewers = List.copyOf(viewers);
        allowed = List.copyOf(allowed);
    }

    /** What the button says. */
    public String label() {
        return name.isBlank() ? String.valueOf(URI.create(issuer).getHost()) : name;
    }

    /** The highest role that the values give; empty when they give none. */
    public Optional<String> role(Collection<String> values) {
        if (admins.stream().anyMatch(values::contains)) {
            return Optional.of(Accounts.ADMIN);
        }
        if (analysts.stream().anyMatch(values::contains)) {
            return Optional.of(Accounts.ANALYST);
        }
        return viewers.stream().anyMatch(values::contains) ? Optional.of(Accounts.VIEWER) : Optional.empty();
    }

    /** Whether an address of the service may be asked: https, or http on loopback when the issuer is there too. */
    static boolean isSafe(String address, String issuer) {
        try {
            URI uri = URI.create(address);
            if (uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
                return false;
            }
            return "https".equalsIgnoreCase(uri.getScheme())
                    || isPlainLoopback(uri) && isPlainLoopback(URI.create(issuer));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isPlainLoopback(URI uri) {
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        return "http".equalsIgnoreCase(uri.getScheme())
                && (host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}"));
    }
}
