package io.rempart.response.notify;

import io.rempart.events.account.AccountStore;
import io.rempart.events.account.AccountStore.AuditTrailEntry;
import io.rempart.events.notice.Notice.Level;
import io.rempart.events.store.EventStore;
import java.util.List;

/** Tells of blocks that a policy wanted and a guard refused, as the audit trail has them. */
public final class RefusalWatch implements Watch {
    private static final String BY_POLICY = "policy:";
    private static final String REFUSED = ": refused: ";

    private final Teller teller;
    private final Watermark<AuditTrailEntry> fresh;

    public RefusalWatch(Teller teller, AccountStore trail, EventStore settings) {
        this.teller = teller;
        this.fresh = new Watermark<>(settings, "notify.audit", trail::auditTrail, AuditTrailEntry::id);
    }

    @Override
    public void look() {
        List<AuditTrailEntry> entries = fresh.since();
        for (AuditTrailEntry entry : entries) {
            int refused = entry.detail().indexOf(REFUSED);
            if (entry.action().equals("would-block")
                    && refused > 0
                    && entry.account().startsWith(BY_POLICY)) {
                teller.tell(Happening.of(
                        Topic.BLOCK_REFUSED,
                        Level.WARNING,
                        "audit:" + entry.id(),
                        "block.refused",
                        new Plain(entry.detail().substring(0, refused)),
                        entry.account().substring(BY_POLICY.length()),
                        entry.detail().substring(refused + REFUSED.length())));
            }
        }
        fresh.seen(entries);
    }
}
