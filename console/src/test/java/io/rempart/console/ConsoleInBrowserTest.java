package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.rempart.events.account.AccountStore.Account;
import io.rempart.events.query.Query;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The way of an administrator through the console, from the link in the terminal to the log-out. */
class ConsoleInBrowserTest {
    private static RunningConsole console;
    private static Chromium chromium;

    @BeforeAll
    static void start() {
        chromium = new Chromium();
        console = new RunningConsole();
        console.fill(130);
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (console != null) {
            console.close();
        }
    }

    @Test
    void leadsFromTheSetupLinkToTheLogOut() {
        try (BrowserContext context = chromium.context(1280, 900, "en-GB")) {
            Page page = context.newPage();
            Complaints complaints = Complaints.of(page);
            String link = console.server.setupLink().orElseThrow().toString();

            page.navigate(link);
            page.fill("[name=name]", "Alice");
            page.fill("[name=password]", RunningConsole.PASSWORD);
            page.fill("[name=repeated]", RunningConsole.PASSWORD);
            page.click("button.primary");
            assertThat(page.url()).endsWith("/overview");
            assertThat(page.locator(".tile.is-all b").innerText()).isNotEqualTo("0");
            page.click("nav.rail a[href='/events']");
            assertThat(console.server.setupLink()).isEmpty();
            assertThat(page.locator("table.events tr.row").count()).isEqualTo(50);

            page.click("tr.more a");
            page.waitForCondition(() -> page.locator("tr.row").count() == 100);

            page.fill("#search", "class:attack union");
            page.keyboard().press("Enter");
            page.waitForURL("**/events?q=class*");
            assertThat(page.locator(".chip").count()).isEqualTo(2);
            assertThat(page.locator("tr.row .badge").allInnerTexts())
                    .isNotEmpty()
                    .containsOnly("Attack");

            page.locator(".chip .term").first().click();
            page.waitForURL(Pattern.compile("q=-class"));
            assertThat(page.locator(".chip.is-negated").count()).isEqualTo(1);
            page.goBack();

            page.locator("a[data-open]").first().click();
            page.waitForURL(Pattern.compile("/events/\\d+"));
            assertThat(page.locator("h1").innerText())
                    .contains("The rules saw an SQL injection")
                    .contains("203.0.113.");
            assertThat(page.locator("mark").allInnerTexts()).contains("UNION SELECT user,password");

            page.check("input[name=class][value=false-positive]");
            page.fill("[name=comment]", "the new search form");
            page.click("form.verdict button");
            page.waitForURL("**decided=1**");
            assertThat(page.locator("#verdict header .badge").innerText()).isEqualTo("False positive");
            assertThat(page.locator("#verdict").innerText()).contains("decided by alice");
            page.click("#verdict .message.done button");
            page.waitForURL("**undone=1**");
            assertThat(page.locator("#verdict header .badge").innerText()).isEqualTo("Attack");
            assertThat(page.locator("#verdict").innerText())
                    .contains("classified as before again")
                    .doesNotContain("decided by");

            page.click("nav.rail a[href='/sources']");
            assertThat(page.locator("tr.row").count()).isGreaterThan(10);
            page.click("nav.rail a[href='/logs']");
            assertThat(page.locator(".log").first().innerText())
                    .contains("22,209")
                    .contains("nothing was lost");
            assertThat(page.locator(".attention").innerText()).contains("reload the server after rotating");

            page.click(".top .menu summary");
            page.click(".top button[lang=fr]");
            page.waitForCondition(() -> page.locator("h1").innerText().equals("Journaux"));
            assertThat(page.locator(".log").first().innerText())
                    .contains("22\u202f209")
                    .contains("rien n’a été perdu");

            page.click(".top .menu summary");
            page.click(".top form[action='/log-out'] button");
            page.waitForURL("**/log-in?bye**");
            page.navigate(console.address("/events").toString());
            assertThat(page.url()).contains("/log-in?next=%2Fevents");
            complaints.assertNone();
        }
        assertThat(console.accounts.auditTrail(null, 1_000))
                .extracting(entry -> entry.action())
                .contains("account-created", "log-in", "verdict", "log-out");
        lookAtEveryPage();
    }

    /** With REMPART_PICTURES=directory: a picture of each page, light and dark, wide and narrow, in both languages. */
    private void lookAtEveryPage() {
        String directory = System.getenv("REMPART_PICTURES");
        Account alice = console.accounts.account("alice").orElseThrow();
        console.accounts.update(new Account(
                alice.name(), alice.passwordHash(), alice.role(), "", true, alice.createdAt(), alice.lastLogIn()));
        for (int width : List.of(1280, 360)) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                String language = scheme == ColorScheme.LIGHT ? "en" : "fr";
                try (BrowserContext context = chromium.context(width, 800, language)) {
                    Page page = context.newPage();
                    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                    Complaints complaints = Complaints.of(page);
                    picture(page, directory, "log-in", "/log-in", width, scheme);
                    logIn(page);
                    for (String[] one : pages()) {
                        picture(page, directory, one[0], one[1], width, scheme);
                    }
                    complaints.assertNone();
                }
            }
        }
    }

    private static List<String[]> pages() {
        return List.of(
                new String[] {"overview", "/overview"},
                new String[] {"events", "/events"},
                new String[] {"events-search", "/events?q=class%3Aattack+-ip%3A203.0.113.4&range=7d"},
                new String[] {"events-nothing", "/events?q=nothing-like-this&range=24h"},
                new String[] {"events-problem", "/events?q=class%3Anobody"},
                new String[] {"event-sqli", "/events/" + idOf("UNION")},
                new String[] {"event-xss", "/events/" + idOf("script")},
                new String[] {"sources", "/sources"},
                new String[] {"logs", "/logs"},
                new String[] {"quarantine", "/logs/quarantine"},
                new String[] {"quarantined", "/logs/quarantine/1"},
                new String[] {"account", "/account"},
                new String[] {"notifications", "/notifications"},
                new String[] {"error", "/events/999999"});
    }

    private static long idOf(String part) {
        return console.store.events.search(new Query.All(), null, 1_000, Duration.ofSeconds(10)).events().stream()
                .filter(event -> event.uri().contains(part))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static void picture(Page page, String directory, String name, String path, int width, ColorScheme scheme) {
        page.navigate(console.address(path).toString());
        if (directory != null) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(false)
                    .setPath(Path.of(
                            directory, name + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT) + ".png")));
        }
        Layout.assertNothingIsCutOff(page);
    }

    static void logIn(Page page) {
        page.navigate(console.address("/log-in").toString());
        page.fill("[name=name]", "alice");
        page.fill("[name=password]", RunningConsole.PASSWORD);
        Locator button = page.locator("button.primary");
        button.click();
        page.waitForURL("**/overview");
    }
}
