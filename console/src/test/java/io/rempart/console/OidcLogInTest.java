package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rempart.console.security.Accounts;
import io.rempart.console.security.OidcAccounts;
import io.rempart.console.security.People;
import io.rempart.console.security.SecondFactorRule;
import io.rempart.console.security.SecuritySettings;
import io.rempart.console.security.oidc.OidcSettings;
import io.rempart.events.account.AccountStore.Account;
import io.rempart.events.account.AccountStore.AuditTrailEntry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Log-in by the organisation's service, against one with real signatures: who comes in, and all that is refused. */
class OidcLogInTest {
    private static final String NOT_ACCEPTED = "The log-in of your organisation was not accepted.";

    @TempDir
    Path directory;

    private OidcProviderInTest provider;
    private RunningConsole console;

    @BeforeEach
    void start() throws IOException {
        provider = new OidcProviderInTest();
        Files.writeString(directory.resolve("secret"), OidcProviderInTest.SECRET + "\n");
        console = started(SecuritySettings.USUAL.withOidc(settings(List.of())));
    }

    private OidcSettings settings(List<String> allowed) {
        return new OidcSettings(
                provider.issuer(),
                OidcProviderInTest.CLIENT,
                directory.resolve("secret"),
                "Example <ID>",
                List.of("openid", "profile"),
                "groups",
                List.of("bosses"),
                List.of("soc", "night"),
                List.of("staff"),
                allowed);
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
        provider.close();
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static String begun(Visitor visitor, String next) {
        return location(visitor.get("/log-in/oidc" + next));
    }

    /** The whole way; the path where it ended. */
    private String logIn(Visitor visitor) {
        return location(visitor.get(provider.agree(begun(visitor, ""))));
    }

    /** The whole way ends at the log-in page with this sentence, and nothing came of it. */
    private void assertRefused(String sentence) {
        List<Account> before = console.accounts.accounts();
        Visitor visitor = new Visitor(console);
        String end = logIn(visitor);
        assertThat(visitor.get(path(end)).body()).contains(sentence);
        assertThat(location(visitor.get("/events"))).contains("/log-in");
        assertThat(console.accounts.accounts()).isEqualTo(before);
    }

    private static String path(String location) {
        return location.substring(location.indexOf("/log-in"));
    }

    private List<String> trail() {
        return console.accounts.auditTrail(null, 1_000).stream()
                .map((AuditTrailEntry one) -> one.account() + " " + one.action() + " " + one.detail())
                .toList();
    }

    private String role(String name) {
        return console.accounts.account(name).orElseThrow().role();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256"})
    void makesAnAccountWithTheRoleOfTheClaimAtTheFirstLogIn(String algorithm) {
        provider.algorithm = algorithm;
        Visitor olga = new Visitor(console);
        assertThat(olga.get("/log-in?next=/events").body())
                .contains("Log in with Example &lt;ID&gt;", "/log-in/oidc?next=/events");
        String address = begun(olga, "?next=/events%3Fq%3D%7Ba%7D");
        assertThat(address)
                .startsWith(provider.issuer() + "/authorize?response_type=code&client_id=rempart&redirect_uri=");
        String session = olga.session();
        assertThat(location(olga.get(provider.agree(address)))).endsWith("/events?q=%7Ba%7D");
        assertThat(olga.session()).isNotEmpty().isNotEqualTo(session);
        assertThat(olga.get("/events").statusCode()).isEqualTo(200);
        assertThat(olga.get("/people").statusCode()).isEqualTo(403);
        assertThat(role("olga")).isEqualTo(Accounts.ANALYST);
        assertThat(console.accounts.account("olga").orElseThrow().passwordHash())
                .isEmpty();
        assertThat(location(new Visitor(console).logIn("olga", ""))).contains("failed");
        assertThat(trail())
                .contains(
                        "olga log-in by " + provider.issuer(),
                        "olga account-created role analyst, by s-1 at " + provider.issuer());
    }

    @Test
    void setsTheRoleAtEachLogInAndKnowsThePersonUnderAnotherName() {
        logIn(new Visitor(console));
        Visitor again = new Visitor(console);
        provider.person("s-1", "Olga-Maria", "bosses");
        logIn(again);
        assertThat(role("olga")).isEqualTo(Accounts.ADMIN);
        assertThat(again.get("/people").statusCode()).isEqualTo(200);
        assertThat(console.accounts.account("olga-maria")).isEmpty();
        provider.person("s-1", "Olga", "staff");
        logIn(new Visitor(console));
        assertThat(role("olga")).isEqualTo(Accounts.VIEWER);
        assertThat(trail()).contains("oidc role-changed olga: admin to viewer");
    }

    @Test
    void refusesWhomNoClaimGivesARole() {
        provider.person("s-1", "Olga", "kitchen");
        assertRefused("Your organisation gives you no right to use this console.");
        provider.claims.remove("groups");
        assertRefused("Your organisation gives you no right to use this console.");
    }

    @Test
    void letsInOnlyWhoIsAllowedWhereSomebodyIsNamed() {
        console.close();
        console = started(SecuritySettings.USUAL.withOidc(settings(List.of("Olga@example.org", "s-2"))));
        provider.claims.put("email", OidcProviderInTest.quoted("olga@example.org"));
        assertRefused("Your organisation gives you no right"); // the address is not verified
        provider.claims.put("email_verified", "true");
        assertThat(logIn(new Visitor(console))).endsWith("/");
        provider.person("s-2", "pia", "staff");
        assertThat(logIn(new Visitor(console))).endsWith("/");
    }

    @Test
    void neverTakesOverAnAccountThatNobodyLinked() {
        provider.person("s-9", "alice", "bosses");
        assertRefused("There is already an account of your name");
        assertThat(trail()).anyMatch(line -> line.startsWith(" oidc-failed ") && line.contains("s-9 at "));
        OidcAccounts linked =
                new OidcAccounts(console.accounts, new People(console.accounts, Clock.systemUTC()), Clock.systemUTC());
        assertThat(linked.link("nobody", provider.issuer(), "s-9", "root", "")).isFalse();
        assertThat(linked.link("alice", provider.issuer(), "s-9", "root", "")).isTrue();
        assertThat(linked.link("alice", provider.issuer(), "s-9", "root", "")).isFalse();
        Visitor alice = new Visitor(console);
        assertThat(logIn(alice)).endsWith("/");
        assertThat(alice.get("/people").statusCode()).isEqualTo(200);
        provider.person("s-9", "alice", "staff");
        assertRefused("This is the last administrator’s account");
        assertThat(role("alice")).isEqualTo(Accounts.ADMIN);
    }

    @Test
    void keepsDisabledAccountsOut() {
        Visitor olga = new Visitor(console);
        logIn(olga);
        new People(console.accounts, Clock.systemUTC()).enable("olga", false, "alice", "");
        assertThat(location(olga.get("/events"))).contains("/log-in");
        assertRefused("Your account is disabled.");
    }

    @Test
    void asksForNoSecondFactorOfItsOwn() {
        console.close();
        console = started(SecuritySettings.USUAL
                .withSecondFactor(SecondFactorRule.REQUIRED)
                .withOidc(settings(List.of())));
        Visitor olga = new Visitor(console);
        logIn(olga);
        assertThat(olga.get("/events").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "iss, '\"https://other.example.org\"'",
        "aud, '\"another\"'",
        "aud, '[\"another\",\"rempart\"]'",
        "azp, '\"another\"'",
        "nonce, '\"another\"'",
        "nonce, null",
        "exp, -61",
        "exp, null",
        "iat, 90",
        "iat, -1000",
        "nbf, 90",
        "sub, '\"\"'"
    })
    void refusesATokenWithAWrongClaim(String name, String value) {
        provider.claims.put(
                name,
                value.matches("-?\\d+")
                        ? Long.toString(Instant.now().getEpochSecond() + Long.parseLong(value))
                        : value);
        assertRefused(NOT_ACCEPTED);
        assertThat(provider.tokensGiven).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "None", "RS512", ""})
    void refusesATokenThatChoosesAWeakerCheck(String algorithm) {
        provider.algorithm = algorithm;
        assertRefused(NOT_ACCEPTED);
        assertThat(provider.tokensGiven).hasValue(1);
    }

    @Test
    void refusesATokenThatWasChangedOnItsWay() {
        provider.answer = text -> text.replaceFirst("\\.ey", ".eyJ4IjoxfQ");
        assertRefused(NOT_ACCEPTED);
        provider.answer = text -> "no JSON";
        assertRefused(NOT_ACCEPTED);
        provider.answer = text -> "{}";
        assertRefused(NOT_ACCEPTED);
    }

    @Test
    void followsANewKeyButAsksForKeysOnceAMinuteAtMost() {
        logIn(new Visitor(console));
        assertThat(provider.looksForKeys).hasValue(1);
        provider.rsa = OidcProviderInTest.rsa();
        provider.keyId = "second";
        assertThat(logIn(new Visitor(console))).endsWith("/");
        assertThat(provider.looksForKeys).hasValue(2);
        logIn(new Visitor(console));
        provider.rsa = OidcProviderInTest.rsa();
        provider.keyId = "third";
        assertRefused(NOT_ACCEPTED);
        assertThat(provider.looksForKeys).hasValue(2);
    }

    @Test
    void refusesAnAnswerToAnotherLogIn() {
        Visitor visitor = new Visitor(console);
        Visitor other = new Visitor(console);
        begun(visitor, "");
        String answer = provider.agree(begun(other, ""));
        assertThat(location(visitor.get(answer))).endsWith("/log-in?oidc=failed");
        // that used the cookie up; and who never began has none
        assertThat(location(visitor.get(answer))).endsWith("/log-in?again");
        assertThat(location(new Visitor(console).get(answer))).endsWith("/log-in?again");
        assertThat(provider.tokensGiven).hasValue(0);
        assertThat(location(visitor.get("/events"))).contains("/log-in");
        assertThat(console.accounts.account("olga")).isEmpty();
    }

    @Test
    void refusesACodeThatComesTwice() {
        Visitor visitor = new Visitor(console);
        String answer = provider.agree(begun(visitor, ""));
        String cookie = visitor.cookies.getCookieStore().getCookies().stream()
                .filter(one -> one.getName().equals("rempart-oidc"))
                .map(one -> one.getName() + "=" + one.getValue())
                .findFirst()
                .orElseThrow();
        assertThat(location(visitor.get(answer))).endsWith("/");
        assertThat(location(visitor.get(answer))).endsWith("/log-in?again");
        Visitor thief = new Visitor(console);
        assertThat(location(thief.get(answer, "Cookie", cookie))).endsWith("/log-in?oidc=failed");
        assertThat(location(thief.get("/events"))).contains("/log-in");
        assertThat(provider.tokensGiven).hasValue(1);
    }

    @Test
    void refusesWhomTheServiceRefused() {
        Visitor visitor = new Visitor(console);
        String answer =
                provider.agree(begun(visitor, "")).replaceFirst("code=.*", "error=access_denied&error_description=<b>");
        answer = answer.replace("<b>", "%3Cb%3E");
        assertThat(location(visitor.get(answer))).endsWith("/log-in?oidc=failed");
        assertThat(visitor.get("/log-in?oidc=failed").body()).contains(NOT_ACCEPTED);
        assertThat(visitor.get("/log-in?oidc=%3Cb%3E").body()).doesNotContain("<b>", "login.oidc");
    }

    @Test
    void readsNoMoreThanTheBound() {
        provider.answer = text -> text.replace("}", ",\"x\":\"" + "x".repeat(65_536 - text.length() - 6) + "\"}");
        assertRefused(NOT_ACCEPTED);
        provider.answer = text -> text.replace("}", ",\"x\":\"" + "x".repeat(65_536 - text.length() - 7) + "\"}");
        assertThat(logIn(new Visitor(console))).endsWith("/");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void waitsForNoServiceThatStaysSilent(boolean isSilentInBody) {
        Visitor visitor = new Visitor(console);
        String answer = provider.agree(begun(visitor, ""));
        provider.isSilent = !isSilentInBody;
        provider.isSilentInBody = isSilentInBody;
        assertThat(location(visitor.get(answer))).endsWith("/log-in?oidc=unreachable");
        assertThat(visitor.get("/log-in?oidc=unreachable").body()).contains("does not answer");
        assertThat(console.accounts.account("olga")).isEmpty();
    }

    @Test
    void believesNoServiceThatCallsItselfOtherwise() {
        provider.calledItself = "https://other.example.org";
        Visitor visitor = new Visitor(console);
        assertThat(location(visitor.get("/log-in/oidc"))).endsWith("/log-in?oidc=failed");
        provider.close();
        assertThat(location(visitor.get("/log-in/oidc"))).endsWith("/log-in?oidc=unreachable");
    }

    @Test
    void slowsDownWhoIsRefusedAgainAndAgain() {
        Visitor visitor = new Visitor(console);
        for (int i = 0; i < 6; i++) {
            begun(visitor, "");
            visitor.get("/log-in/oidc/return?state=x&code=y");
        }
        assertThat(location(visitor.get("/log-in/oidc"))).contains("/log-in?wait=");
    }

    @Test
    void showsNothingAndOpensNothingWhereItIsNotConfigured() {
        console.close();
        console = started(SecuritySettings.USUAL);
        Visitor visitor = new Visitor(console);
        assertThat(visitor.get("/log-in").body()).doesNotContain("oidc");
        assertThat(location(visitor.get("/log-in/oidc"))).endsWith("/log-in?again");
        assertThat(location(visitor.get("/log-in/oidc/return?code=a"))).endsWith("/log-in?again");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://id.example.org", "ftp://127.0.0.1", "https://", "id", "http://127.0.0.1.example.org"})
    void wantsAnIssuerThatNobodyOnTheWayCanPlay(String issuer) {
        assertThatThrownBy(() -> new OidcSettings(
                        issuer, "a", null, "", List.of(), "groups", List.of("a"), List.of(), List.of(), List.of()))
                .hasMessageContaining("is no https address");
    }
}
