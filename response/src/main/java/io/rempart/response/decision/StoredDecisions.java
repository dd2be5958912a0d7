package io.rempart.response.decision;

import inet.ipaddr.IPAddress;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.Decision.Kind;
import io.rempart.events.decision.DecisionStore;
import io.rempart.events.decision.DecisionStore.NewDecision;
import io.rempart.events.decision.Target;
import io.rempart.events.store.EventStore;
import io.rempart.response.address.AddressSet;
import io.rempart.response.block.Blocker.Dropped;
import io.rempart.response.block.BlockerClient;
import io.rempart.response.block.BlockerException;
import io.rempart.response.block.FirewallStatus;
import io.rempart.response.guard.Guard;
import io.rempart.response.guard.GuardSource;
import io.rempart.response.guard.GuardedAddresses;
import io.rempart.response.guard.Guards;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link Decisions} in a {@link DecisionStore}, carried to the blocker on a Unix socket. */
public final class StoredDecisions implements Decisions {
    private final DecisionStore store;
    private final GuardSource guards;
    private final NetworkDirectory networks;
    private final BlockSettings settings;
    private final CutSources cutSources;
    private final @Nullable FirewallSync sync;
    private final @Nullable BlockerClient blocker;
    private final Clock clock;

    /**
     * @param guards everything this process knows must not be blocked, its machine's own needs included
     * @param sync null with {@code blocker} when no firewall is to be touched
     */
    public StoredDecisions(
            DecisionStore store,
            EventStore events,
            GuardSource guards,
            NetworkDirectory networks,
            BlockSettings settings,
            @Nullable FirewallSync sync,
            @Nullable BlockerClient blocker,
            Clock clock) {
        this.store = store;
        this.guards = guards;
        this.networks = networks;
        this.settings = settings;
        this.cutSources = new CutSources(events, settings.lookBack(), clock);
        this.sync = sync;
        this.blocker = blocker;
        this.clock = clock;
    }

    @Override
    public Outcome block(Request request) {
        Target target = widened(request);
        Optional<Obstacle> obstacle = obstacle(target);
        if (obstacle.isPresent()) {
            return new Outcome.Impossible(obstacle.get());
        }
        AddressSet addresses = addressesOf(target).orElse(AddressSet.EMPTY);
        Guards current = guards(request.from());
        Optional<GuardedAddresses> refusal = current.refusal(addresses, request.evenPrivate());
        if (refusal.isPresent()) {
            return new Outcome.Refused(refusal.get());
        }
        Instant now = clock.instant();
        int repeats = store.blocksOf(target, now.minus(settings.memory()));
        boolean awaits = isWide(target) && isByPerson(request.author()) && !request.confirmed();
        List<Decision> replaced = awaits ? List.of() : same(Kind.BLOCK, target, now);
        Decision decision = store.add(new NewDecision(
                Kind.BLOCK,
                target,
                request.reason(),
                request.author(),
                request.evidence(),
                now,
                end(now, request, repeats),
                awaits ? now.plus(CONFIRMATION) : null,
                repeats,
                request.evenPrivate()));
        replaced.forEach(old -> store.end(old.id(), request.author(), "replaced by " + decision.id(), clock.instant()));
        return new Outcome.Decided(decision, current.inTheWay(addresses, request.evenPrivate()), carry());
    }

    @Override
    public Optional<Obstacle> obstacle(Target target) {
        if (target instanceof Target.Name) {
            return Optional.of(Obstacle.NAME_CANT_BE_BLOCKED);
        }
        if (target instanceof Target.Range) {
            return Optional.empty();
        }
        Optional<AddressSet> addresses = addressesOf(target);
        if (addresses.isEmpty()) {
            return Optional.of(Obstacle.NO_NETWORK_DATABASE);
        }
        return addresses.get().isEmpty() ? Optional.of(Obstacle.UNKNOWN_NETWORK) : Optional.empty();
    }

    private static Target widened(Request request) {
        return request.target() instanceof Target.Range range && !request.exact() ? range.widened() : request.target();
    }

    private Optional<AddressSet> addressesOf(Target target) {
        return target instanceof Target.Range range ? Optional.of(AddressSet.of(range)) : networks.addressesOf(target);
    }

    private Guards guards(@Nullable IPAddress from) {
        List<GuardedAddresses> all = new ArrayList<>(guards.guarded());
        if (from != null) {
            all.add(new GuardedAddresses(Guard.ADMINISTRATOR, AddressSet.ofBlocks(List.of(from)), ""));
        }
        return Guards.of(all);
    }

    private @Nullable Instant end(Instant now, Request request, int repeats) {
        Duration asked = request.duration();
        Duration lasting = asked == null ? settings.lasting(settings.usual(), repeats) : asked;
        return lasting == null || lasting.compareTo(Duration.ofDays(365 * 100)) > 0 ? null : now.plus(lasting);
    }

    private static boolean isByPerson(String author) {
        return author.startsWith("person:") || author.startsWith("command:");
    }

    @Override
    public boolean isWide(Target target) {
        if (!(target instanceof Target.Range range)) {
            return true;
        }
        return !range.isSingle()
                && (range.first().isIPv4()
                        || !Target.Range.of(range.first().setPrefixLength(64, false))
                                .contains(range.last()));
    }

