package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import inet.ipaddr.IPAddressString;
import io.rempart.events.account.AccountStore.AuditTrailEntry;
import io.rempart.events.account.AccountStore.SavedSearch;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.DecisionStore.NewDecision;
import io.rempart.events.decision.Target;
import io.rempart.events.follow.FollowStatus.FileStatus;
import io.rempart.events.follow.FollowStatus.State;
import io.rempart.events.follow.FollowWarning;
import io.rempart.events.model.Attribution;
import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.Classification;
import io.rempart.events.model.Classification.Evidence;
import io.rempart.events.model.Event;
import io.rempart.events.model.HeaderField;
import io.rempart.events.model.Hit;
import io.rempart.events.model.Request;
import io.rempart.events.model.Response;
import io.rempart.events.model.Severity;
import io.rempart.events.model.SourceClass;
import io.rempart.events.report.Report;
import io.rempart.events.report.ReportStore.NewReport;
import io.rempart.events.store.Batch;
import io.rempart.events.store.EventEntry;
import io.rempart.events.store.LedgerEntry;
import io.rempart.events.store.QuarantinedRecord;
import io.rempart.store.EventStores;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every field of everything stored holds what an attacker would write there; on no page does it do anything. */
class HostileDataInBrowserTest {
    private static final Map<String, String> TEXTS = HostileText.all();

    private static RunningConsole console;
    private static Chromium chromium;

