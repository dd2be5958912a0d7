package io.rempart.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rempart.app.RempartProcess;
import io.rempart.events.model.Event.Disposition;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.QueryParser;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.store.EventStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole flow with a real server: curl, Apache with ModSecurity over HTTPS, its audit log, {@code rempart serve}, the store. */
@Timeout(180)
class FollowsApacheTest {
    @TempDir
    Path directory;

    @Test
    void aRequestMadeByCurlAppearsAsAnEvent() throws Exception {
        assumeTrue(
                ApacheServer.missing().isEmpty(), () -> ApacheServer.missing().orElse(""));
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed (apt install curl)");
        Path data = directory.resolve("data");
        try (ApacheServer apache = ApacheServer.start(directory.resolve("apache"));
                RempartProcess serve = RempartProcess.start(
                        "serve",
                        "--data",
                        data.toString(),
                        "--console-port",
                        "0",
                        "--log-sources",
                        apache.auditLog().toString())) {
            serve.waitForOutput("http://");
            long asked = System.nanoTime();
            Process curl = new ProcessBuilder(
                            "curl",
                            "-sk",
                            "-o",
                            "/dev/null",
                            "-w",
                            "%{http_code}",
                            "-H",
                            "Host: shop.example.org",
                            apache.url("/?q=1%27%20or%20%271%27=%271&password=hunter2"))
                    .start();
            assertThat(new String(curl.getInputStream().readAllBytes())).isEqualTo("403");
            try (EventStore store = EventStores.open(data)) {
                EventSummary event = waitForEvent(store);
                System.out.printf(
                        "the request appeared as an event after %d ms%n", (System.nanoTime() - asked) / 1_000_000);
                assertThat(event.disposition()).isEqualTo(Disposition.BLOCKED);
                assertThat(event.status()).isEqualTo(403);
                assertThat(event.host()).isEqualTo("shop.example.org");
                assertThat(event.client()).hasToString("127.0.0.1");
                assertThat(event.sourceClass()).isEqualTo(SourceClass.ATTACK);
                assertThat(event.ruleIds()).contains("942100");
                assertThat(event.uri()).contains("password=[masked:").doesNotContain("hunter2");
            }
        }
    }

    private static EventSummary waitForEvent(EventStore store) throws InterruptedException {
        Instant deadline = Instant.now().plusSeconds(30);
        while (Instant.now().isBefore(deadline)) {
            List<EventSummary> found = store.search(
                            QueryParser.parse("rule:942100", Instant.now(), ZoneOffset.UTC),
                            null,
                            10,
                            Duration.ofSeconds(5))
                    .events();
            if (!found.isEmpty()) {
                return found.get(0);
            }
            Thread.sleep(50);
        }
        throw new AssertionError("the request did not appear as an event");
    }
}
