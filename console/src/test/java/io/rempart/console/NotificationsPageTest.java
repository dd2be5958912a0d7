package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.rempart.events.account.AccountStore.Account;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How people are told, seen by everybody and tried by administrators. */
class NotificationsPageTest {
    private static RunningConsole console;

    @BeforeAll
    static void start() {
        console = new RunningConsole();
        ConsoleSecurityTest.account(console, "alice", "admin");
        ConsoleSecurityTest.account(console, "victor", "viewer");
        Account victor = console.accounts.account("victor").orElseThrow();
        console.accounts.update(
                new Account(victor.name(), victor.passwordHash(), victor.role(), "fr", true, victor.createdAt(), null));
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    private static Page page(BrowserContext context, String name) {
        Page page = context.newPage();
        page.navigate(console.address("/log-in").toString());
        page.fill("[name=name]", name);
        page.fill("[name=password]", RunningConsole.PASSWORD);
        page.click("button.primary");
        page.waitForURL("**/overview");
        page.navigate(console.address("/notifications").toString());
        return page;
    }

    @Test
    void anAdministratorSeesAndTriesAndAViewerSees() {
        try (Chromium chromium = new Chromium()) {
            try (BrowserContext context = chromium.context(360, 740, "en-GB")) {
                Page page = page(context, "alice");
                Complaints complaints = Complaints.of(page);
                Accessibility.assertNothingSerious(page);
                assertThat(page.locator("main").innerText())
                        .contains(
                                "anne@example.org", "nothing sent yet", "at once, at most 5 an hour", "2 things wait");
                page.click("button[aria-label='Send a test: mail']");
                assertThat(page.locator(".message.is-good").innerText()).isEqualTo("mail: the test arrived.");
                page.click("button[aria-label='Send a test: grave']");
                assertThat(page.locator("[role=alert]").innerText())
                        .startsWith("phone: 550 <script>alert(1)</script>")
                        .doesNotContain("\u202E");
                Accessibility.assertNothingSerious(page);
                Layout.assertNothingIsCutOff(page);
                complaints.assertNone();
                assertThat(console.notifications.tried).containsExactly("mail by alice", "grave by alice");
                assertThat(console.accounts.auditTrail(null, 5))
                        .extracting(entry -> entry.action() + " " + entry.detail())
                        .contains("notification-tested grave");
            }
            try (BrowserContext context = chromium.context(1280, 800, "fr-FR")) {
                Page page = page(context, "victor");
                assertThat(page.locator("main").innerText()).contains("Canaux", "aussitôt, au plus 5 par heure");
                assertThat(page.locator("main button").count()).isZero();
            }
        }
    }
}
