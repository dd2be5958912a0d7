package io.rempart.response.decision;

import io.rempart.events.decision.Decision;
import io.rempart.events.decision.Decision.Kind;
import io.rempart.events.decision.DecisionStore;
import io.rempart.events.decision.DecisionStore.Position;
import io.rempart.events.decision.DecisionStore.Snapshot;
import io.rempart.events.decision.Target;
import io.rempart.response.address.AddressSet;
import io.rempart.response.block.BlockerClient;
import io.rempart.response.block.BlockerClient.Answer;
import io.rempart.response.block.BlockerClient.Hello;
import io.rempart.response.block.BlockerException;
import io.rempart.response.block.WantedBlock;
import io.rempart.response.block.WantedChange;
import io.rempart.response.guard.GuardSource;
import io.rempart.response.guard.GuardedAddresses;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Carries decisions from the store to the blocker: asks which revision it has, and sends what changed since. Any process that
 * can read the store may do it, at any time, as often as it likes: the blocker takes only what follows on what it has.
 * Thread-safe.
 */
public final class FirewallSync {
    private static final int MOST_CHANGES = 10_000;
    private static final int ATTEMPTS = 3;

    private final DecisionStore decisions;
    private final BlockerClient blocker;
    private final GuardSource guards;
    private final NetworkDirectory networks;
    private final Clock clock;
    private List<GuardedAddresses> sentGuards = List.of();
    private boolean hasSent;

    /** @param guards what the store knows must not be blocked; the blocker adds what its machine needs */
    public FirewallSync(
            DecisionStore decisions,
            BlockerClient blocker,
            GuardSource guards,
            NetworkDirectory networks,
            Clock clock) {
        this.decisions = decisions;
        this.blocker = blocker;
        this.guards = guards;
        this.networks = networks;
        this.clock = clock;
    }

    /**
     * Brings the blocker up to date.
     *
     * @return whether there was anything to send
     * @throws BlockerException when it does not answer, or the firewall refuses
     */
    public synchronized boolean sync() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Hello hello = blocker.hello();
            List<GuardedAddresses> current = guards.guarded();
            Position position = decisions.position();
            boolean isKnown = hello.store().equals(position.store());
            if (isKnown && hello.revision() == position.revision() && hasSent && current.equals(sentGuards)) {
                return false;
            }
            Optional<WantedChange> difference = isKnown && hello.revision() <= position.revision() && attempt == 0
                    ? difference(position, hello.revision(), current)
                    : Optional.empty();
            WantedChange change = difference.orElseGet(() -> whole(current));
            Answer answer = blocker.send(change);
            if (answer.isTaken()) {
                sentGuards = current;
                hasSent = true;
                if (!answer.problem().isEmpty()) {
                    throw new BlockerException(answer.problem());
                }
                return true;
            }
        }
        throw new BlockerException("The blocker is told by another process at the same time; try again.");
    }

    private Optional<WantedChange> difference(Position position, long from, List<GuardedAddresses> current) {
        List<Decision> changed = decisions.changedAfter(from, MOST_CHANGES);
        if (changed.size() == MOST_CHANGES) {
            return Optional.empty();
        }
        long to = from;
        List<WantedBlock> blocks = new ArrayList<>();
        List<Long> gone = new ArrayList<>();
        for (Decision decision : changed) {
            to = Math.max(to, decision.revision());
            Optional<WantedBlock> wanted = wanted(decision);
            wanted.ifPresentOrElse(blocks::add, () -> gone.add(decision.id()));
        }
        return Optional.of(new WantedChange(position.store(), from, to, false, blocks, gone, current));
    }

    private WantedChange whole(List<GuardedAddresses> current) {
        Snapshot snapshot = decisions.snapshot(clock.instant());
        List<WantedBlock> blocks = new ArrayList<>();
        for (Decision decision : snapshot.decisions()) {
            wanted(decision).ifPresent(blocks::add);
        }
        return new WantedChange(
                snapshot.position().store(), 0, snapshot.position().revision(), true, blocks, List.of(), current);
    }

    private Optional<WantedBlock> wanted(Decision decision) {
        Instant now = clock.instant();
        if (decision.kind() != Kind.BLOCK || !decision.isInForce(now)) {
            return Optional.empty();
        }
        AddressSet addresses = decision.target() instanceof Target.Range range
                ? AddressSet.of(range)
                : networks.addressesOf(decision.target()).orElse(AddressSet.EMPTY);
        return Optional.of(new WantedBlock(decision.id(), addresses, decision.endsAt(), decision.evenPrivate()));
    }
}
