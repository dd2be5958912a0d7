package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.rempart.events.account.AccountStore.Account;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Every page and what can be done on it, on the sample data and on the logs of real servers, in both languages. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PagesInBrowserTest {
    private static RunningConsole console;
    private static Chromium chromium;

    @BeforeAll
    static void start() {
        chromium = new Chromium();
        console = new RunningConsole(new ShownFeeds());
        ConsoleSecurityTest.account(console, "alice", "admin");
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

    private static void speak(String language) {
        Account alice = console.accounts.account("alice").orElseThrow();
        console.accounts.update(new Account(
                alice.name(),
                alice.passwordHash(),
                alice.role(),
                language,
                true,
                alice.createdAt(),
                alice.lastLogIn()));
    }

    private static Page open(BrowserContext context) {
        Page page = context.newPage();
        page.navigate(console.address("/log-in").toString());
        page.fill("[name=name]", "alice");
        page.fill("[name=password]", RunningConsole.PASSWORD);
        page.click("button.primary");
        page.waitForURL("**/overview");
        return page;
    }

    private static void go(Page page, String path) {
        page.navigate(console.address("/").resolve(path).toString());
    }

    private static List<String[]> pages() {
        return List.of(
                new String[] {"overview", "/overview?range=7d"},
                new String[] {"inbox", "/inbox"},
                new String[] {"campaigns", "/inbox?by=network"},
                new String[] {"auto-archive", "/inbox/rules?q=class%3Ascanner"},
                new String[] {"events", "/events"},
                new String[] {"event", "/events/" + eventOf("UNION")},
                new String[] {"sources", "/sources"},
                new String[] {"source", "/sources/198.51.100.23"},
                new String[] {"rules", "/rules"},
                new String[] {"rule", "/rules/one?id=942100"},
                new String[] {"statistics", "/statistics?range=7d"},
                new String[] {"report", "/report"},
                new String[] {"feeds", "/feeds"},
                new String[] {"logs", "/logs"});
    }

    /** The pages under "Settings". */
    private static List<String[]> settings() {
        return List.of(
                new String[] {"account", "/account"},
                new String[] {"second-factor", "/account/second-factor"},
                new String[] {"notifications", "/notifications"},
                new String[] {"people", "/people"},
                new String[] {"tokens", "/tokens"},
                new String[] {"audit", "/audit"},
                new String[] {"api", "/api"});
    }

    private static long eventOf(String text) {
        return console.store
                .events
                .search(
                        new io.rempart.events.query.Query.Contains(text.toLowerCase(Locale.ROOT)),
                        null,
                        1,
                        java.time.Duration.ofSeconds(5))
                .events()
                .get(0)
                .id();
    }

    @Test
    @Order(1)
    void showsAnEmptyHouseTheWayInAndFillsItWithSampleData() {
        speak("en");
        try (BrowserContext context = chromium.context(1280, 900, "en-GB")) {
            Page page = open(context);
            Complaints complaints = Complaints.of(page);
            for (String path : List.of("/overview", "/inbox", "/events", "/sources", "/rules", "/statistics")) {
                go(page, path);
                assertThat(page.locator(".empty h2").innerText()).as(path).isEqualTo("No event yet");
                Accessibility.assertNothingSerious(page);
            }
            go(page, "/overview");
            page.click(".empty button.primary");
            page.waitForURL("**/overview?range=7d");
            assertThat(page.locator(".attention.is-sample").innerText()).contains("sample data");
            assertThat(page.locator(".tile.is-all b").innerText()).isNotEqualTo("0");
            complaints.assertNone();
        }
    }

    @Test
    @Order(2)
    void leadsFromTheOverviewToTheEventsBehindIt() {
        try (BrowserContext context = chromium.context(1280, 900, "en-GB")) {
            Page page = open(context);
            Complaints complaints = Complaints.of(page);
            go(page, "/overview?range=7d");
            String scanners = page.locator(".tile.is-scanner b").innerText();
            page.click(".tile.is-scanner");
            page.waitForURL("**class=scanner**");
            assertThat(page.locator(".tile.is-scanner").getAttribute("aria-current"))
                    .isEqualTo("true");
            assertThat(page.locator(".chart .column a").count()).isGreaterThan(0);

            Locator plot = page.locator(".chart .plot");
            var box = plot.boundingBox();
            // a page that still fades in takes no pointer: as a person would, try again
            page.waitForCondition(() -> {
                page.mouse().move(box.x + box.width * 0.6, box.y + 60);
                page.mouse().down();
                page.mouse().move(box.x + box.width * 0.8, box.y + 60);
                page.mouse().move(box.x + box.width * 0.95, box.y + 60);
                page.mouse().up();
                page.waitForTimeout(300);
                return page.url().matches(".*range=\\d{4}-\\d\\d-\\d\\dT.*");
            });
            assertThat(page.url()).contains("class=scanner");
            page.waitForLoadState();
            assertThat(page.locator("a:has-text('Wider period')").count()).isEqualTo(1);

            go(page, "/overview?range=7d&class=scanner");
            page.locator(".panel:has(h2:text('Rules that matched most')) .bars a")
                    .first()
                    .click();
            page.waitForURL("**/events?q=**");
            assertThat(page.locator("tr.row .badge").allInnerTexts())
                    .isNotEmpty()
                    .containsOnly("Site scanner");
            assertThat(scanners).matches("[\\d,]+");
            complaints.assertNone();
        }
    }

    @Test
    @Order(3)
    void triagesWithTheKeyboardAndTakesItBack() {
        try (BrowserContext context = chromium.context(1280, 900, "en-GB")) {
            Page page = open(context);
            Complaints complaints = Complaints.of(page);
            go(page, "/inbox?order=newest");
            int before = page.locator("li.row").count();
            assertThat(before).isGreaterThan(5);
            String second = page.locator("li.row .who .mono").nth(1).innerText();

            page.keyboard().press("j");
            page.waitForCondition(() -> page.locator("#pane h2").innerText().equals(second));
            assertThat(page.url()).contains("sel=");
            page.keyboard().press("e");
            page.waitForURL("**done=archive**");
            assertThat(page.locator(".message.done").innerText()).contains("1 incident archived");
            assertThat(page.locator("li.row").count()).isEqualTo(before - 1);
            page.keyboard().press("z");
            page.waitForURL("**done=undone**");
            assertThat(page.locator("li.row").count()).isEqualTo(before);

            page.keyboard().press("c");
            page.keyboard().type("looks like the usual scan");
            page.keyboard().press("Enter");
            page.waitForURL("**done=comment**");
            assertThat(page.locator("#pane .notes").innerText()).contains("looks like the usual scan");
            page.keyboard().press("s");
            page.waitForURL("**done=escalate**");
            go(page, "/inbox?state=escalated");
            assertThat(page.locator("li.row").count()).isEqualTo(1);
            page.click("#pane button:has-text('Take')");
            page.waitForURL("**done=assign**");
            assertThat(page.locator("#pane").innerText()).contains("taken by alice");
            complaints.assertNone();
        }
    }

    @Test
    @Order(4)
    void archivesAllThatMatchAndNotOnlyThePage() {
        try (BrowserContext context = chromium.context(1280, 900, "en-GB")) {
            Page page = open(context);
            Complaints complaints = Complaints.of(page);
            go(page, "/inbox?q=class%3Ascanner");
            long matching = page.locator("li.row").count();
            assertThat(matching).isGreaterThan(2);
            page.check("[data-all]");
            page.click(".bulk button[value=archive]");
            page.waitForURL("**done=archive**");
            assertThat(page.locator(".message.done").innerText()).contains(matching + " incidents archived");
            assertThat(page.locator(".empty h2").innerText()).isEqualTo("Nothing to decide");
            page.click(".message.done button");
            page.waitForURL("**done=undone**");
            assertThat(page.locator("li.row").count()).isEqualTo((int) matching);

            go(page, "/inbox?by=network");
            assertThat(page.locator("table.campaigns tr.row").count()).isGreaterThan(0);
            page.locator("table.campaigns button[value=archive]").first().click();
            page.waitForURL("**done=archive**");
            assertThat(page.locator(".message.done").innerText()).doesNotContain("No incident");
            page.click(".message.done button");
            page.waitForURL("**done=undone**");
            complaints.assertNone();
        }
    }

    @Test
    @Order(5)
    void makesARuleThatArchivesAfterAPreview() {
        try (BrowserContext context = chromium.context(1280, 900, "en-GB")) {
            Page page = open(context);
            Complaints complaints = Complaints.of(page);
            go(page, "/inbox/rules");
            page.fill(".panel input[name=q]", "class:bad-bot");
            page.click("button:has-text('Preview')");
            page.waitForURL("**q=class**");
            assertThat(page.locator(".lead").innerText()).containsPattern("would have archived [1-9]\\d* incident");
            page.fill("input[name=name]", "crawlers");
            page.click("button:has-text('Archive such from now on')");
            page.waitForURL("**/inbox/rules");
            assertThat(page.locator(".lines").innerText()).contains("crawlers").contains("class:bad-bot");
            page.click("button[aria-label='Remove crawlers']");
            assertThat(page.locator("main").innerText()).contains("None yet.");
            go(page, "/inbox/rules?q=status%3A404%20nonsense%3A1");
            assertThat(page.locator("[role=alert]").count()).isEqualTo(1);
            complaints.assertNone();
        }
    }

    @Test
    @Order(6)
    void classifiesASourceFromItsDossier() {
        try (BrowserContext context = chromium.context(1280, 900, "en-GB")) {
            Page page = open(context);
            Complaints complaints = Complaints.of(page);
            go(page, "/sources/203.0.113.90");
            assertThat(page.locator(".attempts li").count()).isGreaterThan(0);
            assertThat(page.locator("main").innerText()).contains("Nmap").contains("203.0.113.91");
            assertThat(page.locator("button[data-act=block]").isDisabled()).isTrue();
            assertThat(page.locator("main").innerText()).contains("not available");
            page.click(".acts summary");
            page.check(".acts input[value=false-positive]");
            page.fill(".acts input[name=comment]", "our own monitoring");
            page.click(".acts button.primary");
            page.waitForURL("**decided=**");
            assertThat(page.locator("h1 + .badge, .head .badge").first().innerText())
                    .isEqualTo("False positive");
            assertThat(page.locator("main").innerText()).contains("our own monitoring");
            page.click(".message.done button");
            page.waitForURL("**undone=**");
            assertThat(page.locator(".message[role=status]").innerText()).contains("classified as before again");
            assertThat(page.locator("h1 + .badge, .head .badge").first().innerText())
                    .isNotEqualTo("False positive");
            page.click("#name a");
            page.waitForCondition(() -> !page.locator("#name a").isVisible());
            assertThat(page.locator("#name").innerText()).isNotBlank();
            complaints.assertNone();
        }
    }

    @Test
    @Order(7)
    void showsAnEventToTheLastByteAndAFileThatNoSpreadsheetRuns() throws IOException {
        try (BrowserContext context = chromium.context(1280, 900, "en-GB")) {
            Page page = open(context);
            Complaints complaints = Complaints.of(page);
            go(page, "/events/" + eventOf("union"));
            assertThat(page.locator(".fields .is-marked mark").allInnerTexts()).isNotEmpty();
            assertThat(page.locator(".steps li").count()).isEqualTo(1);
            page.click("summary:has-text('curl')");
            assertThat(page.locator("#curl").innerText()).startsWith("curl --globoff");
            assertThat(page.locator("h2:has-text('Similar events')").count()).isEqualTo(1);

            go(page, "/statistics?range=7d");
            Download file =
                    page.waitForDownload(() -> page.locator("a.file").first().click());
            String csv = Files.readString(file.path(), StandardCharsets.UTF_8);
            assertThat(csv).contains("\"Attack\",").contains("\"Site scanner\",");
            assertThat(file.suggestedFilename()).isEqualTo("rempart-classes.csv");
            complaints.assertNone();
        }
    }

    @Test
    @Order(8)
    void isReadableOnEveryPageInBothLanguagesOnAPhoneAndInTheDark() {
        String directory = System.getenv("REMPART_SCREENSHOTS");
        for (String language : List.of("en", "fr")) {
            speak(language);
            boolean french = language.equals("fr");
            for (int width : List.of(1280, 360)) {
                try (BrowserContext context = chromium.context(width, width == 360 ? 740 : 800, language)) {
                    Page page = open(context);
                    page.emulateMedia(new Page.EmulateMediaOptions()
                            .setColorScheme(french ? ColorScheme.DARK : ColorScheme.LIGHT));
                    Complaints complaints = Complaints.of(page);
                    List<String[]> walked = new ArrayList<>(pages());
                    walked.addAll(settings());
                    for (String[] one : walked) {
                        go(page, one[1]);
                        page.waitForCondition(
                                () -> page.locator("[hx-trigger=load]").count() == 0);
                        assertThat(page.locator("html").getAttribute("lang")).isEqualTo(language);
                        Layout.assertNothingIsCutOff(page);
                        Accessibility.assertNothingSerious(page);
                        picture(page, directory, one[0], language, width);
                    }
                    complaints.assertNone();
                }
            }
        }
    }

    /** At full width English in the light and French in the dark; some in French on a phone. */
    private static void picture(Page page, String directory, String name, String language, int width) {
        boolean wide = width > 400;
        boolean narrow = width < 400
                && language.equals("fr")
                && List.of("overview", "inbox", "source").contains(name);
        if (directory != null && (wide || narrow)) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(directory, name + "-" + language + (narrow ? "-phone" : "") + ".png")));
        }
    }

    @Test
    @Order(9)
    void showsTheLogsOfRealServers() {
        Assumptions.assumeTrue(RealLogs.areThere(), "no corpora; set REMPART_CORPORA");
        RealLogs.into(console.store.events);
        speak("fr");
        try (BrowserContext context = chromium.context(1280, 900, "fr")) {
            Page page = open(context);
            Complaints complaints = Complaints.of(page);
            for (String path : List.of(
                    "/overview?range=365d",
                    "/inbox?state=all",
                    "/inbox?by=tool&state=all&range=365d",
                    "/events",
                    "/sources?range=365d",
                    "/rules?range=365d",
                    "/statistics?range=365d",
                    "/report",
                    "/logs",
                    "/logs/quarantine")) {
                go(page, path);
                assertThat(page.locator(".empty").count()).as(path).isZero();
                Layout.assertNothingIsCutOff(page);
            }
            for (long id : console
                    .store
                    .events
                    .search(new io.rempart.events.query.Query.All(), null, 400, java.time.Duration.ofSeconds(5))
                    .events()
                    .stream()
                    .mapToLong(event -> event.id())
                    .filter(id -> id % 20 == 0)
                    .toArray()) {
                go(page, "/events/" + id);
                assertThat(page.locator("h1.sentence").innerText()).isNotBlank();
            }
            complaints.assertNone();
        }
    }

    @Test
    @Order(10)
    void removesTheSampleDataWithoutATrace() {
        speak("en");
        try (BrowserContext context = chromium.context(1280, 900, "en-GB")) {
            Page page = open(context);
            page.click(".attention.is-sample button");
            page.waitForURL("**/overview");
            assertThat(page.locator(".attention.is-sample").count()).isZero();
            assertThat(console.store.events.ledger())
                    .noneMatch(entry -> entry.logSource().equals("sample"));
            assertThat(console.store.events.check()).isEmpty();
        }
    }
}
