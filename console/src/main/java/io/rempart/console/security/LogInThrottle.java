package io.rempart.console.security;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down who guesses passwords. After five failures in a row an address (an IPv6 /64) waits two seconds, then four, up to
 * fifteen minutes; after fifty failures from wherever an account is tried at most once in ten seconds, so that its owner can
 * still come in. Remembers at most {@value #CAPACITY} addresses and as many names, the oldest forgotten first. Thread-safe.
 */
public final class LogInThrottle {
    static final int CAPACITY = 4_096;
    private static final int FREE_FAILURES = 5;
    private static final int FREE_FAILURES_OF_NAME = 50;
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration BETWEEN_TRIES_OF_NAME = Duration.ofSeconds(10);
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private final Clock clock;
    private final Map<String, Failures> byAddress = bounded();
    private final Map<String, Failures> byName = bounded();

    public LogInThrottle(Clock clock) {
        this.clock = clock;
    }

    /** How long this address must wait before it may try this name; zero when it needn't. */
    public synchronized Duration wait(String address, String name) {
        Duration forAddress = remaining(byAddress.get(network(address)));
        Duration forName = remaining(byName.get(name));
        return forAddress.compareTo(forName) >= 0 ? forAddress : forName;
    }

    /** How long this address must wait, whatever it tries. */
    synchronized Duration wait(String address) {
        return remaining(byAddress.get(network(address)));
    }

    /** Counts a failure against the address alone. */
    synchronized void failed(String address) {
        Instant now = clock.instant();
        byAddress.merge(network(address), Failures.first(now), (old, first) -> old.another(now, this::pauseOfAddress));
    }

    public synchronized void failed(String address, String name) {
        Instant now = clock.instant();
        byAddress.merge(network(address), Failures.first(now), (old, first) -> old.another(now, this::pauseOfAddress));
        byName.merge(name, Failures.first(now), (old, first) -> old.another(now, LogInThrottle::pauseOfName));
    }

    public synchronized void succeeded(String address, String name) {
        byAddress.remove(network(address));
        byName.remove(name);
    }

    synchronized int remembered() {
        return Math.max(byAddress.size(), byName.size());
    }

    private Duration pauseOfAddress(int failures) {
        if (failures < FREE_FAILURES) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofSeconds(2L << Math.min(failures - FREE_FAILURES, 12));
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }

    private static Duration pauseOfName(int failures) {
        return failures < FREE_FAILURES_OF_NAME ? Duration.ZERO : BETWEEN_TRIES_OF_NAME;
    }

    private Duration remaining(@org.jspecify.annotations.Nullable Failures failures) {
        if (failures == null) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), failures.until());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The /64 of an IPv6 address, which is what one person has; the address itself otherwise. */
    private static String network(String address) {
        IPAddress parsed = new IPAddressString(address).getAddress();
        if (parsed == null || !parsed.isIPv6()) {
            return address;
        }
        return parsed.toPrefixBlock(64).toCanonicalString();
    }

    private static Map<String, Failures> bounded() {
        return new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
                return size() > CAPACITY;
            }
        };
    }

    private record Failures(int count, Instant last, Instant until) {
        static Failures first(Instant now) {
            return new Failures(1, now, now);
        }

        Failures another(Instant now, java.util.function.IntFunction<Duration> pause) {
            if (Duration.between(last, now).compareTo(FORGOTTEN) > 0) {
                return first(now);
            }
            int next = Math.min(count + 1, 1_000_000);
            return new Failures(next, now, now.plus(pause.apply(next)));
        }
    }
}
