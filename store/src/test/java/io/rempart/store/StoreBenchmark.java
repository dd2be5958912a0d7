package io.rempart.store;

import io.rempart.events.store.Batch;
import io.rempart.events.store.EventEntry;
import io.rempart.events.store.EventStore;
import io.rempart.testkit.EventGenerator;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Measures the write path, and fills a store for the other benchmarks: {@code StoreBenchmark LOCATION EVENTS BATCH [SOURCES]}.
 * The events are those of the 30 days before now. Generation runs on another thread.
 */
public final class StoreBenchmark {
    private static final Duration DAYS = Duration.ofDays(30);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private StoreBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        String location = arguments[0];
        int events = Integer.parseInt(arguments[1]);
        int batchSize = Integer.parseInt(arguments[2]);
        int sources = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 50_000;
        BlockingQueue<List<EventEntry>> queue = new ArrayBlockingQueue<>(8);
        EventGenerator generator =
                new EventGenerator(1, Instant.now().minus(DAYS), DAYS.toMillis() * 1_000 / events, sources);
        Thread producer = new Thread(() -> {
            try {
                for (int made = 0; made < events; made += batchSize) {
                    queue.put(generator.next(batchSize));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (EventStore store = EventStores.open(location)) {
            producer.start();
            long started = System.nanoTime();
            long mark = started;
            long waited = 0;
            long cpu = THREADS.getCurrentThreadCpuTime();
            for (int stored = 0; stored < events; stored += batchSize) {
                long asked = System.nanoTime();
                List<EventEntry> batch = queue.take();
                waited += System.nanoTime() - asked;
                store.append(new Batch("benchmark", batch, List.of(), List.of(), 4_000L * batch.size()));
                int done = stored + batchSize;
                if (done % (events / 10) == 0) {
                    long now = System.nanoTime();
                    System.out.printf(
                            "%,d events: %,.0f events/s (store alone %,.0f; a CPU second of the writer %,.0f), size %,d MB, %s%n",
                            done,
                            events / 10 / ((now - mark) / 1e9),
                            events / 10 / ((now - mark - waited) / 1e9),
                            events / 10 / ((THREADS.getCurrentThreadCpuTime() - cpu) / 1e9),
                            store.sizeInBytes() / 1_000_000,
                            residentMemory());
                    mark = now;
                    cpu = THREADS.getCurrentThreadCpuTime();
                    waited = 0;
                }
            }
            System.out.printf(
                    "all: %,.0f events/s, %,d events%n",
                    events / ((System.nanoTime() - started) / 1e9), store.eventCount());
        }
    }

    static String residentMemory() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS") || line.startsWith("VmHWM"))
                .map(line -> line.replaceAll("\\s+", " "))
                .toList()
                .toString();
    }
}
