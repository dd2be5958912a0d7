package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddressString;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.SecondFactorRule;
import io.rempart.console.security.SecuritySettings;
import io.rempart.events.account.AccountStore.AuditTrailEntry;
import io.rempart.events.account.Credential;
import io.rempart.events.account.Credential.Kind;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inviting people, changing what they may, second factors, sessions. */
class AccountsTest {
    private static final String FORM_PASSWORD = URLEncoder.encode(RunningConsole.PASSWORD, StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private RunningConsole console;

    @BeforeEach
    void start() {
        console = started(SecuritySettings.USUAL);
    }

    private RunningConsole started(SecuritySettings security) {
        RunningConsole started = new RunningConsole(ConsoleSettings.inDirectory(directory)
                .withAddress("127.0.0.1", 0)
                .withSecurity(security));
        ConsoleSecurityTest.account(started, "alice", Accounts.ADMIN);
        return started;
    }

    @AfterEach
    void stop() {
        console.close();
    }

    private static Visitor loggedIn(RunningConsole console, String name) {
        Visitor visitor = new Visitor(console);
        assertThat(location(visitor.logIn(name, RunningConsole.PASSWORD))).doesNotContain("log-in");
        return visitor;
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    private List<String> trail() {
        return console.accounts.auditTrail(null, 1_000).stream()
                .map(AuditTrailEntry::action)
                .toList();
    }

    private static String found(String regex, String text) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        assertThat(matcher.find()).as(regex).isTrue();
        return matcher.group(1);
    }

    @Test
    void invitesSomebodyByALinkThatWorksOnce() {
        Visitor alice = loggedIn(console, "alice");
        HttpResponse<String> invited = alice.submit("/people", "/people/invite", "name=Bob&role=analyst");
        assertThat(invited.statusCode()).isEqualTo(200);
        String link = found("id=\"link\"[^>]*>http://[^/]*(/invitation\\?token=[A-Za-z0-9_-]{43})<", invited.body());
        assertThat(alice.get("/people").body()).contains("bob").doesNotContain(link);
        assertThat(location(new Visitor(console).logIn("bob", ""))).contains("failed");

        Visitor bob = new Visitor(console);
        assertThat(bob.get(link).body()).contains("Welcome, bob");
        String form = link.substring(link.indexOf('?') + 1) + "&password=" + FORM_PASSWORD + "&repeated=";
        assertThat(bob.submit(link, "/invitation", form + "other").statusCode()).isEqualTo(422);
        assertThat(location(bob.submit(link, "/invitation", form + FORM_PASSWORD)))
                .endsWith("/log-in?ready");
        assertThat(bob.get(link).statusCode()).isEqualTo(403);
        assertThat(bob.submit("/log-in", "/invitation", form + FORM_PASSWORD).statusCode())
                .isEqualTo(403);
        bob = loggedIn(console, "bob");
        assertThat(bob.get("/people").statusCode()).isEqualTo(403);
        assertThat(bob.submit("/account", "/people/role", "name=bob&role=admin").statusCode())
                .isEqualTo(403);
        assertThat(console.accounts.account("bob").orElseThrow().role()).isEqualTo(Accounts.ANALYST);
        assertThat(trail()).contains("account-created", "password-set");
        assertThat(console.accounts.credentials().credentials("bob")).isEmpty();
    }

    @Test
    void neverLosesTheLastAdministrator() {
        Visitor alice = loggedIn(console, "alice");
        assertThat(alice.submit("/people", "/people/role", "name=alice&role=viewer")
                        .body())
                .contains("last administrator");
        assertThat(alice.submit("/people", "/people/enable", "name=alice&enabled=no")
                        .statusCode())
                .isEqualTo(422);
        assertThat(console.accounts.account("alice").orElseThrow())
                .satisfies(account -> assertThat(account.role()).isEqualTo(Accounts.ADMIN))
                .satisfies(account -> assertThat(account.enabled()).isTrue());
        ConsoleSecurityTest.account(console, "anne", Accounts.ADMIN);
        assertThat(alice.submit("/people", "/people/role", "name=alice&role=viewer")
                        .statusCode())
                .isEqualTo(302);
        assertThat(alice.get("/people").statusCode()).as("her log-in is over").isEqualTo(302);
    }

    @Test
    void disablesAnAccountAndResetsItsPassword() {
        ConsoleSecurityTest.account(console, "carol", Accounts.ANALYST);
        Visitor alice = loggedIn(console, "alice");
        Visitor carol = loggedIn(console, "carol");
        alice.submit("/people", "/people/enable", "name=carol&enabled=no");
        assertThat(carol.get("/events").statusCode()).isEqualTo(302);
        assertThat(location(new Visitor(console).logIn("carol", RunningConsole.PASSWORD)))
                .contains("failed");
        alice.submit("/people", "/people/enable", "name=carol&enabled=yes");
        carol = loggedIn(console, "carol");
        assertThat(alice.submit("/people", "/people/reset-password", "name=carol")
                        .body())
                .contains("/invitation?token=");
        assertThat(carol.get("/events").statusCode()).isEqualTo(302);
        assertThat(trail()).contains("account-disabled", "account-enabled", "password-reset");
    }

    @Test
    void asksForTheCodeOfTheAppAndTakesEachOnce() throws Exception {
        Visitor alice = loggedIn(console, "alice");
        byte[] secret = setUp(alice);
        String body = lastAnswer;
        List<String> codes = Pattern.compile("<li>([A-Z2-9]{4}(?:-[A-Z2-9]{4}){3})</li>")
                .matcher(body)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(codes).hasSize(10).doesNotHaveDuplicates();
        assertThat(alice.get("/account/second-factor").body()).as("told once").doesNotContain(codes.get(0));

        Credential stored =
                console.accounts.credentials().credential(Kind.TOTP, "alice").orElseThrow();
        assertThat(stored.data()).doesNotContain(base32(secret));
        Path key = directory.resolve("console.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");

        Visitor again = new Visitor(console);
        assertThat(location(again.logIn("alice", RunningConsole.PASSWORD))).endsWith("/log-in/second");
        assertThat(again.get("/events").statusCode())
                .as("the password alone is no log-in")
                .isEqualTo(302);
        assertThat(answer(again, "000000x").statusCode()).isEqualTo(422);
        assertThat(answer(again, code(secret, 0)).statusCode())
                .as("the code that set it up is used")
                .isEqualTo(422);
        String next = code(secret, 1);
        assertThat(answer(again, next).statusCode()).isEqualTo(302);
        assertThat(again.get("/events").statusCode()).isEqualTo(200);

        Visitor thief = new Visitor(console);
        thief.logIn("alice", RunningConsole.PASSWORD);
        assertThat(answer(thief, next).statusCode())
                .as("seen over the shoulder")
                .isEqualTo(422);
        assertThat(answer(thief, codes.get(3).toLowerCase(java.util.Locale.ROOT))
                        .statusCode())
                .isEqualTo(302);
        thief = new Visitor(console);
        thief.logIn("alice", RunningConsole.PASSWORD);
        assertThat(answer(thief, codes.get(3)).statusCode())
                .as("a code on paper works once")
                .isEqualTo(422);

        assertThat(alice.submit("/account", "/account/second-factor/codes", "password=" + FORM_PASSWORD)
                        .statusCode())
                .isEqualTo(200);
        assertThat(answer(thief, codes.get(4)).statusCode())
                .as("a code of the paper before")
                .isEqualTo(422);

        assertThat(alice.submit("/account", "/account/second-factor/remove", "password=wrong")
                        .statusCode())
                .isEqualTo(422);
        assertThat(alice.submit("/account", "/account/second-factor/remove", "password=" + FORM_PASSWORD)
                        .statusCode())
                .isEqualTo(302);
        loggedIn(console, "alice");
        assertThat(trail())
                .contains(
                        "second-factor-set-up",
                        "second-factor-failed",
                        "recovery-codes-renewed",
                        "second-factor-removed");
    }

    @Test
    void slowsDownGuessingOfCodesWhoeverHasThePassword() throws Exception {
        Visitor alice = loggedIn(console, "alice");
        setUp(alice);
        Visitor guesser = new Visitor(console);
        guesser.logIn("alice", RunningConsole.PASSWORD);
        int slow = 0;
        for (int i = 0; i < 7; i++) {
            slow += answer(guesser, "12345" + i).statusCode() == 429 ? 1 : 0;
            if (i == 2) {
                guesser = new Visitor(console);
                guesser.logIn("alice", RunningConsole.PASSWORD);
            }
        }
        assertThat(slow).as("a right password in between forgives nothing").isPositive();
    }

    @Test
    void lendsNobodyTheWayToAPageBeforeTheSecondStepEvenByAnotherAddress() throws Exception {
        Visitor alice = loggedIn(console, "alice");
        setUp(alice);
        Visitor half = new Visitor(console);
        half.logIn("alice", RunningConsole.PASSWORD);
        for (String path : List.of("/", "/account", "/log-in/second/../../events", "/api/v1/x", "/people")) {
            assertThat(half.get(path).statusCode()).as(path).isIn(302, 400, 401);
        }
        assertThat(half.submit("/log-in", "/account/second-factor/remove", "password=" + FORM_PASSWORD)
                        .statusCode())
                .isEqualTo(302);
        assertThat(console.accounts.credentials().credential(Kind.TOTP, "alice"))
                .isPresent();
    }

    @Test
    void leadsWhoMustHaveASecondFactorToWhereItIsSetUp() throws Exception {
        try (RunningConsole strict =
                started(SecuritySettings.USUAL.withSecondFactor(SecondFactorRule.REQUIRED_FOR_ADMINS))) {
            ConsoleSecurityTest.account(strict, "victor", Accounts.VIEWER);
            assertThat(loggedIn(strict, "victor").get("/events").statusCode()).isEqualTo(200);
            Visitor alice = loggedIn(strict, "alice");
            assertThat(location(alice.get("/events"))).endsWith("/account/second-factor");
            assertThat(alice.get("/api/v1/x").statusCode()).isEqualTo(403);
            setUp(alice);
            assertThat(alice.get("/events").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void listsSessionsAndEndsThem() {
        ConsoleSecurityTest.account(console, "victor", Accounts.VIEWER);
        Visitor here = loggedIn(console, "alice");
        Visitor elsewhere = loggedIn(console, "alice");
        Visitor victor = loggedIn(console, "victor");
        here.get("/account");
        elsewhere.get(
                "/account", "User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        victor.get("/account");
        String page = here.get("/account").body();
        assertThat(page).contains("127.0.0.1", "Firefox, Linux", "this one");
        assertThat(console.server.signedIn().now()).containsExactly(new IPAddressString("127.0.0.1").getAddress());
        String key = found("name=\"key\" value=\"([0-9a-f-]{36})\"", page);
        victor.submit("/account", "/account/sessions/end", "key=" + key);
        assertThat(elsewhere.get("/events").statusCode())
                .as("nobody ends the log-in of another")
                .isEqualTo(200);
        here.submit("/account", "/account/sessions/end", "key=" + key);
        assertThat(elsewhere.get("/events").statusCode()).isEqualTo(302);
        assertThat(here.get("/events").statusCode()).isEqualTo(200);
        here.submit("/people", "/people/log-out", "name=victor");
        assertThat(victor.get("/events").statusCode()).isEqualTo(302);
        here.submit("/account", "/log-out", "");
        assertThat(console.server.signedIn().now())
                .as("nobody is there any more")
                .isEmpty();
    }

    @Test
    void showsTheAuditTrailByPersonAndActionAndAsAFile() {
        console.accounts.record(
                new AuditTrailEntry(0, Instant.now(), "mallory", "verdict", "=HYPERLINK(\"x\")<script>", "::1"));
        Visitor alice = loggedIn(console, "alice");
        assertThat(alice.get("/audit?person=mallory").body())
                .contains("mallory", "&lt;script&gt;")
                .doesNotContain("<script>", ">log-in<");
        assertThat(alice.get("/audit?action=log-in").body())
                .contains(">log-in<")
                .doesNotContain("mallory");
        HttpResponse<String> file = alice.get("/audit/audit.csv?person=mallory");
        assertThat(file.body()).contains("\"'=HYPERLINK").doesNotContain("log-in");
        assertThat(file.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment");
    }

    @Test
    void showsANewTokenOnceAndListsItForItsOwnerAndAdministrators() {
        ConsoleSecurityTest.account(console, "victor", Accounts.VIEWER);
        Visitor victor = loggedIn(console, "victor");
        assertThat(victor.submit("/account", "/account/tokens", "name=edge&scope=admin&days=30")
                        .statusCode())
                .isEqualTo(422);
        HttpResponse<String> created =
                victor.submit("/account", "/account/tokens", "name=edge&scope=bouncer&scope=read&days=30");
        String secret = found("id=\"secret\"[^>]*>(rempart_[A-Za-z0-9_-]{43})<", created.body());
        assertThat(new Visitor(console).get("/api/v1/x", "X-Api-Key", secret).statusCode())
                .isEqualTo(404);
        String page = victor.get("/account").body();
        assertThat(page).contains("edge").doesNotContain(secret);
        assertThat(victor.get("/tokens").statusCode()).isEqualTo(403);
        Visitor alice = loggedIn(console, "alice");
        assertThat(alice.get("/tokens").body()).contains("edge", "victor");
        String id = found("name=\"id\" value=\"(\\d+)\"", page);
        assertThat(alice.submit("/account", "/account/tokens/revoke", "id=" + id)
                        .statusCode())
                .as("by the page of one's own tokens nobody revokes another's")
                .isEqualTo(404);
        assertThat(alice.submit("/tokens", "/tokens/revoke", "id=" + id).statusCode())
                .isEqualTo(302);
        assertThat(new Visitor(console).get("/api/v1/x", "X-Api-Key", secret).statusCode())
                .isEqualTo(401);
    }

    private String lastAnswer = "";

    private byte[] setUp(Visitor visitor) throws Exception {
        String page = visitor.get("/account/second-factor").body();
        byte[] secret = unbase32(found("id=\"totp-secret\"[^>]*>([A-Z2-7 ]{39})<", page));
        assertThat(page).contains("<svg class=\"qr\"");
        assertThat(visitor.submit("/account/second-factor", "/account/second-factor", "code=" + "99999x")
                        .statusCode())
                .isEqualTo(422);
        HttpResponse<String> confirmed =
                visitor.submit("/account/second-factor", "/account/second-factor", "code=" + code(secret, 0));
        assertThat(confirmed.statusCode()).isEqualTo(200);
        lastAnswer = confirmed.body();
        return secret;
    }

    private static HttpResponse<String> answer(Visitor visitor, String code) {
        return visitor.submit("/log-in/second", "/log-in/second", "code=" + code);
    }

    /** RFC 6238 as an app computes it, written down a second time. */
    private static String code(byte[] secret, int stepsAhead) throws Exception {
        long step = Instant.now().getEpochSecond() / 30 + stepsAhead;
        byte[] counter = new byte[8];
        for (int i = 7; i >= 0; i--, step >>= 8) {
            counter[i] = (byte) step;
        }
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(secret, "raw"));
        byte[] hash = mac.doFinal(counter);
        int at = hash[19] & 15;
        long number = (hash[at] & 0x7FL) << 24
                | (hash[at + 1] & 255L) << 16
                | (hash[at + 2] & 255L) << 8
                | hash[at + 3] & 255L;
        return "%06d".formatted(number % 1_000_000);
    }

    private static byte[] unbase32(String text) {
        java.math.BigInteger number = java.math.BigInteger.ZERO;
        for (char c : text.replace(" ", "").toCharArray()) {
            number = number.shiftLeft(5)
                    .add(java.math.BigInteger.valueOf("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c)));
        }
        byte[] bytes = number.toByteArray();
        byte[] secret = new byte[20];
        for (int i = 0; i < 20 && i < bytes.length; i++) {
            secret[19 - i] = bytes[bytes.length - 1 - i];
        }
        return secret;
    }

    private static String base32(byte[] secret) {
        return io.rempart.console.security.SecondFactor.base32(secret);
    }
}
