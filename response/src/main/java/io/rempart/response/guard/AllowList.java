package io.rempart.response.guard;

import inet.ipaddr.IPAddress;
import inet.ipaddr.ipv4.IPv4Address;
import inet.ipaddr.ipv6.IPv6Address;
import io.rempart.events.decision.Target;
import io.rempart.response.address.AddressSet;
import io.rempart.response.address.Span;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What is never to be blocked because a person said so: addresses, ranges, and names, which are looked up again every five
 * minutes in the background. A name that does not resolve (any more) keeps the addresses it had. At most {@value #MOST_NAMES}
 * names and {@value #MOST_ADDRESSES} addresses a name. Thread-safe.
 */
public final class AllowList implements GuardSource, AutoCloseable {
    static final int MOST_NAMES = 256;
    static final int MOST_ADDRESSES = 32;
    private static final Duration AGAIN = Duration.ofMinutes(5);

    private final Supplier<List<Target>> targets;
    private final Resolver resolver;
    private final Clock clock;
    private final Map<String, Known> names = new LinkedHashMap<>();
    private final ExecutorService lookups =
            new ThreadPoolExecutor(1, 2, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_NAMES), task -> {
                Thread thread = new Thread(task, "rempart-allow-list");
                thread.setDaemon(true);
                return thread;
            });

    private record Known(AddressSet addresses, Instant again) {}

    /** Looks names up. */
    public interface Resolver {
        InetAddress[] addresses(String name) throws UnknownHostException;
    }

    /** @param targets what is allowed now; cheap, it is asked often */
    public AllowList(Supplier<List<Target>> targets) {
        this(targets, InetAddress::getAllByName, Clock.systemUTC());
    }

    public AllowList(Supplier<List<Target>> targets, Resolver resolver, Clock clock) {
        this.targets = targets;
        this.resolver = resolver;
        this.clock = clock;
    }

    @Override
    public List<GuardedAddresses> guarded() {
        List<GuardedAddresses> guarded = new ArrayList<>();
        List<Span> ranges = new ArrayList<>();
        List<String> wanted = new ArrayList<>();
        for (Target target : targets.get()) {
            if (target instanceof Target.Range range) {
                ranges.addAll(AddressSet.of(range).spans());
            } else if (target instanceof Target.Name name && wanted.size() < MOST_NAMES) {
                wanted.add(name.host());
            }
        }
        if (!ranges.isEmpty()) {
            guarded.add(new GuardedAddresses(Guard.ALLOW_LIST, AddressSet.of(ranges), ""));
        }
        synchronized (names) {
            names.keySet().retainAll(wanted);
            for (String name : wanted) {
                Known known = names.get(name);
                AddressSet addresses = known == null ? AddressSet.EMPTY : known.addresses();
                if (known == null || !clock.instant().isBefore(known.again())) {
                    names.put(name, new Known(addresses, clock.instant().plus(AGAIN)));
                    lookUp(name);
                }
                if (!addresses.isEmpty()) {
                    guarded.add(new GuardedAddresses(Guard.ALLOW_LIST, addresses, name));
                }
            }
        }
        return guarded;
    }

    /** Looks all names up now and waits; for a command that runs once. */
    public void lookUpNow(Duration patience) {
        guarded();
        Instant deadline = clock.instant().plus(patience);
        while (clock.instant().isBefore(deadline) && isLookingUp()) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean isLookingUp() {
        ThreadPoolExecutor pool = (ThreadPoolExecutor) lookups;
        return pool.getActiveCount() > 0 || !pool.getQueue().isEmpty();
    }

    private void lookUp(String name) {
        try {
            lookups.execute(() -> {
                List<IPAddress> found = new ArrayList<>();
                try {
                    for (InetAddress address : resolver.addresses(name)) {
                        byte[] bytes = address.getAddress();
                        if (found.size() < MOST_ADDRESSES) {
                            found.add(bytes.length == 4 ? new IPv4Address(bytes) : new IPv6Address(bytes));
                        }
                    }
                } catch (UnknownHostException | RuntimeException e) {
                    return; // What it was stays.
                }
                synchronized (names) {
                    names.computeIfPresent(name, (n, known) -> new Known(widened(found), known.again()));
                }
            });
        } catch (RejectedExecutionException e) {
            // Closed, or full: it is asked again in five minutes.
        }
    }

    /** A home with IPv6 has a /64, in which a computer changes its address every day (RFC 8981). */
    private static AddressSet widened(List<IPAddress> addresses) {
        return AddressSet.ofBlocks(addresses.stream()
                .map(address -> address.isIPv6() ? address.setPrefixLength(64, false) : address)
                .toList());
    }

    @Override
    public void close() {
        lookups.shutdownNow();
    }
}
