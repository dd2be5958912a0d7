package io.rempart.console.page;

import inet.ipaddr.IPAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The name of an address, asked of the DNS when a person wants it: the question can be seen by who runs the address's name
 * server. A name counts only when it leads back to the address. At most {@value #MOST_AT_ONCE} questions at once, each ended
 * after {@value #SECONDS} seconds. Thread-safe.
 */
public final class ReverseName implements AutoCloseable {
    private static final int MOST_AT_ONCE = 4;
    private static final int SECONDS = 5;

    private final ThreadPoolExecutor threads;

    ReverseName() {
        threads = new ThreadPoolExecutor(0, MOST_AT_ONCE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "reverse-name");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * @param state {@code confirmed}, {@code unconfirmed} (the name doesn't lead back), {@code none}, {@code late}, {@code busy}
     * @param name empty where there is none
     */
    public record Answer(String state, String name) {}

    public Answer of(IPAddress address) {
        Future<Answer> asked;
        try {
            Callable<Answer> question = () -> ask(address.toInetAddress());
            asked = threads.submit(question);
        } catch (RejectedExecutionException e) {
            return new Answer("busy", "");
        }
        try {
            return asked.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return new Answer("late", "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer("late", "");
        } catch (ExecutionException e) {
            return new Answer("none", "");
        }
    }

    private static Answer ask(InetAddress address) {
        String name = address.getCanonicalHostName();
        if (name.equals(address.getHostAddress())) {
            // the JDK gives a name only when it leads back to the address
            return new Answer("none", "");
        }
        try {
            for (InetAddress forward : InetAddress.getAllByName(name)) {
                if (forward.equals(address)) {
                    return new Answer("confirmed", name);
                }
            }
        } catch (UnknownHostException e) {
            return new Answer("unconfirmed", name);
        }
        return new Answer("unconfirmed", name);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
