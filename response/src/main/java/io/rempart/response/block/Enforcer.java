package io.rempart.response.block;

import io.rempart.response.address.AddressSet;
import io.rempart.response.address.Prefix;
import io.rempart.response.block.Blocker.Dropped;
import io.rempart.response.block.Blocker.Element;
import io.rempart.response.block.Blocker.Enforced;
import io.rempart.response.guard.GuardSource;
import io.rempart.response.guard.GuardedAddresses;
import io.rempart.response.guard.Guards;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Holds what is wanted and makes the firewall agree. Thread-safe: one change at a time.
 *
 * <p>The guards are asked here, again, whatever the one who sends decisions did: what they guard is taken out of every decision
 * before a prefix reaches a driver, and when they change, everything is computed anew. The sender can add guarded addresses and
 * can't take away ours.
 *
 * <p>Before it was told what is wanted it touches nothing: an unknown want is no empty want. When a driver fails, what the
 * firewall holds stays, and it is tried again.
 */
public final class Enforcer {
    private static final Logger LOG = Logger.getLogger(Enforcer.class.getName());
    private static final int MOST_REFUSALS = 1_000;
    private static final Duration COUNT_AGE = Duration.ofSeconds(2);

    private final Blocker blocker;
    private final GuardSource ownGuards;
    private final Clock clock;
    private final Connections connections;

    private final Map<Long, Holding> holdings = new HashMap<>();
    private final Map<Prefix, List<Holding>> holders = new HashMap<>();
    private final PriorityQueue<Expiry> expiries = new PriorityQueue<>();
    private final Map<Prefix, Dropped> lastCounts = new HashMap<>();
    private final Map<Long, Dropped> dropped = new HashMap<>();
    /** Feeds are held as blocks of negative numbers: no decision has one. */
    private final Map<String, HeldFeed> feeds = new LinkedHashMap<>();

    private long lastFeed;
    private List<GuardedAddresses> toldGuards = List.of();
    private Guards guards;
    private String store = "";
    private long revision;
    private long droppedPackets;
    private int enforced;
    private long repaired;
    private @Nullable Instant lookedAt;
    private Instant nextCount = Instant.MIN;
    private String problem = "";
    /** Whether the firewall may differ from what is wanted, as far as we know. */
    private boolean isBehind;

