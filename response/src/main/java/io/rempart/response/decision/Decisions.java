package io.rempart.response.decision;

import inet.ipaddr.IPAddress;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.Target;
import io.rempart.response.block.Blocker.Dropped;
import io.rempart.response.block.FirewallStatus;
import io.rempart.response.guard.GuardedAddresses;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Deciding to block and to allow: what the buttons of the console, the command line and the policies do. Checks the guards,
 * stores the decision, and carries it to the firewall at once where the blocker runs. Thread-safe. Failures of the store are
 * {@code StoreException}s; a blocker that does not run is no failure but a {@link Enforcement}.
 */
public interface Decisions {
    /** How long a person has to say that a wide block is to stay. */
    Duration CONFIRMATION = Duration.ofSeconds(60);

    /** Blocks, unless a guard or something else is in the way. */
    Outcome block(Request request);

    /** Allows: what is allowed is never blocked, whatever else is decided. */
    Outcome allow(Request request);

    /** Takes back every decision of this kind about exactly this target; empty when there is none. */
    List<Decision> end(Decision.Kind kind, Target target, String by, String why);

    /** Takes one decision back; false when it is not in force. */
    boolean end(long id, String by, String why);

    /** Says that a decision is to stay; false when it does not await that (any more). */
    boolean confirm(long id, String by);

    /** The guard because of which nothing of this can be blocked; empty when something can. */
    default Optional<GuardedAddresses> refusal(Target target, boolean evenPrivate) {
        return refusal(target, evenPrivate, null);
    }

    /** The same, with where the person is who asks guarded as well. */
    Optional<GuardedAddresses> refusal(Target target, boolean evenPrivate, @Nullable IPAddress from);

    /** Why this can't be blocked, whatever the guards say; empty when it can. */
    Optional<Obstacle> obstacle(Target target);

    /** Whether a person's block of this awaits confirmation: it is more than one address, or one customer's /64. */
    boolean isWide(Target target);

    /** One decision. */
    Optional<Decision> decision(long id);

    /** Who would be cut by blocking this: what came from there lately, and which guards would be spared. */
    WhoIsCut whoIsCut(Target target, boolean evenPrivate);

    /**
     * What is in force, newest first, page by page, with what the firewall does because of it.
     *
     * @param beforeId null for the first page
     */
    List<Standing> standing(@Nullable Long beforeId, int limit);

    /** What the firewall does because of these decisions; empty when it can't be asked. */
    Map<Long, Effect> effects(Collection<Long> ids);

    /** How many decisions of a kind are in force. */
    long countInForce(Decision.Kind kind);

    /** Decisions in force that block this address, newest first. */
    List<Decision> blocking(IPAddress address);

    /** Decisions, newest first, page by page: {@code beforeId} null for the first page. */
    List<Decision> history(@Nullable Long beforeId, int limit);

    /** Decisions about ranges that hold this address, newest first. */
    List<Decision> historyOf(IPAddress address, int limit);

    /** How the firewall stands. */
    Firewall firewall();

    /**
     * What someone wants.
     *
     * @param author {@code person:NAME}, {@code policy:NAME}, {@code command:USER}, {@code feed:NAME}
     * @param evidence may be empty
     * @param duration null for the usual one, longer each time; {@link Request#FOREVER} for no end
     * @param exact whether an IPv6 address stands for itself and not for its /64
     * @param evenPrivate whether private ranges may be blocked too
     * @param confirmed whether a wide block needs no confirmation
     * @param from where the person is; guarded as well; null when not known
     */
    record Request(
            Target target,
            String reason,
            String author,
            String evidence,
            @Nullable Duration duration,
            boolean exact,
            boolean evenPrivate,
            boolean confirmed,
            @Nullable IPAddress from) {
        public static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

        /** With the usual duration and every caution. */
        public static Request of(Target target, String reason, String author) {
            return new Request(target, reason, author, "", null, false, false, false, null);
        }

        public Request lasting(@Nullable Duration time) {
            return new Request(target, reason, author, evidence, time, exact, evenPrivate, confirmed, from);
        }

        public Request with(String newEvidence) {
            return new Request(target, reason, author, newEvidence, duration, exact, evenPrivate, confirmed, from);
        }

        public Request from(@Nullable IPAddress address) {
            return new Request(target, reason, author, evidence, duration, exact, evenPrivate, confirmed, address);
        }
    }

    /** What came of a request. */
    sealed interface Outcome {
        /**
         * It is decided.
         *
         * @param spared guarded addresses inside the target, which stay open
         */
        record Decided(Decision decision, List<GuardedAddresses> spared, Enforcement enforcement) implements Outcome {}

        /** A guard leaves nothing of it. */
        record Refused(GuardedAddresses guarded) implements Outcome {}

        /** It can't be done. */
        record Impossible(Obstacle obstacle) implements Outcome {}
    }

    /** Why something can't be decided. */
    enum Obstacle {
        /** A host name is not blocked: its addresses are others' too. */
        NAME_CANT_BE_BLOCKED,
        /** A network or country needs a GeoIP database, and none is configured. */
        NO_NETWORK_DATABASE,
        /** The database has no addresses of it. */
        UNKNOWN_NETWORK,
        /** A network or country can't be allowed. */
        ONLY_ADDRESSES_CAN_BE_ALLOWED
    }

    /** Whether the firewall knows of a decision. */
    sealed interface Enforcement {
        record Enforced() implements Enforcement {}

        /** @param problem one sentence: the blocker does not run, or the firewall refused */
        record Pending(String problem) implements Enforcement {}

        /** Rempart is configured to touch no firewall. */
        record Off() implements Enforcement {}
    }

    /** A decision in force and what was dropped because of it; null where the firewall could not be asked. */
    record Standing(
            Decision decision,
            @Nullable Dropped dropped,
            @Nullable String refusedBy) {}

    /** @param refusedBy key of the guard that leaves nothing of it; null when none does */
    record Effect(Dropped dropped, @Nullable String refusedBy) {}

    /** @param status null when the blocker does not answer; {@code problem} says why then */
    record Firewall(@Nullable FirewallStatus status, String problem) {}
}
