package io.rempart.benchmarks.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a request takes while a process is young: prints, for each mark in seconds of running, the median of the CPU microseconds of the
 * requests in the half second before it. Arguments: rule file, file of requests, optionally a file of which all requests are run
 * first.
 */
final class WarmUp {
    static final double[] MARKS = {1, 2, 3, 6, 12, 24};
    private static final double WINDOW = 0.5;

    private WarmUp() {}

    public static void main(String[] arguments) throws IOException {
        Locale.setDefault(Locale.ROOT);
        EngineRun run = new EngineRun(Load.load(Path.of(arguments[0])), EngineBenchmark.RESPONSE);
        List<Request> requests = Corpus.read(Path.of(arguments[1]));
        if (arguments.length > 2) {
            Corpus.read(Path.of(arguments[2])).forEach(run::one);
        }
        long begin = System.nanoTime();
        int done = 0;
        for (double mark : MARKS) {
            long[] times = new long[1 << 16];
            int count = 0;
            double now;
            do {
                long time = run.time(requests.get(done++ % requests.size()));
                now = (System.nanoTime() - begin) / 1e9;
                if (now >= mark - WINDOW && count < times.length) {
                    times[count++] = time;
                }
            } while (now < mark);
            long[] sorted = Arrays.copyOf(times, count);
            Arrays.sort(sorted);
            System.out.printf(" %.0f", sorted[count / 2] / 1e3);
        }
        System.out.println();
    }
}
