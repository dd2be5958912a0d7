package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.console.security.Accounts;
import io.rempart.console.security.ApiTokens;
import io.rempart.events.account.AccountStore.Account;
import io.rempart.events.account.AccountStore.AuditTrailEntry;
import io.rempart.events.account.ApiToken;
import io.rempart.events.account.TokenScope;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Programs come in by API tokens, to the paths of programs, and leave no trace in a browser's way. */
class ApiTokensTest {
    /** Behind every check there is nothing at these addresses: 404 says that the checks let one pass. */
    private static final String API = "/api/v1/nothing-is-here";

    private static final String BOUNCER = "/v1/decisions/nothing-is-here";

    private static RunningConsole console;
    private static ApiTokens tokens;

    @BeforeAll
    static void start() {
        console = new RunningConsole();
        ConsoleSecurityTest.account(console, "alice", Accounts.ADMIN);
        ConsoleSecurityTest.account(console, "victor", Accounts.VIEWER);
        tokens = new ApiTokens(console.accounts, Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    private static String secret(String account, @Nullable Instant expiresAt, TokenScope... scopes) {
        return created(account, expiresAt, scopes).secret();
    }

    private static ApiTokens.Created created(String account, @Nullable Instant expiresAt, TokenScope... scopes) {
        return tokens.create(
                        console.accounts.account(account).orElseThrow(), "t", Set.of(scopes), expiresAt, "alice", "::1")
                .orElseThrow();
    }

    private static int bearer(String path, String secret) {
        return new Visitor(console)
                .get(path, "Authorization", "Bearer " + secret)
                .statusCode();
    }

    @Test
    void acceptsATokenInEitherHeaderAndMakesNoSession() {
        String secret = secret("alice", null, TokenScope.READ, TokenScope.BOUNCER);
        Visitor program = new Visitor(console);
        HttpResponse<String> answer = program.get(API, "Authorization", "Bearer " + secret);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(program.get(API, "X-Api-Key", secret).statusCode()).isEqualTo(404);
        assertThat(program.get(BOUNCER, "X-Api-Key", secret).statusCode()).isEqualTo(404);
        assertThat(program.cookies.getCookieStore().getCookies()).isEmpty();
    }

    @Test
    void neverOpensAPageWithAToken() {
        String secret = secret("alice", null, TokenScope.values());
        for (String page : new String[] {"/", "/events", "/account", "/logs"}) {
            HttpResponse<String> answer = new Visitor(console).get(page, "Authorization", "Bearer " + secret);
            assertThat(answer.statusCode()).as(page).isEqualTo(302);
            assertThat(answer.headers().firstValue("Location").orElse(""))
                    .as(page)
                    .contains("/log-in");
        }
    }

    @Test
    void letsEachScopeDoItsOwnAndNothingElse() {
        assertThat(scopesThatMay("GET", API)).containsExactly(TokenScope.READ);
        assertThat(scopesThatMay("POST", API)).containsExactly(TokenScope.DECIDE);
        assertThat(scopesThatMay("DELETE", API)).containsExactly(TokenScope.DECIDE);
        assertThat(scopesThatMay("GET", "/api/v1/accounts/nothing")).containsExactly(TokenScope.ADMIN);
        assertThat(scopesThatMay("POST", "/api/v1/tokens/nothing")).containsExactly(TokenScope.ADMIN);
        assertThat(scopesThatMay("GET", BOUNCER)).containsExactly(TokenScope.BOUNCER);
        assertThat(scopesThatMay("GET", "/v1/alerts")).isEmpty();
        assertThat(scopesThatMay("GET", "/feeds/nothing-is-here")).containsExactly(TokenScope.BOUNCER);
        assertThat(scopesThatMay("POST", "/feeds/nothing-is-here")).isEmpty();
    }

    private static Set<TokenScope> scopesThatMay(String method, String path) {
        Set<TokenScope> may = new java.util.TreeSet<>();
        for (TokenScope scope : TokenScope.values()) {
            String secret = secret("alice", null, scope);
            int status = new Visitor(console)
                    .method(method, path, "X-Api-Key", secret)
                    .statusCode();
            assertThat(status).as(scope + " " + method + " " + path).isIn(403, 404, 405);
            if (status != 403) {
                may.add(scope);
            }
        }
        return may;
    }

    @Test
    void boundsATokenByTheRoleOfItsAccount() {
        String secret;
        ConsoleSecurityTest.account(console, "fallen", Accounts.ADMIN);
        secret = secret("fallen", null, TokenScope.READ, TokenScope.DECIDE, TokenScope.ADMIN);
        Visitor program = new Visitor(console);
        assertThat(program.method("POST", API, "X-Api-Key", secret).statusCode())
                .isEqualTo(404);
        change("fallen", Accounts.VIEWER, true);
        assertThat(program.method("POST", API, "X-Api-Key", secret).statusCode())
                .isEqualTo(403);
        assertThat(program.get("/api/v1/accounts/x", "X-Api-Key", secret).statusCode())
                .isEqualTo(403);
        assertThat(program.get(API, "X-Api-Key", secret).statusCode()).isEqualTo(404);
        change("fallen", Accounts.ADMIN, false);
        assertThat(program.get(API, "X-Api-Key", secret).statusCode()).isEqualTo(401);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> secret("victor", null, TokenScope.DECIDE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void change(String name, String role, boolean enabled) {
        Account account = console.accounts.account(name).orElseThrow();
        console.accounts.update(
                new Account(name, account.passwordHash(), role, "en", enabled, account.createdAt(), null));
    }

    @Test
    void refusesWrongExpiredAndRevokedTokensInTheWayOfThePath() {
        try (RunningConsole other = new RunningConsole()) {
            ConsoleSecurityTest.account(other, "alice", Accounts.ADMIN);
            ApiTokens others = new ApiTokens(other.accounts, Clock.systemUTC());
            Account alice = other.accounts.account("alice").orElseThrow();
            Set<TokenScope> scopes = Set.of(TokenScope.READ, TokenScope.BOUNCER);
            String expired = others.create(alice, "old", scopes, Instant.now().minusSeconds(1), "alice", "")
                    .orElseThrow()
                    .secret();
            ApiTokens.Created revoked =
                    others.create(alice, "gone", scopes, null, "alice", "").orElseThrow();
            String right = others.create(alice, "right", scopes, null, "alice", "")
                    .orElseThrow()
                    .secret();
            assertThat(others.revoke(revoked.token().id(), "alice", "")).isTrue();
            for (String wrong : new String[] {expired, revoked.secret(), "none", right + "x"}) {
                HttpResponse<String> answer = new Visitor(other).get(API, "Authorization", "Bearer " + wrong);
                assertThat(answer.statusCode()).isEqualTo(401);
                assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                        .startsWith("application/problem+json");
                assertThat(answer.body())
                        .contains("\"status\":401", "wrong, expired or revoked")
                        .doesNotContain("x\"");
            }
            HttpResponse<String> bouncer = new Visitor(other).get(BOUNCER, "X-Api-Key", revoked.secret());
            assertThat(bouncer.statusCode()).isEqualTo(403);
            assertThat(bouncer.body().strip()).isEqualTo("{\"message\":\"access forbidden\"}");

            HttpResponse<String> slow = new Visitor(other).get(API, "X-Api-Key", "guess");
            assertThat(slow.statusCode()).as("the sixth wrong token").isEqualTo(429);
            assertThat(slow.headers().firstValue("Retry-After")).isPresent();
            assertThat(new Visitor(other).get(API, "X-Api-Key", right).statusCode())
                    .as("a right one from the same address")
                    .isEqualTo(404);
            assertThat(other.accounts.auditTrail(null, 100))
                    .extracting(AuditTrailEntry::action)
                    .filteredOn("token-refused"::equals)
                    .hasSize(5);
            assertThat(new Visitor(other)
                            .logIn("alice", RunningConsole.PASSWORD)
                            .headers()
                            .firstValue("Location")
                            .orElse(""))
                    .as("people of that network still log in")
                    .doesNotContain("log-in");
        }
    }

    @Test
    void asksProgramsForATokenInsteadOfShowingThemTheLogInPage() {
        Visitor stranger = new Visitor(console);
        assertThat(stranger.get(API).statusCode()).isEqualTo(401);
        assertThat(stranger.get(API).headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(stranger.get("/metrics").statusCode()).isEqualTo(401);
        assertThat(stranger.get("/feeds/x").statusCode()).isEqualTo(401);
        assertThat(stranger.get(BOUNCER).statusCode()).isEqualTo(403);
        assertThat(stranger.post(API, "a=b").statusCode()).isEqualTo(401);
        assertThat(stranger.get("/health/live").statusCode()).isNotIn(302, 401, 403);
    }

    @Test
    void letsASessionUseTheApiWithItsCsrfToken() {
        Visitor alice = new Visitor(console);
        alice.logIn("alice", RunningConsole.PASSWORD);
        assertThat(alice.get(API).statusCode()).isEqualTo(404);
        assertThat(alice.post(API, "a=b").statusCode()).isEqualTo(403);
        assertThat(alice.post(API, "a=b").body()).contains("CSRF");
        assertThat(alice.submit("/account", API, "a=b").statusCode()).isIn(404, 405);
        Visitor victor = new Visitor(console);
        victor.logIn("victor", RunningConsole.PASSWORD);
        assertThat(victor.get(API).statusCode()).isEqualTo(404);
        assertThat(victor.submit("/account", API, "a=b").statusCode()).isEqualTo(403);
        assertThat(victor.get("/api/v1/accounts/x").statusCode()).isEqualTo(403);
    }

    @Test
    void notesWhenAndWhenceATokenWasUsedAndStoresNoSecret() {
        ApiTokens.Created created = created("alice", Instant.now().plusSeconds(600), TokenScope.READ);
        assertThat(bearer(API, created.secret())).isEqualTo(404);
        ApiToken used = tokens.tokens("alice").stream()
                .filter(token -> token.id() == created.token().id())
                .findFirst()
                .orElseThrow();
        assertThat(used.lastUsedAt()).isNotNull();
        assertThat(used.lastAddress()).isEqualTo("127.0.0.1");
        assertThat(used.toString()).doesNotContain(created.secret());
        assertThat(console.accounts.auditTrail(null, 1_000))
                .extracting(AuditTrailEntry::detail)
                .noneSatisfy(detail -> assertThat(detail).contains("rempart_"));
    }
}
