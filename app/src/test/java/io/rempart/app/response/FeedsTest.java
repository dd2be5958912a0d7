package io.rempart.app.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.rempart.app.Rempart;
import io.rempart.app.RempartProcess;
import io.rempart.app.config.Configuration;
import io.rempart.app.config.ConfigurationProblem;
import io.rempart.testkit.NetworkLab;
import io.rempart.testkit.TcpPeer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Lists of others from the file or the web to the packet: the real processes, real nftables, machines in namespaces. */
class FeedsTest {
    private static final Duration EFFECTIVE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final List<RempartProcess> processes = new ArrayList<>();
    private NetworkLab lab;

    @BeforeEach
    void configure() throws Exception {
        Files.writeString(directory.resolve("rempart.yaml"), """
                data: %1$s/data
                console: {port: 0}
                response: {allow-list: [198.51.100.4]}
                blocker: {socket: %1$s/blocker.sock, state: %1$s/state, look-interval: 3s}
                feeds:
                  - {name: own, file: %1$s/own.txt}
                  - {name: shown, file: %1$s/shown.txt, action: label}
                """.formatted(directory));
        Files.writeString(directory.resolve("own.txt"), "198.51.100.2\n198.51.100.4/31\n2001:db8:7::/48\n");
        Files.writeString(directory.resolve("shown.txt"), "198.51.100.3\n");
    }

    @AfterEach
    void closeLab() {
        processes.forEach(RempartProcess::close);
        if (lab != null) {
            lab.close();
        }
    }

    private String config() {
        return "--config=" + directory.resolve("rempart.yaml");
    }

