package io.rempart.app.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.app.Installation;
import io.rempart.app.Rempart;
import io.rempart.app.RempartProcess;
import io.rempart.app.config.Configuration;
import io.rempart.console.security.ApiTokens;
import io.rempart.events.account.AccountStore.Account;
import io.rempart.events.account.TokenScope;
import io.rempart.testkit.NetworkLab;
import io.rempart.testkit.TcpPeer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Debian's crowdsec-firewall-bouncer, unmodified, on another machine than the console: it pulls our blocks over the network and
 * enforces them with its own nftables.
 */
class CrowdSecBouncerTest {
    private static final Path BOUNCER = Path.of("/usr/bin/crowdsec-firewall-bouncer");
    /** It asks each second; a busy machine takes longer. */
    private static final Duration EFFECTIVE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private NetworkLab lab;
    private RempartProcess serve;
    private Process bouncer;

    @AfterEach
    void close() {
        if (bouncer != null) {
            bouncer.destroy();
        }
        if (serve != null) {
            serve.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    private String config() {
        return "--config=" + directory.resolve("rempart.yaml");
    }

    private void run(String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine command = Rempart.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(out, true));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(config());
        assertThat(command.execute(all.toArray(String[]::new)))
                .as(() -> out.toString())
                .isZero();
    }

    private String token() {
        Configuration configuration = Configuration.load(directory.resolve("rempart.yaml"), Map.of(), Map.of());
        try (Installation installation = Installation.open(configuration)) {
            Account account = new Account("edge", "-", "viewer", "", true, Instant.now(), null);
            installation.accounts().create(account);
            return new ApiTokens(installation.accounts(), Clock.systemUTC())
                    .create(account, "edge firewall", Set.of(TokenScope.BOUNCER), null, "test", "")
                    .orElseThrow()
                    .secret();
        }
    }

    private int startServe(int port) throws Exception {
        Files.writeString(directory.resolve("rempart.yaml"), """
                data: %s/data
                console: {host: 0.0.0.0, port: %d, allow-plain-http: true}
                response: {firewall: false, allow-list: [198.51.100.4]}
                """.formatted(directory, port));
        serve = RempartProcess.startBy(List.of("/usr/sbin/ip", "netns", "exec", lab.container()), "serve", config());
        Matcher found = Pattern.compile("http://[^:]+:(\\d+)/").matcher(serve.waitForOutput("console"));
        assertThat(found.find()).isTrue();
        return Integer.parseInt(found.group(1));
    }

    private void startBouncer(int port, String key) throws Exception {
        Path file = Files.writeString(directory.resolve("bouncer.yaml"), """
                mode: nftables
                pid_dir: %1$s
                update_frequency: 1s
                daemonize: false
                log_mode: file
                log_dir: %1$s/
                log_level: info
                api_url: http://172.30.0.2:%2$d/
                api_key: %3$s
                disable_ipv6: false
                deny_action: DROP
                deny_log: false
                supported_decisions_types: [ban]
                blacklists_ipv4: crowdsec-blacklists
                blacklists_ipv6: crowdsec6-blacklists
                nftables:
                  ipv4: {enabled: true, set-only: false, table: crowdsec, chain: crowdsec-chain}
                  ipv6: {enabled: true, set-only: false, table: crowdsec6, chain: crowdsec6-chain}
                prometheus: {enabled: false, listen_addr: 127.0.0.1, listen_port: 60601}
                """.formatted(directory, port, key));
        bouncer = lab.start(lab.server(), List.of(BOUNCER.toString(), "-c", file.toString()));
    }

    private boolean isOpen(TcpPeer peer) {
        return peer.reaches(NetworkLab.SERVER, NetworkLab.PORT, 1_000);
    }

    private boolean becomesShut(TcpPeer peer) {
        return NetworkLab.within(EFFECTIVE, () -> !peer.reaches(NetworkLab.SERVER, NetworkLab.PORT, 300));
    }

    private boolean becomesOpen(TcpPeer peer) {
        return NetworkLab.within(EFFECTIVE, () -> isOpen(peer));
    }

    @Test
    void itEnforcesOurBlocksUntilTheyEndWhoeverIsRestarted() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(BOUNCER), "no " + BOUNCER + ": apt install crowdsec-firewall-bouncer");
        lab = NetworkLab.open();
        TcpPeer two = lab.client("198.51.100.2");
        TcpPeer three = lab.client("198.51.100.3");
        TcpPeer four = lab.client("198.51.100.4");
        TcpPeer six = lab.client("2001:db8:1::2");
        int port = startServe(0);
        String key = token();
        startBouncer(port, key);
        assertThat(isOpen(two)).isTrue();

        run("block", "198.51.100.2", "--for", "1h");
        assertThat(becomesShut(two)).isTrue();
        assertThat(isOpen(three)).as("others are not touched").isTrue();
        run("unblock", "198.51.100.2");
        assertThat(becomesOpen(two)).isTrue();

        // ends by itself; IPv6 as well
        run("block", "198.51.100.3", "--for", "8s");
        run("block", "2001:db8:1::2", "--exact", "--for", "1h");
        assertThat(becomesShut(three)).isTrue();
        assertThat(NetworkLab.within(EFFECTIVE, () -> !six.reaches(NetworkLab.SERVER_6, NetworkLab.PORT, 300)))
                .isTrue();
        assertThat(becomesOpen(three)).isTrue();

        // what changes while the console is away is told when it is back
        run("block", "198.51.100.2", "--for", "1h");
        assertThat(becomesShut(two)).isTrue();
        serve.close();
        run("unblock", "198.51.100.2");
        run("block", "198.51.100.3", "--for", "1h");
        startServe(port);
        assertThat(becomesOpen(two)).isTrue();
        assertThat(becomesShut(three)).isTrue();

        // what is allowed is taken out; a bouncer that begins anew is told everything that is in force
        run("allow", "198.51.100.3");
        assertThat(becomesOpen(three)).isTrue();
        run("block", "198.51.100.2", "--for", "1h");
        assertThat(becomesShut(two)).isTrue();
        bouncer.destroyForcibly().waitFor();
        lab.in(lab.server(), "nft", "flush", "ruleset");
        assertThat(isOpen(two)).isTrue();
        startBouncer(port, key);
        assertThat(becomesShut(two)).isTrue();
        assertThat(isOpen(four)).isTrue();
        assertThat(bouncer.isAlive()).isTrue();
    }
}
