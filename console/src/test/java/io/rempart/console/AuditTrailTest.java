package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.console.security.AccessTable;
import io.rempart.console.security.AccessTable.Least;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.ApiTokens;
import io.rempart.events.account.AccountStore.AuditTrailEntry;
import io.rempart.events.account.Credential;
import io.rempart.events.account.Credential.Kind;
import io.rempart.events.account.TokenScope;
import io.rempart.store.EventStores;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every change leaves a line of the audit trail: each POST route is walked; one that is named nowhere here fails the test. */
class AuditTrailTest {
    private static final String PASSWORD = URLEncoder.encode(RunningConsole.PASSWORD, StandardCharsets.UTF_8);

    /** Look like changes and are none: previews, questions to a public database, refusals of what is not there. */
    private static final Set<String> NO_CHANGE = Set.of(
            "POST /account/passkeys/begin",
            "POST /sources/{address}/dossier",
            "POST /inbox/rules/preview",
            "POST /blocks/preview",
            "POST /api/v1/decisions/preview",
            "POST /api/v1/reports/preview",
            "POST /api/v1/**",
            "POST /error");

    private static RunningConsole console;
    private static Visitor alice;
    private static String secret;

    @BeforeAll
    static void start() {
        console = new RunningConsole(
                RunningConsole.settings(),
                rooms -> rooms.withDecisions(EventStores.decisions(rooms.events()))
                        .withPolicies(new StoredMeasures.OnePolicy())
                        .withReports(
                                EventStores.reports(rooms.events()),
                                Optional.of(new StoredMeasures.Box(EventStores.reports(rooms.events()))))
                        .withNotifications(new KeptNotifications()));
        console.fill(30);
        ConsoleSecurityTest.account(console, "alice", Accounts.ADMIN);
        ConsoleSecurityTest.account(console, "bob", Accounts.ANALYST);
        alice = new Visitor(console);
        alice.logIn("alice", RunningConsole.PASSWORD);
        console.accounts
                .credentials()
                .add(new Credential(Kind.PASSKEY, "key", "alice", "", "EC key 0 handle", Instant.now(), null));
        secret = new ApiTokens(console.accounts, Clock.systemUTC())
                .create(
                        console.accounts.account("alice").orElseThrow(),
                        "t",
                        Set.of(TokenScope.values()),
                        null,
                        "alice",
                        "")
                .orElseThrow()
                .secret();
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    /**
     * A change that succeeds.
     *
     * @param body form or JSON object; CHANGE stands for the number of the change before
     * @param action how its line must begin
     */
    private record Step(String route, String body, String action) {}

    /** In an order in which each finds what it changes. */
    private static List<Step> steps() {
        return List.of(
                new Step("POST /events/{id}/verdict", "class=attack", "verdict"),
                new Step("POST /sources/{address}/verdict", "class=scanner", "verdict"),
                new Step("POST /verdicts/undo", "change=1", "verdict-undone"),
                new Step("POST /inbox/change", "id=1&action=archive", "inbox-archive"),
                new Step("POST /inbox/undo", "change=CHANGE", "inbox-undo"),
                new Step("POST /inbox/rules", "name=r&q=class:scanner&action=add", "archive-rule-added"),
                new Step("POST /inbox/rules/remove", "id=1", "archive-rule-removed"),
                new Step("POST /searches", "name=s&q=class:scanner", "search-saved"),
                new Step("POST /searches/delete", "name=s", "search-deleted"),
                new Step("POST /sample/remove", "", "sample-removed"),
                new Step("POST /account/tokens", "name=n&scope=read&days=30", "token-created"),
                new Step("POST /account/tokens/revoke", "id=2", "token-revoked"),
                new Step("POST /account/second-factor/remove", "password=" + PASSWORD, "second-factor-removed"),
                new Step("POST /account/sessions/end", "key=others", "session-ended"),
                new Step("POST /account/passkeys", "name=x", "passkey-refused"),
                new Step("POST /account/passkeys/remove", "id=key", "passkey-removed"),
                new Step("POST /people/invite", "name=carol&role=viewer", "account-created"),
                new Step("POST /people/role", "name=bob&role=viewer", "role-changed"),
                new Step("POST /people/enable", "name=bob&enabled=no", "account-disabled"),
                new Step("POST /people/reset-password", "name=bob", "password-reset"),
                new Step("POST /people/reset-second-factor", "name=bob", "second-factor-reset"),
                new Step("POST /people/log-out", "name=bob", "session-ended"),
                new Step("POST /api/v1/events/{id}/class", "{'class':'scanner'}", "verdict"),
                new Step("POST /api/v1/events/class", "{'q':'id:2','class':'attack'}", "verdict"),
                new Step("POST /api/v1/sources/{address}/class", "{'class':'attack'}", "verdict"),
                new Step("POST /api/v1/verdicts/undo", "{'undo':2}", "verdict-undone"),
                new Step("POST /api/v1/incidents/change", "{'ids':[2],'action':'archive'}", "inbox-archive"),
                new Step("POST /api/v1/incidents/undo", "{'undo':CHANGE}", "inbox-undo"),
                new Step("POST /api/v1/archive-rules", "{'name':'r2','q':'class:scanner'}", "archive-rule-added"),
                new Step("POST /api/v1/archive-rules/{rule}/delete", "", "archive-rule-removed"),
                new Step("POST /api/v1/searches", "{'name':'s2','q':'class:scanner'}", "search-saved"),
                new Step("POST /api/v1/searches/delete", "{'name':'s2'}", "search-deleted"),
                // decisions: the first is the API's, the second the source's, the third the page's
                new Step("POST /api/v1/decisions", "{'kind':'block','target':'198.51.100.7','lasting':'1h'}", "block"),
                new Step("POST /api/v1/decisions/{id}/confirm", "", "confirm"),
                new Step("POST /api/v1/decisions/{id}/prolong", "{'lasting':'2h'}", "prolong"),
                new Step("POST /api/v1/decisions/{id}/end", "", "unblock"),
                new Step("POST /sources/{address}/act", "ask=block&lasting=1h&reason=r", "block"),
                new Step("POST /sources/{address}/confirm", "id=2", "confirm"),
                new Step("POST /sources/{address}/undo", "id=2", "undo"),
                new Step("POST /blocks/act", "ask=allow&target=198.51.100.8&lasting=1h", "allow"),
                new Step("POST /blocks/confirm", "id=3", "confirm"),
                new Step("POST /blocks/prolong", "id=3&lasting=7d", "prolong"),
                new Step("POST /blocks/undo", "id=3", "undo"),
                new Step("POST /policies/switch", "name=scanners&mode=on", "policy-switched"),
                new Step("POST /policies/confirm", "id=scanners", "policy-confirmed"),
                new Step("POST /policies/undo", "id=scanners", "policy-undone"),
                new Step("POST /api/v1/policies/{name}/mode", "{'mode':'on'}", "policy-on"),
                new Step("POST /api/v1/policies/{name}/confirm", "", "policy-confirmed"),
                new Step("POST /api/v1/policies/{name}/undo", "", "policy-undone"),
                new Step("POST /api/v1/reports", "{'address':'198.51.100.7'}", "report"),
                new Step("POST /api/v1/reports/{id}/edit", "{'categories':[21],'comment':'c'}", "report-edited"),
                new Step("POST /api/v1/reports/{id}/send", "", "report-sent"),
                new Step("POST /api/v1/reports/{id}/hold", "", "report-held"),
                new Step("POST /api/v1/reports/{id}/withdraw", "", "report-withdrawn"),
                new Step("POST /api/v1/reports/retract", "{'address':'198.51.100.7'}", "report-retracted"),
                new Step("POST /reports", "report=198.51.100.9", "report"),
                new Step("POST /reports/change", "id=2&action=edit&comment=c", "report-edit"),
                new Step("POST /reports/change", "id=2&action=send", "report-send"),
                new Step("POST /reports/change", "id=2&action=hold", "report-hold"),
                new Step("POST /reports/change", "id=2&action=withdraw", "report-withdraw"),
                new Step("POST /reports/retract", "of=198.51.100.9", "report-retract"),
                new Step("POST /notifications/test", "name=mail", "notification-tested"),
                new Step("POST /api/v1/tokens", "{'name':'n2','scopes':['read'],'account':'alice'}", "token-created"),
                new Step("POST /tokens/revoke", "id=3", "token-revoked"),
                new Step("POST /api/v1/tokens/{id}/revoke", "", "token-revoked"),
                new Step(
                        "POST /account/password",
                        "old=" + PASSWORD + "&password=another+long+one+1&repeated=another+long+one+1",
                        "password-changed"));
    }

    /** Changes that need a code of an app: AccountsTest makes them. And what wants an empty store. */
    private static final Set<String> DONE_ELSEWHERE =
            Set.of("POST /account/second-factor", "POST /account/second-factor/codes", "POST /sample");

    @Test
    void leavesALineOfEveryChange() {
        String address = found(
                "/sources/([0-9]+(?:\\.[0-9]+){3})",
                alice.get("/sources?range=").body());
        List<String> wrong = new ArrayList<>();
        String change = "";
        for (Step step : steps()) {
            // of rules and tokens the first ones: those of this test's own making
            String path = step.route()
                    .substring(5)
                    .replace("{rule}", "2")
                    .replace("{id}", "1")
                    .replace("{name}", "scanners")
                    .replace("{address}", address);
            String body = step.body().replace("CHANGE", change);
            long before = newest().id();
            HttpResponse<String> answer = path.startsWith("/api/")
                    ? alice.json(path, body.replace('\'', '"'), "Authorization", "Bearer " + secret)
                    : alice.submit("/account", path, body);
            String tells = answer.headers().firstValue("Location").orElse("") + answer.body();
            Matcher number =
                    Pattern.compile("[?&]change=(\\d+)|\"undo\":(\\d+)").matcher(tells);
            if (number.find()) {
                change = number.group(1) == null ? number.group(2) : number.group(1);
            }
            AuditTrailEntry line = newest();
            if (answer.statusCode() >= 400
                    || line.id() == before
                    || !line.action().startsWith(step.action())
                    || !line.account().equals("alice")) {
                wrong.add(step.route() + " answered " + answer.statusCode() + ", newest line " + line);
            }
        }
        assertThat(wrong)
                .as("changes that fail or leave another line than theirs")
                .isEmpty();
    }

    @Test
    void leavesALineOfSampleData() {
        try (RunningConsole empty = new RunningConsole()) {
            ConsoleSecurityTest.account(empty, "alice", Accounts.ADMIN);
            Visitor visitor = new Visitor(empty);
            visitor.logIn("alice", RunningConsole.PASSWORD);
            visitor.submit("/account", "/sample", "");
            assertThat(empty.accounts.auditTrail(null, 1).get(0).action()).isEqualTo("sample-added");
        }
    }

    @Test
    void knowsEveryRouteThatChangesSomething() {
        List<String> walked = steps().stream()
                .map(step -> step.route().replace("{rule}", "{id}"))
                .toList();
        List<String> unknown = console.server.routes().stream()
                .filter(route -> !route.startsWith("GET ") && !route.startsWith("HEAD "))
                .filter(route -> AccessTable.least(
                                "POST", route.substring(route.indexOf(' ') + 1).replaceAll("[{}*]", "x"))
                        != Least.OPEN)
                .filter(route ->
                        !walked.contains(route) && !NO_CHANGE.contains(route) && !DONE_ELSEWHERE.contains(route))
                .toList();
        assertThat(unknown)
                .as("routes of which nobody said what line they leave: name them in this test")
                .isEmpty();
    }

    private static AuditTrailEntry newest() {
        return console.accounts.auditTrail(null, 1).get(0);
    }

    private static String found(String pattern, String page) {
        Matcher matcher = Pattern.compile(pattern).matcher(page);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
