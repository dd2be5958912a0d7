package io.rempart.response.feed;

import inet.ipaddr.IPAddress;
import io.rempart.response.RempartResponseException;
import io.rempart.response.address.AddressSet;
import io.rempart.response.address.Span;
import io.rempart.response.block.WantedFeed;
import io.rempart.response.feed.FeedSettings.Action;
import io.rempart.response.report.AbuseIpdbBlacklist;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The configured lists of others. What is wrong with a new list leaves the last good one in force, until its expiry. Once {@link
 * #start}ed, each is asked for at its interval by a thread of its own, after a failure sooner. Thread-safe.
 */
public final class Feeds implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Feeds.class.getName());
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    private static final Duration LONGEST_RETRY = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final List<FeedSettings> settings;
    private final FeedShelf shelf;
    private final Clock clock;
    private final Fetcher web;
    private final Fetcher disk;
    private final @Nullable Fetcher blacklist;
    private final Map<String, Known> known = new HashMap<>();
    private @Nullable ScheduledExecutorService thread;

    /** What was read from the shelf, and when that had changed. */
    private record Known(FeedState state, String hash, Optional<FileTime> of) {}

    /**
     * @param directory where lists are kept
     * @param blacklist null when no key of AbuseIPDB is configured
     */
    public Feeds(List<FeedSettings> settings, Path directory, Clock clock, @Nullable AbuseIpdbBlacklist blacklist) {
        this(settings, directory, clock, blacklist, HttpClient.newBuilder(), PATIENCE, PAUSE);
    }

    Feeds(
            List<FeedSettings> settings,
            Path directory,
            Clock clock,
            @Nullable AbuseIpdbBlacklist blacklist,
            HttpClient.Builder http,
            Duration patience,
            Duration pause) {
        if (settings.size() > WantedFeed.MOST_FEEDS) {
            throw new RempartResponseException("more than " + WantedFeed.MOST_FEEDS + " feeds");
        }
        this.settings = List.copyOf(settings);
        this.shelf = new FeedShelf(directory);
        this.clock = clock;
        this.web = new HttpFetcher(http, clock, patience, pause);
        this.disk = new DiskFetcher(clock);
        this.blacklist = blacklist == null ? null : new BlacklistFetcher(blacklist);
    }

    /** How it stands with a feed, for people. */
    public record Standing(
            FeedSettings settings,
            int entries,
            int ranges,
            int refusedLines,
            @Nullable Instant fetchedAt,
            @Nullable Instant currentAt,
            @Nullable Instant endsAt,
            @Nullable Instant triedAt,
            Instant nextAt,
            @Nullable FeedProblem problem,
            boolean isInForce) {}

    public List<FeedSettings> settings() {
        return settings;
    }

    public synchronized List<Standing> standing() {
        return settings.stream()
                .map(each -> standing(each, known(each).state()))
                .toList();
    }

    private Standing standing(FeedSettings feed, FeedState state) {
        return new Standing(
                feed,
                state.entries(),
                state.addresses().spans().size(),
                state.refused(),
                state.fetchedAt(),
                state.currentAt(),
                state.endsAt(feed),
                state.triedAt(),
                state.nextAt(),
                state.problem(),
                state.isInForce(feed, clock.instant()));
    }

    /** Names of the feeds in force that list this address. */
    public synchronized List<FeedSettings> listing(IPAddress address) {
        Instant now = clock.instant();
        List<FeedSettings> listing = new ArrayList<>();
        for (FeedSettings feed : settings) {
            FeedState state = known(feed).state();
            if (state.isInForce(feed, now) && state.addresses().contains(address)) {
                listing.add(feed);
            }
        }
        return listing;
    }

    /** What the firewall is to enforce now. */
    public synchronized List<WantedFeed> wanted() {
        Instant now = clock.instant();
        List<WantedFeed> wanted = new ArrayList<>();
        for (FeedSettings feed : settings) {
            Known state = known(feed);
            Instant end = state.state().endsAt(feed);
            if (feed.action() == Action.BLOCK && end != null && state.state().isInForce(feed, now)) {
                wanted.add(new WantedFeed(
                        feed.name(),
                        state.hash() + "." + end.getEpochSecond(),
                        state.state().addresses(),
                        end));
            }
        }
        return wanted;
    }

    /** Whether no feed is configured, and none ever was. */
    public boolean isIdle() {
        return settings.isEmpty() && !shelf.isThere();
    }

    /**
     * Asks for a feed now.
     *
     * @param anySize whether a person says that much more or fewer entries than before are right
     * @return how it stands then; what went wrong stands in it
     */
    public Standing fetch(FeedSettings feed, boolean anySize) {
        FeedState before;
        synchronized (this) {
            before = known(feed).state();
        }
        FeedState after;
        boolean isNewList = false;
        try {
            FeedSettings asked = anySize ? withAnySize(feed) : feed;
            Fetched fetched = fetcher(feed).fetch(asked, before.mark(), before.modified());
            if (fetched instanceof Fetched.Content content) {
                after = taken(asked, content, before);
                isNewList = true;
            } else {
                Instant now = clock.instant();
                after = before.renewed(now, now.plus(feed.interval()));
            }
        } catch (FeedProblem problem) {
            after = failed(feed, before, problem);
        }
        synchronized (this) {
            shelf.keep(feed, after, isNewList);
            known.remove(feed.name());
            return standing(feed, known(feed).state());
        }
    }

    private static FeedSettings withAnySize(FeedSettings feed) {
        return new FeedSettings(
                feed.name(),
                feed.source(),
                feed.action(),
                feed.interval(),
                feed.expiry(),
                feed.mostEntries(),
                feed.mostBytes(),
                0,
                feed.widestIpv4(),
                feed.widestIpv6());
    }

    private Fetcher fetcher(FeedSettings feed) {
        if (feed.source() instanceof FeedSettings.Web) {
            return web;
        } else if (feed.source() instanceof FeedSettings.Disk) {
            return disk;
        } else if (blacklist == null) {
            throw new FeedProblem(FeedProblem.Kind.SERVICE, "abuseipdb.key-file is not configured");
        }
        return blacklist;
    }

    private FeedState taken(FeedSettings feed, Fetched.Content content, FeedState before) {
        Instant now = clock.instant();
        FeedReading reading = FeedText.read(content.bytes(), feed.mostEntries());
        FeedGuard.check(reading, feed, before.entries());
        Instant current = content.currentAt().isAfter(now) ? now : content.currentAt();
        if (!current.plus(feed.expiry()).isAfter(now)) {
            throw new FeedProblem(FeedProblem.Kind.STALE, content.currentAt().toString());
        }
        AddressSet addresses = reading.addresses();
        if (addresses.spans().size() > WantedFeed.MOST_SPANS) {
            throw new FeedProblem(FeedProblem.Kind.TOO_MANY, String.valueOf(WantedFeed.MOST_SPANS));
        }
        return new FeedState(
                addresses,
                reading.entries().size(),
                reading.refused(),
                content.mark(),
                content.modified(),
                now,
                current,
                now,
                now.plus(feed.interval()),
                0,
                null);
    }

    private FeedState failed(FeedSettings feed, FeedState before, FeedProblem problem) {
        Instant now = clock.instant();
        Duration retry = FIRST_RETRY.multipliedBy(1L << Math.min(before.failures(), 10));
        retry = shorter(shorter(retry, LONGEST_RETRY), feed.interval());
        Instant next = now.plus(retry);
        if (problem.kind() == FeedProblem.Kind.WAIT) {
            Instant until = Instant.parse(problem.details().get(0));
            next = until.isAfter(next) ? until : next;
        } else if (problem.kind() == FeedProblem.Kind.SERVICE) {
            // Each request counts against the day's allowance, and the answer would be the same.
            next = now.plus(feed.interval());
        }
        return before.failed(problem, now, next);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** As it is on the shelf, wherever it was put there. */
    private Known known(FeedSettings feed) {
        Optional<FileTime> changed = shelf.changedAt(feed.name());
        Known now = known.get(feed.name());
        if (now == null || !now.of().equals(changed)) {
            FeedState state = shelf.read(feed);
            now = new Known(state, hash(state.addresses()), changed);
            known.put(feed.name(), now);
        }
        return now;
    }

    private static String hash(AddressSet addresses) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Span span : addresses.spans()) {
                digest.update(span.toString().getBytes(StandardCharsets.US_ASCII));
                digest.update((byte) '\n');
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    // ---- by themselves

    /** Begins to ask for each feed when its time has come. */
    public synchronized void start() {
        if (thread == null && !settings.isEmpty()) {
            thread = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread fetching = new Thread(task, "rempart-feeds");
                fetching.setDaemon(true);
                return fetching;
            });
            thread.scheduleWithFixedDelay(this::passSafely, 0, STEP.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void passSafely() {
        try {
            pass();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "feeds are fetched later: {0}", String.valueOf(e.getMessage()));
        }
    }

    /** Asks for those whose time has come. Called by one thread at a time. */
    void pass() {
        for (FeedSettings feed : settings) {
            FeedState state;
            synchronized (this) {
                state = known(feed).state();
            }
            if (!clock.instant().isBefore(state.nextAt())) {
                Standing now = fetch(feed, false);
                FeedProblem problem = now.problem();
                if (problem != null && state.problem() == null) {
                    LOG.log(Level.WARNING, "the feed {0} was not renewed: {1}", new Object[] {
                        feed.name(), problem.getMessage()
                    });
                }
            }
        }
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.shutdownNow();
        }
    }

    /** The feeds by name. */
    public Map<String, FeedSettings> byName() {
        Map<String, FeedSettings> byName = new LinkedHashMap<>();
        settings.forEach(feed -> byName.put(feed.name(), feed));
        return byName;
    }

    /** Reads a list without keeping it: what {@code feeds check} shows. */
    public FeedReading read(FeedSettings feed) {
        Fetched fetched = fetcher(feed).fetch(feed, "", "");
        return FeedText.read(((Fetched.Content) fetched).bytes(), feed.mostEntries());
    }

    /** What a list must not be, asked of one that was read. */
    public static Optional<FeedProblem> problem(FeedReading reading, FeedSettings feed) {
        try {
            FeedGuard.check(reading, feed, 0);
            return Optional.empty();
        } catch (FeedProblem problem) {
            return Optional.of(problem);
        }
    }
}
