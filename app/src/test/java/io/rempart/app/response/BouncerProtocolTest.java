package io.rempart.app.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.app.Installation;
import io.rempart.app.Server;
import io.rempart.app.config.Configuration;
import io.rempart.console.security.ApiTokens;
import io.rempart.events.account.AccountStore.Account;
import io.rempart.events.account.TokenScope;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.Target;
import io.rempart.response.decision.Decisions;
import io.rempart.response.decision.Decisions.Request;
import io.rempart.testkit.NetworkLab;
import io.rempart.testkit.TcpPeer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CrowdSec's protocol as its OpenAPI description has it, asked of a running console. */
class BouncerProtocolTest {
    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private Installation installation;
    private ResponseRooms rooms;
    private Server server;
    private URI base;
    private Account account;
    private String key;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(directory.resolve("rempart.yaml"), """
                data: %s/data
                console: {port: 0}
                response: {firewall: false}
                """.formatted(directory));
        open();
        account = new Account("edge", "-", "viewer", "", true, Instant.now(), null);
        installation.accounts().create(account);
        key = key(TokenScope.BOUNCER);
    }

    private void open() {
        installation = Installation.open(Configuration.load(directory.resolve("rempart.yaml"), Map.of(), Map.of()));
        rooms = installation.response();
        server = Server.start(installation);
        StringWriter said = new StringWriter();
        server.introduce(new PrintWriter(said));
        Matcher url = Pattern.compile("http://[0-9.:]+/").matcher(said.toString());
        assertThat(url.find()).isTrue();
        base = URI.create(url.group());
    }

    @AfterEach
    void stop() {
        server.close();
        rooms.close();
        installation.close();
    }

    private String key(TokenScope scope) {
        return new ApiTokens(installation.accounts(), Clock.systemUTC())
                .create(account, "edge " + scope, Set.of(scope), null, "test", "")
                .orElseThrow()
                .secret();
    }

    private HttpResponse<String> ask(String method, String path, String secret, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("User-Agent", "crowdsec-firewall-bouncer/v0.0.25");
        if (!secret.isEmpty()) {
            request.header("X-Api-Key", secret);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String get(String path) throws Exception {
        long asked = System.currentTimeMillis();
        HttpResponse<String> answer = ask("GET", path, key);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        // What a bouncer was told is noted once it has it: a moment after it has read the answer.
        for (int i = 0; i < 500 && lastNoted() < asked; i++) {
            Thread.sleep(10);
        }
        return answer.body();
    }

    private long lastNoted() throws Exception {
        Path book = directory.resolve("data/bouncers/bouncers.list");
        return !Files.exists(book)
                ? 0
                : Files.readAllLines(book).stream()
                        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                        .max()
                        .orElse(0);
    }

    private Decision block(String target, Duration lasting, String author) {
        Request request =
                new Request(Target.of(target).orElseThrow(), "why", author, "", lasting, true, false, true, null);
        return ((Decisions.Outcome.Decided) rooms.decisions().block(request)).decision();
    }

    private static final String NOTHING = "{\"deleted\":null,\"new\":null}";

    @Test
    void forbidsWhoHasNoKeyForIt() throws Exception {
        for (String path : new String[] {"/v1/decisions", "/v1/decisions/stream?startup=true"}) {
            // More wrong keys would be slowed down.
            for (String secret : new String[] {"", key + "x", key(TokenScope.READ)}) {
                HttpResponse<String> answer = ask("GET", path, secret);
                assertThat(answer.statusCode()).as(path).isEqualTo(403);
                assertThat(answer.body().strip()).isEqualTo("{\"message\":\"access forbidden\"}");
            }
            assertThat(ask("HEAD", path, "").statusCode()).isEqualTo(403);
        }
        assertThat(ask("GET", "/feeds/decisions.txt", "").statusCode()).isIn(401, 403);
        assertThat(ask("DELETE", "/v1/decisions", key).statusCode()).isIn(403, 405);
    }

    @Test
    void tellsABouncerExactlyWhatChangedSinceItWasLastTold() throws Exception {
        assertThat(get("/v1/decisions")).isEqualTo("null");
        assertThat(get("/v1/decisions/stream?startup=true")).isEqualTo(NOTHING);
        Decision one = block("203.0.113.7", Duration.ofHours(4), "person:anne");
        String told = get("/v1/decisions/stream?startup=false");
        assertThat(told)
                .containsPattern(
                        "\"id\":\\d+,\"origin\":\"cscli\",\"type\":\"ban\",\"scope\":\"Ip\",\"value\":\"203.0.113.7\","
                                + "\"duration\":\"3h59m\\d+(\\.\\d+)?s\",\"scenario\":\"rempart/manual\"")
                .contains("\"deleted\":null");
        assertThat(get("/v1/decisions/stream")).isEqualTo(NOTHING);
        block("198.51.100.0/24", Duration.ofHours(4), "policy:attackers");
        assertThat(ask("HEAD", "/v1/decisions/stream", key).statusCode())
                .as("asks, and is told nothing")
                .isEqualTo(200);
        assertThat(get("/v1/decisions/stream"))
                .contains("\"scope\":\"Range\",\"value\":\"198.51.100.0/24\"")
                .contains("\"origin\":\"crowdsec\"")
                .doesNotContain("203.0.113.7");

        // the console is restarted; the bouncer is not, and learns what happened meanwhile
        stop();
        open();
        rooms.decisions().end(one.id(), "person:anne", "");
        block("2001:db8::7", Duration.ofHours(4), "person:anne");
        String after = get("/v1/decisions/stream");
        assertThat(after).contains("\"deleted\":[{").contains("203.0.113.7").contains("2001:db8::7");
        assertThat(after).doesNotContain("198.51.100.0/24");
        // another machine with the same key would be another bouncer; this one begins anew
        assertThat(get("/v1/decisions/stream?startup=true"))
                .contains("198.51.100.0/24")
                .contains("2001:db8::7");

        block("203.0.113.9", Duration.ofMillis(1_500), "person:anne");
        assertThat(get("/v1/decisions/stream")).contains("203.0.113.9");
        Thread.sleep(1_600);
        assertThat(get("/v1/decisions/stream"))
                .contains("\"new\":null")
                .contains("\"value\":\"203.0.113.9\"")
                .containsPattern("\"duration\":\"-\\d");
        Request allow = Request.of(Target.of("2001:db8::7").orElseThrow(), "", "person:anne");
        rooms.decisions().allow(allow);
        assertThat(get("/v1/decisions/stream")).contains("\"deleted\":[{").contains("2001:db8::7");
        assertThat(get("/v1/decisions/stream?startup=true&scopes=country")).doesNotContain("198.51.100");
    }

    @Test
    void findsDecisionsByEveryParameter() throws Exception {
        block("198.51.100.0/24", Duration.ofHours(4), "policy:attackers");
        block("203.0.113.7", Duration.ofHours(4), "person:anne");
        String range = "\"value\":\"198.51.100.0/24\"";
        String single = "\"value\":\"203.0.113.7\"";
        assertThat(get("/v1/decisions")).contains(range).contains(single);
        assertThat(get("/v1/decisions?ip=198.51.100.9")).contains(range).doesNotContain(single);
        assertThat(get("/v1/decisions?ip=192.0.2.1")).isEqualTo("null");
        assertThat(get("/v1/decisions?range=198.51.100.128%2F25")).contains(range);
        assertThat(get("/v1/decisions?range=198.51.0.0%2F16")).isEqualTo("null");
        assertThat(get("/v1/decisions?range=198.51.0.0%2F16&contains=false")).contains(range);
        assertThat(get("/v1/decisions?scope=ip&value=203.0.113.7")).contains(single);
        assertThat(get("/v1/decisions?scopes=Range")).contains(range).doesNotContain(single);
        assertThat(get("/v1/decisions?origins=crowdsec")).contains(range).doesNotContain(single);
        assertThat(get("/v1/decisions?type=captcha")).isEqualTo("null");
        assertThat(get("/v1/decisions?scenarios_containing=attackers"))
                .contains(range)
                .doesNotContain(single);
        assertThat(get("/v1/decisions?scenarios_not_containing=attackers"))
                .contains(single)
                .doesNotContain(range);
        for (String bad :
                new String[] {"ip=nobody", "range=1.2.3.4%2F99", "ip=1.2.3.4%2F33", "value=" + "x".repeat(2_001)}) {
            assertThat(ask("GET", "/v1/decisions?" + bad, key).statusCode())
                    .as(bad)
                    .isEqualTo(400);
        }
    }

    @Test
    void aListThatIsKnownIsNotSentAgain() throws Exception {
        block("203.0.113.7", Duration.ofHours(1), "person:anne");
        HttpResponse<String> first = ask("GET", "/feeds/decisions.txt", key);
        String tag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(tag).matches("W/\"[0-9a-f]{32}\"");
        HttpResponse<String> again = ask("GET", "/feeds/decisions.txt", key, "If-None-Match", "\"older\", " + tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        block("203.0.113.9", Duration.ofHours(1), "person:anne");
        HttpResponse<String> changed = ask("GET", "/feeds/decisions.txt", key, "If-None-Match", tag);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.body()).contains("203.0.113.9");
        assertThat(changed.headers().firstValue("ETag")).isPresent().isNotEqualTo(tag);
    }

    @Test
    void aMachineWithoutABouncerLoadsTheFileIntoItsFirewall() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/sbin/nft")), "no nft: apt install nftables");
        assertThat(get("/feeds/decisions.txt").lines().skip(1)).isEmpty();
        try (NetworkLab lab = NetworkLab.open()) {
            TcpPeer two = lab.client("198.51.100.2");
            TcpPeer three = lab.client("198.51.100.3");
            TcpPeer six = lab.client("2001:db8:1::2");
            load(lab);
            assertThat(two.reaches(NetworkLab.SERVER, NetworkLab.PORT, 1_000)).isTrue();
            block("198.51.100.2", Duration.ofHours(1), "person:anne");
            block("198.51.100.128/25", Duration.ofHours(1), "person:anne");
            block("2001:db8:1::/64", Duration.ofHours(1), "person:anne");
            assertThat(get("/feeds/decisions.txt").lines().skip(1))
                    .containsExactlyInAnyOrder("198.51.100.2", "198.51.100.128/25", "2001:db8:1::/64");
            load(lab);
            assertThat(two.reaches(NetworkLab.SERVER, NetworkLab.PORT, 300)).isFalse();
            assertThat(six.reaches(NetworkLab.SERVER_6, NetworkLab.PORT, 300)).isFalse();
            assertThat(three.reaches(NetworkLab.SERVER, NetworkLab.PORT, 1_000)).isTrue();
        }
    }

    private void load(NetworkLab lab) throws Exception {
        Path file = Files.writeString(directory.resolve("decisions.nft"), get("/feeds/decisions.nft"));
        lab.in(lab.server(), "nft", "-f", file.toString());
    }
}
