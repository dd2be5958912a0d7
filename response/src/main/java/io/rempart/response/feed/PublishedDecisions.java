package io.rempart.response.feed;

import io.rempart.events.decision.Decision;
import io.rempart.events.decision.Decision.Kind;
import io.rempart.events.decision.DecisionStore;
import io.rempart.events.decision.DecisionStore.Position;
import io.rempart.events.decision.DecisionStore.Snapshot;
import io.rempart.events.decision.Target;
import io.rempart.response.address.AddressSet;
import io.rempart.response.address.Prefix;
import io.rempart.response.decision.NetworkDirectory;
import io.rempart.response.feed.Published.Scope;
import io.rempart.response.guard.GuardSource;
import io.rempart.response.guard.GuardedAddresses;
import io.rempart.response.guard.Guards;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Our blocks as others may enforce them: addresses and ranges, networks and countries resolved to ranges, what is guarded or
 * allowed taken out. Thread-safe.
 *
 * <p><b>Exact differences.</b> Each change of what is published (a block, its end for whatever reason, another end, a new guard)
 * has a number, and a journal remembers it, so that a bouncer that knows number n is told exactly what changed since, whoever was
 * restarted in between. What ended is remembered for {@link #REMEMBERED}: longer than any end that a bouncer was ever told, so
 * that one which was away for longer has forgotten by itself what it is not told any more.
 *
 * <p><b>Long blocks</b> are announced for {@link #LONGEST}, which every firewall can count (ipset: 2147483 s), and again when half
 * of that is over.
 */
public final class PublishedDecisions {
    /** The farthest end that others are told. */
    public static final Duration LONGEST = Duration.ofDays(24);

    static final Duration REMEMBERED = Duration.ofDays(25);
    /** At most so many addresses and ranges are published; the newest decisions first. */
    public static final int MOST = 500_000;

    private final DecisionStore decisions;
    private final GuardSource guards;
    private final NetworkDirectory networks;
    private final Clock clock;
    private final PublicationJournal journal;
    private final Map<String, Published> known = new LinkedHashMap<>();
    private final String epoch;
    private long number;
    private @Nullable Position position;
    private List<GuardedAddresses> guarded = List.of();
    private Instant nextChange = Instant.MIN;

    /** @param file the journal */
    public PublishedDecisions(
            DecisionStore decisions, GuardSource guards, NetworkDirectory networks, Path file, Clock clock) {
        this.decisions = decisions;
        this.guards = guards;
        this.networks = networks;
        this.clock = clock;
        this.journal = new PublicationJournal(file);
        this.epoch = journal.open(entry -> {
            known.put(key(entry), entry);
            number = Math.max(number, entry.number());
        });
        forget();
        journal.rewrite(known.values());
    }

    /**
     * What changed.
     *
     * @param epoch name of the journal that the number belongs to
     * @param number of the last change
     */
    public record Changes(String epoch, long number, List<Published> added, List<Published> gone) {}

    /**
     * What changed after a number. Everything when the number is of another journal. What got another end is among the gone and
     * among the added, in this order to be applied.
     */
    public synchronized Changes since(String ofEpoch, long after) {
        if (!ofEpoch.equals(epoch) || after > number) {
            return all();
        }
        refresh();
        List<Published> added = new ArrayList<>();
        List<Published> gone = new ArrayList<>();
        for (Published entry : known.values()) {
            if (entry.number() <= after) {
                continue;
            }
            if (entry.stands()) {
                added.add(entry);
            }
            if (entry.first() <= after) {
                gone.add(entry);
            }
        }
        return new Changes(epoch, number, added, gone);
    }

    /** Everything that is in force, and everything that is known to have ended. */
    public synchronized Changes all() {
        refresh();
        List<Published> gone = new ArrayList<>();
        known.values().stream().filter(entry -> !entry.stands()).forEach(gone::add);
        return new Changes(epoch, number, inForce(), gone);
    }

    /** What is in force now. */
    public synchronized List<Published> inForce() {
        refresh();
        return known.values().stream().filter(Published::stands).toList();
    }

    // ---- keeping up

    private static String key(Published entry) {
        return entry.scope() + " " + entry.value();
    }

    private record Wanted(
            Scope scope, String value, @Nullable Instant until, String origin, String scenario) {}

    private void refresh() {
        Instant now = clock.instant();
        List<GuardedAddresses> currentGuards = guards.guarded();
        Position current = decisions.position();
        if (current.equals(position) && currentGuards.equals(guarded) && now.isBefore(nextChange)) {
            return;
        }
        Snapshot snapshot = decisions.snapshot(now);
        Map<String, Wanted> wanted = wanted(snapshot.decisions(), Guards.of(currentGuards), now);
        List<Published> changed = new ArrayList<>();
        for (Map.Entry<String, Published> entry : known.entrySet()) {
            if (entry.getValue().stands() && !wanted.containsKey(entry.getKey())) {
                changed.add(entry.getValue().gone(++number, now));
            }
        }
        Instant next = now.plus(Duration.ofHours(1));
        for (Map.Entry<String, Wanted> entry : wanted.entrySet()) {
            Wanted want = entry.getValue();
            Published before = known.get(entry.getKey());
            if (before == null || !before.stands() || differs(before, want, now)) {
                Instant longest = now.plus(LONGEST).truncatedTo(ChronoUnit.MILLIS);
                Instant until = want.until();
                // Not from its return: who missed end and return must take the old one out.
                long first = before == null ? number + 1 : before.first();
                changed.add(new Published(
                        first,
                        ++number,
                        want.scope(),
                        want.value(),
                        until,
                        until == null || until.isAfter(longest) ? longest : until,
                        want.origin(),
                        want.scenario(),
                        null));
            }
            if (want.until() != null && want.until().isBefore(next)) {
                next = want.until();
            }
        }
        changed.forEach(entry -> known.put(key(entry), entry));
        if (!changed.isEmpty()) {
            journal.add(changed);
        }
        position = snapshot.position();
        guarded = currentGuards;
        nextChange = next;
        if (journal.isLong(known.size())) {
            forget();
            journal.rewrite(known.values());
        }
    }

    private static boolean differs(Published before, Wanted want, Instant now) {
        if (!java.util.Objects.equals(before.until(), want.until())) {
            return true;
        }
        boolean isCut = want.until() == null || want.until().isAfter(before.announced());
        return isCut && before.announced().isBefore(now.plus(LONGEST.dividedBy(2)));
    }

    private Map<String, Wanted> wanted(List<Decision> inForce, Guards current, Instant now) {
        Map<String, Wanted> wanted = new HashMap<>();
        List<Decision> newest = new ArrayList<>(inForce);
        newest.sort(Comparator.comparingLong(Decision::id).reversed());
        for (Decision decision : newest) {
            if (decision.kind() != Kind.BLOCK || !decision.isInForce(now)) {
                continue;
            }
            // As the journal writes it: a finer one would be another end after a restart.
            Instant end = decision.endsAt();
            Instant until = end == null ? null : end.truncatedTo(ChronoUnit.MILLIS);
            if (until != null && !until.isAfter(now)) {
                continue;
            }
            boolean isByPolicy = decision.author().startsWith("policy:");
            String origin = isByPolicy ? "crowdsec" : "cscli";
            // A person's reason is for the house; others are told which policy, or that a person decided.
            String scenario = "rempart/" + (isByPolicy ? decision.author().substring("policy:".length()) : "manual");
            Optional<AddressSet> addresses = decision.target() instanceof Target.Range range
                    ? Optional.of(AddressSet.of(range))
                    : networks.addressesOf(decision.target());
            if (addresses.isEmpty()) {
                byName(decision.target())
                        .ifPresent(
                                name -> put(wanted, new Wanted(name.scope(), name.value(), until, origin, scenario)));
                continue;
            }
            for (Prefix prefix :
                    current.allowed(addresses.get(), decision.evenPrivate()).prefixes()) {
                put(
                        wanted,
                        new Wanted(
                                prefix.isSingle() ? Scope.IP : Scope.RANGE,
                                prefix.toString(),
                                until,
                                origin,
                                scenario));
            }
        }
        return wanted;
    }

    /** For bouncers that know networks and countries themselves. */
    private static Optional<Wanted> byName(Target target) {
        if (target instanceof Target.Network network) {
            return Optional.of(new Wanted(Scope.AS, String.valueOf(network.asn()), null, "", ""));
        }
        return target instanceof Target.Country country
                ? Optional.of(new Wanted(Scope.COUNTRY, country.code(), null, "", ""))
                : Optional.empty();
    }

    /** Of two blocks of the same, the longer one counts. */
    private static void put(Map<String, Wanted> wanted, Wanted one) {
        String key = one.scope() + " " + one.value();
        Wanted other = wanted.get(key);
        if (other == null ? wanted.size() < MOST : isLonger(one.until(), other.until())) {
            wanted.put(key, one);
        }
    }

    private static boolean isLonger(@Nullable Instant one, @Nullable Instant other) {
        return other != null && (one == null || one.isAfter(other));
    }

    private void forget() {
        Instant oldest = clock.instant().minus(REMEMBERED);
        known.values()
                .removeIf(entry -> entry.goneAt() != null && entry.goneAt().isBefore(oldest));
    }
}
