package io.rempart.app.response;

import inet.ipaddr.IPAddress;
import io.rempart.app.config.Configuration;
import io.rempart.app.config.ConfigurationKey;
import io.rempart.events.model.SourceClass;
import io.rempart.events.report.Report;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.EventStore.SourceSearch;
import io.rempart.events.store.EventStore.SourceSummary;
import io.rempart.response.report.Observed;
import io.rempart.response.report.Reporter;
import io.rempart.response.report.Reporter.Draft;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Proposes the sources of the last day for a report, every quarter of an hour, when {@code abuseipdb.automatic} says so: those
 * with enough events of a class that is reported, and no report in that day.
 */
final class Proposals implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Proposals.class.getName());
    private static final List<SourceClass> CLASSES =
            List.of(SourceClass.ATTACK, SourceClass.BRUTE_FORCE, SourceClass.SCANNER, SourceClass.BAD_BOT);
    private static final int MOST_A_ROUND = 200;

    private final ReportRooms rooms;
    private final EventStore events;
    private final boolean held;
    private final int minimum;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread proposer = new Thread(task, "rempart-report-proposals");
        proposer.setDaemon(true);
        return proposer;
    });

    private Proposals(ReportRooms rooms, EventStore events, boolean held, int minimum) {
        this.rooms = rooms;
        this.events = events;
        this.held = held;
        this.minimum = minimum;
    }

    /** Empty when reports are made by people alone. */
    static Optional<Proposals> of(Configuration configuration, ReportRooms rooms, EventStore events) {
        String automatic = ReportRooms.automatic(configuration);
        int minimum = Math.max(1, configuration.number(ConfigurationKey.ABUSEIPDB_MINIMUM_EVENTS));
        return automatic.equals("off")
                ? Optional.empty()
                : Optional.of(new Proposals(rooms, events, automatic.equals("hold"), minimum));
    }

    void start() {
        thread.scheduleWithFixedDelay(this::proposeSafely, 1, 15, TimeUnit.MINUTES);
    }

    private void proposeSafely() {
        try {
            propose();
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "reports are proposed later: {0}",
                    e.getClass().getSimpleName());
        }
    }

    /** One round. */
    void propose() {
        Instant now = Instant.now();
        Instant dayAgo = now.minus(Duration.ofDays(1));
        for (SourceClass sourceClass : CLASSES) {
            SourceSearch search = new SourceSearch(dayAgo, now, sourceClass, null, null, null, MOST_A_ROUND);
            for (SourceSummary source :
                    events.sources(search, Duration.ofSeconds(5)).sources()) {
                if (source.events() < minimum) {
                    break; // the most active come first
                }
                propose(source.client(), dayAgo);
            }
        }
    }

    private void propose(IPAddress client, Instant since) {
        Reporter reporter = rooms.reporter();
        boolean known = reporter.ofAddress(client, 20).stream()
                .anyMatch(report -> report.isPending()
                        || report.createdAt().isAfter(since)
                        // taken back: a person said that this was no attacker
                        || report.state() == Report.State.RETRACTED
                        || report.state() == Report.State.RETRACTING);
        Optional<Observed> observed = known ? Optional.empty() : rooms.observed(client);
        if (observed.isPresent() && observed.get().requests() >= minimum) {
            Draft draft = reporter.draft(observed.get());
            if (draft.problem().isEmpty()) {
                reporter.submit(observed.get(), draft, "policy:abuseipdb.automatic", held);
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
