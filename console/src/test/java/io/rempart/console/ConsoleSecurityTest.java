package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.console.security.Accounts;
import io.rempart.events.account.AccountStore.Account;
import io.rempart.events.account.AccountStore.AuditTrailEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** What the console lets pass, and what not. */
class ConsoleSecurityTest {
    private static final Set<String> OPEN = Set.of(
            "GET /log-in",
            "GET /set-up",
            "POST /set-up",
            "GET /invitation",
            "POST /invitation",
            "POST /log-in/passkey/begin",
            "GET /log-in/oidc",
            "GET /log-in/oidc/return",
            "POST /language",
            "POST /appearance",
            "GET /health/live",
            "GET /health/ready");

    private static RunningConsole console;

    @BeforeAll
    static void start() {
        console = new RunningConsole();
        console.fill(20);
        account("alice", Accounts.ADMIN);
        account("victor", Accounts.VIEWER);
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    private static void account(String name, String role) {
        account(console, name, role);
    }

    static void account(RunningConsole console, String name, String role) {
        String hash = new Argon2PasswordEncoder(16, 32, 1, 19 * 1_024, 2).encode(RunningConsole.PASSWORD);
        console.accounts.create(new Account(name, hash, role, "en", true, Instant.now(), null));
    }

    private static Visitor loggedIn(String name) {
        Visitor visitor = new Visitor(console);
        assertThat(visitor.logIn(name, RunningConsole.PASSWORD).headers().firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location).doesNotContain("log-in"));
        return visitor;
    }

    @Test
    void showsNothingToWhoIsNotLoggedIn() {
        Set<String> routes = new TreeSet<>(console.server.routes());
        assertThat(routes)
                .contains("GET /events/{id}", "GET /logs", "POST /events/{id}/verdict")
                .hasSizeGreaterThan(18);
        for (String route : routes) {
            String method = route.substring(0, route.indexOf(' '));
            String path = route.substring(route.indexOf(' ') + 1).replaceAll("\\{[a-z]+}", "1");
            if (OPEN.contains(route) || path.startsWith("/assets/")) {
                continue;
            }
            Visitor stranger = new Visitor(console);
            HttpResponse<String> answer = method.equals("GET")
                    ? stranger.get(path)
                    : stranger.submit("/log-in", path, "class=attack&name=x&q=y");
            if (path.startsWith("/v1/") || path.startsWith("/feeds/")) {
                // as a program is told, and not led to a page
                assertThat(answer.statusCode()).as(route).isIn(401, 403);
                continue;
            }
            if (path.startsWith("/api/") || path.equals("/metrics")) {
                assertThat(answer.statusCode()).as(route).isEqualTo(401);
                assertThat(answer.headers().firstValue("Content-Type"))
                        .as(route)
                        .hasValue("application/problem+json");
                continue;
            }
            assertThat(answer.statusCode()).as(route).isEqualTo(302);
            assertThat(answer.headers().firstValue("Location"))
                    .as(route)
                    .hasValueSatisfying(to -> assertThat(to).contains("/log-in"));
            assertThat(answer.body()).as(route).isEmpty();
        }
        assertThat(new Visitor(console).get("/error").statusCode()).isIn(302, 404);
        assertThat(new Visitor(console).get("/actuator").statusCode()).isEqualTo(302);
        assertThat(new Visitor(console).get("/assets/../events").statusCode()).isIn(302, 400);
        assertThat(new Visitor(console).get("/assets/%2e%2e/events").statusCode())
                .isIn(302, 400);
        assertThat(new Visitor(console).get("/log-in;/../events").statusCode()).isIn(302, 400);
        assertThat(new Visitor(console).get("//events").statusCode()).isIn(302, 400, 404);
        assertThat(console.accounts.auditTrail(null, 1_000))
                .extracting(AuditTrailEntry::action)
                .doesNotContain("verdict");
    }

    @Test
    void makesNoSessionForStrangers() {
        Visitor stranger = new Visitor(console);
        stranger.get("/log-in");
        stranger.get("/events");
        stranger.logIn("nobody", "wrong wrong wrong");
        assertThat(stranger.session()).isEmpty();
    }

