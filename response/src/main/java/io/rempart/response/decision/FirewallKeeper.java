package io.rempart.response.decision;

import io.rempart.events.decision.DecisionStore;
import io.rempart.events.store.StoreException;
import io.rempart.response.block.BlockerException;
import io.rempart.response.feed.FeedSync;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps the blocker up to date while {@code serve} runs, with decisions and then with feeds: asks the store every 300 ms whether a decision changed, wherever it was
 * made, and the blocker every two seconds whether it is still the one that was told. Sets ended decisions aside once a minute.
 */
public final class FirewallKeeper implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FirewallKeeper.class.getName());
    private static final Duration STEP = Duration.ofMillis(300);
    private static final Duration HELLO = Duration.ofSeconds(2);
    private static final Duration RETIRE = Duration.ofMinutes(1);

    private final DecisionStore decisions;
    private final FirewallSync sync;
    private final FeedSync feeds;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread keeper = new Thread(task, "rempart-firewall-keeper");
        keeper.setDaemon(true);
        return keeper;
    });
    private long carried = -1;
    private Instant nextHello = Instant.MIN;
    private Instant nextRetire = Instant.MIN;
    private String lastProblem = "";

    public FirewallKeeper(DecisionStore decisions, FirewallSync sync, FeedSync feeds) {
        this.decisions = decisions;
        this.sync = sync;
        this.feeds = feeds;
    }

    public void start() {
        thread.scheduleWithFixedDelay(this::step, 0, STEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void step() {
        try {
            Instant now = Instant.now();
            if (!now.isBefore(nextRetire)) {
                nextRetire = now.plus(RETIRE);
                decisions.retire(now);
            }
            long revision = decisions.position().revision();
            // Where nothing was ever decided or listed, a blocker that does not run is nothing to tell.
            if (revision == 0 && feeds.isIdle()) {
                return;
            }
            if (revision != carried || !now.isBefore(nextHello)) {
                nextHello = now.plus(HELLO);
                sync.sync();
                feeds.sync();
                carried = revision;
                tell("");
            }
        } catch (BlockerException | StoreException e) {
            // Tried again in two seconds; the page and `rempart blocks status` say so meanwhile.
            carried = -1;
            nextHello = Instant.now().plus(HELLO);
            pause();
            tell(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "decisions could not be carried to the firewall", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(HELLO.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Once when it begins, not every two seconds. */
    private void tell(String problem) {
        if (!problem.equals(lastProblem) && !problem.isEmpty()) {
            LOG.log(Level.WARNING, "{0}", problem);
        }
        lastProblem = problem;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
