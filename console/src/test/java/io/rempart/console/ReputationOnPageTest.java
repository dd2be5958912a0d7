package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.query.Query;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a public database knows stands on the page of a source, once a person asked. */
class ReputationOnPageTest {
    private static RunningConsole console;

    @BeforeAll
    static void start() {
        console = new RunningConsole();
        console.fill(20);
        ConsoleSecurityTest.account(console, "anne", "analyst");
        ConsoleSecurityTest.account(console, "victor", "viewer");
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    void nobodyIsAskedUntilAnAnalystAsks() {
        String client = console.store.events.search(new Query.All(), null, 20, Duration.ofSeconds(5)).events().stream()
                .filter(event -> event.client() != null)
                .findFirst()
                .orElseThrow()
                .client()
                .toCanonicalString();
        String page = "/sources/" + client + "?range=all";
        Visitor anne = new Visitor(console);
        anne.logIn("anne", RunningConsole.PASSWORD);
        assertThat(anne.get(page).body()).contains("was not asked about this address yet", "Ask AbuseIPDB");
        assertThat(anne.submit(page, "/sources/" + client + "/dossier", "range=all")
                        .body())
                .contains("confidence 87%", "312 reports by 41 people", "203.0.113.99", "Data Center &lt;script&gt;");
        assertThat(anne.submit(page, "/sources/" + client + "/dossier", "range=all")
                        .body())
                .contains("allowance is used up. &lt;b&gt;");
        Visitor victor = new Visitor(console);
        victor.logIn("victor", RunningConsole.PASSWORD);
        assertThat(victor.get(page).body()).contains("312 reports").doesNotContain("Ask again");
        assertThat(victor.submit(page, "/sources/" + client + "/dossier", "").statusCode())
                .isEqualTo(403);
    }
}
