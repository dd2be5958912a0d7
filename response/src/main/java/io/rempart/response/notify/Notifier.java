package io.rempart.response.notify;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Watches and tells, in two threads of its own: one looks, so that what happens is stored at once, the other carries, which may
 * take time.
 */
public final class Notifier implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Notifier.class.getName());

    private final List<Watch> watches;
    private final Postman postman;
    private final Duration step;
    private final ScheduledExecutorService looking = thread("rempart-watch");
    private final ScheduledExecutorService carrying = thread("rempart-tell");

    /** @param step how often it looks and carries */
    public Notifier(List<Watch> watches, Postman postman, Duration step) {
        this.watches = List.copyOf(watches);
        this.postman = postman;
        this.step = step;
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    public void start() {
        for (Watch watch : watches) {
            looking.scheduleWithFixedDelay(
                    () -> safely(watch::look, watch.getClass().getSimpleName()),
                    step.toMillis(),
                    step.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
        carrying.scheduleWithFixedDelay(
                () -> safely(postman::pass, "Postman"), step.toMillis(), step.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void safely(Runnable work, String name) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "telling ({0}) goes on at the next look: {1}", new Object[] {
                name, HarmlessText.line(String.valueOf(e.getMessage()), 300)
            });
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
        carrying.shutdownNow();
        for (Watch watch : watches) {
            if (watch instanceof AutoCloseable closeable) {
                try {
                    looking.awaitTermination(2, TimeUnit.SECONDS);
                    closeable.close();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } catch (Exception e) {
                    LOG.log(Level.WARNING, "telling could not be closed: {0}", e.getMessage());
                }
            }
        }
    }
}
