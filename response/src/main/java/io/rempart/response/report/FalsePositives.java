package io.rempart.response.report;

import inet.ipaddr.IPAddress;
import io.rempart.events.account.AccountStore;
import io.rempart.events.account.AccountStore.AuditTrailEntry;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.Target;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.EventStore.Verdict;
import io.rempart.response.decision.Decisions;
import io.rempart.response.notify.Watermark;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a person's verdict that an event was a false positive: waiting reports of its source are taken back, sent ones
 * are to be deleted at the service, and blocks that policies decided end. Blocks by people stay, and are named in the audit trail.
 * Verdicts are read from the store, whoever gave them where; how far was looked lives with the data, so that one given while we
 * are down, or in the instant before we are killed, has its effect afterwards. Looks every two seconds once {@link #start}ed.
 */
public final class FalsePositives implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FalsePositives.class.getName());
    private static final Duration STEP = Duration.ofSeconds(2);
    private static final String BY_POLICY = "policy:";

    private final Watermark<Verdict> verdicts;
    private final Decisions decisions;
    private final @Nullable Reporter reporter;
    private final AccountStore trail;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread looking = new Thread(task, "rempart-false-positives");
        looking.setDaemon(true);
        return looking;
    });

    /** @param reporter null when nothing is reported */
    public FalsePositives(
            EventStore events, Decisions decisions, @Nullable Reporter reporter, AccountStore trail, Clock clock) {
        this.verdicts = new Watermark<>(events, "false-positives.verdict", events::verdicts, Verdict::id);
        this.decisions = decisions;
        this.reporter = reporter;
        this.trail = trail;
        this.clock = clock;
    }

    public void start() {
        step(); // what was before the first start has no effect
        thread.scheduleWithFixedDelay(this::safely, STEP.toMillis(), STEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void safely() {
        try {
            step();
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "false positives wait for the next look: {0}",
                    e.getClass().getSimpleName());
        }
    }

    /** One look; called by one thread at a time. */
    public void step() {
        List<Verdict> fresh = verdicts.since();
        Map<IPAddress, Verdict> innocent = new LinkedHashMap<>();
        for (Verdict verdict : fresh) {
            if (verdict.after() == SourceClass.FALSE_POSITIVE) {
                innocent.put(verdict.client(), verdict);
            }
        }
        innocent.values().forEach(this::undo);
        // Taken back twice is taken back: what was done before a crash is not noticed again.
        verdicts.seen(fresh);
    }

    private void undo(Verdict verdict) {
        IPAddress client = verdict.client();
        String person = "person:" + verdict.person();
        List<String> done = new ArrayList<>();
        int reports = reporter == null ? 0 : reporter.retract(client);
        if (reports > 0) {
            done.add(reports + " reports taken back");
        }
        for (Decision block : decisions.blocking(client)) {
            if (!(block.target() instanceof Target.Range)) {
                done.add("block " + block.id() + " of " + block.target().toText() + " stays");
            } else if (!block.author().startsWith(BY_POLICY)) {
                done.add("block " + block.id() + " by " + block.author() + " stays");
            } else if (decisions.end(block.id(), person, "event " + verdict.eventId() + " is a false positive")) {
                done.add("block " + block.id() + " by " + block.author() + " ended");
            }
        }
        if (!done.isEmpty()) {
            trail.record(new AuditTrailEntry(
                    0,
                    clock.instant(),
                    verdict.person(),
                    "false-positive",
                    client.toCanonicalString() + ": event " + verdict.eventId() + "; " + String.join("; ", done),
                    ""));
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
