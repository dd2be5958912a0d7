package io.rempart.response.policy;

import inet.ipaddr.IPAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the events of sources in a sliding time, in the order of time or against it. At most {@value #MOST_SOURCES} sources are
 * remembered; the one not seen for longest is forgotten first. Used by one thread.
 */
final class Sightings {
    static final int MOST_SOURCES = 200_000;

    private final int events;
    private final long withinMicros;
    private final Map<IPAddress, Deque<Long>> seen;

    Sightings(int events, Duration within) {
        this.events = events;
        this.withinMicros = within.toNanos() / 1_000;
        this.seen = new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<IPAddress, Deque<Long>> eldest) {
                return size() > MOST_SOURCES;
            }
        };
    }

    /** Whether with this event there are enough within the time. */
    boolean add(IPAddress source, long micros) {
        Deque<Long> times = seen.computeIfAbsent(source, address -> new ArrayDeque<>(2));
        times.addLast(micros);
        if (times.size() > events) {
            times.removeFirst();
        }
        return times.size() >= events && Math.abs(times.getLast() - times.getFirst()) <= withinMicros;
    }

    void forget(IPAddress source) {
        seen.remove(source);
    }
}
