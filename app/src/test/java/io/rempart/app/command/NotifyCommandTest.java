package io.rempart.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.rempart.app.ExitCode;
import io.rempart.app.Rempart;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code rempart notify} against a server on loopback, which takes what comes on one path and refuses on the other. */
class NotifyCommandTest {
    @TempDir
    Path directory;

    private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            arrived.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/good") ? 200 : 403, -1);
            exchange.close();
        });
        server.start();
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        Files.writeString(directory.resolve("hook.secret"), "hunter2\n");
        Files.writeString(directory.resolve("notify.yaml"), """
                channels:
                  - {name: chat, kind: webhook, url: '%1$s/good', secret-file: '%2$s/hook.secret'}
                  - {name: gone, kind: webhook, url: '%1$s/bad'}
                rules:
                  - {name: grave, when: [incident, blocker], to: [chat, gone], per-hour: 5}
                """.formatted(base, directory));
    }

    @AfterEach
    void stop() {
        server.stop(0);
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
        return new Outcome(command.execute(all.toArray(String[]::new)), out.toString(), err.toString());
    }

    private String file() {
        return "--notify-file=" + directory.resolve("notify.yaml");
    }

    @Test
    void listsChannelsAndRulesWithoutTheirSecrets() {
        Outcome listed = run("notify", file());
        assertThat(listed.code()).isZero();
        assertThat(listed.out()).contains("chat", "webhook", "never", "grave", "blocker, incident", "chat, gone");
        assertThat(listed.out()).doesNotContain("hunter2", "/good");
        Outcome json = run("notify", "--json", file());
        assertThat(json.code()).isZero();
        assertThat(json.out().lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("{") && line.endsWith("}"))
                .anyMatch(line -> line.contains("\"channel\":\"chat\"") && line.contains("\"last-sent\":null"))
                .anyMatch(line -> line.contains("\"rule\":\"grave\"")
                        && line.contains("\"per-hour\":5")
                        && line.contains("\"waiting\":0"));
        assertThat(arrived).isEmpty();
    }

    @Test
    void aTestArrivesAtTheChannelThatIsNamedAndNowhereElse() {
        Outcome tested = run("notify", "test", "chat", file());
        assertThat(tested.code()).as(tested.err()).isZero();
        assertThat(tested.out()).contains("chat").hasLineCount(1);
        assertThat(arrived).hasSize(1);
        assertThat(run("notify", "test", "chat", "--json", file()).out())
                .contains("\"channel\":\"chat\"")
                .contains("\"delivered\":true");
        assertThat(arrived).hasSize(2);
    }

    @Test
    void aRuleTriesEachOfItsChannelsAndTheExitCodeSaysThatOneFailed() {
        Outcome tested = run("notify", "test", "grave", "--json", file());
        assertThat(tested.code()).isEqualTo(ExitCode.FAILED);
        assertThat(tested.out().lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("\"chat\"") && line.contains("\"delivered\":true"))
                .anyMatch(line ->
                        line.contains("\"gone\"") && line.contains("\"delivered\":false") && line.contains("403"));
    }

    @Test
    void anUnknownNameIsToldWithTheKnownOnesAndNoChannelIsNoError() {
        Outcome unknown = run("notify", "test", "phone", file());
        assertThat(unknown.code()).isNotZero();
        assertThat(unknown.err()).contains("phone", "chat", "gone", "grave").hasLineCount(1);
        assertThat(arrived).isEmpty();
        Outcome none = run("notify");
        assertThat(none.code()).isZero();
        assertThat(none.out()).isEmpty();
        assertThat(none.err()).hasLineCount(1);
    }
}
