package io.rempart.console;

import inet.ipaddr.IPAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be done about a source in the outside world: block or allow it at the firewall, report it. The console shows the
 * buttons and asks; the effects belong to who implements this. Thread-safe; every method is quick, since pages wait for it.
 */
public interface Countermeasures {
    /** No firewall and no reporting: the pages say so. */
    Countermeasures NONE = new Countermeasures() {};

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
    default List<Entry> history(IPAddress address) {
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
    default Outcome confirm(String id, String person) {
        return new Outcome(false, "", "");
    }

    /** Takes back an action that {@link #take} gave the id of. */
    default Outcome undo(String id, String person) {
        return new Outcome(false, "", "");
    }

    /**
     * What a person asks for.
     *
     * @param target an address, or a range as a prefix block
     * @param lasting null for as long as nobody ends it; of no meaning for a report
     */
    record Order(Kind kind, IPAddress target, @Nullable Duration lasting, String reason, String person) {}

    /**
     * @param allowed false when a guard refuses it
     * @param sentences what it does in numbers, or why it is refused; in the words of the implementation
     */
    record Preview(boolean allowed, List<String> sentences) {}

    /**
     * @param done whether it was taken
     * @param sentence what was done, or why not
     * @param undoId for {@link #undo}; empty when it can't be taken back
     */
    record Outcome(boolean done, String sentence, String undoId) {}

    /**
     * An action of the past.
     *
     * @param until null for without end
     * @param standing whether it has its effect now
     */
    record Entry(
            Kind kind,
            String target,
            Instant at,
            @Nullable Instant until,
            String author,
            String reason,
            boolean standing) {}

    /** Blocks that are wanted, those that the firewall enforces, reports that wait, and reports sent so far. */
    record Standing(long blocks, long enforced, long reportsWaiting, long reportsSent) {}
}