    private String run(int code, String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine command = Rempart.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(out, true));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(config());
        assertThat(command.execute(all.toArray(String[]::new)))
                .as(() -> out.toString())
                .isEqualTo(code);
        return out.toString();
    }

    private RempartProcess start(List<String> runner, String command, String said) throws Exception {
        RempartProcess started = RempartProcess.startBy(runner, command, config());
        processes.add(started);
        started.waitForOutput(said);
        return started;
    }

    private boolean isOpen(TcpPeer peer) {
        return peer.reaches(NetworkLab.SERVER, NetworkLab.PORT, 1_000);
    }

    private boolean isShut(TcpPeer peer) {
        return !peer.reaches(NetworkLab.SERVER, NetworkLab.PORT, 300);
    }

    @Test
    void whatIsListedCantConnectUnlessItIsGuardedAndARenewedListTakesItsPlace() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/nft")), "no nft: apt install nftables");
        lab = NetworkLab.open();
        TcpPeer two = lab.client("198.51.100.2");
        TcpPeer three = lab.client("198.51.100.3");
        TcpPeer four = lab.client("198.51.100.4");
        TcpPeer five = lab.client("198.51.100.5");
        start(lab.onServer(), "blocker", "listens");
        assertThat(isOpen(two)).isTrue();
        run(0, "feeds", "fetch", "own");
        assertThat(isShut(two)).as("when the command ends").isTrue();
        assertThat(isShut(five)).isTrue();
        assertThat(isOpen(four)).as("it is allowed").isTrue();
        assertThat(isOpen(three)).isTrue();
        assertThat(run(0, "blocks")).contains("own (3 ranges)").contains("packets dropped");
        assertThat(run(0, "blocks", "--json")).contains("\"kind\":\"feed\"");
        assertThat(run(0, "blocks", "status", "--json"))
                .contains("\"decisions\":0")
                .contains("\"feed\":\"own\"");
        // a decision in between changes nothing about it, and takes nothing away
        run(0, "block", "198.51.100.3");
        assertThat(isShut(three)).isTrue();
        assertThat(isShut(two)).isTrue();
        run(0, "unblock", "198.51.100.3");

        RempartProcess serve = start(List.of(), "serve", "console");
        Files.writeString(directory.resolve("own.txt"), "198.51.100.3\n");
        run(0, "feeds", "fetch", "own");
        assertThat(isOpen(two)).isTrue();
        assertThat(isShut(three)).isTrue();
        assertThat(NetworkLab.within(
                        EFFECTIVE,
                        () -> run(0, "feeds", "--json")
                                .contains("\"name\":\"shown\",\"source\":\"" + directory
                                        + "/shown.txt\",\"action\":\"label\"," + "\"state\":\"current\"")))
                .isTrue();
        serve.close();

        // a feed that is configured no more is taken away
        String yaml = Files.readString(directory.resolve("rempart.yaml"));
        Files.writeString(directory.resolve("rempart.yaml"), yaml.substring(0, yaml.indexOf("feeds:")));
        start(List.of(), "serve", "console");
        assertThat(NetworkLab.within(EFFECTIVE, () -> isOpen(three))).isTrue();
    }

    @Test
    void aHundredThousandEntriesAreWithinTheBlockersBounds() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/nft")), "no nft: apt install nftables");
        lab = NetworkLab.open();
        start(lab.onServer(), "blocker", "listens");
        Files.writeString(
                directory.resolve("own.txt"),
                IntStream.range(0, 100_000)
                        .map(i -> i * 2)
                        .mapToObj(i -> "45." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255))
                        .collect(Collectors.joining("\n")));
        run(0, "feeds", "fetch", "own");
        assertThat(run(0, "blocks", "status", "--json"))
                .contains("\"wanted\":100000")
                .contains("\"enforced\":100000")
                .contains("\"problem\":\"\"");
        run(0, "block", "198.51.100.3");
        assertThat(isShut(lab.client("198.51.100.3"))).isTrue();
        Files.writeString(directory.resolve("own.txt"), "45.0.0.1\n");
        assertThat(run(1, "feeds", "fetch", "own")).contains("100000").contains("--any-size");
        assertThat(run(0, "blocks", "status", "--json")).contains("\"wanted\":100001");
        run(0, "feeds", "fetch", "own", "--any-size");
        assertThat(run(0, "blocks", "status", "--json")).contains("\"wanted\":2,");
    }

    @Test
    void aCheckSaysWhatAListWouldDoAndDoesNothing() throws Exception {
        Path list = Files.writeString(
                directory.resolve("list.txt"), "# mine\n198.51.100.4\n10.0.0.0/8\n45.0.0.1\n45.0.0.2\nexample.org\n");
        assertThat(run(0, "feeds", "check", list.toString()))
                .contains("4 entries make 3 ranges; 1 line is no address.")
                .contains("line 6: example.org")
                .contains("allow list")
                .contains("private")
                .contains("lists 0 sources with legitimate requests");
        assertThat(run(0, "feeds", "check", "own", "--json"))
                .contains("\"entries\":3")
                .contains("\"complete\":true");
        assertThat(directory.resolve("data/feeds/own.list")).doesNotExist();
        Files.writeString(list, "45.0.0.0/6\n");
        assertThat(run(1, "feeds", "check", list.toString()))
                .contains("44.0.0.0-47.255.255.255")
                .contains("too wide");
        assertThat(run(1, "feeds", "check", directory.resolve("none").toString()))
                .contains("can't be read");
        assertThat(run(1, "feeds", "check", "http://")).contains("no address of a list");
        assertThat(run(1, "feeds", "fetch", "other")).contains("own, shown");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/", exchange -> {
            byte[] page = "<html>Log in</html>".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/list";
            assertThat(run(1, "feeds", "check", url)).contains("web page").doesNotContain("rempart: rempart");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aMistakeInTheConfigurationIsToldWithItsLine() throws Exception {
        String good = "data: %s\nfeeds:\n  - ".formatted(directory.resolve("data"));
        for (String[] wrong : new String[][] {
            {"{name: A, url: 'https://a.example.org/'}", "small letters"},
            {"{name: a}", "one of 'url', 'file' and 'abuseipdb'"},
            {"{name: a, url: 'ftp://a.example.org/'}", "https://"},
            {"{name: a, url: 'https://a.example.org/', interval: 1s}", "expected from 1min"},
            {"{name: a, url: 'https://a.example.org/', interval: 2d, expiry: 1d}", "longer than 'interval'"},
            {"{name: a, url: 'https://a.example.org/', action: drop}", "block or label"},
            {"{name: a, url: 'https://a.example.org/', max-entries: 250001}", "250000"},
            {"{name: a, url: 'https://a.example.org/', intervall: 1d}", "did you mean 'interval'"},
            {"{name: a, abuseipdb: {confidence: 10}}", "25 to 100"},
            {"{name: a, abuseipdb: blacklist, interval: 1h}", "plan standard"},
            {"{name: a, file: /x}\n  - {name: a, file: /y}", "two feeds"},
        }) {
            Files.writeString(directory.resolve("rempart.yaml"), good + wrong[0] + "\n");
            assertThatThrownBy(() -> Configuration.load(directory.resolve("rempart.yaml"), Map.of(), Map.of()))
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining("rempart.yaml:")
                    .hasMessageContaining(wrong[1]);
        }
        Files.writeString(directory.resolve("rempart.yaml"), good + "{name: a, abuseipdb: {ip-version: 4}}\n");
        assertThat(run(0, "feeds", "--json")).contains("abuseipdb blacklist 100 10000 4");
        assertThat(run(1, "feeds", "fetch", "a")).contains("abuseipdb.key-file");
    }
}
