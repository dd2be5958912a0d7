package io.rempart.app.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.app.Installation;
import io.rempart.app.Rempart;
import io.rempart.app.RempartProcess;
import io.rempart.app.config.Configuration;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.Target;
import io.rempart.response.address.AddressSet;
import io.rempart.response.address.Prefix;
import io.rempart.response.address.Span;
import io.rempart.response.block.NftablesBlocker;
import io.rempart.response.block.SystemCommand;
import io.rempart.response.decision.Decisions;
import io.rempart.response.decision.Decisions.Enforcement;
import io.rempart.response.decision.Decisions.Outcome;
import io.rempart.response.decision.Decisions.Request;
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
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** From the command to the packet: the real processes, real nftables, machines in network namespaces. */
class FirewallTest {
    private static final int PATIENCE = 1_000;
    private static final int REFUSAL = 300;
    // It takes less than a second (docs/how-to/block.md); a busy machine may take longer.
    private static final Duration EFFECTIVE = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private NetworkLab lab;
    private TcpPeer two;
    private TcpPeer three;
    private RempartProcess blocker;
    private final List<RempartProcess> processes = new ArrayList<>();

    @BeforeEach
    void openLab() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/nft")), "no nft: apt install nftables");
        lab = NetworkLab.open();
        two = lab.client("198.51.100.2");
        three = lab.client("198.51.100.3");
        Files.writeString(directory.resolve("rempart.yaml"), """
                data: %1$s/data
                console: {port: 0}
                response: {allow-list: [198.51.100.4]}
                blocker: {socket: %1$s/blocker.sock, state: %1$s/state, look-interval: 3s}
                """.formatted(directory));
        blocker = startBlocker();
    }

    @AfterEach
    void closeLab() {
        processes.forEach(RempartProcess::close);
        if (lab != null) {
            lab.close();
        }
    }

    private RempartProcess startBlocker() throws Exception {
        RempartProcess started = RempartProcess.startBy(lab.onServer(), "blocker", config());
        processes.add(started);
        started.waitForOutput("listens");
        return started;
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

    private boolean isOpen(TcpPeer peer) {
        return peer.reaches(NetworkLab.SERVER, NetworkLab.PORT, PATIENCE);
    }

    private boolean isShut(TcpPeer peer) {
        return !peer.reaches(NetworkLab.SERVER, NetworkLab.PORT, REFUSAL);
    }

    @Test
    void aBlockIsEffectiveWhenTheCommandEndsAndOverWhenItsTimeIs() {
        assertThat(isOpen(two)).isTrue();
        assertThat(run(0, "block", "198.51.100.2", "--for", "6s", "--reason", "scanner", "--json"))
                .contains("\"enforced\":true");
        assertThat(isShut(two)).isTrue();
        assertThat(isOpen(three)).isTrue();
        assertThat(run(0, "blocks")).contains("198.51.100.2").contains("scanner");
        assertThat(NetworkLab.within(Duration.ofSeconds(9), () -> !isShut(two))).isTrue();
        assertThat(run(0, "blocks", "history", "198.51.100.2", "--json")).contains("\"state\":\"expired\"");
        run(0, "block", "198.51.100.2");
        assertThat(isShut(two)).isTrue();
        run(0, "unblock", "198.51.100.2");
        assertThat(isOpen(two)).isTrue();
        assertThat(run(1, "unblock", "198.51.100.2")).hasLineCount(1);
    }

    @Test
    void aWideBlockUndoesItselfUnlessItIsConfirmedAndSparesTheGuarded() {
        String told = run(0, "block", "198.51.100.0/28", "--json");
        assertThat(told).contains("confirm-by").contains("allow-list");
        assertThat(isShut(two)).isTrue();
        assertThat(isOpen(lab.client("198.51.100.4"))).isTrue();
        assertThat(isShut(lab.client("198.51.100.5"))).isTrue();
        assertThat(run(0, "blocks", "confirm", "1", "--json")).contains("true");
        assertThat(run(1, "blocks", "confirm", "1")).hasLineCount(1);
        assertThat(run(0, "blocks", "--json")).contains("in-force").contains("dropped-packets");
    }

    @Test
    void aGuardSaysWhyItRefuses() {
        assertThat(run(1, "block", "127.0.0.1")).contains("loopback").hasLineCount(1);
        assertThat(run(1, "block", "198.51.100.4")).contains("allow list").hasLineCount(1);
        assertThat(run(1, "block", "10.1.2.3")).contains("private").hasLineCount(1);
        assertThat(run(1, "block", "0.0.0.0/1", "--json")).contains("\"refused\"");
        assertThat(run(1, "block", "shop.example.org")).hasLineCount(1);
        assertThat(run(1, "block", "AS64500")).contains("geoip").hasLineCount(1);
        assertThat(run(1, "block", "1.2.3")).hasLineCount(1);
    }

    @Test
    void theBlockerGuardsItsOwnMachineWhateverItIsTold() {
        // The command runs on another machine than the blocker, and knows nothing of the blocker's address.
        assertThat(run(0, "block", NetworkLab.SERVER, "--json")).contains("\"enforced\":true");
        assertThat(isOpen(two)).isTrue();
        assertThat(run(0, "blocks", "--json")).contains("\"refused-by\":\"own-address\"");
    }

    @Test
    void aFlushedFirewallIsBackWithinAMinuteAndSoItIsAfterARestartWithoutAnyoneTelling() throws Exception {
        run(0, "block", "198.51.100.2");
        lab.in(lab.server(), "nft", "flush", "ruleset");
        assertThat(isOpen(two)).isTrue();
        assertThat(NetworkLab.within(Duration.ofSeconds(60), () -> isShut(two))).isTrue();
        assertThat(run(0, "blocks", "status", "--json"))
                .contains("\"repaired\":1")
                .contains("\"enforced\":1");

        blocker.process().destroyForcibly().waitFor();
        lab.in(lab.server(), "nft", "flush", "ruleset");
        assertThat(isOpen(two)).isTrue();
        assertThat(run(0, "block", "198.51.100.3")).contains("not enforced yet");
        blocker = startBlocker();
        assertThat(NetworkLab.within(EFFECTIVE, () -> isShut(two))).isTrue();
        run(0, "unblock", "198.51.100.2");
        assertThat(isOpen(two)).isTrue();
        assertThat(isShut(three)).isTrue();
    }

    @Test
    void killedAtRandomUnderLoadWantedAndEnforcedAgreeAgainAndNothingGuardedIsEnforced() throws Exception {
        long seed = Long.getLong("rempart.seed", System.nanoTime());
        Random random = new Random(seed);
        AddressSet guarded = AddressSet.ofKnown(NetworkLab.SERVER, "198.51.100.4", "172.30.0.1", "127.0.0.1");
        NftablesBlocker eye = new NftablesBlocker(
                Clock.systemUTC(),
                (name, limit) -> SystemCommand.find(name, limit).map(command -> command.runBy(lab.onServer())));
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicReference<String> violation = new AtomicReference<>("");
        Thread watcher = new Thread(() -> {
            while (!isOver.get()) {
                for (Prefix prefix : eye.read().elements().keySet()) {
                    if (AddressSet.of(List.of(prefix.span())).intersects(guarded)) {
                        violation.set(prefix.toString());
                    }
                }
            }
        });
        watcher.start();
        RempartProcess serve = startServe();
        Configuration configuration = Configuration.load(directory.resolve("rempart.yaml"), Map.of(), Map.of());
        try (Installation installation = Installation.open(configuration);
                ResponseRooms rooms = installation.response()) {
            Decisions decisions = rooms.decisions();
            List<Long> ids = new ArrayList<>();
            for (int round = 0; round < 6; round++) {
                Instant end = Instant.now().plusMillis(700 + random.nextInt(900));
                while (Instant.now().isBefore(end)) {
                    decide(decisions, ids, random);
                }
                if (random.nextBoolean()) {
                    blocker.process().destroyForcibly().waitFor();
                    blocker = RempartProcess.startBy(lab.onServer(), "blocker", config());
                    processes.add(blocker);
                } else {
                    serve.process().destroyForcibly().waitFor();
                    serve = RempartProcess.start("serve", config());
                    processes.add(serve);
                }
            }
            AddressSet wanted = AddressSet.EMPTY;
            for (Decisions.Standing standing : decisions.standing(null, 100_000)) {
                if (standing.decision().kind() == Decision.Kind.BLOCK
                        && standing.decision().target() instanceof Target.Range range) {
                    wanted = wanted.plus(AddressSet.of(range));
                }
            }
            AddressSet expected = wanted.minus(guarded);
            assertThat(NetworkLab.within(
                            Duration.ofSeconds(60), () -> enforced(eye).equals(expected)))
                    .as("seed %d: wanted %s, enforced %s", seed, expected, enforced(eye))
                    .isTrue();
        } finally {
            isOver.set(true);
            watcher.join();
        }
        assertThat(violation.get()).as("seed %d", seed).isEmpty();
    }

    private RempartProcess startServe() throws Exception {
        RempartProcess serve = RempartProcess.start("serve", config());
        processes.add(serve);
        serve.waitForOutput("console");
        return serve;
    }

    private static void decide(Decisions decisions, List<Long> ids, Random random) {
        if (!ids.isEmpty() && random.nextInt(4) == 0) {
            decisions.end(ids.remove(random.nextInt(ids.size())), "person:anne", "");
            return;
        }
        String text = random.nextBoolean()
                ? "198.51.100." + random.nextInt(256)
                : "198.51.100." + random.nextInt(256) + "/" + (24 + random.nextInt(9));
        Outcome outcome = decisions.block(
                new Request(Target.of(text).orElseThrow(), "load", "person:anne", "", null, false, false, true, null));
        if (outcome instanceof Outcome.Decided decided) {
            ids.add(decided.decision().id());
            assertThat(decided.enforcement()).isInstanceOfAny(Enforcement.Enforced.class, Enforcement.Pending.class);
        }
    }

    private static AddressSet enforced(NftablesBlocker eye) {
        List<Span> spans =
                eye.read().elements().keySet().stream().map(Prefix::span).toList();
        return AddressSet.of(spans);
    }
}
