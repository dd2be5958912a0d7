package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.console.security.Accounts;
import io.rempart.console.security.ApiTokens;
import io.rempart.events.account.TokenScope;
import io.rempart.events.model.Attribution;
import io.rempart.events.model.Classification;
import io.rempart.events.model.Event;
import io.rempart.events.store.EventEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A whole search leaves as a stream, in each form, and goes no further than its reader. */
class EventExportTest {
    private static final int EVENTS = 12_000;

    private static RunningConsole console;
    private static String secret;
    private static ApiDescription description;

    @BeforeAll
    static void start() {
        console = new RunningConsole();
        List<EventEntry> entries = new ArrayList<>(SampleEvents.of(EVENTS - 1, 5, Instant.now()));
        for (int from = 0; from < entries.size(); from += 500) {
            console.add("log", entries.subList(from, Math.min(from + 500, entries.size())));
        }
        console.add("log", List.of(formula(Instant.parse("2026-01-02T03:04:05.678Z"))));
        ConsoleSecurityTest.account(console, "alice", Accounts.ADMIN);
        secret = new ApiTokens(console.accounts, Clock.systemUTC())
                .create(console.accounts.account("alice").orElseThrow(), "t", Set.of(TokenScope.READ), null, "a", "::1")
                .orElseThrow()
                .secret();
        description = new ApiDescription(get("/api/openapi.json").body());
    }

    private static EventEntry formula(Instant time) {
        Event event = SampleEvents.event(
                "GET",
                "/",
                "shop.example.org",
                "=cmd|' /C calc'!A0",
                "203.0.113.9",
                time,
                List.of(),
                Event.Disposition.LOGGED,
                200,
                List.of());
        return new EventEntry(
                event,
                new Attribution(event.peer(), false, "", 0, ""),
                Classification.NONE,
                SampleEvents.record(event),
                7,
                false);
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    private static HttpResponse<String> get(String path) {
        return new Visitor(console).get(path, "Authorization", "Bearer " + secret);
    }

    @Test
    void givesEachEventOnceAsALineOfJson() {
        String[] lines = get("/api/v1/events/export").body().split("\n");
        Set<Long> ids = new HashSet<>();
        for (String line : lines) {
            ids.add(ApiDescription.JSON.readTree(line).get("id").asLong());
        }
        assertThat(ids).hasSize(EVENTS);
        assertThat(lines).hasSize(EVENTS);
        assertThat(description.brokenEvent(lines[0])).isEmpty();
    }

    @Test
    void givesAnArrayAndATable() {
        assertThat(ApiDescription.JSON
                        .readTree(get("/api/v1/events/export?format=json&q=class:attack")
                                .body())
                        .size())
                .isPositive();
        HttpResponse<String> csv =
                get("/api/v1/events/export?format=csv&zone=Europe/Paris&to=2026-01-03&from=2026-01-01");
        assertThat(csv.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        List<String> rows = Arrays.asList(csv.body().split("\r\n"));
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0)).contains("\"time (Europe/Paris)\"");
        assertThat(rows.get(1)).startsWith("\"2026-01-02 04:04:05.678 +01:00\"").contains("\"'=cmd|' /C calc'!A0\"");
    }

    @Test
    void runsThreeAtATimeAndEndsWithItsReader() throws IOException {
        List<Socket> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(4_096);
            socket.connect(new java.net.InetSocketAddress("127.0.0.1", console.server.port()));
            socket.getOutputStream()
                    .write(("GET /api/v1/events/export HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + secret
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine())
                    .contains("200");
            readers.add(socket);
        }
        HttpResponse<String> fourth = get("/api/v1/events/export");
        assertThat(fourth.statusCode()).isEqualTo(503);
        assertThat(fourth.headers().firstValue("Retry-After")).isPresent();
        for (Socket reader : readers) {
            reader.setSoLinger(true, 0);
            reader.close();
        }
        HttpResponse<String> again = get("/api/v1/events/export?q=class:attack");
        for (int tries = 0; again.statusCode() == 503 && tries < 200; tries++) {
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
            again = get("/api/v1/events/export?q=class:attack");
        }
        assertThat(again.statusCode()).isEqualTo(200);
    }
}
