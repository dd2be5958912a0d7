package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.console.security.Accounts;
import io.rempart.console.security.ApiTokens;
import io.rempart.events.account.TokenScope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who listens is told what changes, within bounds, for as long as his log-in lasts. */
class LiveTest {
    private static final int PATIENCE_MILLIS = 20_000;

    private RunningConsole console;
    private final List<Socket> open = new ArrayList<>();

    @BeforeEach
    void start() {
        console = new RunningConsole();
        ConsoleSecurityTest.account(console, "alice", Accounts.ADMIN);
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        console.close();
    }

    private String secret(String account) {
        return new ApiTokens(console.accounts, Clock.systemUTC())
                .create(console.accounts.account(account).orElseThrow(), "t", Set.of(TokenScope.READ), null, "a", "::1")
                .orElseThrow()
                .secret();
    }

    /** A stream, line by line. */
    private BufferedReader stream(String... headers) throws IOException {
        Socket socket = new Socket("127.0.0.1", console.server.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        open.add(socket);
        socket.getOutputStream()
                .write(("GET /api/v1/live HTTP/1.1\r\nHost: 127.0.0.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static String until(BufferedReader reader, String wanted) throws IOException {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.contains(wanted)) {
                return line;
            }
        }
        throw new AssertionError("the stream ended before " + wanted);
    }

    private static String bearer(String secret) {
        return "Authorization: Bearer " + secret;
    }

    @Test
    void tellsHowThingsAreAndThenWhatChanges() throws IOException {
        BufferedReader reader = stream(bearer(secret("alice")));
        assertThat(until(reader, "Content-Type:")).contains("text/event-stream");
        assertThat(until(reader, "data: {\"stored\"")).contains("\"stored\":0", "\"openIncidents\":0");
        console.add("log", SampleEvents.of(30, 3, Instant.now()));
        assertThat(until(reader, "data: {\"stored\"")).contains("\"stored\":30");
        assertThat(until(reader, "data: {\"logs\"")).contains("{\"log\":\"log\",\"state\":\"ok\"}");
        until(reader, ": still here");
    }

    @Test
    void goesOnWhereAStreamWasCutOffAndSaysWhenItCantTell() throws IOException {
        String secret = secret("alice");
        BufferedReader first = stream(bearer(secret));
        String id = until(first, "id: ").substring(4);
        console.add("log", SampleEvents.of(3, 3, Instant.now()));
        assertThat(until(first, "\"stored\":3")).isNotEmpty();
        BufferedReader second = stream(bearer(secret), "Last-Event-ID: " + id);
        assertThat(until(second, "event: ")).isEqualTo("event: counts");
        assertThat(until(second, "data: ")).contains("\"stored\":3");
        BufferedReader third = stream(bearer(secret), "Last-Event-ID: 7");
        assertThat(until(third, "event: ")).isEqualTo("event: refresh");
    }

    @Test
    void refusesMoreStreamsThanTheBoundAndTellsWhenToComeAgain() throws IOException {
        for (int person = 0; person < 6; person++) {
            ConsoleSecurityTest.account(console, "p" + person, Accounts.VIEWER);
            String secret = secret("p" + person);
            int most = person < 5 ? 10 : 0;
            for (int i = 0; i < most; i++) {
                assertThat(stream(bearer(secret)).readLine()).contains("200");
            }
            BufferedReader refused = stream(bearer(secret));
            assertThat(refused.readLine()).contains("503");
            until(refused, "Retry-After");
        }
        open.remove(0).close();
    }

    @Test
    void aNewPageOfABrowserTakesThePlaceOfTheOldestOne() throws IOException {
        ConsoleSecurityTest.account(console, "walker", Accounts.VIEWER);
        Visitor walker = new Visitor(console);
        walker.logIn("walker", RunningConsole.PASSWORD);
        BufferedReader oldest = stream("Cookie: rempart-session=" + walker.session());
        assertThat(oldest.readLine()).contains("200");
        for (int i = 0; i < 12; i++) {
            assertThat(stream("Cookie: rempart-session=" + walker.session()).readLine())
                    .contains("200");
        }
        assertThat(until(oldest, "event: replaced")).isNotEmpty();
    }

    @Test
    void endsWithTheLogIn() throws IOException {
        Visitor alice = new Visitor(console);
        alice.logIn("alice", RunningConsole.PASSWORD);
        BufferedReader reader = stream("Cookie: rempart-session=" + alice.session());
        until(reader, "data: {\"stored\"");
        alice.submit("/account", "/log-out", "x=y");
        String line = reader.readLine();
        while (line != null && !line.equals("0")) { // the last chunk
            line = reader.readLine();
        }
    }

    @Test
    void isNothingForStrangers() throws IOException {
        assertThat(stream().readLine()).contains("401");
        assertThat(stream(bearer("rempart_" + "x".repeat(43))).readLine()).contains("401");
    }
}
