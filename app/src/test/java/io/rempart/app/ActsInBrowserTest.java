package io.rempart.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpServer;
import io.rempart.app.config.Configuration;
import io.rempart.console.Accessibility;
import io.rempart.console.Chromium;
import io.rempart.console.Complaints;
import io.rempart.console.Layout;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.DecisionStore.NewDecision;
import io.rempart.events.decision.Target;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Everything that acts, clicked in a browser: what {@code serve} runs, the blocker's process, a reporting service on loopback. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ActsInBrowserTest {
    private static final String SCANNER = "45.155.205.233";
    private static final String PASSWORD = "a long sentence of 2026";

    @TempDir
    static Path directory;

    private static final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    private static HttpServer service;
    private static RempartProcess blocker;
    private static Installation installation;
    private static Server server;
    private static long startedAt;
    private static Chromium chromium;
    private static String base;

    @BeforeAll
    static void start() throws Exception {
        chromium = new Chromium();
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        service.createContext("/api/v2/", exchange -> {
            arrived.add(URLDecoder.decode(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    StandardCharsets.UTF_8));
            byte[] answer = ("{\"data\":{\"abuseConfidenceScore\":87,\"totalReports\":12,\"numDistinctUsers\":5,"
                            + "\"isp\":\"Example <b>Hosting</b>\",\"usageType\":\"Data Center\"}}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        service.start();
        Files.writeString(directory.resolve("key"), "k".repeat(80) + "\n");
        Path file = directory.resolve("rempart.yaml");
        Files.writeString(file, """
                data: %1$s/data
                console: {port: 0}
                classification: {verify-crawlers: false}
                blocker: {socket: %1$s/blocker.sock, state: %1$s/state, driver: dry-run}
                abuseipdb: {key-file: %1$s/key, url: "http://127.0.0.1:%2$d/api/v2/"}
                """.formatted(directory, service.getAddress().getPort()));
        blocker = RempartProcess.start("blocker", "--config=" + file);
        Files.writeString(directory.resolve("audit.log"), scan());
        try (RempartProcess loading =
                RempartProcess.start("import", directory.resolve("audit.log").toString(), "--config=" + file)) {
            assertThat(loading.waitForEnd()).as(loading::output).isZero();
        }
        blocker.waitForOutput("listens");
        installation = Installation.open(Configuration.load(file, Map.of(), Map.of()));
        server = Server.start(installation);
        startedAt = System.nanoTime();
        StringWriter told = new StringWriter();
        server.introduce(new PrintWriter(told));
        Matcher link = Pattern.compile("http://\\S+/set-up\\?token=\\S+").matcher(told.toString());
        assertThat(link.find()).as(told.toString()).isTrue();
        base = link.group().replaceFirst("/set-up.*", "");
        try (BrowserContext context = chromium.context(1280, 900, "en-GB")) {
            Page page = context.newPage();
            page.navigate(link.group());
            page.fill("[name=name]", "alice");
            page.fill("[name=password]", PASSWORD);
            page.fill("[name=repeated]", PASSWORD);
            page.click("button.primary");
            page.waitForURL("**/overview**");
        }
    }

    /** Twelve requests for the usual secrets within a minute, and one that nothing speaks against from a neighbour. */
    private static String scan() {
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < 13; i++) {
            Instant at = Instant.now().minusSeconds(120L - i);
            boolean quiet = i == 12;
            log.append("{\"transaction\":{\"time\":\""
                    + DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss", Locale.ROOT)
                            .withZone(ZoneOffset.UTC)
                            .format(at)
                    + "." + (100_000 + i) + " +0000\",\"transaction_id\":\"awK2oXjY5r0bqmyptZMX" + (10 + i)
                    + "AAAEA\",\"remote_address\":\"" + (quiet ? "45.155.205.9" : SCANNER) + "\",\"remote_port\":"
                    + (4_000 + i) + ",\"local_address\":\"192.0.2.1\",\"local_port\":443},"
                    + "\"request\":{\"request_line\":\"GET " + (quiet ? "/welcome" : "/.env") + " HTTP/1.1\","
                    + "\"headers\":{\"Host\":\"shop.example.org\",\"User-Agent\":\"" + (quiet ? "Mozilla/5.0" : "zgrab")
                    + "\"}},\"response\":{\"protocol\":\"HTTP/1.1\",\"status\":" + (quiet ? 200 : 404)
                    + ",\"headers\":{}},\"audit_data\":{\"engine_mode\":\"ENABLED\"}}\n");
        }
        return log.toString();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (installation != null) {
            installation.close();
        }
        if (blocker != null) {
            blocker.close();
        }
        if (service != null) {
            service.stop(0);
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    private static Page open(BrowserContext context, String language) {
        Page page = context.newPage();
        page.navigate(base + "/log-in");
        page.fill("[name=name]", "alice");
        page.fill("[name=password]", PASSWORD);
        page.click("button.primary");
        page.waitForURL("**/overview**");
        if (!page.locator("html").getAttribute("lang").equals(language)) {
            page.click(".top > .menu summary");
            page.click(".top button[lang=" + language + "]");
            page.waitForCondition(
                    () -> page.locator("html").getAttribute("lang").equals(language));
        }
        return page;
    }

    private static void go(Page page, String path) {
        page.navigate(base + path);
    }

    private static Locator row(Page page, String target) {
        return page.locator("tr.row", new Page.LocatorOptions().setHasText(target));
    }

    private static String said(Page page) {
        return page.locator(".message[role=status]").innerText();
    }

    /**
     * Waits until the outbox has just sent what waited (five seconds after its start, then every thirty): what is put in now waits
     * for as long as the next clicks take.
     */
    private static void betweenTwoPassesOfTheOutbox() throws InterruptedException {
        long phase = Math.floorMod((System.nanoTime() - startedAt) / 1_000_000 - 5_000, 30_000L);
        if (phase < 1_000 || phase > 15_000) {
            Thread.sleep(Math.floorMod(1_000 - phase, 30_000L));
        }
    }

    @Test
    @Order(1)
    void reportsASourceAfterShowingWhatThePublicReads() throws Exception {
        try (BrowserContext context = chromium.context(1280, 900, "en-GB")) {
            Page page = open(context, "en");
            Complaints complaints = Complaints.of(page);
            go(page, "/reports");
            assertThat(page.locator(".empty h2").innerText()).isEqualTo("No report here");
            page.fill("input[name=address]", "nonsense");
            page.click("button:has-text('What would be told')");
            assertThat(page.locator("[role=alert]").innerText()).contains("nonsense");
            go(page, "/reports?address=45.155.205.9");
            assertThat(page.locator(".ask button.primary").count())
                    .as("nothing speaks against it")
                    .isZero();

            go(page, "/sources/" + SCANNER);
            page.click("[data-act=report] summary");
            page.click("[data-act=report] button[type=submit]");
            page.waitForURL("**ask=report**");
            assertThat(page.locator(".ask").innerText()).contains("GET /.env").doesNotContain("shop.example.org");
            betweenTwoPassesOfTheOutbox();
            page.click(".ask button.primary");
            assertThat(said(page)).contains("waits in the outbox");

            go(page, "/reports");
            Locator line = page.locator(".report-line");
            assertThat(line.innerText()).contains(SCANNER, "Waits", "alice", "12 requests");
            line.locator("button[value=hold]").click();
            assertThat(page.locator(".report-line").innerText()).contains("Awaits approval");
            page.click(".report-line summary");
            page.fill(".report-line input[name=comment]", "seen by anne@example.org");
            page.click(".report-line button[value=edit]");
            assertThat(page.locator(".message.is-bad").innerText()).contains("mail address");
            page.click(".report-line button[value=withdraw]");
            assertThat(said(page)).contains("taken back");
            go(page, "/reports?state=not-sent");
            assertThat(page.locator(".report-line").innerText()).contains("Withdrawn");

            go(page, "/reports?address=" + SCANNER);
            betweenTwoPassesOfTheOutbox();
            page.click(".ask button.primary");
            assertThat(said(page)).contains("waits in the outbox");
            page.click(".report-line button[value=hold]");
            page.click(".report-line button[value=send]");
            assertThat(said(page)).contains("goes out");
            complaints.assertNone();
        }
    }

    @Test
    @Order(2)
    void blocksFromTheDossierAndTakesItBackInBothLanguages() {
        for (String language : List.of("en", "fr")) {
            boolean french = language.equals("fr");
            try (BrowserContext context = chromium.context(1280, 900, language)) {
                Page page = open(context, language);
                Complaints complaints = Complaints.of(page);
                go(page, "/sources/" + SCANNER);
                page.click("[data-act=block] summary");
                page.selectOption("[data-act=block] select[name=lasting]", "7d");
                page.fill("[data-act=block] input[name=reason]", "hunts <b>.env</b>");
                page.click("[data-act=block] button[type=submit]");
                page.waitForURL("**ask=block**");
                assertThat(page.locator(".ask").innerText())
                        .contains(french ? "12 événements" : "12 events")
                        .doesNotContain(french ? "Seen from" : "Vu");
                page.click(".ask button.primary");
                assertThat(said(page)).contains(french ? "est bloqué" : "is blocked");
                assertThat(page.locator(".is-awaiting").count()).isZero();

                go(page, "/blocks?q=" + SCANNER);
                assertThat(row(page, SCANNER).innerText())
                        .contains(french ? "Appliqué" : "Enforced", "alice", "hunts <b>.env</b>");
                row(page, SCANNER).locator("[data-end]").click();
                assertThat(said(page)).contains(french ? "n'est plus bloqué" : "is not blocked any more");
                assertThat(row(page, SCANNER).count()).isZero();
                page.click(".message[role=status] button");
                assertThat(said(page)).contains(french ? "est bloqué" : "is blocked");
                assertThat(row(page, SCANNER).innerText()).contains(french ? "dans 6 jours" : "in 6 days");
                row(page, SCANNER).locator("summary").click();
                page.selectOption("tr.row select[name=lasting]", "1h");
                row(page, SCANNER)
                        .locator("button:has-text('" + (french ? "Changer" : "Change") + "')")
                        .click();
                assertThat(row(page, SCANNER).innerText()).contains(french ? "dans 59 min" : "in 59 min");
                row(page, SCANNER).locator("[data-end]").click();
                go(page, "/blocks?state=past&q=" + SCANNER);
                assertThat(row(page, SCANNER).first().innerText()).contains(french ? "Terminé" : "Ended");
                complaints.assertNone();
            }
        }
    }

    @Test
    @Order(3)
    void aWideBlockCountsDownUntilItIsConfirmed() {
        for (String language : List.of("en", "fr")) {
            boolean french = language.equals("fr");
            try (BrowserContext context = chromium.context(1280, 900, language)) {
                Page page = open(context, language);
                Complaints complaints = Complaints.of(page);
                page.emulateMedia(
                        new Page.EmulateMediaOptions().setColorScheme(french ? ColorScheme.DARK : ColorScheme.LIGHT));
                go(page, "/blocks");
                page.click("[data-act=block] summary");
                page.fill("[data-act=block] input[name=target]", "45.155.205.0/24");
                page.click("[data-act=block] button[type=submit]");
                page.waitForURL("**ask=block**");
                assertThat(page.locator(".ask").innerText())
                        .contains(french ? "60 secondes" : "60 seconds")
                        .contains("45.155.205.9");
                page.click(".ask button.primary");
                Locator box = page.locator(".is-awaiting");
                int left = Integer.parseInt(box.locator("[data-left]").innerText());
                assertThat(left).isBetween(30, 60);
                page.waitForCondition(
                        () -> Integer.parseInt(box.locator("[data-left]").innerText()) < left);
                assertThat(row(page, "45.155.205.0/24").innerText()).contains(french ? "À confirmer" : "Awaits");
                Accessibility.assertNothingSerious(page);
                picture(page, "confirm-" + language);
                box.locator("button:has-text('" + (french ? "Annuler" : "Take it back") + "')")
                        .click();
                assertThat(row(page, "45.155.205.0/24").count()).isZero();

                go(page, "/blocks?ask=block&target=45.155.205.0/24&lasting=24h");
                page.click(".ask button.primary");
                page.click(".is-awaiting [data-confirm]");
                assertThat(said(page)).contains(french ? "est maintenue" : "stays");
                assertThat(page.locator(".is-awaiting").count()).isZero();
                assertThat(row(page, "45.155.205.0/24").innerText()).contains(french ? "Appliqué" : "Enforced");
                row(page, "45.155.205.0/24").locator("[data-end]").click();
                complaints.assertNone();
            }
        }
    }

    @Test
    @Order(4)
    void refusesWhatAGuardProtectsAndSaysWhich() {
        for (String language : List.of("en", "fr")) {
            boolean french = language.equals("fr");
            try (BrowserContext context = chromium.context(1280, 900, language)) {
                Page page = open(context, language);
                Complaints complaints = Complaints.of(page);
                go(page, "/blocks?ask=allow&target=198.51.100.9&lasting=ever&reason=office");
                page.click(".ask button.primary");
                assertThat(row(page, "198.51.100.9").innerText()).contains("office");
                go(page, "/blocks?ask=block&target=198.51.100.9");
                assertThat(page.locator(".ask").innerText()).contains(french ? "liste des autorisés" : "allow list");
                assertThat(page.locator(".ask button.primary").count()).isZero();
                go(page, "/blocks?ask=block&target=127.0.0.1");
                assertThat(page.locator(".ask button.primary").count()).isZero();
                go(page, "/blocks?ask=block&target=AS64500");
                assertThat(page.locator(".ask").innerText()).contains("geoip");
                go(page, "/blocks?ask=block&target=<script>alert(1)</script>");
                assertThat(page.locator("[role=alert]").innerText()).contains("<script>");
                go(page, "/blocks?kind=allow");
                row(page, "198.51.100.9").locator("[data-end]").click();
                complaints.assertNone();
            }
        }
    }

    @Test
    @Order(5)
    void triesAPolicyOverWhatIsStoredAndSwitchesIt() {
        for (String language : List.of("en", "fr")) {
            boolean french = language.equals("fr");
            try (BrowserContext context = chromium.context(1280, 900, language)) {
                Page page = open(context, language);
                Complaints complaints = Complaints.of(page);
                go(page, "/policies");
                Locator policy = page.locator("[data-policy=scanners]");
                assertThat(policy.innerText()).contains(french ? "au moins 10 événements" : "at least 10 events");
                policy.locator("button:has-text('" + (french ? "aurait fait" : "would have") + "')")
                        .click();
                page.waitForCondition(() -> policy.locator(".simulation").count() == 1);
                assertThat(policy.locator(".simulation").innerText())
                        .contains(french ? "1 adresse, dont aucune" : "1 address, none of which")
                        .contains(SCANNER);

                policy.locator("button[value=dry-run]").click();
                keep(page);
                assertThat(policy.locator("button[value=dry-run]").getAttribute("aria-pressed"))
                        .isEqualTo("true");
                policy.locator("button[value=on]").click();
                assertThat(policy.locator(".is-awaiting [data-left]").count()).isEqualTo(1);
                policy.locator(".is-awaiting button:not([data-confirm])").click();
                assertThat(policy.locator("button[value=dry-run]").getAttribute("aria-pressed"))
                        .isEqualTo("true");
                policy.locator("button[value=on]").click();
                keep(page);
                assertThat(policy.locator("button[value=on]").getAttribute("aria-pressed"))
                        .isEqualTo("true");
                policy.locator("button[value=off]").click();
                keep(page);
                assertThat(policy.locator("button[value=off]").getAttribute("aria-pressed"))
                        .isEqualTo("true");
                policy.locator("button[value=on]").click();
                assertThat(page.locator(".message.is-bad").innerText()).contains(french ? "à blanc" : "dry");
                complaints.assertNone();
            }
        }
    }

    /** Confirms what awaits it. */
    private static void keep(Page page) {
        if (page.locator(".is-awaiting [data-confirm]").count() > 0) {
            page.locator(".is-awaiting [data-confirm]").first().click();
        }
        assertThat(page.locator(".is-awaiting").count()).isZero();
    }

    @Test
    @Order(6)
    void takesASentReportBack() throws Exception {
        String report = arrived.poll(60, TimeUnit.SECONDS);
        while (report != null && !report.contains("comment=")) {
            report = arrived.poll(60, TimeUnit.SECONDS); // the look-up of the dossier
        }
        assertThat(report).contains("ip=" + SCANNER, "GET /.env");
        try (BrowserContext context = chromium.context(1280, 900, "fr")) {
            Page page = open(context, "fr");
            page.waitForCondition(() -> {
                go(page, "/reports?state=sent");
                return page.locator(".report-line").count() == 1;
            });
            page.click(".report-line a.button");
            assertThat(page.locator(".ask").innerText()).contains("irréversible");
            page.click(".ask button.primary");
            assertThat(said(page)).contains("Retirés");
            assertThat(page.locator(".report-line").innerText()).contains("En cours de suppression");
        }
    }

    @Test
    @Order(7)
    void isReadableOnAPhoneAndInTheDarkInBothLanguages() {
        String directory = System.getenv("REMPART_SCREENSHOTS");
        decide("198.51.100.0/24", "policy:scanners", "policy scanners", 3_600, 2);
        decide("203.0.113.77", "policy:attackers", "policy attackers", 14_400, 0);
        decide("2001:db8:66::/64", "command:root", "tries passwords", 86_400, 1);
        decide("192.0.2.200", "person:alice", "hunts phpMyAdmin", 604_800, 0);
        for (String language : List.of("en", "fr")) {
            for (int width : List.of(1280, 360)) {
                boolean french = language.equals("fr");
                if (directory == null && french != (width == 360)) {
                    continue; // the other two are for the pictures
                }
                try (BrowserContext context = chromium.context(width, width == 360 ? 740 : 800, language)) {
                    Page page = open(context, language);
                    page.emulateMedia(new Page.EmulateMediaOptions()
                            .setColorScheme(language.equals("fr") ? ColorScheme.DARK : ColorScheme.LIGHT));
                    Complaints complaints = Complaints.of(page);
                    for (String[] one : List.of(
                            new String[] {"blocks", "/blocks?state=all"},
                            new String[] {"block", "/blocks?ask=block&target=45.155.205.0/24"},
                            new String[] {"policies", "/policies/simulation?name=scanners&days=30"},
                            new String[] {"reports", "/reports?state=all&address=" + SCANNER},
                            new String[] {"source-acts", "/sources/" + SCANNER + "?ask=block&what=range"})) {
                        go(page, one[1]);
                        Layout.assertNothingIsCutOff(page);
                        Accessibility.assertNothingSerious(page);
                        if (directory != null && (width > 400 || french)) {
                            picture(page, one[0] + "-" + language + (width == 360 ? "-phone" : ""));
                        }
                    }
                    if (width == 360) {
                        page.click(".rail .more summary");
                        assertThat(page.locator(".rail .more a").first().isVisible())
                                .isTrue();
                        Layout.assertNothingIsCutOff(page);
                    }
                    complaints.assertNone();
                }
            }
        }
    }

    private static void picture(Page page, String name) {
        String directory = System.getenv("REMPART_SCREENSHOTS");
        if (directory != null) {
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(directory, name + ".png")));
        }
    }

    private static void decide(String target, String author, String reason, long seconds, int repeat) {
        Instant now = Instant.now();
        installation
                .decisions()
                .add(new NewDecision(
                        Decision.Kind.BLOCK,
                        Target.of(target).orElseThrow(),
                        reason,
                        author,
                        "",
                        now.minusSeconds(seconds / 4),
                        now.plusSeconds(seconds),
                        null,
                        repeat,
                        true));
    }
}
