package io.rempart.app.response;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.app.Installation;
import io.rempart.app.config.Configuration;
import io.rempart.events.decision.Target;
import io.rempart.response.decision.Decisions.Outcome;
import io.rempart.response.decision.Decisions.Request;
import io.rempart.response.guard.Guard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An administrator whose address changed since the log-in would be cut off by a block of the new one. */
class SignedInAreGuardedTest {
    @TempDir
    Path directory;

    @Test
    void aBlockOfAnAddressOfALiveSessionIsRefusedUntilTheSessionEnds() throws Exception {
        Path file = directory.resolve("rempart.yaml");
        Files.writeString(file, """
                data: %1$s/data
                blocker: {socket: %1$s/blocker.sock, state: %1$s/state}
                """.formatted(directory));
        AtomicReference<List<IPAddress>> sessions =
                new AtomicReference<>(List.of(new IPAddressString("203.0.113.90").getAddress()));
        try (Installation installation = Installation.open(Configuration.load(file, Map.of(), Map.of()));
                ResponseRooms rooms = installation.response()) {
            rooms.watchSessions(sessions::get);
            assertThat(block(rooms, "203.0.113.90"))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused -> assertThat(refused.guarded().guard()).isEqualTo(Guard.ADMINISTRATOR));
            assertThat(block(rooms, "203.0.113.91")).isInstanceOf(Outcome.Decided.class);
            sessions.set(List.of());
            assertThat(block(rooms, "203.0.113.90")).isInstanceOf(Outcome.Decided.class);
        }
    }

    private static Outcome block(ResponseRooms rooms, String target) {
        return rooms.decisions().block(Request.of(Target.of(target).orElseThrow(), "scanner", "person:anne"));
    }
}
