package io.rempart.response.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.rempart.events.notice.NoticeMessage;
import io.rempart.events.notice.NoticeMessage.State;
import io.rempart.events.notice.NoticeStore;
import io.rempart.events.notice.NoticeStore.Queue;
import io.rempart.events.store.EventStore;
import io.rempart.store.EventStores;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Killed with -9 between anything: each thing is told at least once, counted once, and the limits hold. */
class TellingSurvivesKillTest {
    private static final Pattern BODY = Pattern.compile(
            "\\{\"id\":\"([0-9a-f]+)\",\"rule\":\"(\\w+)\".*\"topics\":\\{\"block\":(\\d+)\\}\\}", Pattern.DOTALL);
    private static final int KILLS = 6;

    @TempDir
    Path directory;

    @Test
    void eachThingIsInOneMessageAndNoLimitIsPassed() throws Exception {
        Map<String, String> bodies = new ConcurrentHashMap<>();
        AtomicInteger different = new AtomicInteger();
        Random random = new Random(7);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String before = bodies.put(exchange.getRequestHeaders().getFirst("Idempotency-Key"), body);
            if (before != null && !before.equals(body)) {
                different.incrementAndGet();
            }
            // Taken, but not always said so.
            if (random.nextInt(4) > 0) {
                exchange.sendResponseHeaders(random.nextInt(4) == 0 ? 503 : 204, -1);
            }
            exchange.close();
        });
        server.start();
        try {
            int told = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                told = runAndKill("http://127.0.0.1:" + server.getAddress().getPort() + "/", told, random);
            }
            try (EventStore events = EventStores.open(directory.resolve("data").toString())) {
                NoticeStore store = EventStores.notices(events);
                assertThat(store.known("thing:")).hasSizeGreaterThanOrEqualTo(2 * told - 5);
                for (String rule : List.of("limited", "generous")) {
                    long stored = store.known("thing:").stream()
                            .filter(name -> name.endsWith("@" + rule))
                            .count();
                    check(rule, stored, store, bodies);
                }
            }
            assertThat(different).as("a message that comes twice is the same").hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    private static void check(String rule, long stored, NoticeStore store, Map<String, String> bodies) {
        Map<String, Long> arrived = new HashMap<>();
        bodies.forEach((reference, body) -> {
            Matcher matcher = BODY.matcher(body);
            assertThat(matcher.matches()).isTrue();
            if (matcher.group(2).equals(rule)) {
                arrived.put(reference, Long.valueOf(matcher.group(3)));
            }
        });
        List<NoticeMessage> messages = store.history(null, 1_000).stream()
                .filter(m -> m.rule().equals(rule))
                .toList();
        long waiting = store.queues().stream()
                .filter(queue -> queue.rule().equals(rule))
                .mapToLong(Queue::notices)
                .sum();
        assertThat(messages.stream().mapToLong(NoticeMessage::notices).sum() + waiting)
                .as("each thing is in one message or waits")
                .isEqualTo(stored);
        for (NoticeMessage message : messages) {
            if (message.state() == State.SENT) {
                assertThat(arrived).containsEntry(message.reference(), message.notices());
            }
        }
        assertThat(messages).extracting(NoticeMessage::reference).containsAll(arrived.keySet());
        assertThat(arrived)
                .hasSizeLessThanOrEqualTo(rule.equals("limited") ? NotifyVictim.LIMIT : NotifyVictim.GENEROUS)
                .isNotEmpty();
    }

    private int runAndKill(String url, int from, Random random) throws Exception {
        Path said = directory.resolve("said");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        NotifyVictim.class.getName(),
                        directory.resolve("data").toString(),
                        url)
                .redirectOutput(said.toFile())
                .redirectError(directory.resolve("victim.log").toFile())
                .start();
        int more = 15 + random.nextInt(30);
        int told = from;
        while (told < from + more) {
            assertThat(process.isAlive())
                    .as(() -> {
                        try {
                            return Files.readString(directory.resolve("victim.log"));
                        } catch (java.io.IOException e) {
                            return "";
                        }
                    })
                    .isTrue();
            Thread.sleep(5 + random.nextInt(20));
            told = Files.readString(said)
                    .lines()
                    .reduce((a, b) -> b)
                    .filter(line -> !line.isBlank())
                    .map(Integer::valueOf)
                    .orElse(told);
        }
        process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        return told;
    }
}
