package io.rempart.response.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rempart.events.decision.Target;
import io.rempart.response.address.AddressSet;
import io.rempart.response.address.Prefix;
import io.rempart.response.guard.Guard;
import io.rempart.response.guard.GuardedAddresses;
import io.rempart.testkit.NetworkLab;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class EnforcerTest {
    private static final AddressSet OWN =
            AddressSet.ofKnown("203.0.113.1", "2001:db8::1", "198.51.100.0/30", "203.0.113.128/31");
    private final SteppedClock clock = new SteppedClock();
    private List<GuardedAddresses> ownGuards = List.of(new GuardedAddresses(Guard.OWN_ADDRESS, OWN, ""));
    private final DryRunBlocker firewall = new DryRunBlocker();
    private final Enforcer enforcer = new Enforcer(firewall, () -> ownGuards, clock, (name, limit) -> Optional.empty());
    private long revision;

    /** A clock that is set. */
    private static final class SteppedClock extends Clock {
        private Instant now = Instant.parse("2026-11-25T18:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private WantedChange change(boolean whole, List<WantedBlock> blocks, List<Long> gone) {
        long from = revision++;
        return new WantedChange("store", from, revision, whole, blocks, gone, List.of());
    }

    private static WantedBlock block(long id, String range, @Nullable Instant until) {
        return new WantedBlock(id, AddressSet.of((Target.Range) Target.of(range).orElseThrow()), until, false);
    }

    private Set<Prefix> held() {
        return firewall.read().elements().keySet();
    }

    @Test
    void touchesNothingBeforeItWasToldWhatIsWanted() {
        firewall.swap(BlockerContract.elements("203.0.113.9"));
        assertThat(enforcer.reconcile()).isFalse();
        enforcer.tick();
        assertThat(held()).containsExactly(BlockerContract.prefix("203.0.113.9"));
    }

    @Test
    void takesOnlyWhatFollowsOnWhatItHas() {
        assertThat(enforcer.take(change(true, List.of(block(1, "203.0.113.9", null)), List.of())))
                .isTrue();
        WantedChange missed = change(false, List.of(block(2, "203.0.113.10", null)), List.of());
        WantedChange next = change(false, List.of(block(3, "203.0.113.11", null)), List.of());
        assertThat(enforcer.take(next)).isFalse();
        assertThat(enforcer.take(missed)).isTrue();
        assertThat(enforcer.take(next)).isTrue();
        assertThat(enforcer.take(next)).isFalse();
        assertThat(held()).hasSize(3);
        assertThat(enforcer.take(new WantedChange("other", 3, 4, false, List.of(), List.of(), List.of())))
                .isFalse();
    }

    @Test
    void endsWhatIsOverByItself() {
        enforcer.take(change(
                true,
                List.of(
                        block(1, "203.0.113.9", clock.now.plusSeconds(60)),
                        block(2, "203.0.113.9", clock.now.plusSeconds(120)),
                        block(3, "203.0.113.10", clock.now.plusSeconds(60))),
                List.of()));
        assertThat(held()).hasSize(2);
        clock.now = clock.now.plusSeconds(60);
        enforcer.tick();
        assertThat(held()).containsExactly(BlockerContract.prefix("203.0.113.9"));
        clock.now = clock.now.plusSeconds(60);
        enforcer.tick();
        assertThat(held()).isEmpty();
    }

    @Test
    void aConfirmedBlockStays() {
        enforcer.take(change(true, List.of(block(1, "203.0.113.16/28", clock.now.plusSeconds(60))), List.of()));
        enforcer.take(change(false, List.of(block(1, "203.0.113.16/28", null)), List.of()));
        clock.now = clock.now.plusSeconds(61);
        enforcer.tick();
        assertThat(held()).containsExactly(BlockerContract.prefix("203.0.113.16/28"));
    }

    @Test
    void opensWhatBecomesGuarded() {
        enforcer.take(change(true, List.of(block(1, "203.0.113.16/30", null)), List.of()));
        ownGuards = List.of(new GuardedAddresses(Guard.ADMINISTRATOR, AddressSet.ofKnown("203.0.113.17"), "anne"));
        enforcer.reconcile();
        assertThat(held()).extracting(Prefix::toString).containsExactlyInAnyOrder("203.0.113.16", "203.0.113.18/31");
        ownGuards = List.of();
        enforcer.reconcile();
        assertThat(held()).extracting(Prefix::toString).containsExactly("203.0.113.16/30");
    }

    @Test
    void repairsWhatAnotherHandChanged() {
        enforcer.take(change(true, List.of(block(1, "203.0.113.9", null)), List.of()));
        firewall.swap(BlockerContract.elements("203.0.113.1", "203.0.113.40"));
        assertThat(enforcer.reconcile()).isTrue();
        assertThat(held()).containsExactly(BlockerContract.prefix("203.0.113.9"));
        assertThat(enforcer.reconcile()).isFalse();
        assertThat(enforcer.status().repaired()).isEqualTo(1);
    }

    @Test
    void neverEmptiesOnAnError() {
        FailingBlocker failing = new FailingBlocker();
        Enforcer tried = new Enforcer(failing, () -> ownGuards, clock, (name, limit) -> Optional.empty());
        tried.take(change(true, List.of(block(1, "203.0.113.9", null)), List.of()));
        failing.fails = true;
        WantedChange second = change(false, List.of(block(2, "203.0.113.10", null)), List.of());
        assertThatThrownBy(() -> tried.take(second)).isInstanceOf(BlockerException.class);
        assertThat(failing.read().elements().keySet()).containsExactly(BlockerContract.prefix("203.0.113.9"));
        assertThat(tried.status().problem()).contains("broken");
        assertThat(tried.revision()).isEqualTo(second.to());
        failing.fails = false;
        tried.reconcile();
        assertThat(failing.read().elements()).hasSize(2);
        assertThat(tried.status().problem()).isEmpty();
    }

    private static final class FailingBlocker implements Blocker {
        private final DryRunBlocker held = new DryRunBlocker();
        private boolean fails;

        @Override
        public String name() {
            return "failing";
        }

        @Override
        public Optional<String> problem() {
            return Optional.empty();
        }

        @Override
        public void change(Collection<Element> added, Collection<Prefix> removed) {
            work();
            held.change(added, removed);
        }

        @Override
        public void swap(Collection<Element> wanted) {
            work();
            held.swap(wanted);
        }

        private void work() {
            if (fails) {
                throw new BlockerException("The firewall is broken.");
            }
        }

        @Override
        public Enforced read() {
            return held.read();
        }

        @Override
        public void release() {
            held.release();
        }
    }

    @Test
    void refusesMoreThanItCanHold() {
        List<WantedBlock> many = new ArrayList<>();
        WantedBlock one = block(1, "203.0.113.9", null);
        for (int i = 0; i <= WantedChange.MOST_BLOCKS; i++) {
            many.add(one);
        }
        WantedChange tooMuch = change(true, many, List.of());
        assertThatThrownBy(() -> enforcer.take(tooMuch)).hasMessageContaining("end some first");
        assertThat(enforcer.knowsWhatIsWanted()).isFalse();
    }

    /** Ten thousand random decisions and changes of guards: what is held is what is wanted, and nothing of it is guarded. */
    @Test
    void neverEnforcesAGuardedAddress() {
        long seed = Long.getLong("rempart.seed", 20_261_125L);
        fuzz(seed, enforcer, firewall, 10_000, 1);
    }

    /** The same in the kernel, fifty decisions at a time. */
    @Test
    void neverEnforcesAGuardedAddressInTheKernel() {
        Assumptions.assumeTrue(
                SystemCommand.find("nft", Duration.ofSeconds(1)).isPresent(), "no nft: apt install nftables");
        long seed = Long.getLong("rempart.seed", System.nanoTime());
        try (NetworkLab lab = NetworkLab.open()) {
            NftablesBlocker kernel = new NftablesBlocker(
                    clock,
                    (name, limit) -> SystemCommand.find(name, limit).map(command -> command.runBy(lab.onServer())));
            Enforcer real = new Enforcer(kernel, () -> ownGuards, clock, (name, limit) -> Optional.empty());
            revision = 0;
            fuzz(seed, real, kernel, 10_000, 250);
        }
    }

    private void fuzz(long seed, Enforcer tried, Blocker held, int decisions, int batch) {
        Random random = new Random(seed);
        tried.take(change(true, List.of(), List.of()));
        List<Long> ids = new ArrayList<>();
        long id = 0;
        for (int done = 0; done < decisions; done += batch) {
            List<WantedBlock> blocks = new ArrayList<>();
            List<Long> gone = new ArrayList<>();
            for (int i = 0; i < batch; i++) {
                if (ids.size() > 60 || !ids.isEmpty() && random.nextInt(3) == 0) {
                    gone.add(ids.remove(random.nextInt(ids.size())));
                } else {
                    ids.add(++id);
                    Instant until = random.nextInt(4) == 0 ? clock.now.plusSeconds(1 + random.nextInt(60)) : null;
                    blocks.add(new WantedBlock(id, randomTarget(random), until, random.nextInt(8) == 0));
                }
            }
            List<GuardedAddresses> told = new ArrayList<>();
            if (random.nextInt(5) == 0) {
                told.add(new GuardedAddresses(Guard.ADMINISTRATOR, randomTarget(random), "anne"));
            }
            long from = revision++;
            assertThat(tried.take(new WantedChange("store", from, revision, false, blocks, gone, told)))
                    .isTrue();
            clock.now = clock.now.plusSeconds(random.nextInt(3));
            tried.tick();
            AddressSet guarded = OWN.plus(
                    AddressSet.ofKnown("127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3", "::1", "fe80::/10", "ff00::/8"));
            for (GuardedAddresses each : told) {
                guarded = guarded.plus(each.addresses());
            }
            Set<Prefix> now = held.read().elements().keySet();
            assertThat(now).as("seed %d after %d", seed, done).isEqualTo(tried.wanted());
            for (Prefix prefix : now) {
                assertThat(AddressSet.of(List.of(prefix.span())).intersects(guarded))
                        .as("seed %d after %d: %s", seed, done, prefix)
                        .isFalse();
            }
        }
    }

    /** Near what is guarded, so that it is often hit. */
    private static AddressSet randomTarget(Random random) {
        String text = switch (random.nextInt(7)) {
            case 0 -> "203.0.113." + random.nextInt(256);
            case 1 -> "203.0.113." + random.nextInt(256) + "/" + (20 + random.nextInt(13));
            case 2 -> "198.51." + random.nextInt(256) + "." + random.nextInt(256) + "/" + (9 + random.nextInt(24));
            case 3 -> "2001:db8::" + Integer.toHexString(random.nextInt(8)) + "/" + (17 + random.nextInt(112));
            case 4 -> random.nextInt(256) + "." + random.nextInt(256) + ".0.0/" + random.nextInt(33);
            case 5 -> "203.0.113." + random.nextInt(100) + "-203.0.113." + (100 + random.nextInt(156));
            default -> "::/" + random.nextInt(60);
        };
        return AddressSet.of((Target.Range) Target.of(text).orElseThrow());
    }

    private static WantedFeed feed(String version, Instant until, String... ranges) {
        return new WantedFeed("drop", version, AddressSet.ofKnown(ranges), until);
    }

    @Test
    void aFeedIsEnforcedBesideTheDecisionsWithoutWhatIsGuarded() {
        Instant later = clock.now.plusSeconds(3_600);
        assertThat(enforcer.take(feed("a.1", later, "203.0.113.0/24")))
                .as("before the guards of the store were told")
                .isFalse();
        assertThat(held()).isEmpty();
        enforcer.take(change(true, List.of(block(1, "192.0.2.9", null)), List.of()));
        assertThat(enforcer.take(feed("a.1", later, "192.0.2.8/31", "203.0.113.0/31", "10.0.0.0/8", "192.0.2.9")))
                .isTrue();
        assertThat(held())
                .containsExactlyInAnyOrder(
                        BlockerContract.prefix("192.0.2.9"),
                        BlockerContract.prefix("192.0.2.8/31"),
                        BlockerContract.prefix("203.0.113.0"));
        FirewallStatus status = enforcer.status();
        assertThat(status.decisions()).isEqualTo(1);
        assertThat(status.wanted()).isEqualTo(3);
        assertThat(status.feeds()).containsExactly(new FirewallStatus.FeedStanding("drop", "a.1", 2, 0, later));

        // a new guard cuts it; the decisions told whole leave it; another version takes its place
        ownGuards = List.of(new GuardedAddresses(Guard.ADMINISTRATOR, AddressSet.ofKnown("192.0.2.8"), ""));
        enforcer.reconcile();
        assertThat(held()).doesNotContain(BlockerContract.prefix("192.0.2.8/31"));
        enforcer.take(change(true, List.of(), List.of()));
        assertThat(held()).contains(BlockerContract.prefix("203.0.113.0/31"));
        enforcer.take(feed("b.1", later, "203.0.113.77"));
        assertThat(held()).containsExactly(BlockerContract.prefix("203.0.113.77"));
        enforcer.take(WantedFeed.none("drop"));
        assertThat(held()).isEmpty();
        assertThat(enforcer.status().feeds()).isEmpty();
    }

    @Test
    void aFeedThatNobodyRenewsEnds() {
        enforcer.take(change(true, List.of(), List.of()));
        enforcer.take(feed("a.1", clock.now.plusSeconds(60), "203.0.113.77"));
        clock.now = clock.now.plusSeconds(60);
        enforcer.tick();
        assertThat(held()).isEmpty();
        assertThat(enforcer.feeds()).isEmpty();
        enforcer.take(feed("a.2", clock.now, "203.0.113.77"));
        assertThat(held()).isEmpty();
    }

    @Test
    void moreFeedsOrRangesThanAllowedChangeNothing() {
        enforcer.take(change(true, List.of(), List.of()));
        Instant later = clock.now.plusSeconds(60);
        for (int i = 0; i < WantedFeed.MOST_FEEDS; i++) {
            enforcer.take(new WantedFeed("feed-" + i, "v", AddressSet.ofKnown("203.0.113.77"), later));
        }
        assertThatThrownBy(() -> enforcer.take(feed("a.1", later, "203.0.113.78")))
                .isInstanceOf(BlockerException.class);
        assertThat(held()).containsExactly(BlockerContract.prefix("203.0.113.77"));
        List<io.rempart.response.address.Span> spans = new ArrayList<>();
        for (int i = 0; i <= WantedFeed.MOST_SPANS; i++) {
            spans.add(io.rempart.response.address.Span.of(
                            "45." + (i >> 15 & 255) + "." + (i >> 7 & 255) + "." + (i << 1 & 255))
                    .orElseThrow());
        }
        WantedFeed large = new WantedFeed("feed-1", "w", AddressSet.of(spans), later);
        assertThatThrownBy(() -> enforcer.take(large)).isInstanceOf(BlockerException.class);
        WantedFeed fits = new WantedFeed("feed-1", "w", AddressSet.of(spans.subList(1, spans.size())), later);
        assertThat(enforcer.take(fits)).isTrue();
        assertThat(held()).hasSize(WantedFeed.MOST_SPANS + 1);
    }
}
