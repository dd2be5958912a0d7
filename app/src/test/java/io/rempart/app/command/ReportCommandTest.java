package io.rempart.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.rempart.app.ExitCode;
import io.rempart.app.Installation;
import io.rempart.app.Rempart;
import io.rempart.app.config.Configuration;
import io.rempart.app.config.ConfigurationKey;
import io.rempart.app.response.ReportRooms;
import io.rempart.app.response.ResponseRooms;
import io.rempart.events.account.AccountStore.AuditTrailEntry;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** From a log to a report at a service on loopback, by the commands and by what {@code serve} runs. */
class ReportCommandTest {
    private static final String CLIENT = "45.155.205.233";

    @TempDir
    Path directory;

    private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    private HttpServer service;

    @BeforeEach
    void start() throws Exception {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        service.createContext("/api/v2/report", exchange -> {
            arrived.add(URLDecoder.decode(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    StandardCharsets.UTF_8));
            byte[] answer = "{\"data\":{\"abuseConfidenceScore\":7}}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        service.start();
        Files.writeString(directory.resolve("key"), "k".repeat(80) + "\n");
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    private record Outcome(int code, String out, String err) {}

    private Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Rempart.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--data=" + directory.resolve("data"));
        all.add("--response-firewall=false");
        all.add("--abuseipdb-url=http://127.0.0.1:" + service.getAddress().getPort() + "/api/v2/");
        int code = command.execute(all.toArray(String[]::new));
        return new Outcome(code, out.toString(), err.toString());
    }

    private String keyFile() {
        return "--abuseipdb-key-file=" + directory.resolve("key");
    }

    private void importScan() throws Exception {
        String time = DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(Instant.now().minusSeconds(60));
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            log.append("{\"transaction\":{\"time\":\"" + time + "." + (100_000 + i)
                    + " +0000\",\"transaction_id\":\"awK2oXjY5r0bqmyptZMXh" + i
                    + "AAAEA\",\"remote_address\":\"" + CLIENT + "\",\"remote_port\":" + (4_000 + i)
                    + ",\"local_address\":\"192.0.2.1\",\"local_port\":443},"
                    + "\"request\":{\"request_line\":\"GET /.env?user=anne@example.org HTTP/1.1\","
                    + "\"headers\":{\"Host\":\"shop.example.org\",\"User-Agent\":\"zgrab\"}},"
                    + "\"response\":{\"protocol\":\"HTTP/1.1\",\"status\":404,\"headers\":{}},"
                    + "\"audit_data\":{\"engine_mode\":\"ENABLED\"}}\n");
        }
        Path file = directory.resolve("audit.log");
        Files.writeString(file, log);
        assertThat(run("import", file.toString()).code()).isZero();
    }

    @Test
    void showsWhatWouldBeToldAndSendsItOnceServeRuns() throws Exception {
        assertThat(run("report", CLIENT).err()).contains("abuseipdb.key-file").hasLineCount(1);
        assertThat(run("report", CLIENT, keyFile()).err()).contains(CLIENT).hasLineCount(1);
        assertThat(run("report", "not-an-address", keyFile()).err()).contains("not-an-address");
        assertThat(run("report", "192.0.2.1/3039877387", keyFile()).err()).hasLineCount(1);
        importScan();
        Outcome preview = run("report", CLIENT, keyFile(), "--preview", "--json");
        assertThat(preview.err()).isEmpty();
        assertThat(preview.out())
                .contains("8 requests", "GET /.env", "\"categories\":[21]")
                .doesNotContain("anne", "shop.example.org");
        assertThat(run("reports", keyFile(), "--json").out()).isEmpty();

        Outcome leak = run("report", CLIENT, keyFile(), "--comment", "seen by anne@example.org");
        assertThat(leak.code()).isEqualTo(ExitCode.FAILED);
        assertThat(leak.err()).hasLineCount(1);
        assertThat(run("report", CLIENT, keyFile(), "--comment", "attacks shop.example.org")
                        .err())
                .contains("example.org");

        assertThat(run("report", CLIENT, keyFile(), "--hold").code()).isZero();
        assertThat(run("reports", keyFile(), "--json").out()).contains("\"state\":\"held\"");
        assertThat(run("reports", keyFile(), "--approve", "1").code()).isZero();
        assertThat(run("reports", keyFile(), "--approve", "7").err())
                .contains("7")
                .hasLineCount(1);
        assertThat(arrived).isEmpty();

        Configuration configuration = Configuration.load(
                null,
                Map.of(),
                Map.of(
                        ConfigurationKey.DATA,
                        directory.resolve("data").toString(),
                        ConfigurationKey.RESPONSE_FIREWALL,
                        "false",
                        ConfigurationKey.ABUSEIPDB_URL,
                        "http://127.0.0.1:" + service.getAddress().getPort() + "/api/v2/",
                        ConfigurationKey.ABUSEIPDB_KEY_FILE,
                        directory.resolve("key").toString()));
        try (Installation installation = Installation.open(configuration);
                ResponseRooms response = installation.response();
                ReportRooms reports = installation.reports(response).orElseThrow()) {
            reports.start();
            String report = arrived.poll(30, TimeUnit.SECONDS);
            assertThat(report)
                    .contains("ip=" + CLIENT, "categories=21", "GET /.env")
                    .doesNotContain("anne", "example.org");
        }
        assertThat(run("reports", keyFile(), "--withdraw", "1").err()).hasLineCount(1);
        assertThat(run("reports", keyFile(), "--retract", CLIENT, "--json").out())
                .isEqualTo("{\"retracted\":1}\n");
    }

    @Test
    void tellsAWrongConfigurationInOneSentence() throws Exception {
        assertThat(run("reports", "--abuseipdb-plan=gold", keyFile()).err()).contains("gold", "standard");
        assertThat(run("reports", "--abuseipdb-automatic=yes", keyFile()).err()).contains("hold");
        Files.writeString(directory.resolve("key"), "\n");
        Outcome empty = run("reports", keyFile());
        assertThat(empty.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(empty.err()).contains("is empty").hasLineCount(1);
        Files.delete(directory.resolve("key"));
        assertThat(run("reports", keyFile()).err()).contains("can't be read");
    }

    private Outcome typing(String line, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)));
        try {
            return run(arguments);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void aKeyThatIsSetIsKeptEncryptedUsedAndNeverShownUntilItIsRemoved() throws Exception {
        String key = "4fd1" + "a7".repeat(38);
        assertThat(run("report").err()).contains("key set");
        Outcome set = typing(key + "\nmore\n", "report", "key", "set");
        assertThat(set.code()).as(set.err()).isZero();
        assertThat(set.out() + set.err()).hasLineCount(1).doesNotContain(key);
        Path data = directory.resolve("data");
        try (Stream<Path> files = Files.walk(data)) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain(key));
        }
        for (String file : List.of("abuseipdb.sealed", "abuseipdb.opener")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file))))
                    .isEqualTo("rw-------");
        }
        importScan();
        Outcome preview = run("report", CLIENT, "--preview", "--json");
        assertThat(preview.err()).isEmpty();
        assertThat(preview.out()).contains("8 requests").doesNotContain(key);
        assertThat(run("config").out()).doesNotContain(key);
        assertThat(sentKey(Map.of())).isEqualTo(key);
        // A file that is configured wins.
        assertThat(sentKey(Map.of(
                        ConfigurationKey.ABUSEIPDB_KEY_FILE,
                        directory.resolve("key").toString())))
                .isEqualTo("k".repeat(80));
        assertThat(run("report", "key", "remove").code()).isZero();
        assertThat(data.resolve("abuseipdb.sealed")).doesNotExist();
        assertThat(run("report", "key", "remove").code()).isNotZero();
        assertThat(run("report", CLIENT).err()).contains("report key set").hasLineCount(1);
        try (Installation installation =
                Installation.open(Configuration.load(null, Map.of(), Map.of(ConfigurationKey.DATA, data.toString())))) {
            assertThat(installation.accounts().auditTrail(null, 10))
                    .allMatch(line -> line.account().startsWith("command:"))
                    .extracting(AuditTrailEntry::action)
                    .containsExactly("report-key-removed", "report-key-set");
        }
    }

    /** The key that reaches the service with the next report. */
    private String sentKey(Map<ConfigurationKey, String> more) throws Exception {
        BlockingQueue<String> keys = new LinkedBlockingQueue<>();
        HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        listening.createContext("/", exchange -> {
            keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Key")));
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        listening.start();
        Map<ConfigurationKey, String> settings = new java.util.EnumMap<>(ConfigurationKey.class);
        settings.put(ConfigurationKey.DATA, directory.resolve("data").toString());
        settings.put(ConfigurationKey.RESPONSE_FIREWALL, "false");
        settings.put(
                ConfigurationKey.ABUSEIPDB_URL,
                "http://127.0.0.1:" + listening.getAddress().getPort() + "/api/v2/");
        settings.putAll(more);
        try (Installation installation = Installation.open(Configuration.load(null, Map.of(), settings));
                ResponseRooms response = installation.response();
                ReportRooms reports = installation.reports(response).orElseThrow()) {
            reports.reporter().check(new inet.ipaddr.IPAddressString(CLIENT).getAddress());
            return String.valueOf(keys.poll(30, TimeUnit.SECONDS));
        } finally {
            listening.stop(0);
        }
    }

    @Test
    void aWrongKeyWrongRightsAndADamagedFileAreEachToldInOneSentence() throws Exception {
        for (String wrong : List.of("", "\n", "two words\n", "clé\n", "x".repeat(501) + "\n")) {
            Outcome refused = typing(wrong, "report", "key", "set");
            assertThat(refused.code()).isEqualTo(ExitCode.CONFIGURATION);
            assertThat(refused.err()).contains("no key of AbuseIPDB").hasLineCount(1);
        }
        Path data = directory.resolve("data");
        assertThat(data.resolve("abuseipdb.sealed")).doesNotExist();
        assertThat(typing("abc123\n", "report", "key", "set").code()).isZero();
        Path opener = data.resolve("abuseipdb.opener");
        Files.setPosixFilePermissions(opener, PosixFilePermissions.fromString("rw-r-----"));
        Outcome open = run("report", CLIENT);
        assertThat(open.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(open.err())
                .contains(opener.toString(), "chmod 600")
                .doesNotContain("abc123")
                .hasLineCount(1);
        Files.setPosixFilePermissions(opener, PosixFilePermissions.fromString("rw-------"));
        Path sealed = data.resolve("abuseipdb.sealed");
        String good = Files.readString(sealed);
        for (String damaged : List.of("", "###", good.substring(3), "A" + good, "x".repeat(10_000))) {
            Files.writeString(sealed, damaged);
            Outcome told = run("report", CLIENT);
            assertThat(told.code()).isEqualTo(ExitCode.CONFIGURATION);
            assertThat(told.err()).contains("can't be opened", "report key set").hasLineCount(1);
        }
        Files.writeString(sealed, good);
        Files.writeString(opener, "0".repeat(64));
        assertThat(run("report", CLIENT).err()).contains("can't be opened").hasLineCount(1);
        Files.delete(opener);
        assertThat(run("report", CLIENT).err()).contains("can't be opened").hasLineCount(1);
        assertThat(typing("abc123\n", "report", "key", "set").code()).isZero();
        assertThat(run("report", CLIENT).err()).contains(CLIENT).doesNotContain("opened");
    }
}
