package io.rempart.events.classify;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts what each source did of late, for rules about rates and spread. Bounded: at most 20,000 sources (the least recently
 * seen is forgotten), at most 64 counters a source, at most 256 moments a counter. Times are those of the events, so that
 * reading old logs counts as living through them. Not thread-safe.
 */
final class SourceHistory {
    static final int MAX_SOURCES = 20_000;
    static final int MAX_COUNTERS = 64;
    static final int MAX_MOMENTS = 256;

    private final Map<String, Map<String, Moments>> sources = new LinkedHashMap<>(1024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<String, Moments>> eldest) {
            return size() > MAX_SOURCES;
        }
    };

    /** Notes an event and says how many there were within the time, this one included; at most {@code enough}. */
    int count(String source, String counter, long millis, long withinMillis, int enough) {
        return moments(source, counter, enough).add(millis, 0, false, withinMillis);
    }

    /** Notes a path and says how many different ones there were within the time; at most {@code enough}. */
    int countDifferent(String source, String counter, String path, long millis, long withinMillis, int enough) {
        return moments(source, counter, enough).add(millis, path.hashCode(), true, withinMillis);
    }

    private Moments moments(String source, String counter, int enough) {
        Map<String, Moments> counters = sources.computeIfAbsent(source, s -> new LinkedHashMap<>(4));
        Moments moments = counters.get(counter);
        if (moments == null) {
            if (counters.size() >= MAX_COUNTERS) {
                counters.remove(counters.keySet().iterator().next());
            }
            moments = new Moments(Math.min(enough, MAX_MOMENTS));
            counters.put(counter, moments);
        }
        return moments;
    }

    /** The last {@code capacity} moments, each with a mark; the oldest makes room. */
    private static final class Moments {
        private final int capacity;
        private long[] times = new long[4];
        private int[] marks = new int[4];
        private int size;

        Moments(int capacity) {
            this.capacity = capacity;
        }

        int add(long time, int mark, boolean different, long within) {
            int kept = 0;
            for (int i = 0; i < size; i++) {
                boolean recent = Math.abs(time - times[i]) <= within;
                boolean same = different && marks[i] == mark;
                if (recent && !same) {
                    times[kept] = times[i];
                    marks[kept++] = marks[i];
                }
            }
            size = kept;
            if (size == capacity) {
                System.arraycopy(times, 1, times, 0, size - 1);
                System.arraycopy(marks, 1, marks, 0, size - 1);
                size--;
            }
            if (size == times.length) {
                times = Arrays.copyOf(times, Math.min(capacity, size * 2));
                marks = Arrays.copyOf(marks, Math.min(capacity, size * 2));
            }
            times[size] = time;
            marks[size++] = mark;
            return size;
        }
    }
}
