package io.rempart.app;

import io.rempart.app.config.ConfigurationKey;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.EventStore.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps the store within its age and size: a minute after the start, then every ten minutes. */
final class Upkeep implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Upkeep.class.getName());

    private final EventStore store;
    private final @Nullable Duration maxAge;
    private final @Nullable Long maxBytes;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread upkeep = new Thread(task, "rempart-upkeep");
        upkeep.setDaemon(true);
        return upkeep;
    });

    Upkeep(Installation installation) {
        this.store = installation.events();
        this.maxAge = installation.configuration().duration(ConfigurationKey.RETENTION_MAX_AGE);
        this.maxBytes = installation.configuration().size(ConfigurationKey.RETENTION_MAX_SIZE);
    }

    void start() {
        if (maxAge != null || maxBytes != null) {
            thread.scheduleWithFixedDelay(this::retain, 1, 10, TimeUnit.MINUTES);
        }
    }

    private void retain() {
        try {
            store.retain(new Retention(maxAge, maxBytes, Instant.now()));
        } catch (RuntimeException e) {
            // Tried again in ten minutes; the free-space guard watches the disk meanwhile.
            LOG.log(
                    Level.WARNING,
                    "old events could not be deleted: {0}",
                    TerminalText.safe(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
