package io.rempart.response.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rempart.events.notice.Notice.Level;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Webhooks and ntfy against a server on loopback. */
class HttpChannelTest {
    private static final NotifyTimes TIMES = new NotifyTimes(Duration.ofMillis(700), Duration.ofMillis(10));
    private static final String TOKEN = "tk_0123456789abcdef";

    private HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Answer answer = exchange -> exchange.sendResponseHeaders(200, -1);

    private record Request(HttpExchange exchange, String body) {
        String header(String name) {
            return exchange.getRequestHeaders().getFirst(name);
        }
    }

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", exchange -> {
            requests.add(new Request(
                    exchange, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            answer.to(exchange);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private WebhookChannel webhook() {
        return new WebhookChannel("hook", url("/services/T0/B1"), Optional.of(new Secret(() -> TOKEN)), null, TIMES);
    }

    private static Post post(Level level, String subject) {
        return new Post(
                "0123456789abcdef",
                "attackers",
                level,
                subject,
                "line one\nline \"two\" é",
                Map.of("block", 2L),
                Instant.parse("2026-11-25T18:00:00Z"));
    }

    @Test
    void aWebhookIsSignedJson() {
        assertThat(webhook().send(post(Level.WARNING, "Two blocks"))).isInstanceOf(Delivery.Done.class);
        Request request = requests.get(0);
        assertThat(request.body())
                .isEqualTo("{\"id\":\"0123456789abcdef\",\"rule\":\"attackers\",\"level\":\"warning\","
                        + "\"subject\":\"Two blocks\",\"text\":\"line one\\nline \\\"two\\\" é\","
                        + "\"at\":\"2026-11-25T18:00:00Z\",\"notices\":2,\"topics\":{\"block\":2}}");
        String signed = request.header("X-Rempart-Timestamp") + "." + request.body();
        assertThat(request.header("X-Rempart-Signature"))
                .isEqualTo("sha256=" + WebhookChannel.signature(TOKEN, signed));
        // The example of RFC 4231, test case 2.
        assertThat(WebhookChannel.signature("Jefe", "what do ya want for nothing?"))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assertThat(request.header("Idempotency-Key")).isEqualTo("0123456789abcdef");
        assertThat(webhook().destination()).doesNotContain("T0").contains("127.0.0.1");
    }

    @Test
    void ntfyGetsTitlePriorityTagsAndToken() {
        NtfyChannel ntfy = new NtfyChannel("phone", url("/rempart"), Optional.of(new Secret(() -> TOKEN)), null, TIMES);
        assertThat(ntfy.send(post(Level.CRITICAL, "Disque « plein »"))).isInstanceOf(Delivery.Done.class);
        Request request = requests.get(0);
        assertThat(request.exchange().getRequestURI().getPath()).isEqualTo("/rempart");
        String title = request.header("Title");
        assertThat(title).startsWith("=?UTF-8?B?").endsWith("?=");
        assertThat(new String(
                        Base64.getDecoder().decode(title.substring(10, title.length() - 2)), StandardCharsets.UTF_8))
                .isEqualTo("Disque « plein »");
        assertThat(request.header("Priority")).isEqualTo("5");
        assertThat(request.header("Tags")).isEqualTo("rotating_light,block");
        assertThat(request.header("Authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(request.body()).isEqualTo("line one\nline \"two\" é");
        assertThat(ntfy.destination()).doesNotContain("rempart");
        ntfy.send(post(Level.INFO, "plain"));
        assertThat(requests.get(1).header("Title")).isEqualTo("plain");
    }

    @ParameterizedTest
    @CsvSource({"400,false", "401,false", "404,false", "301,false", "500,true", "502,true", "408,true"})
    void tellsWhatPassesFromWhatSomeoneMustMend(int status, boolean passes) {
        answer = exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
        };
        Delivery delivery = webhook().send(post(Level.INFO, "s"));
        assertThat(delivery).isInstanceOf(passes ? Delivery.Later.class : Delivery.Refused.class);
        assertThat(delivery.why()).contains(Integer.toString(status)).doesNotContain(TOKEN);
        assertThat(requests).hasSize(passes ? 3 : 1);
        assertThat(requests)
                .noneMatch(
                        request -> request.exchange().getRequestURI().getPath().equals("/elsewhere"));
    }

    @Test
    void waitsAsLongAsTheOtherEndAsks() {
        answer = exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "120");
            exchange.sendResponseHeaders(429, -1);
        };
        assertThat(webhook().send(post(Level.INFO, "s")))
                .isEqualTo(new Delivery.Later("The server answered 429.", Duration.ofSeconds(120)));
        assertThat(requests).hasSize(1);
        answer = exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "999999999");
            exchange.sendResponseHeaders(503, -1);
        };
        assertThat(webhook().send(post(Level.INFO, "s")))
                .isEqualTo(new Delivery.Later("The server answered 503.", Duration.ofHours(6)));
    }

    @Test
    void aPassingErrorIsTriedAgainAtOnceWithTheSameName() {
        answer = exchange -> exchange.sendResponseHeaders(requests.size() < 3 ? 500 : 204, -1);
        assertThat(webhook().send(post(Level.INFO, "s"))).isInstanceOf(Delivery.Done.class);
        assertThat(requests)
                .hasSize(3)
                .allMatch(request -> request.header("Idempotency-Key").equals("0123456789abcdef"));
    }

    @Test
    void silenceResetsAndClosedPortsAreTriedLater() throws Exception {
        answer = exchange -> {
            try {
                Thread.sleep(3_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        assertThat(webhook().send(post(Level.INFO, "s")).why()).isEqualTo("There was no answer in time.");
        try (ServerSocket resetting = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> {
                while (!resetting.isClosed()) {
                    try (Socket socket = resetting.accept()) {
                        socket.setSoLinger(true, 0);
                    } catch (IOException e) {
                        return;
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
            URI reset = URI.create("http://127.0.0.1:" + resetting.getLocalPort() + "/x");
            Delivery delivery =
                    new WebhookChannel("hook", reset, Optional.empty(), null, TIMES).send(post(Level.INFO, "s"));
            assertThat(delivery).isInstanceOf(Delivery.Later.class);
            assertThat(delivery.why()).isNotEmpty();
        }
        server.stop(0);
        assertThat(webhook().send(post(Level.INFO, "s")).why()).isEqualTo("There is no connection to the server.");
    }

    @Test
    void aTokenWithLineBreaksIsRefusedAndNotShown() {
        NtfyChannel ntfy = new NtfyChannel(
                "phone", url("/rempart"), Optional.of(new Secret(() -> "secret\r\nX-Evil: 1")), null, TIMES);
        Delivery delivery = ntfy.send(post(Level.INFO, "s"));
        assertThat(delivery).isInstanceOf(Delivery.Refused.class);
        assertThat(delivery.why()).doesNotContain("secret\r", "Evil");
        assertThat(requests).isEmpty();
    }
}
