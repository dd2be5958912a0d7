package io.rempart.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.Decision.Kind;
import io.rempart.events.decision.Decision.State;
import io.rempart.events.decision.DecisionStore;
import io.rempart.events.decision.DecisionStore.DecisionSearch;
import io.rempart.events.decision.DecisionStore.NewDecision;
import io.rempart.events.decision.DecisionStore.Position;
import io.rempart.events.decision.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of decisions does. */
public abstract class DecisionStoreContract {
    private static final Instant NOW = Instant.parse("2026-11-25T18:00:00.123456Z");
    private static final Instant LATER = NOW.plusSeconds(3_600);

    protected DecisionStore decisions;

    /** An empty store. */
    protected abstract DecisionStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        decisions = open();
    }

    @Test
    void givesBackWhatWasDecided() {
        NewDecision fresh = new NewDecision(
                Kind.BLOCK,
                target("2001:db8:1::/48"),
                "scanne l'été \u0000\uD83D\uDE00",
                "person:anne",
                "41 events",
                NOW,
                LATER,
                NOW.plusSeconds(60),
                3,
                true);
        Decision stored = decisions.add(fresh);
        assertThat(decisions.decision(stored.id())).contains(stored);
        assertThat(stored.target().toText()).isEqualTo("2001:db8:1::/48");
        assertThat(stored.reason()).isEqualTo("scanne l'été \\x00\uD83D\uDE00");
        assertThat(stored.repeat()).isEqualTo(3);
        assertThat(stored.evenPrivate()).isTrue();
        assertThat(stored.state(NOW)).isEqualTo(State.AWAITS_CONFIRMATION);
        assertThat(stored.state(NOW.plusSeconds(60))).isEqualTo(State.ROLLED_BACK);
        assertThat(decisions.decision(stored.id() + 1)).isEmpty();
    }

    @Test
    void keepsEveryKindOfTarget() {
        for (String text : List.of(
                "192.0.2.7",
                "192.0.2.0/24",
                "192.0.2.3-192.0.2.9",
                "2001:db8::7",
                "2001:db8::/64",
                "AS4294967295",
                "country:FR",
                "home.example.org")) {
            Decision stored = decisions.add(allow(text, null));
            assertThat(decisions.decision(stored.id()).orElseThrow().target())
                    .isEqualTo(target(text))
                    .extracting(Target::toText)
                    .isEqualTo(text);
        }
    }

    @Test
    void findsDecisionsByRangeWordKindAndState() {
        Decision one = decisions.add(block("192.0.2.7", LATER, null));
        Decision range = decisions.add(block("192.0.2.0/24", null, NOW.plusSeconds(60)));
        Decision six = decisions.add(block("2001:db8::/64", null, null));
        Decision network = decisions.add(block("AS64500", null, null));
        Decision allowed = decisions.add(allow("192.0.2.9", null));
        decisions.end(six.id(), "person:bob", "", NOW);

        assertThat(found(null, true, NOW, "192.0.2.0/25", "")).containsExactly(allowed.id(), range.id(), one.id());
        assertThat(found(Kind.BLOCK, true, NOW, "192.0.2.7", "")).containsExactly(range.id(), one.id());
        assertThat(found(null, true, NOW.plusSeconds(61), "192.0.2.7", "")).containsExactly(one.id());
        assertThat(found(null, false, NOW, null, "")).containsExactly(six.id());
        assertThat(found(null, null, NOW, null, "as6450")).containsExactly(network.id());
        assertThat(found(null, null, NOW, null, "%")).isEmpty();
        assertThat(found(null, null, NOW, null, six.author().substring(2)))
                .contains(six.id())
                .hasSizeGreaterThan(3);
        assertThat(found(null, null, NOW, "2001:db8::1", "")).containsExactly(six.id());
        assertThat(decisions.search(new DecisionSearch(null, null, NOW, null, ""), network.id(), 2).stream()
                        .map(Decision::id))
                .containsExactly(six.id(), range.id());

        assertThat(decisions.awaiting(NOW)).extracting(Decision::id).containsExactly(range.id());
        assertThat(decisions.awaiting(NOW.plusSeconds(60))).isEmpty();
    }

    private List<Long> found(
            @Nullable Kind kind, @Nullable Boolean inForce, Instant at, @Nullable String range, String words) {
        Target.Range overlapping = range == null ? null : (Target.Range) target(range);
        return decisions.search(new DecisionSearch(kind, inForce, at, overlapping, words), null, 100).stream()
                .map(Decision::id)
                .toList();
    }

    @Test
    void tellsWhatIsInForceAndWhatChangedSince() {
        Position empty = decisions.position();
        assertThat(empty.revision()).isZero();
        assertThat(empty.store()).isNotEmpty().isEqualTo(decisions.position().store());
        Decision forever = decisions.add(block("192.0.2.1", null, null));
        Decision hour = decisions.add(block("192.0.2.2", LATER, null));
        Decision trial = decisions.add(block("192.0.2.0/24", null, NOW.plusSeconds(60)));
        assertThat(decisions.snapshot(NOW).decisions()).containsExactly(forever, hour, trial);
        assertThat(decisions.snapshot(LATER).decisions()).containsExactly(forever);
        assertThat(decisions.changedAfter(0, 10)).containsExactly(forever, hour, trial);
        assertThat(decisions.changedAfter(0, 2)).containsExactly(forever, hour);

        long before = decisions.position().revision();
        assertThat(decisions.confirm(trial.id(), NOW)).isTrue();
        assertThat(decisions.confirm(trial.id(), NOW)).isFalse();
        assertThat(decisions.end(forever.id(), "person:bob", "a mistake", NOW)).isTrue();
        assertThat(decisions.end(forever.id(), "person:bob", "a mistake", NOW)).isFalse();
        List<Decision> changed = decisions.changedAfter(before, 10);
        assertThat(changed).extracting(Decision::id).containsExactly(trial.id(), forever.id());
        assertThat(changed.get(0).state(LATER)).isEqualTo(State.IN_FORCE);
        assertThat(changed.get(1).state(NOW)).isEqualTo(State.ENDED);
        assertThat(changed.get(1).endedBy()).isEqualTo("person:bob");
        assertThat(decisions.position()).isEqualTo(new Position(empty.store(), before + 2));
        assertThat(decisions.snapshot(LATER).decisions())
                .extracting(Decision::id)
                .containsExactly(trial.id());
    }

    @Test
    void confirmsNothingThatIsOver() {
        Decision trial = decisions.add(block("192.0.2.0/24", null, NOW.plusSeconds(60)));
        assertThat(decisions.confirm(trial.id(), NOW.plusSeconds(60))).isFalse();
        assertThat(decisions.end(trial.id(), "person:anne", "", NOW.plusSeconds(60)))
                .isFalse();
        assertThat(decisions.confirm(trial.id() + 1, NOW)).isFalse();
    }

    @Test
    void setsAsideWhatEndedAndKeepsItsHistory() {
        Decision hour = decisions.add(block("192.0.2.2", LATER, null));
        Decision trial = decisions.add(block("192.0.2.0/24", null, NOW.plusSeconds(60)));
        Decision wide = decisions.add(block("192.0.0.0-192.1.0.5", null, null));
        Decision other = decisions.add(block("2001:db8::/32", null, null));
        assertThat(decisions.retire(NOW)).isZero();
        assertThat(decisions.retire(LATER)).isEqualTo(2);
        assertThat(decisions.retire(LATER)).isZero();
        assertThat(decisions.history(null, 2)).containsExactly(other, wide);
        assertThat(decisions.history(wide.id(), 5)).containsExactly(trial, hour);
        assertThat(decisions.historyOf(address("192.0.2.2"), 10)).containsExactly(wide, trial, hour);
        assertThat(decisions.historyOf(address("192.0.2.3"), 10)).containsExactly(wide, trial);
        assertThat(decisions.historyOf(address("192.1.0.6"), 10)).isEmpty();
        assertThat(decisions.historyOf(address("2001:db8:5::9"), 10)).containsExactly(other);
    }

    @Test
    void findsWhatIsInForceAboutATargetOrAroundAnAddress() {
        Decision one = decisions.add(block("192.0.2.2", LATER, null));
        Decision range = decisions.add(block("192.0.2.0/24", null, null));
        Decision country = decisions.add(block("country:FR", null, null));
        Decision ours = decisions.add(allow("192.0.2.2", null));
        decisions.add(block("192.0.3.0/24", null, null));
        assertThat(decisions.inForceAbout(target("192.0.2.2"), NOW)).containsExactly(ours, one);
        assertThat(decisions.inForceAbout(target("192.0.2.2"), LATER)).containsExactly(ours);
        assertThat(decisions.inForceAround(address("192.0.2.2"), NOW)).containsExactly(ours, country, range, one);
        assertThat(decisions.inForceAround(address("2001:db8::1"), NOW)).containsExactly(country);
        assertThat(decisions.allowed(NOW)).containsExactly(ours);
        assertThat(decisions.countInForce(Kind.BLOCK, NOW)).isEqualTo(4);
        assertThat(decisions.countInForce(Kind.BLOCK, LATER)).isEqualTo(3);
        assertThat(decisions.inForce(LATER, ours.id(), 2)).containsExactly(country, range);
        decisions.end(range.id(), "person:anne", "", NOW);
        assertThat(decisions.inForceAround(address("192.0.2.2"), LATER)).containsExactly(ours, country);
    }

    @Test
    void countsTheBlocksOfATarget() {
        decisions.add(block("192.0.2.2", NOW, null));
        decisions.add(block("192.0.2.2", LATER, null));
        decisions.add(block("192.0.2.3", LATER, null));
        decisions.add(block("192.0.2.2", null, NOW.plusSeconds(60)));
        decisions.add(allow("192.0.2.2", null));
        assertThat(decisions.blocksOf(target("192.0.2.2"), NOW)).isEqualTo(2);
        assertThat(decisions.blocksOf(target("192.0.2.2"), LATER)).isZero();
    }

    @Test
    void givesEachChangeARevisionOfItsOwnWhenManyWriteAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Decision>> writers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                int host = i;
                writers.add(() -> decisions.add(block("192.0.2." + host, null, null)));
            }
            for (Future<Decision> added : threads.invokeAll(writers)) {
                added.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(decisions.changedAfter(0, 100))
                .extracting(Decision::revision)
                .doesNotHaveDuplicates()
                .hasSize(40);
        assertThat(decisions.position().revision()).isEqualTo(40);
    }

    @Test
    void addsThousandsInOneTransaction() {
        List<NewDecision> many = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            many.add(block("10." + i / 250 + "." + i % 250 + ".7", LATER.plus(Duration.ofSeconds(i)), null));
        }
        assertThat(decisions.add(many)).hasSize(5_000);
        assertThat(decisions.snapshot(NOW).decisions()).hasSize(5_000);
    }

    private static NewDecision block(String target, @Nullable Instant until, @Nullable Instant confirmBy) {
        return new NewDecision(
                Kind.BLOCK, target(target), "scanner", "person:anne", "", NOW, until, confirmBy, 0, false);
    }

    private static NewDecision allow(String target, @Nullable Instant until) {
        return new NewDecision(Kind.ALLOW, target(target), "ours", "person:anne", "", NOW, until, null, 0, false);
    }

    private static Target target(String text) {
        return Target.of(text).orElseThrow();
    }

    private static IPAddress address(String text) {
        return new IPAddressString(text).getAddress();
    }
}
