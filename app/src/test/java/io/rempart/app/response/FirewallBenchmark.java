package io.rempart.app.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.app.Installation;
import io.rempart.app.RempartProcess;
import io.rempart.app.config.Configuration;
import io.rempart.events.decision.Decision.Kind;
import io.rempart.events.decision.DecisionStore;
import io.rempart.events.decision.DecisionStore.NewDecision;
import io.rempart.events.decision.Target;
import io.rempart.response.block.BlockerClient;
import io.rempart.response.decision.Decisions;
import io.rempart.response.decision.Decisions.Enforcement;
import io.rempart.response.decision.Decisions.Outcome;
import io.rempart.response.decision.Decisions.Request;
import io.rempart.store.EventStores;
import io.rempart.testkit.NetworkLab;
import io.rempart.testkit.TcpPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code make bench-block}: 100,000 decisions from the database to the kernel, then single ones, as a person waits for them. */
class FirewallBenchmark {
    private static final int MANY = 100_000;
    private static final int SINGLES = 40;

    @TempDir
    Path directory;

    @Test
    void measure() throws Exception {
        Path file = directory.resolve("rempart.yaml");
        Files.writeString(file, """
                data: %1$s/data
                blocker: {socket: %1$s/blocker.sock, state: %1$s/state}
                """.formatted(directory));
        try (NetworkLab lab = NetworkLab.open();
                RempartProcess blocker = RempartProcess.startWith(
                        System.getProperty("java.class.path"), flags(), lab.onServer(), "blocker", "--config=" + file);
                TcpPeer two = lab.client("198.51.100.2");
                Installation installation = Installation.open(Configuration.load(file, Map.of(), Map.of()));
                ResponseRooms rooms = installation.response()) {
            blocker.waitForOutput("listens");
            Decisions decisions = rooms.decisions();
            DecisionStore store = EventStores.decisions(installation.events());
            long begun = System.nanoTime();
            store.add(many());
            long stored = System.nanoTime();
            assertThat(block(decisions, "203.0.113.1")).isTrue();
            long loaded = System.nanoTime();
            List<Long> singles = new ArrayList<>();
            for (int i = 2; i < 2 + SINGLES; i++) {
                long start = System.nanoTime();
                assertThat(block(decisions, "203.0.113." + i)).isTrue();
                singles.add(System.nanoTime() - start);
            }
            assertThat(two.reaches(NetworkLab.SERVER, NetworkLab.PORT, 1_000)).isTrue();
            long start = System.nanoTime();
            block(decisions, "198.51.100.2");
            assertThat(two.reaches(NetworkLab.SERVER, NetworkLab.PORT, 300)).isFalse();
            BlockerClient client = new BlockerClient(directory.resolve("blocker.sock"));
            lab.in(lab.server(), "nft", "flush", "ruleset");
            long flushed = System.nanoTime();
            assertThat(client.look()).isTrue();
            long healed = System.nanoTime();
            client.look();
            long looked = System.nanoTime();
            long[] sorted = singles.stream().mapToLong(Long::longValue).sorted().toArray();
            System.out.printf(
                    "first ten single blocks: %s%n",
                    singles.stream().limit(10).map(n -> n / 1_000_000).toList());
            System.out.printf(
                    "| stored %d ms | in the kernel after %d ms more | one block: median %d ms, 95%% %d ms, worst %d ms |"
                            + " flushed and whole again %d ms | a look %d ms | blocker %d MB, at most %d MB |%n",
                    ms(stored - begun),
                    ms(loaded - stored),
                    ms(sorted[sorted.length / 2]),
                    ms(sorted[sorted.length * 95 / 100]),
                    ms(Arrays.stream(sorted).max().orElse(0)),
                    ms(healed - flushed),
                    ms(looked - healed),
                    memory(blocker, "VmRSS:"),
                    memory(blocker, "VmHWM:"));
        }
    }

    /** The flags of the blocker in the command itself, or others to compare with. */
    private static List<String> flags() throws Exception {
        String others = System.getProperty("rempart.blocker-flags");
        String flags = others != null
                ? others
                : Files.readAllLines(Path.of("../rempart")).stream()
                        .map(Pattern.compile("^\\s*memory=\"(.*MaxNewSize.*)\"$")::matcher)
                        .filter(Matcher::matches)
                        .map(line -> line.group(1))
                        .findFirst()
                        .orElseThrow();
        return List.of((flags + " -Xss512k -Xshare:auto").strip().split(" +"));
    }

    private static boolean block(Decisions decisions, String target) {
        Outcome outcome = decisions.block(Request.of(Target.of(target).orElseThrow(), "benchmark", "person:anne"));
        return outcome instanceof Outcome.Decided decided && decided.enforcement() instanceof Enforcement.Enforced;
    }

    /** Four fifths single addresses, a tenth ranges, a tenth /64 of IPv6. */
    private static List<NewDecision> many() {
        List<NewDecision> many = new ArrayList<>(MANY);
        for (int i = 0; i < MANY; i++) {
            String text = i % 10 == 0
                    ? "20." + i / 25_000 + "." + i / 100 % 250 + ".0/" + (24 + i / 10 % 4)
                    : i % 10 == 1
                            ? "2a00:" + Integer.toHexString(i / 10) + "::/64"
                            : "30." + i / 62_500 + "." + i / 250 % 250 + "." + i % 250;
            many.add(new NewDecision(
                    Kind.BLOCK,
                    Target.of(text).orElseThrow(),
                    "benchmark",
                    "feed:benchmark",
                    "",
                    Instant.now(),
                    null,
                    null,
                    0,
                    false));
        }
        return many;
    }

    private static long ms(long nanos) {
        return nanos / 1_000_000;
    }

    private static long memory(RempartProcess process, String which) throws Exception {
        // The process that ip started replaced it: it has its number.
        for (String line :
                Files.readAllLines(Path.of("/proc/" + process.process().pid() + "/status"))) {
            if (line.startsWith(which)) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1_024;
            }
        }
        return -1;
    }
}
