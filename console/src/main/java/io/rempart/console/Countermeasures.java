package io.rempart.console;

import inet.ipaddr.IPAddress;
import io.rempart.events.decision.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be done about a source in the outside world: block or allow it at the firewall, report it. The console shows the
 * buttons and asks; the effects belong to who implements this. Sentences come in the language of who asks. Thread-safe; every
 * method is quick, since pages wait for it.
 */
public interface Countermeasures {
    /** No firewall and no reporting: the pages say so. */
    Countermeasures NONE = new Countermeasures() {};

    /** As {@code lasting} of an order: until someone ends it. */
    Duration WITHOUT_END = Duration.ofSeconds(Long.MAX_VALUE);

    /** The kinds of action. */
    enum Kind {
        BLOCK,
        ALLOW,
        REPORT
    }

    /** Whether this kind of action can be taken at all in this installation. */
    default boolean offers(Kind kind) {
        return false;
    }

    /** How many decisions stand, and how it goes with the reports; empty when there is neither. */
    default Optional<Standing> standing() {
        return Optional.empty();
    }

    /** Decisions and reports on the address or on a range that holds it, the newest first; at most 100. */
    default List<Entry> history(IPAddress address, Locale language) {
        return List.of();
    }

    /** What the action would do, before it is taken: how much it touches, or why a guard refuses it. */
    default Preview preview(Order order) {
        return new Preview(false, List.of());
    }

    /** Takes the action, or refuses it with a sentence. */
    default Outcome take(Order order) {
        return new Outcome(false, "", "");
    }

    /** Says that an action is to stay which would undo itself: a wide block, that nobody confirms within a minute. */
    default Outcome confirm(String id, Actor actor) {
        return new Outcome(false, "", "");
    }

    /** Takes back an action that {@link #take} gave the id of; of a decision the id is its number. */
    default Outcome undo(String id, Actor actor) {
        return new Outcome(false, "", "");
    }

    /** Lets a block or an allowance that stands last so long from now on instead; it becomes another decision. */
    default Outcome prolong(long decision, @Nullable Duration lasting, Actor actor) {
        return new Outcome(false, "", "");
    }

    /** How the firewall stands; empty when none is to be touched. */
    default Optional<Firewall> firewall() {
        return Optional.empty();
    }

    /** What the firewall does because of these decisions; one it knows nothing of is not in the answer. */
    default Map<Long, Effect> effects(Collection<Long> decisions, Locale language) {
        return Map.of();
    }

    /**
     * What a person asks for.
     *
     * @param target addresses, a network, a country, or (to be allowed) a host name; for a report one address
     * @param lasting null for the usual time: a block is longer each time, an allowance has no end; {@link #WITHOUT_END} until
     *     someone ends it; of no meaning for a report
     */
    record Order(Kind kind, Target target, @Nullable Duration lasting, String reason, Actor actor) {}

    /**
     * @param allowed false when a guard refuses it
     * @param sentences what it does in numbers, or why it is refused
     * @param cut sources with legitimate requests of the last days that a block would cut, at most 20
     * @param awaits whether it undoes itself unless it is confirmed
     */
    record Preview(boolean allowed, List<String> sentences, List<Cut> cut, boolean awaits) {
        public Preview(boolean allowed, List<String> sentences) {
            this(allowed, sentences, List.of(), false);
        }
    }

    /** A source that a block would cut, with what of its events nothing speaks against. */
    record Cut(String address, String country, String organisation, long legitimate, long events) {}

    /**
     * @param done whether it was taken
     * @param sentence what was done, or why not
     * @param undoId for {@link #undo} and {@link #confirm}; empty when it can't be taken back
     * @param confirmBy when it undoes itself unless it is confirmed; null when it stays
     */
    record Outcome(
            boolean done,
            String sentence,
            String undoId,
            @Nullable Instant confirmBy) {
        public Outcome(boolean done, String sentence, String undoId) {
            this(done, sentence, undoId, null);
        }
    }

    /**
     * An action of the past.
     *
     * @param until null for without end
     * @param standing whether it has its effect now
     * @param id for {@link #undo}; empty when it can't be taken back
     */
    record Entry(
            Kind kind,
            String target,
            Instant at,
            @Nullable Instant until,
            String author,
            String reason,
            boolean standing,
            String id) {}

    /** Blocks that are wanted, those that the firewall enforces, reports that wait, and reports sent so far. */
    record Standing(long blocks, long enforced, long reportsWaiting, long reportsSent) {}

    /**
     * How the firewall stands.
     *
     * @param driver empty when the blocker does not answer
     * @param wanted prefixes that are to be dropped
     * @param enforced those of them that the firewall held when it was last looked at
     * @param dropped packets dropped since the blocker started
     * @param lookedAt when it was last compared; null when never
     * @param repaired how often it was not as it should have been
     * @param problem what is wrong now, one sentence in English; empty when nothing is
     */
    record Firewall(
            String driver,
            long wanted,
            long enforced,
            long dropped,
            @Nullable Instant lookedAt,
            long repaired,
            String problem) {
        public boolean answers() {
            return !driver.isEmpty();
        }
    }

    /** @param refusal the guard that leaves nothing of the block, in words; empty when none does */
    record Effect(long packets, long bytes, String refusal) {}
}
