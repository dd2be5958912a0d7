package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.console.security.Accounts;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** A reader who leaves before his answer was written is nothing that anyone must be told. */
class GoneReaderTest {
    private static final Logger OURS = Logger.getLogger("io.rempart.console");

    private static final List<String> PATHS =
            List.of("/statistics/classes.csv", "/health/ready", "/events", "/api/v1/events?limit=1000", "/api/v1/live");

    private static final class Heard extends Handler {
        private final List<String> warnings = new CopyOnWriteArrayList<>();
        private final List<String> departures = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord said) {
            if (said.getLevel().intValue() >= Level.WARNING.intValue()) {
                warnings.add(said.getLoggerName() + ": " + said.getMessage());
            } else if (String.valueOf(said.getMessage()).contains("closed the connection")) {
                departures.add(said.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void leavesNoWarningInTheLog() throws Exception {
        Heard heard = new Heard();
        Level before = OURS.getLevel();
        OURS.setLevel(Level.FINE);
        OURS.addHandler(heard);
        try (RunningConsole console = new RunningConsole()) {
            ConsoleSecurityTest.account(console, "alice", Accounts.ADMIN);
            console.add("log", SampleEvents.of(1_000, 7, Instant.now()));
            Visitor alice = new Visitor(console);
            alice.logIn("alice", RunningConsole.PASSWORD);
            // Whether a reader is gone before the answer is written is a matter of microseconds.
            for (int i = 0; i < 400 && (i < 40 || heard.departures.isEmpty()); i++) {
                leave(console, alice, PATHS.get(i % PATHS.size()), i % 7);
            }
            alice.get("/overview");
            assertThat(heard.warnings).isEmpty();
            assertThat(heard.departures)
                    .as("no write failed: this test shows nothing")
                    .isNotEmpty();
        } finally {
            OURS.removeHandler(heard);
            OURS.setLevel(before);
        }
    }

    /** Asks, and resets the connection soon. */
    private static void leave(RunningConsole console, Visitor visitor, String path, int millis) throws Exception {
        try (Socket socket = new Socket()) {
            socket.connect(new java.net.InetSocketAddress("127.0.0.1", console.server.port()));
            socket.setSoLinger(true, 0);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: rempart-session="
                                    + visitor.session() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            Thread.sleep(millis);
        }
    }
}
