package io.rempart.response.decision;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddressString;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.Decision.Kind;
import io.rempart.events.decision.Decision.State;
import io.rempart.events.decision.DecisionStore;
import io.rempart.events.decision.Target;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.EventStore;
import io.rempart.response.Events;
import io.rempart.response.SteppedClock;
import io.rempart.response.address.AddressSet;
import io.rempart.response.block.BlockerClient;
import io.rempart.response.block.BlockerServer;
import io.rempart.response.block.DryRunBlocker;
import io.rempart.response.block.Enforcer;
import io.rempart.response.decision.Decisions.Enforcement;
import io.rempart.response.decision.Decisions.Obstacle;
import io.rempart.response.decision.Decisions.Outcome;
import io.rempart.response.decision.Decisions.Request;
import io.rempart.response.guard.AllGuards;
import io.rempart.response.guard.CdnGuards;
import io.rempart.response.guard.CrawlerGuards;
import io.rempart.response.guard.Guard;
import io.rempart.response.guard.GuardSource;
import io.rempart.response.guard.GuardedAddresses;
import io.rempart.store.EventStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredDecisionsTest {
    private static final Instant NOW = Instant.parse("2026-11-25T18:00:00Z");

    @TempDir
    Path directory;

    private final SteppedClock clock = new SteppedClock(NOW);
    private final List<GuardedAddresses> guarded = new ArrayList<>();
    private final DryRunBlocker firewall = new DryRunBlocker();
    private EventStore events;
    private DecisionStore store;
    private Decisions decisions;
    private BlockerServer server;
    private BlockerClient client;
    private FirewallSync sync;

    @BeforeEach
    void open() {
        events = EventStores.open(directory.resolve("data"));
        store = EventStores.decisions(events);
        Path socket = directory.resolve("socket");
        server = BlockerServer.start(
                new Enforcer(firewall, List::of, clock, (name, limit) -> Optional.empty()),
                directory.resolve("state"),
                socket,
                Set.of(),
                Duration.ofSeconds(50));
        client = new BlockerClient(socket);
        GuardSource guards = new AllGuards(List.of(
                () -> List.copyOf(guarded), new CrawlerGuards(events, clock), new CdnGuards(events, List.of(), clock)));
        NetworkDirectory networks = target -> target instanceof Target.Network network && network.asn() == 64_500
                ? Optional.of(AddressSet.ofKnown("203.0.113.0/25", "198.51.100.0/24"))
                : target instanceof Target.Network ? Optional.of(AddressSet.EMPTY) : Optional.empty();
        sync = new FirewallSync(store, client, guards, networks, clock);
        decisions = new StoredDecisions(store, events, guards, networks, BlockSettings.DEFAULT, sync, client, clock);
    }

    @AfterEach
    void close() {
        server.close();
        events.close();
    }

    private static Request request(String target) {
        return Request.of(Target.of(target).orElseThrow(), "scanner", "person:anne");
    }

    private Decision block(String target) {
        Outcome.Decided decided = (Outcome.Decided) decisions.block(request(target));
        assertThat(decided.enforcement()).isInstanceOf(Enforcement.Enforced.class);
        return decided.decision();
    }

    private Guard refusal(String target) {
        return ((Outcome.Refused) decisions.block(request(target))).guarded().guard();
    }

    private List<String> held() {
        return firewall.read().elements().keySet().stream()
                .map(Object::toString)
                .sorted()
                .toList();
    }

    @Test
    void aBlockIsLongerEachTimeAndReplacesTheOneBefore() {
        Decision first = block("203.0.113.7");
        assertThat(first.until()).isEqualTo(NOW.plus(Duration.ofHours(4)));
        Decision second = block("203.0.113.7");
        assertThat(second.until()).isEqualTo(NOW.plus(Duration.ofHours(24)));
        assertThat(second.repeat()).isEqualTo(1);
        assertThat(block("203.0.113.7").until()).isEqualTo(NOW.plus(Duration.ofHours(168)));
        assertThat(block("203.0.113.7").until()).isEqualTo(NOW.plus(Duration.ofHours(720)));
        assertThat(block("203.0.113.7").until()).isEqualTo(NOW.plus(Duration.ofHours(720)));
        assertThat(decisions.standing(null, 10)).hasSize(1);
        assertThat(decisions.decision(first.id()).orElseThrow().state(NOW)).isEqualTo(State.ENDED);
        clock.step(Duration.ofDays(181));
        assertThat(block("203.0.113.7").until()).isEqualTo(clock.instant().plus(Duration.ofHours(4)));
        assertThat(held()).containsExactly("203.0.113.7");
    }

    @Test
    void anIpv6AddressIsItsSlash64AndIsUnblockedByTheAddress() {
        block("2001:db8::7");
        assertThat(held()).containsExactly("2001:db8::/64");
        assertThat(decisions.end(Kind.BLOCK, Target.of("2001:db8::7").orElseThrow(), "person:anne", ""))
                .hasSize(1);
        assertThat(held()).isEmpty();
    }

    @Test
    void aWideBlockIsUndoneByItselfUnlessItIsConfirmed() {
        Decision wide = block("203.0.113.0/24");
        assertThat(wide.confirmBy()).isEqualTo(NOW.plusSeconds(60));
        assertThat(held()).containsExactly("203.0.113.0/24");
        clock.step(Duration.ofSeconds(61));
        client.look();
        assertThat(held()).isEmpty();
        assertThat(decisions.confirm(wide.id(), "person:anne")).isFalse();
        Decision again = block("203.0.113.0/24");
        assertThat(again.repeat()).as("what was rolled back was no block").isZero();
        assertThat(decisions.confirm(again.id(), "person:anne")).isTrue();
        clock.step(Duration.ofSeconds(61));
        client.look();
        assertThat(held()).containsExactly("203.0.113.0/24");
        assertThat(block("AS64500").confirmBy()).isNotNull();
    }

    @Test
    void aNetworkIsItsRanges() {
        block("AS64500");
        assertThat(held()).containsExactly("198.51.100.0/24", "203.0.113.0/25");
        assertThat(decisions.block(request("AS64501"))).isEqualTo(new Outcome.Impossible(Obstacle.UNKNOWN_NETWORK));
        assertThat(decisions.block(request("country:FR")))
                .isEqualTo(new Outcome.Impossible(Obstacle.NO_NETWORK_DATABASE));
        assertThat(decisions.block(request("home.example.org")))
                .isEqualTo(new Outcome.Impossible(Obstacle.NAME_CANT_BE_BLOCKED));
        assertThat(decisions.allow(request("AS64500")))
                .isEqualTo(new Outcome.Impossible(Obstacle.ONLY_ADDRESSES_CAN_BE_ALLOWED));
        assertThat(decisions.blocking(new IPAddressString("198.51.100.9").getAddress()))
                .hasSize(1);
    }

    @Test
    void whoAsksIsNotBlocked() {
        Outcome outcome = decisions.block(request("203.0.113.7").from(new IPAddressString("203.0.113.7").getAddress()));
        assertThat(((Outcome.Refused) outcome).guarded().guard()).isEqualTo(Guard.ADMINISTRATOR);
    }

    @Test
    void aGuardThatAppearsLaterOpensWhatIsBlockedAlready() {
        block("203.0.113.7");
        guarded.add(new GuardedAddresses(Guard.ADMINISTRATOR, AddressSet.ofKnown("203.0.113.7"), "anne"));
        assertThat(sync.sync()).isTrue();
        assertThat(held()).isEmpty();
        assertThat(decisions.standing(null, 1).get(0).refusedBy()).isEqualTo("administrator");
        assertThat(sync.sync()).isFalse();
    }

    @Test
    void aConfirmedCrawlerIsGuarded() {
        Events made = new Events(events);
        made.add(NOW.minusSeconds(60), "203.0.113.66", SourceClass.GOOD_BOT);
        assertThat(refusal("203.0.113.66")).isEqualTo(Guard.VERIFIED_CRAWLER);
    }

    @Test
    void aDeliveryNetworkIsGuardedWhenItIsThePeer() {
        block("104.16.3.4");
        Events made = new Events(events);
        made.add(NOW, "203.0.113.5", "172.64.9.9", SourceClass.ATTACK, 90, "GET", "/", 404);
        clock.step(Duration.ofMinutes(2));
        assertThat(refusal("104.16.3.5")).isEqualTo(Guard.CDN);
        assertThat(sync.sync()).isTrue();
        assertThat(held()).isEmpty();
        clock.step(Duration.ofDays(7));
    }

    @Test
    void tellsWhoWouldBeCut() {
        Events made = new Events(events);
        made.add(NOW.minusSeconds(600), "203.0.113.5", SourceClass.ATTACK);
        made.add(NOW.minusSeconds(500), "203.0.113.6", SourceClass.UNCLASSIFIED);
        made.add(NOW.minusSeconds(400), "203.0.113.6", SourceClass.FALSE_POSITIVE);
        made.add(NOW.minusSeconds(300), "198.51.100.9", SourceClass.UNCLASSIFIED);
        guarded.add(new GuardedAddresses(Guard.GATEWAY, AddressSet.ofKnown("203.0.113.1"), ""));
        WhoIsCut range = decisions.whoIsCut(Target.of("203.0.113.0/24").orElseThrow(), false);
        assertThat(range.sources()).isEqualTo(2);
        assertThat(range.events()).isEqualTo(3);
        assertThat(range.legitimate()).isEqualTo(2);
        assertThat(range.cut())
                .singleElement()
                .satisfies(source ->
                        assertThat(source.address()).isEqualTo(new IPAddressString("203.0.113.6").getAddress()));
        assertThat(range.spared()).extracting(GuardedAddresses::guard).containsExactly(Guard.GATEWAY);
        assertThat(decisions
                        .whoIsCut(Target.of("203.0.113.6-203.0.113.9").orElseThrow(), false)
                        .events())
                .isEqualTo(2);
        assertThat(decisions.whoIsCut(Target.of("AS64500").orElseThrow(), false).sources())
                .isEqualTo(3);
        assertThat(decisions
                        .whoIsCut(Target.of("country:FR").orElseThrow(), false)
                        .sources())
                .isEqualTo(3);
    }

    @Test
    void aBlockWithoutBlockerIsStoredAndEnforcedWhenItRuns() {
        server.close();
        Outcome.Decided decided = (Outcome.Decided) decisions.block(request("203.0.113.7"));
        assertThat(decided.enforcement()).isInstanceOf(Enforcement.Pending.class);
        assertThat(decisions.firewall().problem()).contains("systemctl start rempart-blocker");
        server = BlockerServer.start(
                new Enforcer(firewall, List::of, clock, (name, limit) -> Optional.empty()),
                directory.resolve("state2"),
                directory.resolve("socket"),
                Set.of(),
                Duration.ofSeconds(50));
        assertThat(sync.sync()).isTrue();
        assertThat(held()).containsExactly("203.0.113.7");
    }

    @Test
    void theBlockerSpeaksOnlyToWhomItKnows() throws Exception {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")), "another user can be tried by root only");
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/python3")) && Files.isExecutable(Path.of("/usr/bin/setpriv")),
                "no python3 or setpriv");
        // Even where the file's rights would let everybody in.
        for (Path path = directory.resolve("socket"); path.startsWith("/tmp/"); path = path.getParent()) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        assertThat(hello("0")).contains("revision");
        assertThat(hello("65534")).isEmpty();
    }

    private String hello(String user) throws Exception {
        Process process = new ProcessBuilder(
                        "/usr/bin/setpriv",
                        "--reuid=" + user,
                        "--clear-groups",
                        "/usr/bin/python3",
                        "-c",
                        "import socket,sys\ns=socket.socket(socket.AF_UNIX)\ns.connect(sys.argv[1])\n"
                                + "try:\n  s.send(b'{\"op\":\"hello\"}\\n')\n  print(s.recv(200).decode())\n"
                                + "except (BrokenPipeError, ConnectionResetError):\n  pass",
                        directory.resolve("socket").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).isZero();
        return answer.strip();
    }
}
