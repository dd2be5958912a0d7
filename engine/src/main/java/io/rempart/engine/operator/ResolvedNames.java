package io.rempart.engine.operator;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Names resolved in the background. Whoever asks waits a little for an answer; one that comes later is there for the next request.
 * Bounded: answers and questions under way together at most {@value #MOST}, questions at a time at most {@value #THREADS}; further
 * questions stay unasked.
 */
final class ResolvedNames {
    static final int MOST = 10_000;
    static final int THREADS = 4;
    private static final int WAITING = 256;
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final NameResolver resolver;
    private final Duration patience;
    private final LongSupplier nanoClock;
    private final ExecutorService threads;
    private final Map<String, Question> questions = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Question> eldest) {
            return size() > MOST;
        }
    };

    private record Question(CompletableFuture<Optional<byte[]>> answer, long asked) {}

    ResolvedNames(NameResolver resolver, Duration patience, LongSupplier nanoClock) {
        this.resolver = resolver;
        this.patience = patience;
        this.nanoClock = nanoClock;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "rempart-rbl");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        threads = pool;
    }

    /** The address of a name; empty when there is none or nobody has answered yet. */
    Optional<byte[]> address(String name) {
        CompletableFuture<Optional<byte[]>> answer;
        synchronized (questions) {
            Question known = questions.get(name);
            if (known == null || nanoClock.getAsLong() - known.asked() > KEPT.toNanos()) {
                known = ask(name);
                questions.put(name, known);
            }
            answer = known.answer();
        }
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    private Question ask(String name) {
        CompletableFuture<Optional<byte[]>> answer = new CompletableFuture<>();
        try {
            threads.execute(() -> answer.complete(resolve(name)));
        } catch (RejectedExecutionException e) {
            answer.complete(Optional.empty());
        }
        return new Question(answer, nanoClock.getAsLong());
    }

    private Optional<byte[]> resolve(String name) {
        try {
            return Optional.of(resolver.resolve(name));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
