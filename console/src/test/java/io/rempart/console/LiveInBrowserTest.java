package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.rempart.console.security.Accounts;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An open page says that there is more to see, without being loaded again. */
class LiveInBrowserTest {
    private static Chromium chromium;
    private static RunningConsole console;

    @BeforeAll
    static void start() {
        chromium = new Chromium();
        console = new RunningConsole();
        console.add("log", SampleEvents.of(40, 7, Instant.now().minusSeconds(600)));
        ConsoleSecurityTest.account(console, "alice", Accounts.ADMIN);
    }

    @AfterAll
    static void stop() {
        if (console != null) {
            console.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void saysInBothLanguagesThatEventsCameAndIncidentsWait() {
        try (BrowserContext context = chromium.context(1280, 900, "fr-FR")) {
            Page overview = context.newPage();
            Complaints complaints = Complaints.of(overview);
            overview.navigate(console.address("/log-in").toString());
            overview.fill("[name=name]", "alice");
            overview.fill("[name=password]", RunningConsole.PASSWORD);
            overview.click("button.primary");
            overview.waitForURL("**/overview");
            Page inbox = context.newPage();
            Complaints others = Complaints.of(inbox);
            inbox.navigate(console.address("/inbox").toString());
            assertThat(overview.locator("p.live").isVisible()).isFalse();
            overview.waitForResponse("**/api/v1/live", () -> overview.reload());
            inbox.waitForResponse("**/api/v1/live", () -> inbox.reload());
            overview.waitForTimeout(500); // the first message tells from where it counts
            inbox.waitForTimeout(500);

            console.add("log", SampleEvents.of(12, 8, Instant.now()));
            overview.waitForCondition(() -> overview.locator("p.live").isVisible());
            assertThat(overview.locator("p.live").innerText()).isEqualTo("12 new events. Show them");
            console.add("other", SampleEvents.of(40, 99, Instant.now().plusSeconds(40L * 86_400)));
            inbox.waitForCondition(() -> inbox.locator("p.live").isVisible());
            assertThat(inbox.locator("p.live").innerText()).endsWith("Show them");
            overview.click("p.live a");
            overview.waitForCondition(() -> !overview.locator("p.live").isVisible());
            complaints.assertNone();
            others.assertNone();
        }
    }
}
