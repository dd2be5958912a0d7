package io.rempart.engine.rule;

import java.util.BitSet;

/**
 * The gate of one family of phases, and which of its rules transactions really come to. Thread-safe.
 *
 * <p>Rules of paranoia levels that are not in use are jumped over by every transaction. So what is worked out ahead (the {@link
 * CandidatePlan} of a phase, the literals that the gate looks for) is worked out for the rules that some transaction has reached; the
 * first one to reach another rule asks the gate of all rules. When something is worked out is all that this decides, never what is
 * found.
 */
public final class GateKeeper {
    private final Gate whole;
    private final BitSet reached = new BitSet();
    private volatile Gate current;
    private volatile boolean news;

    GateKeeper(Gate whole) {
        this.whole = whole;
        current = whole.restrictedTo(reached);
    }

    /** The gate of all rules. */
    public Gate whole() {
        return whole;
    }

    /** The gate of the rules that were reached so far. */
    public Gate current() {
        return current;
    }

    /** Notes that a transaction came to a rule which its gate does not cover. */
    public void reached(int bit) {
        synchronized (reached) {
            reached.set(bit);
            news = true;
        }
    }

    /** Takes in what was reached; called between transactions, so that many rules are taken in at once. */
    public void refresh() {
        if (!news) {
            return;
        }
        synchronized (reached) {
            news = false;
            current = whole.restrictedTo(reached);
        }
    }
}