    @Test
    void sendsTheSecurityHeadersWithEveryAnswer() {
        Visitor alice = loggedIn("alice");
        String page = alice.get("/events").body();
        String asset =
                page.substring(page.lastIndexOf("/assets/", page.indexOf("/console.css")), page.indexOf("/console.css"))
                        + "/console.css";
        List<HttpResponse<String>> answers = List.of(
                alice.get("/events"),
                alice.get("/events?q=nofield%3Ax"),
                alice.get("/events/1/raw"),
                alice.get("/nothing"),
                alice.get("/events/x"),
                alice.post("/searches", "name=x"),
                alice.method("PUT", "/events"),
                alice.get("/events", "Host", "evil.example"),
                alice.get(asset),
                new Visitor(console).get("/events"),
                new Visitor(console).get("/log-in"));
        assertThat(answers)
                .extracting(HttpResponse::statusCode)
                .containsExactly(200, 400, 200, 404, 404, 403, 405, 421, 200, 302, 200);
        for (HttpResponse<String> answer : answers) {
            String as = answer.uri() + " " + answer.statusCode();
            assertThat(header(answer, "Content-Security-Policy")).as(as).startsWith("default-src 'none'");
            assertThat(header(answer, "X-Content-Type-Options")).as(as).isEqualTo("nosniff");
            assertThat(header(answer, "Referrer-Policy")).as(as).isEqualTo("same-origin");
            assertThat(header(answer, "Cross-Origin-Opener-Policy")).as(as).isEqualTo("same-origin");
            assertThat(header(answer, "Cross-Origin-Resource-Policy")).as(as).isEqualTo("same-origin");
            assertThat(header(answer, "Cache-Control"))
                    .as(as)
                    .contains(answer.uri().getPath().startsWith("/assets") ? "immutable" : "no-store");
            assertThat(answer.headers().firstValue("Server")).as(as).isEmpty();
        }
        assertThat(header(answers.get(0), "Content-Security-Policy"))
                .isEqualTo(
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                                + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
        assertThat(header(answers.get(2), "Content-Disposition")).startsWith("attachment");
        assertThat(header(answers.get(2), "Content-Type")).startsWith("text/plain");
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void hardensItsCookies() {
        Visitor visitor = new Visitor(console);
        HttpResponse<String> answer = visitor.logIn("alice", RunningConsole.PASSWORD);
        assertThat(answer.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith("rempart-session=")
                        .contains("HttpOnly")
                        .contains("SameSite=Lax"));
        assertThat(new Visitor(console).get("/log-in").headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith("rempart-csrf=")
                        .contains("HttpOnly")
                        .contains("SameSite=Strict"));
    }

    @Test
    void givesAnotherSessionAtLogIn() {
        Visitor visitor = loggedIn("alice");
        String before = visitor.session();
        visitor.submit("/account", "/log-out", "");
        assertThat(visitor.get("/events").statusCode()).isEqualTo(302);
        visitor.logIn("alice", RunningConsole.PASSWORD);
        assertThat(visitor.session()).isNotEmpty().isNotEqualTo(before);
    }

    @Test
    void refusesAChangeWithoutTokenOrFromAnotherSite() {
        Visitor alice = loggedIn("alice");
        String token = alice.token("/account");
        assertThat(alice.post("/events/1/verdict", "class=attack").statusCode()).isEqualTo(403);
        assertThat(alice.post("/events/1/verdict", "class=attack&_csrf=x").statusCode())
                .isEqualTo(403);
        assertThat(alice.post("/events/1/verdict", "class=attack&_csrf=" + token, "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(alice.post("/events/1/verdict", "class=attack&_csrf=" + token, "Origin", "null")
                        .statusCode())
                .isEqualTo(403);
        assertThat(alice.post("/events/1/verdict", "class=attack&_csrf=" + token, "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(alice.post("/log-out", "").statusCode()).isEqualTo(403);
        assertThat(alice.get("/events").statusCode()).isEqualTo(200);
        assertThat(console.store.events.event(1).orElseThrow().classification().isByPerson())
                .isFalse();
    }

    @Test
    void letsAViewerLookAndNotDecide() {
        Visitor victor = loggedIn("victor");
        assertThat(victor.get("/events/2").body())
                .doesNotContain("form class=\"verdict\"")
                .doesNotContain("name=\"comment\"");
        assertThat(victor.submit("/account", "/events/2/verdict", "class=attack")
                        .statusCode())
                .isEqualTo(403);
        assertThat(console.store.events.event(2).orElseThrow().classification().isByPerson())
                .isFalse();
    }

    @Test
    void slowsDownGuessing() {
        try (RunningConsole other = new RunningConsole()) {
            other.accounts.create(new Account("bob", "{none}", Accounts.ADMIN, "en", true, Instant.now(), null));
            Visitor guesser = new Visitor(other);
            for (int i = 0; i < 5; i++) {
                assertThat(header(guesser.logIn("bob", "guess number " + i), "Location"))
                        .contains("failed");
            }
            assertThat(header(guesser.logIn("bob", "guess number 6"), "Location"))
                    .contains("wait=");
            assertThat(guesser.get("/log-in?wait=2").body()).contains("Too many failed tries. Try again in 2 s.");
            assertThat(other.accounts.auditTrail(null, 1_000))
                    .extracting(AuditTrailEntry::action)
                    .containsOnly("log-in-failed")
                    .hasSize(5);
        }
    }

    @Test
    void endsALogInWhoseAccountChanged() {
        account("carol", Accounts.ANALYST);
        Visitor carol = loggedIn("carol");
        assertThat(carol.get("/events").statusCode()).isEqualTo(200);
        Account account = console.accounts.account("carol").orElseThrow();
        console.accounts.update(new Account(
                "carol", account.passwordHash(), account.role(), "", false, account.createdAt(), account.lastLogIn()));
        assertThat(carol.get("/events").statusCode()).isEqualTo(302);
    }

    @Test
    void changesThePasswordAndEndsOtherLogIns() {
        account("dave", Accounts.ANALYST);
        Visitor here = loggedIn("dave");
        Visitor elsewhere = loggedIn("dave");
        assertThat(here.submit(
                                "/account",
                                "/account/password",
                                "old=wrong&password=another+long+one+1&repeated=another+long+one+1")
                        .statusCode())
                .isEqualTo(422);
        assertThat(here.submit(
                                "/account",
                                "/account/password",
                                "old=a+long+sentence+of+2026&password=short&repeated=short")
                        .body())
                .contains("at least 12 characters");
        assertThat(here.submit(
                                "/account",
                                "/account/password",
                                "old=a+long+sentence+of+2026&password=another+long+one+1&repeated=another+long+one+1")
                        .statusCode())
                .isEqualTo(302);
        assertThat(here.get("/events").statusCode()).isEqualTo(200);
        assertThat(elsewhere.get("/events").statusCode()).isEqualTo(302);
    }

    @Test
    void neverReflectsARequestItDoesNotUnderstand() throws IOException {
        for (String request : List.of(
                "GET /<script>alert(1)</script> HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
                "GET /events%00<b> HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
                "GET /log-in?next=%FF%FE&x=%zz<b> HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
                "<b>x /y HTTP/1.1\r\nHost: <b>z\r\nConnection: close\r\n\r\n",
                "GET /log-in HTTP/1.1\r\nHost: <b>z\r\nConnection: close\r\n\r\n",
                "GET /events?" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")) {
            try (Socket socket = new Socket("127.0.0.1", console.server.port())) {
                OutputStream out = socket.getOutputStream();
                out.write(request.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer)
                        .startsWith("HTTP/1.1 ")
                        .doesNotContain("<script>alert")
                        .doesNotContain("<b>");
                assertThat(answer)
                        .doesNotContain("at org.")
                        .doesNotContain("Exception")
                        .doesNotContainIgnoringCase("jetty");
            }
        }
    }

    @Test
    void saysInOneSentenceThatThePortIsTaken() {
        ConsoleSettings taken = RunningConsole.settings().withAddress("127.0.0.1", console.server.port());
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new RunningConsole(taken))
                .isInstanceOf(ConsoleException.class)
                .hasMessageContaining("port " + console.server.port())
                .hasMessageContaining("in use");
    }
}
