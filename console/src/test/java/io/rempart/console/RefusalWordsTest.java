package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.console.security.Accounts;
import io.rempart.console.security.ApiTokens;
import io.rempart.events.account.AccountStore.Account;
import io.rempart.events.account.TokenScope;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is refused at the door is told so in his language, and programs by the same problem in either. */
class RefusalWordsTest {
    private static RunningConsole console;

    @BeforeAll
    static void start() {
        console = new RunningConsole();
        ConsoleSecurityTest.account(console, "victor", Accounts.VIEWER);
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    private static void assertSaid(HttpResponse<String> answer, int status, String sentence) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"detail\":\"" + sentence + "\"");
    }

    @Test
    void speaksTheLanguageOfTheBrowserToStrangers() {
        Visitor stranger = new Visitor(console);
        assertSaid(
                stranger.get("/api/v1/events", "Accept-Language", "fr-FR,fr;q=0.9"),
                401,
                "Cette adresse demande un jeton d’API ou une connexion.");
        assertSaid(
                stranger.get("/api/v1/events", "Accept-Language", "de,en;q=0.5"),
                401,
                "This address needs an API token or a log-in.");
        assertSaid(
                stranger.get("/api/v1/live", "Accept-Language", "fr"),
                401,
                "Cette adresse demande un jeton d’API ou une connexion.");
        assertSaid(
                stranger.get("/metrics", "Authorization", "Bearer rempart_no", "Accept-Language", "fr"),
                401,
                "Le jeton d’API est faux, expiré ou révoqué, ou son compte est désactivé.");
    }

    @Test
    void speaksTheLanguageOfTheAccount() {
        Account victor = console.accounts.account("victor").orElseThrow();
        console.accounts.update(new Account(
                victor.name(),
                victor.passwordHash(),
                victor.role(),
                "fr",
                true,
                victor.createdAt(),
                victor.lastLogIn()));
        String secret = new ApiTokens(console.accounts, Clock.systemUTC())
                .create(
                        console.accounts.account("victor").orElseThrow(),
                        "t",
                        Set.of(TokenScope.READ),
                        null,
                        "victor",
                        "")
                .orElseThrow()
                .secret();
        assertSaid(
                new Visitor(console).json("/api/v1/events/1/class", "{}", "Authorization", "Bearer " + secret),
                403,
                "Le jeton d’API n’a pas la portée ou le droit nécessaire.");
        Visitor person = new Visitor(console);
        person.logIn("victor", RunningConsole.PASSWORD);
        assertSaid(
                person.json("/api/v1/events/1/class", "{}"),
                403,
                "Une modification faite depuis une session demande son jeton CSRF.");
    }
}
