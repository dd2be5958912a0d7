package io.rempart.console;

import static io.rempart.console.ApiDescription.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.console.ApiDescription.Operation;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.ApiTokens;
import io.rempart.events.account.TokenScope;
import io.rempart.events.store.Batch;
import io.rempart.events.store.QuarantinedRecord;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The interface does what its published description says, operation by operation, on the logs of real servers. */
class ApiContractTest {
    private static RunningConsole console;
    private static ApiDescription description;
    private static String secret;

    @BeforeAll
    static void start() {
        console = RunningConsole.withMeasures(RunningConsole.settings());
        if (RealLogs.areThere()) {
            RealLogs.into(console.store.events);
        }
        console.fill(300);
        console.store.append(new Batch(
                "a log",
                List.of(),
                List.of(new QuarantinedRecord(
                        Instant.now(), "a log", "/var/log/a", 7, 4, new byte[] {1, (byte) 0xFF, 0, 2}, "It is cut.")),
                List.of(),
                0));
        ConsoleSecurityTest.account(console, "alice", Accounts.ADMIN);
        secret = token("alice", TokenScope.READ, TokenScope.DECIDE, TokenScope.ADMIN, TokenScope.METRICS);
        description = new ApiDescription(get("/api/openapi.json").body());
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    private static String token(String account, TokenScope... scopes) {
        return new ApiTokens(console.accounts, Clock.systemUTC())
                .create(console.accounts.account(account).orElseThrow(), "t", Set.of(scopes), null, "alice", "::1")
                .orElseThrow()
                .secret();
    }

    private static HttpResponse<String> get(String path, String... headers) {
        List<String> all = new ArrayList<>(List.of("Authorization", "Bearer " + secret));
        all.addAll(List.of(headers));
        return new Visitor(console).get(path, all.toArray(String[]::new));
    }

    private static HttpResponse<String> post(String path, String body) {
        return new Visitor(console).json(path, body, "Authorization", "Bearer " + secret);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    private static String first(String path, String field) {
        JsonNode items = json(get(path)).get("items");
        assertThat(items.size()).as(path).isPositive();
        return items.get(0).get(field).asString();
    }

    @Test
    void describesEveryRouteAndNothingElse() {
        Set<String> described = new TreeSet<>();
        description.operations().forEach(one -> described.add(one.method() + " " + one.path()));
        Set<String> routes = new TreeSet<>(console.server.routes());
        routes.removeIf(route -> !route.contains(" /api/"));
        // what answers that there is nothing of that name is no operation
        assertThat(routes.removeAll(Set.of("GET /api/v1/**", "POST /api/v1/**")))
                .isTrue();
        assertThat(described).isEqualTo(routes).hasSizeGreaterThan(60);
        assertThat(description.root().get("openapi").asString()).startsWith("3.1");
        assertThat(description.operations()).extracting(Operation::id).doesNotHaveDuplicates();
    }

    /** One call of each operation, in an order in which what is needed is there. */
    private static Map<String, String[]> calls() {
        Map<String, String[]> calls = new LinkedHashMap<>();
        String event = first("/api/v1/events?limit=1", "id");
        String source = first("/api/v1/sources?limit=1", "client");
        String incident = first("/api/v1/incidents?limit=1", "id");
        String quarantined = first("/api/v1/quarantine?limit=1", "id");
        calls.put("listEvents", call("/events?q=class:attack&limit=1000&from=2000-01-01"));
        calls.put("exportEvents", call("/events/export?format=json"));
        calls.put("getEvent", call("/events/" + event));
        calls.put("getEventRecord", call("/events/" + event + "/raw"));
        calls.put("listSimilarEvents", call("/events/" + event + "/similar"));
        calls.put("classifyEvent", call("/events/" + event + "/class", "{'class':'scanner','comment':'seen'}"));
        calls.put("classifyEvents", call("/events/class", "{'q':'id:" + event + "','class':'attack'}"));
        calls.put("undoVerdicts", call("/verdicts/undo", "{'undo':1}"));
        calls.put("listFeeds", call("/feeds"));
        calls.put("listSources", call("/sources?class=attack&from=2000-01-01"));
        calls.put("getSource", call("/sources/" + source + "?from=2000-01-01"));
        calls.put("listAttempts", call("/sources/" + source + "/attempts?from=2000-01-01"));
        calls.put("listNeighbours", call("/sources/" + source + "/neighbours?from=2000-01-01"));
        calls.put("classifySource", call("/sources/" + source + "/class", "{'class':'attack'}"));
        calls.put("getSourceName", call("/sources/127.0.0.1/name"));
        calls.put("listIncidents", call("/incidents?state=all&order=newest&limit=1000"));
        calls.put("countIncidents", call("/incidents/count?state=all&q=class:attack"));
        String open = first("/api/v1/incidents?limit=1", "id");
        calls.put("getIncident", call("/incidents/" + incident));
        calls.put(
                "changeIncidents",
                call("/incidents/change", "{'action':'archive','ids':[" + open + "],'comment':'c'}"));
        calls.put("listIncidentHistory", call("/incidents/" + open + "/history"));
        calls.put("undoIncidentChange", call("/incidents/undo", "{'undo':UNDO}"));
        calls.put("listCampaigns", call("/campaigns?by=network&state=all"));
        calls.put("addArchiveRule", call("/archive-rules", "{'name':'robots','q':'class:good-bot'}"));
        calls.put("listArchiveRules", call("/archive-rules"));
        calls.put("previewArchiveRule", call("/archive-rules/preview?q=class:good-bot&from=2000-01-01"));
        calls.put("deleteArchiveRule", call("/archive-rules/1/delete", ""));
        for (String table : List.of("Classes", "Hours", "Countries", "Networks", "Hosts", "Ports")) {
            String path = "/statistics/" + table.toLowerCase(java.util.Locale.ROOT) + "?from=2000-01-01";
            calls.put("statisticsBy" + table, call(path));
        }
        calls.put("statisticsByTime", call("/statistics/time?by=month&from=2020-01-01"));
        calls.put("listRules", call("/rules?from=2000-01-01&limit=1000"));
        calls.put("getRuleTrend", call("/rules/trend?rule=949110&by=week"));
        calls.put("listCombinations", call("/rules/combinations?from=2000-01-01"));
        calls.put("listLogs", call("/logs"));
        calls.put("listQuarantine", call("/quarantine"));
        calls.put("getQuarantined", call("/quarantine/" + quarantined));
        calls.put("getQuarantinedBytes", call("/quarantine/" + quarantined + "/raw"));
        calls.put("saveSearch", call("/searches", "{'name':'mine','q':'class:attack','shared':true}"));
        calls.put("listSearches", call("/searches"));
        calls.put("deleteSearch", call("/searches/delete", "{'name':'mine'}"));
        calls.put("previewDecision", call("/decisions/preview", "{'kind':'block','target':'203.0.113.0/24'}"));
        calls.put(
                "decide",
                call("/decisions", "{'kind':'block','target':'" + source + "','lasting':'24h','reason':'r'}"));
        calls.put("listDecisions", call("/decisions?kind=block&standing=yes"));
        calls.put("getDecision", call("/decisions/1"));
        calls.put("getStanding", call("/standing"));
        calls.put("confirmDecision", call("/decisions/1/confirm", ""));
        calls.put("prolongDecision", call("/decisions/1/prolong", "{'lasting':'7d'}"));
        calls.put("getSourceHistory", call("/sources/" + source + "/history"));
        calls.put("endDecision", call("/decisions/1/end", ""));
        calls.put("listPolicies", call("/policies"));
        calls.put("simulatePolicy", call("/policies/scanners/simulation?days=30"));
        calls.put("switchPolicy", call("/policies/scanners/mode", "{'mode':'on'}"));
        calls.put("confirmPolicy", call("/policies/scanners/confirm", ""));
        calls.put("undoPolicy", call("/policies/scanners/undo", ""));
        calls.put("previewReport", call("/reports/preview", "{'address':'203.0.113.9'}"));
        calls.put("report", call("/reports", "{'address':'203.0.113.9'}"));
        calls.put("listReports", call("/reports?state=held"));
        calls.put("getReport", call("/reports/1"));
        calls.put("getReportStanding", call("/reports/standing"));
        calls.put("editReport", call("/reports/1/edit", "{'categories':[21,19],'comment':'Web attack'}"));
        calls.put("sendReport", call("/reports/1/send", ""));
        calls.put("holdReport", call("/reports/1/hold", ""));
        calls.put("withdrawReport", call("/reports/1/withdraw", ""));
        calls.put("retractReports", call("/reports/retract", "{'address':'203.0.113.9'}"));
        calls.put("getAbout", call("/about"));
        calls.put("listAccounts", call("/accounts"));
        calls.put("listAudit", call("/audit"));
        calls.put("createToken", call("/tokens", "{'account':'alice','name':'cron','scopes':['read'],'days':30}"));
        calls.put("listTokens", call("/tokens"));
        calls.put("revokeToken", call("/tokens/2/revoke", ""));
        calls.put("getOpenApi", new String[] {"/api/openapi.json"});
        return calls;
    }

    private static String[] call(String path) {
        return new String[] {"/api/v1" + path};
    }

    private static String[] call(String path, String body) {
        return new String[] {"/api/v1" + path, body.replace('\'', '"')};
    }

    @Test
    void answersEveryOperationAsDescribed() {
        Map<String, String[]> calls = calls();
        Map<String, Operation> operations = new LinkedHashMap<>();
        description.operations().forEach(one -> operations.put(one.id(), one));
        Set<String> called = new TreeSet<>(calls.keySet());
        Set<String> described = new TreeSet<>(operations.keySet());
        described.remove("live"); // LiveTest
        assertThat(called).isEqualTo(described);
        String[] undo = {""};
        calls.forEach((id, call) -> {
            Operation operation = operations.get(id);
            HttpResponse<String> answer =
                    operation.method().equals("GET") ? get(call[0]) : post(call[0], call[1].replace("UNDO", undo[0]));
            if (id.equals("changeIncidents")) {
                undo[0] = json(answer).get("undo").asString();
            }
            assertThat(answer.statusCode()).as(id + " " + answer.body()).isEqualTo(200);
            String type = answer.headers().firstValue("Content-Type").orElse("");
            assertThat(description.broken(operation, 200, type, answer.body()))
                    .as(id + " " + answer.body())
                    .isEmpty();
        });
    }

    @Test
    void findsAMistakeInAnAnswer() {
        Operation about = description.operations().stream()
                .filter(one -> one.id().equals("getAbout"))
                .findFirst()
                .orElseThrow();
        String right = get("/api/v1/about").body();
        assertThat(description.broken(about, 200, "application/json", right)).isEmpty();
        String more = right.replaceFirst("\\{", "{\"more\":1,");
        assertThat(description.broken(about, 200, "application/json", more)).isNotEmpty();
        String less = right.replaceFirst("\"version\":\"[^\"]*\",", "");
        assertThat(description.broken(about, 200, "application/json", less)).isNotEmpty();
        assertThat(description.broken(about, 200, "text/html", right)).isNotEmpty();
    }

    @Test
    void refusesAsDescribed() {
        Operation any = description.operations().get(0);
        List<HttpResponse<String>> refusals = List.of(
                get("/api/v1/events?q=nofield%3Ax"),
                get("/api/v1/events?limit=1001"),
                get("/api/v1/events?limit=1&limit=2"),
                get("/api/v1/events?since=2h"),
                get("/api/v1/events?after=x"),
                get("/api/v1/events?from=yesterday"),
                get("/api/v1/incidents?q=transaction%3Ax"),
                get("/api/v1/events/999999999"),
                get("/api/v1/events/abc"),
                get("/api/v1/nothing"),
                post("/api/v1/events/class", "{\"q\":\"\",\"class\":\"attack\"}"),
                post("/api/v1/events/class", "{\"q\":\"id:1\",\"class\":\"attack\",\"more\":1}"),
                post("/api/v1/events/class", "{\"q\":\"id:1\",\"class\":1}"),
                post("/api/v1/events/class", "{\"q\":"),
                post("/api/v1/events/class", "[]"),
                post("/api/v1/incidents/change", "{\"action\":\"archive\"}"),
                post("/api/v1/incidents/change", "{\"action\":\"archive\",\"ids\":[" + "1,".repeat(10_000) + "1]}"),
                post("/api/v1/decisions", "{\"kind\":\"block\",\"target\":\"no address\"}"),
                post("/api/v1/searches", "{\"name\":\"x\",\"q\":\"" + "y".repeat(1_048_576) + "\"}"),
                new Visitor(console).post("/api/v1/searches", "name=x", "Authorization", "Bearer " + secret),
                new Visitor(console).get("/api/v1/events"),
                new Visitor(console)
                        .get("/api/v1/audit", "Authorization", "Bearer " + token("alice", TokenScope.READ)));
        assertThat(refusals)
                .extracting(HttpResponse::statusCode)
                .containsExactly(
                        400, 400, 400, 400, 400, 400, 400, 404, 404, 404, 400, 400, 400, 400, 400, 400, 400, 400, 413,
                        415, 401, 403);
        for (HttpResponse<String> refusal : refusals) {
            String type = refusal.headers().firstValue("Content-Type").orElse("");
            assertThat(description.broken(any, refusal.statusCode(), type, refusal.body()))
                    .as(refusal.uri() + " " + refusal.body())
                    .isEmpty();
            assertThat(json(refusal).get("status").asInt()).isEqualTo(refusal.statusCode());
        }
    }

    @Test
    void showsWhereASearchIsWrongAndWhatMayBeMeant() {
        JsonNode problem = json(get("/api/v1/events?q=status%3A404%20hosst%3Ax", "Accept-Language", "fr"));
        assertThat(problem.get("code").asString()).isEqualTo("bad-search");
        assertThat(problem.get("position").asInt()).isEqualTo(11);
        assertThat(problem.get("nearest").asString()).isEqualTo("host");
        JsonNode english = json(get("/api/v1/nothing", "Accept-Language", "en"));
        JsonNode french = json(get("/api/v1/nothing", "Accept-Language", "fr"));
        assertThat(english.get("detail").asString()).contains("There is no such operation");
        // alice's account is in English; a caller without an account language is answered as it asks
        assertThat(french.get("status")).isEqualTo(english.get("status"));
    }

    @Test
    void pagesThroughAllOfASearchOnce() {
        Set<Long> seen = new TreeSet<>();
        int events = 0;
        String after = "";
        do {
            JsonNode page = json(get("/api/v1/events?limit=70&q=class:attack" + after));
            for (JsonNode event : page.get("items")) {
                events++;
                seen.add(event.get("id").asLong());
                assertThat(event.get("class").asString()).isEqualTo("attack");
            }
            after = page.get("next").isNull()
                    ? ""
                    : "&after=" + page.get("next").asString();
        } while (!after.isEmpty());
        assertThat(seen).hasSize(events);
        long counted = json(get("/api/v1/statistics/classes?from=1970-01-02&to=2100-01-01"))
                .get("items")
                .get(0)
                .get("events")
                .asLong();
        assertThat((long) events).isEqualTo(counted).isGreaterThan(70);
    }

    @Test
    void givesBytesBackAsTheyAre() {
        JsonNode items = json(get("/api/v1/quarantine?log=a%20log")).get("items");
        String id = items.get(0).get("id").asString();
        assertThat(json(get("/api/v1/quarantine/" + id))
                        .get("record")
                        .get("base64")
                        .asString())
                .isEqualTo("Af8AAg==");
        HttpResponse<String> raw = get("/api/v1/quarantine/" + id + "/raw");
        assertThat(raw.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment");
    }

    @Test
    void takesABulkChangeBackByItsNumber() {
        long open = incidents("open");
        JsonNode changed =
                json(post("/api/v1/incidents/change", "{\"action\":\"archive\",\"search\":{\"state\":\"open\"}}"));
        assertThat(changed.get("incidents").asLong()).isEqualTo(open).isPositive();
        assertThat(incidents("open")).isZero();
        json(post("/api/v1/incidents/undo", "{\"undo\":" + changed.get("undo").asLong() + "}"));
        assertThat(incidents("open")).isEqualTo(open);
    }

    private static long incidents(String state) {
        return json(get("/api/v1/incidents/count?state=" + state))
                .get("incidents")
                .asLong();
    }

    @Test
    void worksWithTheSessionOfABrowserAndItsCsrfToken() {
        Visitor alice = new Visitor(console);
        alice.logIn("alice", RunningConsole.PASSWORD);
        assertThat(alice.get("/api/v1/about").statusCode()).isEqualTo(200);
        String body = "{\"name\":\"s\",\"q\":\"class:attack\"}";
        assertThat(alice.json("/api/v1/searches", body).statusCode()).isEqualTo(403);
        String csrf = alice.token("/account");
        assertThat(alice.json("/api/v1/searches", body, "X-XSRF-TOKEN", csrf).statusCode())
                .isEqualTo(200);
        assertThat(alice.get("/api").body()).contains("GET /api/v1/events/{id}", "EventPage");
    }
}
