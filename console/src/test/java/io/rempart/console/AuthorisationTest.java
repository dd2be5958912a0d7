package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddressString;
import io.rempart.console.security.AccessTable;
import io.rempart.console.security.AccessTable.Least;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.ApiTokens;
import io.rempart.events.account.AccountStore.Account;
import io.rempart.events.account.TokenScope;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Walks every route that the web framework knows, as everybody: what each gets stands in docs/reference/authorisation.md. A new
 * route, or another answer, makes this test fail until the table is written again ({@code -Drempart.write-docs=true}) and read.
 */
class AuthorisationTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "reference", "authorisation.md");

    /** Who asks. */
    private enum Who {
        NOBODY("nobody"),
        VIEWER("viewer"),
        ANALYST("analyst"),
        ADMIN("admin"),
        WRONG_CSRF("admin, wrong CSRF token"),
        DISABLED("admin, disabled"),
        READ("token read"),
        DECIDE("token decide"),
        ADMIN_SCOPE("token admin"),
        BOUNCER("token bouncer"),
        METRICS("token metrics"),
        EXPIRED("token expired"),
        REVOKED("token revoked");

        final String title;

        Who(String title) {
            this.title = title;
        }

        @Nullable
        TokenScope scope() {
            return switch (this) {
                case READ -> TokenScope.READ;
                case DECIDE -> TokenScope.DECIDE;
                case ADMIN_SCOPE -> TokenScope.ADMIN;
                case BOUNCER -> TokenScope.BOUNCER;
                case METRICS -> TokenScope.METRICS;
                default -> null;
            };
        }

        boolean isToken() {
            return ordinal() >= READ.ordinal();
        }
    }

    private static RunningConsole console;
    private static final Map<Who, Visitor> PEOPLE = new EnumMap<>(Who.class);
    private static final Map<Who, HttpClient> CLIENTS = new EnumMap<>(Who.class);
    private static final Map<Who, String> CSRF = new EnumMap<>(Who.class);
    private static final Map<Who, String> SECRETS = new EnumMap<>(Who.class);
    private static final StringBuffer LOGGED = new StringBuffer();
    private static final Handler LOG = new Handler() {
        @Override
        public void publish(LogRecord record) {
            LOGGED.append(record.getLevel())
                    .append(' ')
                    .append(record.getMessage())
                    .append(' ')
                    .append(Arrays.toString(record.getParameters()))
                    .append(' ');
            for (Throwable cause = record.getThrown(); cause != null; cause = cause.getCause()) {
                LOGGED.append(cause).append(' ');
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private static int calls;

    @BeforeAll
    static void start() {
        Logger.getLogger("").addHandler(LOG);
        console = new RunningConsole(
                RunningConsole.settings().withNames(List.of(), List.of(new IPAddressString("127.0.0.1").getAddress())));
        console.fill(20);
        for (Who who : List.of(Who.VIEWER, Who.ANALYST, Who.ADMIN, Who.WRONG_CSRF, Who.DISABLED)) {
            String role = who == Who.VIEWER ? Accounts.VIEWER : who == Who.ANALYST ? Accounts.ANALYST : Accounts.ADMIN;
            String name = who.name().toLowerCase(java.util.Locale.ROOT);
            ConsoleSecurityTest.account(console, name, role);
            Visitor visitor = new Visitor(console);
            visitor.logIn(name, RunningConsole.PASSWORD);
            CSRF.put(who, visitor.token("/account"));
            PEOPLE.put(who, visitor);
        }
        CSRF.put(Who.WRONG_CSRF, "wrong");
        Visitor nobody = new Visitor(console);
        CSRF.put(Who.NOBODY, nobody.token("/log-in"));
        PEOPLE.put(Who.NOBODY, nobody);
        Account disabled = console.accounts.account("disabled").orElseThrow();
        console.accounts.update(new Account(
                "disabled", disabled.passwordHash(), disabled.role(), "", false, disabled.createdAt(), null));

        ApiTokens tokens = new ApiTokens(console.accounts, Clock.systemUTC());
        Account admin = console.accounts.account("admin").orElseThrow();
        for (Who who : Who.values()) {
            TokenScope scope = who.scope();
            if (who.isToken()) {
                Set<TokenScope> scopes = scope == null ? Set.of(TokenScope.values()) : Set.of(scope);
                Instant expiresAt = who == Who.EXPIRED ? Instant.now().minusSeconds(5) : null;
                ApiTokens.Created created = tokens.create(admin, who.name(), scopes, expiresAt, "admin", "")
                        .orElseThrow();
                SECRETS.put(who, created.secret());
                if (who == Who.REVOKED) {
                    tokens.revoke(created.token().id(), "admin", "");
                }
            }
        }
    }

    @AfterAll
    static void stop() {
        console.close();
        Logger.getLogger("").removeHandler(LOG);
    }

    @Test
    void givesEverybodyWhatTheTableSaysAndNothingElse() throws Exception {
        StringBuilder table = new StringBuilder(HEAD);
        table.append("| route |");
        StringBuilder line = new StringBuilder("|---|");
        for (Who who : Who.values()) {
            table.append(' ').append(who.title).append(" |");
            line.append("---|");
        }
        table.append('\n').append(line).append('\n');
        List<String> wrong = new ArrayList<>();
        // the log-out comes last: it ends the sessions that the others need
        Set<String> routes = new TreeSet<>(console.server.routes());
        routes.remove("POST /log-out");
        List<String> inOrder = new ArrayList<>(routes);
        inOrder.add("POST /log-out");
        for (String route : inOrder) {
            String method = route.substring(0, route.indexOf(' '));
            String pattern = route.substring(route.indexOf(' ') + 1);
            table.append("| `").append(route).append("` |");
            for (Who who : Who.values()) {
                String got = got(method, path(pattern), who);
                String expected = expected(method, path(pattern), who);
                if (!got.equals(expected)) {
                    wrong.add(route + " as " + who.title + ": " + got + " instead of " + expected);
                }
                table.append(' ').append(got).append(" |");
            }
            table.append('\n');
        }
        assertThat(wrong).isEmpty();
        Logger.getLogger(AuthorisationTest.class.getName()).info("the log is listened to");
        assertThat(LOGGED.toString())
                .as("the server's log")
                .contains("the log is listened to")
                .doesNotContain(RunningConsole.PASSWORD)
                .doesNotContain(SECRETS.values());
        assertThat(inOrder).hasSizeGreaterThan(50);
        if (Boolean.getBoolean("rempart.write-docs")) {
            Files.writeString(DOCUMENT, table);
        }
        assertThat(Files.readString(DOCUMENT))
                .as(
                        "docs/reference/authorisation.md; run this test with -Drempart.write-docs=true and read the difference")
                .isEqualTo(table.toString());
    }

    @Test
    void namesNoRouteThatIsOpenByAccident() {
        assertThat(console.server.routes().stream()
                        .filter(route -> AccessTable.least(
                                        route.substring(0, route.indexOf(' ')),
                                        path(route.substring(route.indexOf(' ') + 1)))
                                == Least.OPEN)
                        .filter(route -> !route.contains("/assets/")))
                .isSubsetOf(
                        "GET /log-in",
                        "GET /log-in/second",
                        "POST /log-in/second",
                        "GET /log-in/passkey",
                        "POST /log-in/passkey",
                        "POST /log-in/passkey/begin",
                        "GET /log-in/oidc",
                        "GET /log-in/oidc/return",
                        "GET /set-up",
                        "POST /set-up",
                        "GET /invitation",
                        "POST /invitation",
                        "POST /language",
                        "POST /appearance",
                        "GET /health/live",
                        "GET /health/ready");
    }

    private static final String HEAD = """
            # Who may do what

            Written by `AuthorisationTest`, which asks for every route of the console as everybody. The rules behind it are
            one table, `AccessTable`: the least role and the scope of a token for each method and path; what is not in it is for
            administrators.

            *yes*: the checks let it pass. *log-in*: sent to the log-in page. *401*, *403*: refused. *open*: needs no log-in
            (a link or a code that is asked for there is checked besides). Tokens count under `/api/`, `/v1/`, `/feeds/` and for
            `/metrics` only; elsewhere who comes with one is nobody. All tokens here belong to an administrator.

            """;

    private static String path(String pattern) {
        return pattern.replace("{address}", "192.0.2.1")
                .replace("{table}", "classes")
                .replaceAll("\\{\\*?[a-z-]+}", "1")
                .replace("**", "x");
    }

    private static boolean isMachinePath(String path) {
        return path.startsWith("/api/")
                || path.startsWith("/v1/")
                || path.startsWith("/feeds/")
                || path.equals("/metrics");
    }

    /** What the table means for that person, written down a second time. */
    private static String expected(String method, String path, Who who) {
        Least least = AccessTable.least(method, path);
        boolean isChange = !method.equals("GET") && !method.equals("HEAD");
        String stranger = !isMachinePath(path) ? "log-in" : path.startsWith("/v1/") ? "403" : "401";
        if (who == Who.WRONG_CSRF && isChange) {
            return "403";
        }
        if (who.isToken() && isMachinePath(path)) {
            if (who == Who.EXPIRED || who == Who.REVOKED) {
                return stranger;
            }
            return who.scope() == AccessTable.scope(method, path) ? "yes" : "403";
        }
        if (least == Least.OPEN) {
            // without a token nobody changes anything, not even a log-in
            return who.isToken() && isChange ? "log-in" : "open";
        }
        return switch (who) {
            case VIEWER -> least == Least.VIEWER ? "yes" : "403";
            case ANALYST -> least == Least.ADMIN ? "403" : "yes";
            case ADMIN, WRONG_CSRF -> "yes";
            default -> stranger;
        };
    }

    private static HttpClient client(Who who) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(who.isToken() ? new CookieManager() : PEOPLE.get(who).cookies)
                .build();
    }

    private static String got(String method, String path, Who who) throws Exception {
        HttpClient client = CLIENTS.computeIfAbsent(who, AuthorisationTest::client);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(console.server.address() + path.substring(1)))
                .timeout(Duration.ofSeconds(30))
                // each call from another address, so that wrong tokens are not slowed down
                .header("X-Forwarded-For", "10.9." + calls / 250 + "." + (1 + calls++ % 250));
        String form = "name=nobody&class=attack&q=y";
        if (who.isToken()) {
            request.header("Authorization", "Bearer " + SECRETS.get(who));
        } else {
            form += "&_csrf=" + CSRF.get(who);
            if (isMachinePath(path)) {
                request.header("X-CSRF-TOKEN", CSRF.get(who));
            }
        }
        boolean isChange = !method.equals("GET") && !method.equals("HEAD");
        request.method(
                method, isChange ? HttpRequest.BodyPublishers.ofString(form) : HttpRequest.BodyPublishers.noBody());
        if (isChange) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        // a stream of events has no end; its status says enough
        answer.body().close();
        String location = answer.headers().firstValue("Location").orElse("");
        int status = answer.statusCode();
        if (AccessTable.least(method, path) == Least.OPEN
                && !(who == Who.WRONG_CSRF && status == 403)
                && !location.endsWith("/log-in?again")) {
            return status == 401 || location.contains("/log-in?next") ? "log-in" : "open";
        }
        if (AccessTable.least(method, path) == Least.OPEN && !isChange) {
            return "open"; // a step of the log-in that nobody began
        }
        if (status == 302 && location.contains("/log-in") && !location.endsWith("?bye")) {
            boolean isStepOfLogIn = path.startsWith("/log-in/") && !who.isToken();
            return isStepOfLogIn ? "open" : "log-in";
        }
        return status == 401 || status == 403 ? Integer.toString(status) : "yes";
    }
}
