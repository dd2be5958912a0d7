package io.rempart.response.policy;

import inet.ipaddr.IPAddress;
import io.rempart.events.account.AccountStore;
import io.rempart.events.account.AccountStore.AuditTrailEntry;
import io.rempart.events.decision.Target;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.EventStore.Cursor;
import io.rempart.events.store.EventStore.EventPage;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.events.store.StoreException;
import io.rempart.response.decision.Decisions;
import io.rempart.response.decision.Decisions.Request;
import io.rempart.response.policy.Policy.Mode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
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
 * Applies the policies to new events, every two seconds. A policy that runs dry notes in the audit trail whom it would block. Of
 * one step at most {@value #MOST_EVENTS} events are looked at, the newest; what was missed counts in no policy. What waits to be
 * blocked goes through the same guards as what a person decides.
 */
public final class PolicyRunner implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PolicyRunner.class.getName());
    private static final Duration STEP = Duration.ofSeconds(2);
    private static final int PAGE = 1_000;
    private static final int MOST_EVENTS = 20_000;
    private static final int MOST_NOTED = 10_000;
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration NOTED_AGAIN = Duration.ofHours(1);

    private final PolicyBook book;
    private final PolicySwitches switches;
    private final EventStore events;
    private final AccountStore trail;
    private final Decisions decisions;
    private final Clock clock;
    private final Map<String, Running> running = new HashMap<>();
    private final Map<String, Instant> noted = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST_NOTED;
        }
    };
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread runner = new Thread(task, "rempart-policies");
        runner.setDaemon(true);
        return runner;
    });

    /** What one policy has seen. */
    private static final class Running {
        private final Sightings sightings;
        private long lastId;
        private final Instant since;

        Running(Policy policy, Instant now) {
            this.sightings = new Sightings(policy.events(), policy.within());
            this.since = now.minus(policy.within());
        }
    }

    public PolicyRunner(
            PolicyBook book,
            PolicySwitches switches,
            EventStore events,
            AccountStore trail,
            Decisions decisions,
            Clock clock) {
        this.book = book;
        this.switches = switches;
        this.events = events;
        this.trail = trail;
        this.decisions = decisions;
        this.clock = clock;
    }

    public void start() {
        thread.scheduleWithFixedDelay(this::step, STEP.toMillis(), STEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Looks at what is new; called by one thread at a time. */
    void step() {
        for (Policy policy : book.policies()) {
            try {
                Mode mode = switches.position(policy).mode();
                if (mode == Mode.OFF) {
                    running.remove(policy.name());
                } else {
                    apply(policy, mode);
                }
            } catch (StoreException e) {
                LOG.log(Level.WARNING, "policy {0}: {1}", new Object[] {policy.name(), e.getMessage()});
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "policy " + policy.name(), e);
            }
        }
    }

    private void apply(Policy policy, Mode mode) {
        Running state = running.computeIfAbsent(policy.name(), name -> new Running(policy, clock.instant()));
        List<EventSummary> fresh = fresh(policy, state);
        for (EventSummary event : fresh) {
            state.lastId = Math.max(state.lastId, event.id());
            IPAddress client = event.client();
            if (client == null || event.confidence() < policy.confidence()) {
                continue;
            }
            if (state.sightings.add(client, ChronoUnit.MICROS.between(Instant.EPOCH, event.time()))) {
                state.sightings.forget(client);
                block(policy, mode, client, event);
            }
        }
    }

    /** New events in the order of time. */
    private List<EventSummary> fresh(Policy policy, Running state) {
        List<EventSummary> fresh = new ArrayList<>();
        Cursor cursor = null;
        do {
            EventPage page = events.search(
                    PolicyQuery.of(policy, state.lastId == 0 ? state.since : null, state.lastId), cursor, PAGE, LIMIT);
            fresh.addAll(page.events());
            cursor = page.next();
        } while (cursor != null && fresh.size() < MOST_EVENTS);
        Collections.reverse(fresh);
        return fresh;
    }

    private void block(Policy policy, Mode mode, IPAddress client, EventSummary event) {
        Target target = around(policy, client);
        if (!decisions.blocking(client).isEmpty()) {
            return;
        }
        String evidence = policy.events() + " events within " + policy.within() + ", the last: event " + event.id();
        if (mode == Mode.DRY_RUN) {
            note(policy, target, evidence);
            return;
        }
        Request request = Request.of(target, "policy " + policy.name(), "policy:" + policy.name())
                .with(evidence)
                .lasting(policy.lasting());
        Decisions.Outcome outcome = decisions.block(request);
        if (outcome instanceof Decisions.Outcome.Refused refused) {
            note(policy, target, "refused: " + refused.guarded().guard().key());
        }
    }

    private static Target around(Policy policy, IPAddress client) {
        int length = client.isIPv4() ? policy.ipv4Length() : policy.ipv6Length();
        return length == client.getBitCount()
                ? Target.Range.of(client)
                : Target.Range.of(client.setPrefixLength(length, false));
    }

    /** A line in the audit trail, at most one an hour for each target. */
    private void note(Policy policy, Target target, String detail) {
        String key = policy.name() + " " + target.toText();
        Instant now = clock.instant();
        @Nullable Instant before = noted.get(key);
        if (before != null && now.isBefore(before.plus(NOTED_AGAIN))) {
            return;
        }
        noted.put(key, now);
        trail.record(new AuditTrailEntry(
                0, now, "policy:" + policy.name(), "would-block", target.toText() + ": " + detail, ""));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
