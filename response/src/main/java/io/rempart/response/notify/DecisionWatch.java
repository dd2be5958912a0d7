package io.rempart.response.notify;

import io.rempart.events.decision.Decision;
import io.rempart.events.notice.Notice.Level;
import io.rempart.events.store.EventStore;
import io.rempart.response.decision.Decisions;
import java.util.List;

/** Tells of blocks that policies decided. At most {@value Watermark#MOST_A_LOOK} new decisions are looked at in one look. */
public final class DecisionWatch implements Watch {
    private static final String BY_POLICY = "policy:";

    private final Teller teller;
    private final Watermark<Decision> fresh;

    public DecisionWatch(Teller teller, Decisions decisions, EventStore settings) {
        this.teller = teller;
        this.fresh = new Watermark<>(settings, "notify.decision", decisions::history, Decision::id);
    }

    @Override
    public void look() {
        List<Decision> decisions = fresh.since();
        for (Decision decision : decisions) {
            if (decision.kind() == Decision.Kind.BLOCK && decision.author().startsWith(BY_POLICY)) {
                teller.tell(Happening.of(
                        Topic.BLOCK,
                        Level.INFO,
                        "decision:" + decision.id(),
                        "block",
                        // An address of ours to write, not a text of others.
                        new Plain(decision.target().toText()),
                        decision.author().substring(BY_POLICY.length()),
                        decision.evidence()));
            }
        }
        fresh.seen(decisions);
    }
}