    @Override
    public Outcome allow(Request request) {
        Target target = widened(request);
        if (target instanceof Target.Network || target instanceof Target.Country) {
            return new Outcome.Impossible(Obstacle.ONLY_ADDRESSES_CAN_BE_ALLOWED);
        }
        Instant now = clock.instant();
        List<Decision> replaced = same(Kind.ALLOW, target, now);
        Duration asked = request.duration();
        Decision decision = store.add(new NewDecision(
                Kind.ALLOW,
                target,
                request.reason(),
                request.author(),
                request.evidence(),
                now,
                asked == null || asked.equals(Request.FOREVER) ? null : now.plus(asked),
                null,
                0,
                false));
        replaced.forEach(old -> store.end(old.id(), request.author(), "replaced by " + decision.id(), clock.instant()));
        return new Outcome.Decided(decision, List.of(), carry());
    }

    private List<Decision> same(Kind kind, Target target, Instant now) {
        return store.inForceAbout(target, now).stream()
                .filter(decision -> decision.kind() == kind)
                .toList();
    }

    @Override
    public List<Decision> end(Kind kind, Target target, String by, String why) {
        Instant now = clock.instant();
        List<Decision> ended = new ArrayList<>();
        for (Decision decision : store.snapshot(now).decisions()) {
            boolean isMeant = decision.kind() == kind
                    && (decision.target().equals(target)
                            || target instanceof Target.Range range
                                    && decision.target().equals(range.widened()));
            if (isMeant && store.end(decision.id(), by, why, now)) {
                ended.add(decision);
            }
        }
        if (!ended.isEmpty()) {
            carry();
        }
        return ended;
    }

    @Override
    public boolean end(long id, String by, String why) {
        boolean ended = store.end(id, by, why, clock.instant());
        if (ended) {
            carry();
        }
        return ended;
    }

    @Override
    public boolean confirm(long id, String by) {
        boolean confirmed = store.confirm(id, clock.instant());
        if (confirmed) {
            carry();
        }
        return confirmed;
    }

    @Override
    public Optional<GuardedAddresses> refusal(Target target, boolean evenPrivate, @Nullable IPAddress from) {
        return addressesOf(target).flatMap(addresses -> guards(from).refusal(addresses, evenPrivate));
    }

    @Override
    public Optional<Decision> decision(long id) {
        return store.decision(id);
    }

    @Override
    public WhoIsCut whoIsCut(Target target, boolean evenPrivate) {
        AddressSet addresses = addressesOf(target).orElse(AddressSet.EMPTY);
        return cutSources.of(target, addresses, guards(null).inTheWay(addresses, evenPrivate));
    }

    @Override
    public List<Standing> standing(@Nullable Long beforeId, int limit) {
        Map<Long, Dropped> dropped = null;
        Map<Long, String> refusals = Map.of();
        if (blocker != null) {
            try {
                dropped = blocker.dropped();
                refusals = blocker.status().refusals();
            } catch (BlockerException e) {
                dropped = null;
            }
        }
        List<Standing> standing = new ArrayList<>();
        for (Decision decision : store.inForce(clock.instant(), beforeId, limit)) {
            Dropped count = dropped == null || decision.kind() != Kind.BLOCK
                    ? null
                    : dropped.getOrDefault(decision.id(), Dropped.NOTHING);
            standing.add(new Standing(decision, count, refusals.get(decision.id())));
        }
        return standing;
    }

    @Override
    public Map<Long, Effect> effects(Collection<Long> ids) {
        if (blocker == null) {
            return Map.of();
        }
        try {
            Map<Long, Dropped> dropped = blocker.dropped();
            Map<Long, String> refusals = blocker.status().refusals();
            Map<Long, Effect> effects = new HashMap<>();
            for (Long id : ids) {
                effects.put(id, new Effect(dropped.getOrDefault(id, Dropped.NOTHING), refusals.get(id)));
            }
            return effects;
        } catch (BlockerException e) {
            return Map.of();
        }
    }

    @Override
    public long countInForce(Kind kind) {
        return store.countInForce(kind, clock.instant());
    }

    @Override
    public List<Decision> blocking(IPAddress address) {
        return store.inForceAround(address, clock.instant()).stream()
                .filter(decision -> decision.kind() == Kind.BLOCK)
                .filter(decision -> decision.target() instanceof Target.Range
                        || addressesOf(decision.target())
                                .orElse(AddressSet.EMPTY)
                                .contains(address))
                .toList();
    }

    @Override
    public List<Decision> history(@Nullable Long beforeId, int limit) {
        return store.history(beforeId, limit);
    }

    @Override
    public List<Decision> historyOf(IPAddress address, int limit) {
        return store.historyOf(address, limit);
    }

    @Override
    public Firewall firewall() {
        if (blocker == null) {
            return new Firewall(null, "");
        }
        try {
            FirewallStatus status = blocker.status();
            return new Firewall(status, status.problem());
        } catch (BlockerException e) {
            return new Firewall(null, String.valueOf(e.getMessage()));
        }
    }

    private Enforcement carry() {
        if (sync == null) {
            return new Enforcement.Off();
        }
        try {
            sync.sync();
            return new Enforcement.Enforced();
        } catch (BlockerException e) {
            return new Enforcement.Pending(String.valueOf(e.getMessage()));
        }
    }
}