    /** A wanted block, and the prefixes that are left of it. */
    private record Holding(WantedBlock block, List<Prefix> prefixes) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(block.decision());
        }
    }

    private record HeldFeed(long id, WantedFeed feed) {}

    private record Expiry(Instant at, long decision) implements Comparable<Expiry> {
        @Override
        public int compareTo(Expiry other) {
            return at.compareTo(other.at);
        }
    }

    /** @param ownGuards what this machine and its configuration guard; asked at every change and look */
    public Enforcer(Blocker blocker, GuardSource ownGuards, Clock clock, SystemCommand.Finder programs) {
        this.connections = new Connections(programs);
        this.blocker = blocker;
        this.ownGuards = ownGuards;
        this.clock = clock;
        this.guards = Guards.of(ownGuards.guarded());
    }

    public synchronized String store() {
        return store;
    }

    public synchronized long revision() {
        return revision;
    }

    /** Whether it was told what is wanted. */
    public synchronized boolean knowsWhatIsWanted() {
        return !store.isEmpty();
    }

    /**
     * Takes a change and enforces it.
     *
     * @return false when it starts from another state than this one: the sender must send everything
     * @throws BlockerException when it is too large (nothing changed), or the driver failed (it is wanted, and tried again)
     */
    public synchronized boolean take(WantedChange change) {
        if (!change.whole() && (!change.store().equals(store) || change.from() != revision)) {
            return false;
        }
        refuseTooMuch(change);
        // Then the firewall is looked at as a whole: what changed is of no use, and of 100,000 decisions it is 15 MB.
        boolean isWhole = store.isEmpty() || isBehind;
        toldGuards = List.copyOf(change.guarded());
        Guards current = currentGuards();
        Changes changes = isWhole ? Changes.unrecorded() : new Changes();
        if (change.whole()) {
            Set<Long> kept = new HashSet<>();
            change.blocks().forEach(block -> kept.add(block.decision()));
            List.copyOf(holdings.keySet()).stream()
                    .filter(id -> id > 0 && !kept.contains(id))
                    .forEach(id -> remove(id, changes));
        }
        if (!current.equals(guards)) {
            guards = current;
            recompute(changes);
        }
        change.gone().forEach(id -> remove(id, changes));
        for (WantedBlock block : change.blocks()) {
            put(block, changes);
        }
        store = change.store();
        revision = change.to();
        expire(changes);
        if (isWhole) {
            agree();
        } else {
            enforce(changes);
        }
        return true;
    }

    /**
     * Takes a feed, or takes it away when it is not wanted any more.
     *
     * @return false when it was not told yet what is decided: the guards of the store are told with that
     * @throws BlockerException as {@link #take(WantedChange)}
     */
    public synchronized boolean take(WantedFeed feed) {
        if (store.isEmpty()) {
            return false;
        }
        HeldFeed held = feeds.get(feed.name());
        Changes changes = new Changes();
        if (!feed.isWanted() || !feed.until().isAfter(clock.instant())) {
            if (held != null) {
                remove(held.id(), changes);
                feeds.remove(feed.name());
            }
        } else {
            refuseTooMuch(feed, held);
            long id = held == null ? --lastFeed : held.id();
            feeds.put(feed.name(), new HeldFeed(id, feed));
            put(new WantedBlock(id, feed.addresses(), feed.until(), false), changes);
        }
        expire(changes);
        if (isBehind) {
            agree();
        } else {
            enforce(changes);
        }
        return true;
    }

    private void refuseTooMuch(WantedFeed feed, @Nullable HeldFeed held) {
        int spans = feed.addresses().spans().size();
        int others = holders.size()
                - (held == null ? 0 : held.feed().addresses().spans().size());
        if (held == null && feeds.size() >= WantedFeed.MOST_FEEDS
                || spans > WantedFeed.MOST_SPANS
                || Math.max(0, others) + (long) spans > WantedChange.MOST_SPANS) {
            throw new BlockerException(
                    "More than " + WantedFeed.MOST_FEEDS + " feeds, " + WantedFeed.MOST_SPANS + " ranges in one, or "
                            + WantedChange.MOST_SPANS + " ranges in all are wanted; take some out first.");
        }
    }

    /** The feeds it holds, with their versions. */
    synchronized List<WantedFeed> feeds() {
        return feeds.values().stream().map(HeldFeed::feed).toList();
    }

    private void refuseTooMuch(WantedChange change) {
        long decisions =
                (change.whole() ? 0 : holdings.size()) + (long) change.blocks().size();
        long spans = change.whole()
                ? feeds.values().stream()
                        .mapToLong(held -> held.feed().addresses().spans().size())
                        .sum()
                : holders.size();
        for (WantedBlock block : change.blocks()) {
            spans += block.addresses().spans().size();
        }
        if (decisions > WantedChange.MOST_BLOCKS || spans > WantedChange.MOST_SPANS) {
            throw new BlockerException("More than " + WantedChange.MOST_BLOCKS + " decisions or "
                    + WantedChange.MOST_SPANS + " ranges are wanted; end some first.");
        }
    }

    private Guards currentGuards() {
        List<GuardedAddresses> all = new ArrayList<>(ownGuards.guarded());
        all.addAll(toldGuards);
        return Guards.of(all);
    }

    /** Everything it was told of decisions, as one change from nothing. */
    synchronized WantedChange told() {
        return new WantedChange(
                store,
                0,
                revision,
                true,
                holdings.values().stream()
                        .map(Holding::block)
                        .filter(block -> block.decision() > 0)
                        .toList(),
                List.of(),
                toldGuards);
    }

    /** Ends what is over; called about every second. */
    public synchronized void tick() {
        if (store.isEmpty()) {
            return;
        }
        Changes changes = new Changes();
        expire(changes);
        if (!changes.isEmpty()) {
            try {
                enforce(changes);
            } catch (BlockerException e) {
                LOG.log(Level.WARNING, "{0}", e.getMessage());
            }
        }
    }

    /**
     * Compares the firewall with what is wanted and repairs it.
     *
     * @return whether it had to be repaired
     */
    public synchronized boolean reconcile() {
        if (store.isEmpty()) {
            return false;
        }
        Changes changes = new Changes();
        Guards current = currentGuards();
        if (!current.equals(guards)) {
            guards = current;
            recompute(changes);
        }
        expire(changes);
        try {
            boolean differed = agree();
            if (differed && changes.isEmpty()) {
                repaired++;
                LOG.warning("the firewall was not as it should be; it is repaired");
            }
            return differed;
        } catch (BlockerException e) {
            LOG.log(Level.WARNING, "{0}", e.getMessage());
            return false;
        }
    }

    public synchronized FirewallStatus status() {
        Map<Long, String> refusals = new LinkedHashMap<>();
        for (Holding holding : holdings.values()) {
            if (holding.block().decision() > 0 && holding.prefixes().isEmpty() && refusals.size() < MOST_REFUSALS) {
                guards.refusal(holding.block().addresses(), holding.block().evenPrivate())
                        .ifPresent(guarded -> refusals.put(
                                holding.block().decision(), guarded.guard().key()));
            }
        }
        return new FirewallStatus(
                blocker.name(),
                store,
                revision,
                holdings.size() - feeds.size(),
                holders.size(),
                enforced,
                droppedPackets,
                lookedAt,
                repaired,
                problem,
                refusals,
                feeds.values().stream().map(this::standing).toList());
    }

    private FirewallStatus.FeedStanding standing(HeldFeed held) {
        Holding holding = holdings.get(held.id());
        Dropped lost = dropped.getOrDefault(held.id(), Dropped.NOTHING);
        return new FirewallStatus.FeedStanding(
                held.feed().name(),
                held.feed().version(),
                holding == null ? 0 : holding.prefixes().size(),
                lost.packets(),
                held.feed().until());
    }

    /** What was dropped because of each decision; read from the firewall when that was longer ago than two seconds. */
    public synchronized Map<Long, Dropped> dropped() {
        Instant now = clock.instant();
        if (!store.isEmpty() && !now.isBefore(nextCount)) {
            count(blocker.read());
            nextCount = clock.instant().plus(COUNT_AGE);
        }
        Map<Long, Dropped> ofDecisions = new HashMap<>(dropped);
        ofDecisions.keySet().removeIf(id -> id < 0);
        return ofDecisions;
    }

    /** The prefixes that are wanted, guarded addresses taken out. */
    public synchronized Set<Prefix> wanted() {
        return Set.copyOf(holders.keySet());
    }

    // ---- what is wanted

    /** What a change of the wants means for the firewall. */
    private static final class Changes {
        /** The touched prefixes, as the firewall has them; empty where it does not. */
        final Map<Prefix, Optional<Element>> before = new HashMap<>();

        private boolean isRecorded = true;

        static Changes unrecorded() {
            Changes changes = new Changes();
            changes.isRecorded = false;
            return changes;
        }

        boolean isEmpty() {
            return before.isEmpty();
        }
    }

    private void touch(Prefix prefix, Changes changes) {
        if (changes.isRecorded) {
            changes.before.computeIfAbsent(prefix, touched -> Optional.ofNullable(element(touched)));
        }
    }

    private void put(WantedBlock block, Changes changes) {
        Instant until = block.until();
        if (until != null && !until.isAfter(clock.instant())) {
            remove(block.decision(), changes);
            return;
        }
        remove(block.decision(), changes);
        AddressSet allowed = guards.allowed(block.addresses(), block.evenPrivate());
        Holding holding = new Holding(block, List.copyOf(allowed.prefixes()));
        holdings.put(block.decision(), holding);
        for (Prefix prefix : holding.prefixes()) {
            touch(prefix, changes);
            holders.merge(prefix, List.of(holding), (some, one) -> {
                List<Holding> all = new ArrayList<>(some);
                all.addAll(one);
                return all;
            });
        }
        if (until != null) {
            expiries.add(new Expiry(until, block.decision()));
        }
    }

    private void remove(long decision, Changes changes) {
        Holding holding = holdings.remove(decision);
        if (holding == null) {
            return;
        }
        for (Prefix prefix : holding.prefixes()) {
            touch(prefix, changes);
            holders.computeIfPresent(prefix, (p, some) -> {
                List<Holding> left = some.stream().filter(h -> h != holding).toList();
                return left.isEmpty() ? null : left;
            });
        }
    }

    private void recompute(Changes changes) {
        for (Holding holding : List.copyOf(holdings.values())) {
            put(holding.block(), changes);
        }
    }

    private void expire(Changes changes) {
        Instant now = clock.instant();
        for (Expiry next = expiries.peek(); next != null && !next.at().isAfter(now); next = expiries.peek()) {
            expiries.remove();
            Holding holding = holdings.get(next.decision());
            Instant until = holding == null ? null : holding.block().until();
            if (until != null && !until.isAfter(now)) {
                remove(next.decision(), changes);
                long over = next.decision();
                feeds.values().removeIf(held -> held.id() == over);
            }
        }
        if (expiries.size() > 4 * holdings.size() + 1_000) {
            expiries.clear();
            for (Holding holding : holdings.values()) {
                Instant until = holding.block().until();
                if (until != null) {
                    expiries.add(new Expiry(until, holding.block().decision()));
                }
            }
        }
    }

    // ---- the firewall

    private void enforce(Changes changes) {
        List<Element> added = new ArrayList<>();
        List<Prefix> removed = new ArrayList<>();
        List<Prefix> fresh = new ArrayList<>();
        for (Map.Entry<Prefix, Optional<Element>> touched : changes.before.entrySet()) {
            Prefix prefix = touched.getKey();
            Element now = element(prefix);
            Element was = touched.getValue().orElse(null);
            if (now == null && was != null) {
                removed.add(prefix);
            } else if (now != null && !now.equals(was)) {
                added.add(now);
                lastCounts.remove(prefix);
                if (was == null) {
                    fresh.add(prefix);
                }
            }
        }
        if (added.isEmpty() && removed.isEmpty()) {
            return;
        }
        try {
            blocker.change(added, removed);
            removed.forEach(lastCounts::remove);
            enforced = holders.size();
            problem = "";
        } catch (BlockerException e) {
            // It may have been flushed, or what we know of it is wrong: look, and set it right at once.
            agree();
        }
        connections.cut(fresh);
    }

    /** Looks at the firewall and, where it differs, swaps in what is wanted. */
    private boolean agree() {
        isBehind = true;
        try {
            Enforced found = blocker.read();
            count(found);
            boolean differs =
                    !found.flaws().isEmpty() || !found.elements().keySet().equals(holders.keySet());
            if (differs) {
                List<Prefix> fresh = holders.keySet().stream()
                        .filter(prefix -> !found.elements().containsKey(prefix))
                        .toList();
                blocker.swap(elements());
                lastCounts.clear();
                connections.cut(fresh);
            }
            enforced = holders.size();
            lookedAt = clock.instant();
            problem = "";
            isBehind = false;
            return differs;
        } catch (BlockerException e) {
            problem = String.valueOf(e.getMessage());
            throw e;
        }
    }

    private Collection<Element> elements() {
        List<Element> elements = new ArrayList<>(holders.size());
        holders.forEach((prefix, holding) -> elements.add(new Element(prefix, latest(holding))));
        return elements;
    }

    private @Nullable Element element(Prefix prefix) {
        List<Holding> holding = holders.get(prefix);
        return holding == null ? null : new Element(prefix, latest(holding));
    }

    /** When the last of those who want a prefix ends; null for never. */
    private static @Nullable Instant latest(List<Holding> holdings) {
        Instant latest = null;
        for (Holding holding : holdings) {
            Instant until = holding.block().until();
            if (until == null) {
                return null;
            }
            if (latest == null || until.isAfter(latest)) {
                latest = until;
            }
        }
        return latest;
    }

    /** Adds what was dropped since the last look to the decisions behind each prefix. */
    private void count(Enforced found) {
        found.elements().forEach((prefix, now) -> {
            Dropped before = lastCounts.getOrDefault(prefix, Dropped.NOTHING);
            // A swap or another's hand began the count anew.
            boolean isGoingOn = now.packets() >= before.packets();
            Dropped more =
                    isGoingOn ? new Dropped(now.packets() - before.packets(), now.bytes() - before.bytes()) : now;
            if (more.packets() > 0) {
                droppedPackets += more.packets();
                for (Holding holding : holders.getOrDefault(prefix, List.of())) {
                    dropped.merge(holding.block().decision(), more, Dropped::plus);
                }
            }
            if (now.packets() > 0) {
                lastCounts.put(prefix, now);
            }
        });
        dropped.keySet().retainAll(holdings.keySet());
    }
}
