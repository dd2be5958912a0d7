package io.rempart.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.rempart.app.Installation;
import io.rempart.app.Rempart;
import io.rempart.app.config.Configuration;
import io.rempart.app.config.ConfigurationKey;
import io.rempart.app.response.ReportRooms;
import io.rempart.app.response.ResponseRooms;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
        assertThat(leak.code()).isEqualTo(Rempart.FAILED);
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
        assertThat(empty.code()).isEqualTo(Rempart.CONFIGURATION);
        assertThat(empty.err()).contains("is empty").hasLineCount(1);
        Files.delete(directory.resolve("key"));
        assertThat(run("reports", keyFile()).err()).contains("can't be read");
    }
}
