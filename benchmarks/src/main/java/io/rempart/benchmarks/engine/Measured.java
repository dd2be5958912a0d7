package io.rempart.benchmarks.engine;

import java.util.Arrays;

/**
 * What one engine needed for the requests of one class; times are CPU nanoseconds of the thread that ran them.
 *
 * @param requests how many were measured
 * @param blocked how many of the {@code seen} different ones were interrupted
 * @param allocated bytes of heap a request, 0 where that is not known
 * @param process nanoseconds a request of the whole process, its compilers and collector included; 0 where that is not known
 */
record Measured(
        long requests, double mean, long median, long p99, int blocked, int seen, long allocated, double process) {
    static Measured of(long[] times, int count, int blocked, int seen, long allocated, long process) {
        long[] sorted = Arrays.copyOf(times, count);
        Arrays.sort(sorted);
        return new Measured(
                count,
                Arrays.stream(sorted).average().orElse(0),
                sorted[count / 2],
                sorted[(int) (count * 99L / 100)],
                blocked,
                seen,
                allocated / count,
                (double) process / count);
    }
}
