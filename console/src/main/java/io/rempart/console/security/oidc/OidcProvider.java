package io.rempart.console.security.oidc;

import io.rempart.console.security.oidc.ProviderConnection.Answer;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The organisation's service: where to send the browser, and what the code that it comes back with is worth. Authorisation code
 * flow with PKCE; OpenID Connect Core 1.0 and Discovery 1.0, RFC 7636, RFC 9207. What the service says of itself is kept for an
 * hour; a token with an unknown key has its keys asked for again, once a minute at most. At most {@value #MOST_AT_ONCE} log-ins
 * talk to it at a time. Thread-safe; blocks while it asks.
 */
public final class OidcProvider {
    static final int MOST_AT_ONCE = 4;
    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration BETWEEN_LOOKS_FOR_KEYS = Duration.ofMinutes(1);

    private final OidcSettings settings;
    private final Clock clock;
    private final ProviderConnection connection = new ProviderConnection();
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private @Nullable Known known;
    private Instant lastLookForKeys = Instant.EPOCH;

    public OidcProvider(OidcSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    private record Known(
            String authorization,
            String token,
            String keysAddress,
            boolean isSecretInForm,
            boolean saysIssuer,
            SigningKeys keys,
            Instant until) {
        Known with(SigningKeys fresh) {
            return new Known(authorization, token, keysAddress, isSecretInForm, saysIssuer, fresh, until);
        }
    }

    /**
     * Who somebody is there.
     *
     * @param email empty unless the service verified it
     * @param values of the claim that gives the role
     */
    public record Identity(String issuer, String subject, String preferredName, String email, List<String> values) {}

    private interface Work<T> {
        T done() throws OidcRefusal;
    }

    private <T> T inPlace(Work<T> work) throws OidcRefusal {
        if (!places.tryAcquire()) {
            throw new OidcRefusal(OidcRefusal.Reason.UNREACHABLE, "too many log-ins at once wait for the service");
        }
        try {
            return work.done();
        } finally {
            places.release();
        }
    }

    /** Where the browser goes. */
    public String address(LogInAttempt attempt, String returnAddress) throws OidcRefusal {
        String start = inPlace(this::known).authorization();
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", settings.clientId());
        query.put("redirect_uri", returnAddress);
        query.put("scope", String.join(" ", settings.scopes()));
        query.put("state", attempt.state());
        query.put("nonce", attempt.nonce());
        query.put("code_challenge", attempt.challenge());
        query.put("code_challenge_method", "S256");
        return start + (start.contains("?") ? "&" : "?") + form(query);
    }

    /**
     * Who comes back; the state was checked.
     *
     * @param saidIssuer the parameter {@code iss} of RFC 9207; null when there was none
     */
    public Identity identity(LogInAttempt attempt, String code, @Nullable String saidIssuer, String returnAddress)
            throws OidcRefusal {
        if (code.isEmpty() || code.length() > 4_096) {
            throw OidcRefusal.failed("the service sent no code");
        }
        return inPlace(() -> {
            Known service = known();
            if (saidIssuer == null ? service.saysIssuer() : !saidIssuer.equals(settings.issuer())) {
                throw OidcRefusal.failed("the answer comes from another issuer");
            }
            IdToken token = IdToken.read(idToken(service, attempt, code, returnAddress));
            if (!token.isSignedBy(service.keys().candidates(token.keyAlgorithm(), token.keyId()))) {
                Optional<SigningKeys> fresh = freshKeys(service);
                if (fresh.isEmpty() || !token.isSignedBy(fresh.get().candidates(token.keyAlgorithm(), token.keyId()))) {
                    throw OidcRefusal.failed("the ID token is not signed by a key of the service");
                }
            }
            token.check(settings, attempt.nonce(), clock.instant());
            JsonObject claims = token.claims();
            return new Identity(
                    settings.issuer(),
                    claims.text("sub"),
                    claims.text("preferred_username"),
                    claims.isTrue("email_verified") ? claims.text("email") : "",
                    claims.texts(settings.roleClaim()));
        });
    }

    private String idToken(Known service, LogInAttempt attempt, String code, String returnAddress) throws OidcRefusal {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", returnAddress);
        form.put("code_verifier", attempt.verifier());
        HttpRequest.Builder request = request(service.token());
        String secret = secret();
        if (secret.isEmpty() || service.isSecretInForm()) {
            form.put("client_id", settings.clientId());
            if (!secret.isEmpty()) {
                form.put("client_secret", secret);
            }
        } else {
            // RFC 6749, 2.3.1: both are form-encoded first
            String both = encoded(settings.clientId()) + ":" + encoded(secret);
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
        }
        Answer answer = connection.send(request.header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(form))));
        if (answer.status() != 200) {
            throw OidcRefusal.failed("the service answered the code with status " + answer.status());
        }
        return JsonObject.read(answer.body()).text("id_token");
    }

    private static HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(java.net.URI.create(address));
    }

    /** Read each time, so that a new secret needs no restart. */
    private String secret() throws OidcRefusal {
        Path file = settings.secretFile();
        if (file == null) {
            return "";
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw OidcRefusal.failed("the file console.oidc.client-secret-file can't be read");
        }
    }

    private synchronized Known known() throws OidcRefusal {
        if (known == null || !clock.instant().isBefore(known.until())) {
            known = discovered();
        }
        return known;
    }

    private Known discovered() throws OidcRefusal {
        String issuer = settings.issuer();
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        JsonObject document = JsonObject.read(body(base + "/.well-known/openid-configuration"));
        if (!document.text("issuer").equals(issuer)) {
            throw OidcRefusal.failed("the service calls itself another issuer than console.oidc.issuer");
        }
        List<String> methods = document.texts("token_endpoint_auth_methods_supported");
        String keys = safe(document, "jwks_uri");
        return new Known(
                safe(document, "authorization_endpoint"),
                safe(document, "token_endpoint"),
                keys,
                methods.contains("client_secret_post") && !methods.contains("client_secret_basic"),
                document.isTrue("authorization_response_iss_parameter_supported"),
                SigningKeys.read(body(keys)),
                clock.instant().plus(KEPT));
    }

    private String safe(JsonObject document, String name) throws OidcRefusal {
        String address = document.text(name);
        if (!OidcSettings.isSafe(address, settings.issuer())) {
            throw OidcRefusal.failed("the service's " + name + " is missing or no https address");
        }
        return address;
    }

    private byte[] body(String address) throws OidcRefusal {
        Answer answer = connection.get(address);
        if (answer.status() != 200) {
            throw new OidcRefusal(
                    OidcRefusal.Reason.UNREACHABLE, "the service described itself with status " + answer.status());
        }
        return answer.body();
    }

    /** The keys asked for again; empty when that was done less than a minute ago. */
    private synchronized Optional<SigningKeys> freshKeys(Known seen) throws OidcRefusal {
        Known now = known();
        if (now.keys() != seen.keys()) {
            return Optional.of(now.keys()); // another log-in just did
        }
        if (clock.instant().isBefore(lastLookForKeys.plus(BETWEEN_LOOKS_FOR_KEYS))) {
            return Optional.empty();
        }
        lastLookForKeys = clock.instant();
        Known fresh = now.with(SigningKeys.read(body(now.keysAddress())));
        known = fresh;
        return Optional.of(fresh.keys());
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(one -> one.getKey() + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