    @BeforeAll
    static void start() {
        chromium = new Chromium();
        console = RunningConsole.withMeasures(RunningConsole.settings());
        ConsoleSecurityTest.account(console, "alice", "admin");
        TEXTS.forEach(HostileDataInBrowserTest::store);
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

    private static void store(String name, String text) {
        Instant now = Instant.now();
        ByteText bytes = ByteText.of(text);
        ByteText broken = ByteText.of(("\u00ff\u00fe" + text).getBytes(StandardCharsets.ISO_8859_1));
        Hit hit = new Hit(
                text,
                2,
                bytes,
                bytes,
                text,
                ByteText.of("Matched Data: " + text + " found within ARGS:q: " + text + text),
                Severity.CRITICAL,
                List.of(text, "attack-sqli"),
                text,
                text,
                text,
                1,
                true,
                true);
        Event event = new Event(
                AuditFormat.MODSECURITY2_JSON,
                text,
                now,
                text,
                new IPAddressString("192.0.2.1").getAddress(),
                1,
                text,
                text,
                443,
                true,
                new Request(
                        bytes,
                        bytes,
                        bytes,
                        bytes,
                        List.of(new HeaderField(bytes, bytes), new HeaderField(bytes, broken)),
                        broken),
                new Response(200, bytes, List.of(new HeaderField(bytes, bytes)), broken),
                List.of(hit, SampleEvents.hit("942100", text, text, text, null)),
                Event.Disposition.BLOCKED,
                text,
                5,
                5,
                text,
                List.of(text));
        String log = name + " " + (text.length() > 300 ? text.substring(0, 300) : text);
        console.store.append(new Batch(
                log,
                List.of(new EventEntry(
                        event,
                        new Attribution(
                                new IPAddressString("2001:db8::1").getAddress(), true, cut(text), 64_500, cut(text)),
                        new Classification(
                                SourceClass.ATTACK,
                                90,
                                "rules/1",
                                List.of(new Evidence(text, SourceClass.ATTACK, 10, text))),
                        text.getBytes(StandardCharsets.UTF_8),
                        text.hashCode(),
                        true)),
                List.of(new QuarantinedRecord(now, log, text, 1, 2, text.getBytes(StandardCharsets.UTF_8), text)),
                List.of(),
                1));
        measures(text, now);
        console.logs.add(new LogReport(
                text,
                new LedgerEntry(log, 1, 1, 0, 0, 0, 1, now, now),
                true,
                1,
                1,
                List.of(new FileStatus(text, State.ROTATED, 10, 5)),
                text,
                now,
                List.of(new FollowWarning(FollowWarning.Code.READ_FAILED, Map.of("path", text, "error", text), now))));
        console.accounts.save(new SavedSearch("mallory " + cut(text), cut(text), cut(text), true, now));
    }

    /** A decision and a report, the trail of what people did. */
    private static void measures(String text, Instant now) {
        EventStores.decisions(console.store.events)
                .add(new NewDecision(
                        Decision.Kind.BLOCK,
                        Target.of("2001:db8::/32").orElseThrow(),
                        text,
                        "person:" + cut(text),
                        text,
                        now,
                        null,
                        null,
                        1,
                        false));
        EventStores.reports(console.store.events)
                .add(new NewReport(
                        new IPAddressString("2001:db8::1").getAddress(),
                        new TreeSet<>(List.of(21)),
                        cut(text),
                        "bcdfghjklm",
                        now,
                        1,
                        cut(text),
                        Report.State.HELD,
                        now,
                        now,
                        cut(text)));
        console.accounts.record(new AuditTrailEntry(0, now, cut(text), cut(text), cut(text), cut(text)));
    }

    /** Every file for spreadsheets, wherever it is offered. */
    @Test
    void beginsNoCellOfAnyFileAsAFormula() {
        Visitor visitor = new Visitor(console);
        visitor.logIn("alice", RunningConsole.PASSWORD);
        Set<String> files = new TreeSet<>();
        for (String route : console.server.routes()) {
            // live updates are no file: they don't end
            if (!route.startsWith("GET ") || route.contains("assets") || route.endsWith("/live")) {
                continue;
            }
            for (String table : List.of("classes", "time", "hours", "countries", "networks", "hosts")) {
                String path = route.substring(4)
                        .replace("{table}", table)
                        .replace("{address}", "2001:db8::1")
                        .replaceAll("\\{[a-z]+}", "1");
                if (files.contains(path) || !route.contains("{table}") && !table.equals("classes")) {
                    continue;
                }
                HttpResponse<String> answer =
                        visitor.get(path + (path.startsWith("/api/") ? "?format=csv" : "?range=30d"));
                if (answer.headers().firstValue("Content-Type").orElse("").startsWith("text/csv")) {
                    files.add(path);
                    assertThat(cells(answer.body()))
                            .as(path)
                            .isNotEmpty()
                            .noneMatch(cell -> cell.matches("(?s)[=+\\-@\t\r|%].*"));
                }
            }
        }
        assertThat(files)
                .contains("/statistics/classes.csv", "/statistics/hosts.csv", "/audit/audit.csv")
                .hasSizeGreaterThanOrEqualTo(8);
    }

    /** The cells of a file as RFC 4180 has them. */
    private static List<String> cells(String file) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        String text = file.startsWith("\uFEFF") ? file.substring(1) : file;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else if (quoted || c != '\r') {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }

    private static String cut(String text) {
        return text.length() > 2_000 ? text.substring(0, 2_000) : text;
    }

    @ParameterizedTest
    @CsvSource({"1280,en", "360,fr"})
    void doesNothingOnAnyPage(int width, String language) {
        try (BrowserContext context = chromium.context(width, 800, language)) {
            Page page = context.newPage();
            Complaints complaints = Complaints.of(page);
            page.navigate(console.address("/log-in").toString());
            page.fill("[name=name]", "alice");
            page.fill("[name=password]", RunningConsole.PASSWORD);
            page.click("button.primary");
            page.waitForURL("**/overview");
            page.click(".top .menu summary");
            page.click(".top button[lang=" + language + "]");
            page.waitForFunction("lang => document.documentElement.lang === lang", language);
            for (String path : paths()) {
                page.navigate(console.address("/").resolve(path).toString());
                page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true; })");
                if (page.locator("details.menu").count() > 0) {
                    page.evaluate("() => document.querySelectorAll('details.menu').forEach(d => { d.open = false; })");
                }
                assertHarmless(page, path);
                Layout.assertNothingIsCutOff(page);
            }
            complaints.assertNone();
        }
    }

    private static List<String> paths() {
        List<String> paths = new ArrayList<>(List.of(
                "/overview?range=30d",
                "/overview/targets?range=30d",
                "/blocks?state=all",
                "/blocks?ask=block&target=2001:db8::/48&reason=%3Cscript%3Ewindow.pwned=1%3C/script%3E",
                "/policies",
                "/policies/simulation?name=attackers&days=30",
                "/reports?state=all",
                "/reports?address=2001:db8::1",
                "/reports?retract=2001:db8::1",
                "/sources/2001:db8::1?ask=block&what=range&reason=%22%3E%3Cimg%20src=x%20onerror=window.pwned=1%3E",
                "/inbox?state=all",
                "/inbox?state=all&order=newest",
                "/inbox?by=network&state=all",
                "/inbox?by=tool&state=all",
                "/inbox/rules?q=class%3Aattack",
                "/sources/2001:db8::1",
                "/rules?range=24h",
                "/rules/combinations?range=24h",
                "/statistics?range=24h",
                "/report",
                "/events",
                "/sources",
                "/logs",
                "/logs/quarantine",
                "/account"));
        long id = 1;
        for (String text : TEXTS.values()) {
            String query =
                    URLEncoder.encode(cut(text).substring(0, Math.min(1_500, text.length())), StandardCharsets.UTF_8);
            paths.add("/events/" + id);
            paths.add("/logs/quarantine/" + id);
            paths.add("/events?q=" + query + "&range=" + query.substring(0, Math.min(40, query.length()) / 9 * 9)
                    + "&host=x");
            paths.add("/rules/one?range=24h&id=" + query.substring(0, Math.min(180, query.length()) / 9 * 9));
            String inboxQuery = query.substring(0, Math.min(1_800, query.length()) / 9 * 9);
            paths.add("/inbox?state=all&q=" + inboxQuery);
            String target = query.substring(0, Math.min(240, query.length()) / 9 * 9);
            paths.add("/blocks?state=all&q=" + target);
            if (id == 1) {
                paths.add("/blocks?ask=block&target=" + target);
                paths.add("/reports?address=" + target);
            }
            paths.add("/inbox/rules?q=" + inboxQuery);
            paths.add("/sources?network=" + query.substring(0, Math.min(81, query.length()) / 9 * 9));
            id++;
        }
        return paths.stream().filter(HostileDataInBrowserTest::isWellFormed).toList();
    }

    /** A cut percent-encoding is no address that a browser would send. */
    private static boolean isWellFormed(String path) {
        return !path.matches(".*%[0-9A-F]?(&.*)?$");
    }

    private static void assertHarmless(Page page, String path) {
        Object found = page.evaluate("""
                () => {
                  const found = [];
                  if ('pwned' in window) found.push('a script ran');
                  const foreign = document.querySelectorAll('script:not([src^="/assets/"]), img, iframe, base, object, style, [style], [srcdoc]');
                  for (const e of foreign) found.push('element ' + e.outerHTML.slice(0, 80));
                  for (const e of document.querySelectorAll('*')) {
                    for (const a of e.attributes) {
                      if (a.name.startsWith('on')) found.push('handler ' + a.name);
                      if (a.name.startsWith('hx-') && !e.matches('a.button, a.open[data-open], [hx-trigger="load"][hx-get^="/rules/combinations"], [hx-trigger="load"][hx-get^="/overview/targets"], form[hx-get="/policies/simulation"]')) found.push('htmx ' + a.name);
                      if ((a.name === 'href' || a.name === 'src' || a.name === 'action') && !/^([/#]|$)/.test(a.value)) found.push('link ' + a.value.slice(0, 80));
                      if ((a.name === 'href' || a.name === 'action') && a.value.startsWith('//')) found.push('link ' + a.value.slice(0, 80));
                    }
                  }
                  const text = document.body.innerText;
                  const hidden = text.match(/[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]/);
                  if (hidden) found.push('hidden character ' + hidden[0].codePointAt(0).toString(16) + ' near ' + text.substr(hidden.index - 20, 40));
                  if (!document.querySelector('main')) return 'no page: ' + text.slice(0, 200);
                  if (/\\b49\\b/.test(document.querySelector('main').innerText.replace(/\\d{4}-.*|:49|49 /g, ''))) found.push('an expression was evaluated');
                  return found.slice(0, 5).join('\\n');
                }
                """);
        assertThat(found).as(path.substring(0, Math.min(200, path.length()))).isEqualTo("");
    }
}
