package io.rempart.response.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import inet.ipaddr.IPAddressString;
import io.rempart.response.SteppedClock;
import io.rempart.response.address.AddressSet;
import io.rempart.response.feed.FeedProblem.Kind;
import io.rempart.response.feed.FeedSettings.Action;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists from a server on loopback that does what servers do, and from files. */
class FeedsTest {
    @TempDir
    Path directory;

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-25T18:00:00Z"));
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> conditions = new ArrayList<>();
    private HttpServer server;
    private Answering answering;

    private interface Answering {
        void to(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 20);
        server.createContext("/", exchange -> {
            conditions.add(exchange.getRequestHeaders().getFirst("If-None-Match") + " "
                    + exchange.getRequestHeaders().getFirst("If-Modified-Since"));
            answering.to(exchange);
            exchange.close();
        });
        server.setExecutor(threads);
        server.start();
        answering = says(numbered(100));
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static String numbered(int entries) {
        return IntStream.range(0, entries)
                .mapToObj(i -> "45." + i / 65_536 + "." + i / 256 % 256 + "." + i % 256)
                .collect(Collectors.joining("\n"));
    }

    private static Answering says(String body, String... headers) {
        return says(200, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static Answering says(int status, byte[] body, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        };
    }

    private FeedSettings settings(Action action) {
        return FeedSettings.of(
                "drop",
                new FeedSettings.Web(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/drop.txt")),
                action,
                Duration.ofHours(1),
                Duration.ofDays(2));
    }

    private Feeds feeds(FeedSettings... settings) {
        return new Feeds(
                List.of(settings),
                directory.resolve("feeds"),
                clock,
                null,
                HttpClient.newBuilder(),
                Duration.ofMillis(800),
                Duration.ofMillis(5));
    }

    private static Feeds.Standing fetch(Feeds feeds) {
        return feeds.fetch(feeds.settings().get(0), false);
    }

    private void isRefusedAndTheOldListStays(Feeds feeds, Kind kind) {
        Feeds.Standing standing = fetch(feeds);
        assertThat(standing.problem()).as(kind.name()).isNotNull();
        assertThat(standing.problem().kind()).isEqualTo(kind);
        assertThat(standing.entries()).isEqualTo(100);
        assertThat(feeds.wanted()).hasSize(1);
        assertThat(feeds.wanted().get(0).addresses())
                .isEqualTo(AddressSet.ofKnown("45.0.0.0/26", "45.0.0.64/27", "45.0.0.96/30"));
    }

    @Test
    void refusesAListThatCantBeRightAndKeepsTheLastGoodOne() throws Exception {
        Feeds feeds = feeds(settings(Action.BLOCK));
        assertThat(fetch(feeds).problem()).isNull();
        answering = says("");
        isRefusedAndTheOldListStays(feeds, Kind.EMPTY);
        answering = says("<html><body>Welcome to the hotel</body></html>");
        isRefusedAndTheOldListStays(feeds, Kind.WEB_PAGE);
        answering = says("45.0.0.1", "Content-Type", "text/html; charset=utf-8");
        isRefusedAndTheOldListStays(feeds, Kind.WEB_PAGE);
        answering = says(numbered(24));
        isRefusedAndTheOldListStays(feeds, Kind.SHRUNK);
        answering = says(numbered(401));
        isRefusedAndTheOldListStays(feeds, Kind.GROWN);
        answering = says(numbered(100) + "\n0.0.0.0/0");
        isRefusedAndTheOldListStays(feeds, Kind.TOO_WIDE);
        answering = says(numbered(100) + "\n45.0.0.0/7");
        isRefusedAndTheOldListStays(feeds, Kind.TOO_WIDE);
        answering = says(numbered(100) + "\n2001::/18");
        isRefusedAndTheOldListStays(feeds, Kind.TOO_WIDE);
        answering = says(500, "no".getBytes(StandardCharsets.UTF_8));
        isRefusedAndTheOldListStays(feeds, Kind.STATUS);
        answering = says(404, new byte[0]);
        isRefusedAndTheOldListStays(feeds, Kind.STATUS);
        answering = says(302, new byte[0], "Location", "https://lists.example.org/drop.txt");
        isRefusedAndTheOldListStays(feeds, Kind.REDIRECT);
        answering = says(numbered(100) + "\n#" + "x".repeat(17 << 20));
        isRefusedAndTheOldListStays(feeds, Kind.TOO_LARGE);
        answering = exchange -> exchange.close();
        isRefusedAndTheOldListStays(feeds, Kind.UNREACHABLE);
        answering = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("45.0.0.1\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            sleep(1_500);
        };
        isRefusedAndTheOldListStays(feeds, Kind.UNREACHABLE);
        // what is as it was within the guard's bounds is taken, and what a person says is right as well
        answering = says(numbered(24));
        assertThat(feeds.fetch(feeds.settings().get(0), true).entries()).isEqualTo(24);
        answering = says(numbered(74));
        assertThat(fetch(feeds).entries()).isEqualTo(74);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void takesReservedRangesForWhatTheyAre() {
        answering = says("0.0.0.0/8\n10.0.0.0/8\n224.0.0.0/3\n45.0.0.1\n");
        assertThat(fetch(feeds(settings(Action.BLOCK))).problem()).isNull();
    }

    @Test
    void asksWithWhatItKnowsAndAnUnchangedListIsCurrentAgain() {
        answering = says(numbered(100), "ETag", "\"v1\"", "Last-Modified", "Wed, 25 Nov 2026 08:00:00 GMT");
        Feeds feeds = feeds(settings(Action.BLOCK));
        fetch(feeds);
        clock.step(Duration.ofHours(40));
        answering = says(304, new byte[0]);
        Feeds.Standing standing = fetch(feeds);
        assertThat(conditions).containsExactly("null null", "\"v1\" Wed, 25 Nov 2026 08:00:00 GMT");
        assertThat(standing.problem()).isNull();
        assertThat(standing.entries()).isEqualTo(100);
        assertThat(standing.endsAt()).isEqualTo(clock.instant().plus(Duration.ofDays(2)));
        // the list of another address is another list
        FeedSettings moved = FeedSettings.of(
                "drop",
                new FeedSettings.Web(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/other.txt")),
                Action.BLOCK,
                Duration.ofHours(1),
                Duration.ofDays(2));
        assertThat(feeds(moved).standing().get(0).entries()).isZero();
    }

    @Test
    void readsWhatIsPackedAndNoMoreOfItThanAllowed() throws Exception {
        answering = says(200, packed(numbered(100)), "Content-Encoding", "gzip");
        assertThat(fetch(feeds(settings(Action.BLOCK))).entries()).isEqualTo(100);
        answering = says(200, packed(numbered(99)), "Content-Type", "application/gzip");
        assertThat(fetch(feeds(settings(Action.BLOCK))).entries()).isEqualTo(99);
        answering = says(200, packed("#".repeat(17 << 20)), "Content-Encoding", "gzip");
        assertThat(fetch(feeds(settings(Action.BLOCK))).problem().kind()).isEqualTo(Kind.TOO_LARGE);
        byte[] cut = java.util.Arrays.copyOf(packed(numbered(100)), 60);
        answering = says(200, cut, "Content-Encoding", "gzip");
        assertThat(fetch(feeds(settings(Action.BLOCK))).problem().kind()).isEqualTo(Kind.DAMAGED);
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void aRestartWithoutNetworkKeepsTheListUntilItsExpiry() {
        fetch(feeds(settings(Action.BLOCK)));
        server.stop(0);
        Feeds after = feeds(settings(Action.BLOCK));
        clock.step(Duration.ofHours(47));
        after.pass();
        Feeds.Standing standing = after.standing().get(0);
        assertThat(standing.problem().kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(standing.isInForce()).isTrue();
        assertThat(after.wanted()).hasSize(1);
        clock.step(Duration.ofHours(1));
        assertThat(after.wanted()).isEmpty();
        assertThat(after.listing(new IPAddressString("45.0.0.7").getAddress())).isEmpty();
    }

    @Test
    void asksAgainAtItsIntervalAndAfterAFailureSooner() {
        Feeds feeds = feeds(settings(Action.BLOCK));
        feeds.pass();
        feeds.pass();
        assertThat(conditions).hasSize(1);
        clock.step(Duration.ofMinutes(60));
        answering = says(500, new byte[0]);
        feeds.pass();
        feeds.pass();
        assertThat(conditions).hasSize(2);
        clock.step(Duration.ofMinutes(1));
        feeds.pass();
        clock.step(Duration.ofMinutes(1));
        feeds.pass();
        assertThat(conditions).as("twice as long after the second").hasSize(3);
        clock.step(Duration.ofMinutes(1));
        answering = says(503, new byte[0], "Retry-After", "7200");
        feeds.pass();
        assertThat(feeds.standing().get(0).nextAt()).isEqualTo(clock.instant().plus(Duration.ofHours(2)));
    }

    @Test
    void anotherProcessThatFetchedIsSeen() {
        Feeds serving = feeds(settings(Action.BLOCK));
        assertThat(serving.wanted()).isEmpty();
        fetch(feeds(settings(Action.BLOCK)));
        assertThat(serving.wanted()).hasSize(1);
    }

    @Test
    void aFileIsAFeedAndALabelBlocksNothing() throws Exception {
        Path file = Files.writeString(directory.resolve("own.txt"), "45.0.0.1\n2001:db8::/48\n");
        Feeds feeds = feeds(FeedSettings.of(
                "own", new FeedSettings.Disk(file), Action.LABEL, Duration.ofMinutes(1), Duration.ofDays(1)));
        assertThat(fetch(feeds).entries()).isEqualTo(2);
        assertThat(feeds.wanted()).isEmpty();
        assertThat(feeds.listing(new IPAddressString("2001:db8::5").getAddress()))
                .extracting(FeedSettings::name)
                .containsExactly("own");
        Files.writeString(file, "45.0.0.2\n");
        assertThat(fetch(feeds).entries()).isEqualTo(1);
        Files.delete(file);
        assertThat(fetch(feeds).problem().kind()).isEqualTo(Kind.FILE);
        assertThat(feeds.listing(new IPAddressString("45.0.0.2").getAddress())).hasSize(1);
    }

    @Test
    void aDamagedShelfIsAnEmptyOne() throws Exception {
        fetch(feeds(settings(Action.BLOCK)));
        Path list = directory.resolve("feeds/drop.list");
        Files.writeString(list, Files.readString(list).replace("#end", ""));
        Feeds after = feeds(settings(Action.BLOCK));
        assertThat(after.wanted()).isEmpty();
        after.pass();
        assertThat(after.wanted()).hasSize(1);
    }

    @Test
    void followsRedirectsFromHttpsToHttpsAlone() {
        URI secure = URI.create("https://a.example.org/x/list");
        assertThat(HttpFetcher.target(secure, "../y", 0)).isEqualTo(URI.create("https://a.example.org/y"));
        assertThat(HttpFetcher.target(secure, "https://b.example.org/", 4).getHost())
                .isEqualTo("b.example.org");
        for (String bad : List.of("http://a.example.org/", "file:///etc/passwd", "", "https:///x", "http://[::1")) {
            assertThatThrownBy(() -> HttpFetcher.target(secure, bad, 0)).as(bad).isInstanceOf(FeedProblem.class);
        }
        assertThatThrownBy(() -> HttpFetcher.target(secure, "https://b.example.org/", 5))
                .isInstanceOf(FeedProblem.class);
    }
}
