package io.rempart.console.security;

import io.rempart.console.security.oidc.LogInAttempt;
import io.rempart.console.security.oidc.OidcProvider;
import io.rempart.console.security.oidc.OidcRefusal;
import io.rempart.console.security.oidc.OidcRefusal.Reason;
import io.rempart.console.security.oidc.OidcSettings;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Logs in who comes from the organisation's service, with the throttle and the audit trail of every log-in. Between the two steps
 * the browser alone remembers, in a cookie, for ten minutes. The service answers for second factors. Thread-safe; blocks while
 * the service is asked.
 */
public final class OidcLogIn {
    private static final System.Logger LOG = System.getLogger(OidcLogIn.class.getName());
    private static final String COOKIE = "rempart-oidc";
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** With more the cookie would grow too large for some browsers; the person lands on the first page then. */
    private static final int LONGEST_NEXT = 2_000;

    private final @Nullable OidcSettings settings;
    private final @Nullable OidcProvider provider;
    private final OidcAccounts oidcAccounts;
    private final Accounts accounts;
    private final SecondStep secondStep;

    OidcLogIn(
            SecuritySettings security,
            OidcAccounts oidcAccounts,
            Accounts accounts,
            SecondStep secondStep,
            Clock clock) {
        this.settings = security.isDemo() ? null : security.oidc();
        this.provider = settings == null ? null : new OidcProvider(settings, clock);
        this.oidcAccounts = oidcAccounts;
        this.accounts = accounts;
        this.secondStep = secondStep;
    }

    /** What the button says; empty when nothing is configured. */
    public Optional<String> label() {
        return Optional.ofNullable(settings).map(OidcSettings::label);
    }

    /**
     * The address of the service to send the browser to.
     *
     * @throws TooManyAttempts when the address must wait first
     */
    public String begin(String next, HttpServletRequest request, HttpServletResponse response) throws OidcRefusal {
        accounts.waitFor(request.getRemoteAddr());
        if (provider == null || accounts.none()) {
            throw new OidcRefusal(Reason.AGAIN, "not configured, or no first account");
        }
        LogInAttempt attempt = LogInAttempt.fresh();
        try {
            String address = provider.address(attempt, returnAddress(request));
            String kept = next.length() > LONGEST_NEXT ? "/" : next;
            setCookie(
                    attempt.secret() + "."
                            + Base64.getUrlEncoder()
                                    .withoutPadding()
                                    .encodeToString(kept.getBytes(StandardCharsets.UTF_8)),
                    PATIENCE,
                    request,
                    response);
            return address;
        } catch (OidcRefusal refusal) {
            tell(refusal);
            throw refusal;
        }
    }

    /**
     * Lets in who comes back.
     *
     * @return the path where the person wanted to go
     * @throws TooManyAttempts when the address must wait first
     */
    public String complete(HttpServletRequest request, HttpServletResponse response) throws OidcRefusal {
        String address = request.getRemoteAddr();
        accounts.waitFor(address);
        String[] kept = cookie(request).split("\\.", 2);
        Optional<LogInAttempt> attempt = LogInAttempt.of(kept[0]);
        if (settings == null || provider == null || attempt.isEmpty() || accounts.none()) {
            // nothing to guess without a cookie, and a foreign page can send anybody here: no failure is counted
            throw new OidcRefusal(Reason.AGAIN, "nobody began this log-in");
        }
        setCookie("", Duration.ZERO, request, response);
        try {
            String name = oidcAccounts.account(identity(provider, attempt.get(), request), settings, address);
            Person person = accounts.person(name)
                    .orElseThrow(() -> new OidcRefusal(Reason.DISABLED, "the account " + name + " is disabled"));
            secondStep.admit(person, "by " + settings.issuer(), request, response);
        } catch (OidcRefusal refusal) {
            tell(refusal);
            if (refusal.reason() != Reason.UNREACHABLE) {
                accounts.failedBecause("oidc-failed", String.valueOf(refusal.getMessage()), address);
            }
            throw refusal;
        }
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.setAttribute(StandingLogIn.HAS_SECOND_FACTOR, true);
        }
        return kept.length == 2 ? next(kept[1]) : "/";
    }

    private static OidcProvider.Identity identity(
            OidcProvider provider, LogInAttempt attempt, HttpServletRequest request) throws OidcRefusal {
        if (!attempt.isAnsweredBy(request.getParameter("state"))) {
            throw new OidcRefusal(Reason.FAILED, "the answer belongs to another log-in (state)");
        }
        if (request.getParameter("error") != null) {
            throw new OidcRefusal(Reason.FAILED, "the service let nobody in");
        }
        String code = request.getParameter("code");
        return provider.identity(
                attempt, code == null ? "" : code, request.getParameter("iss"), returnAddress(request));
    }

    private static void tell(OidcRefusal refusal) {
        LOG.log(
                System.Logger.Level.WARNING,
                "OpenID Connect: no log-in: "
                        + String.valueOf(refusal.getMessage()).replaceAll("\\p{C}", "?"));
    }

    /** As the browser sees this console; the host name was checked. */
    private static String returnAddress(HttpServletRequest request) {
        String host = String.valueOf(request.getHeader("Host")).toLowerCase(Locale.ROOT);
        return (request.isSecure() ? "https://" : "http://") + host + "/log-in/oidc/return";
    }

    private static String next(String encoded) {
        try {
            return ReturnPath.safe(new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return "/";
        }
    }

    private static String cookie(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies() == null ? new Cookie[0] : request.getCookies();
        return Arrays.stream(cookies)
                .filter(one -> one.getName().equals(COOKIE))
                .map(Cookie::getValue)
                .findFirst()
                .orElse("");
    }

    private static void setCookie(
            String value, Duration age, HttpServletRequest request, HttpServletResponse response) {
        Cookie cookie = new Cookie(COOKIE, value);
        cookie.setPath("/log-in/oidc");
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setMaxAge((int) age.toSeconds());
        cookie.setAttribute("SameSite", "Lax"); // the way back is a link on another site
        response.addCookie(cookie);
    }
}
