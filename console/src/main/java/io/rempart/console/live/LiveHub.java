package io.rempart.console.live;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.security.Person;
import io.rempart.console.text.Fields;
import io.rempart.console.text.JsonText;
import io.rempart.events.store.StoreException;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches the store for all subscribers at once: one look every two seconds while anybody listens, however many they are. What
 * changed is told to each; the last {@value #REMEMBERED} messages are remembered for who was cut off. Every 15 seconds a comment
 * keeps connections open, and log-ins that are over are found. At most {@value #MOST} subscribers. Thread-safe.
 */
public final class LiveHub implements AutoCloseable {
    static final int MOST = 50;
    static final int MOST_OF_PERSON = 10;
    static final int REMEMBERED = 64;
    static final Duration LOOK = Duration.ofSeconds(2);
    static final Duration HEARTBEAT = Duration.ofSeconds(15);
    /** A program's stream ends after this, so that its token is looked at again. */
    static final Duration LONGEST_OF_PROGRAM = Duration.ofMinutes(15);

    private static final System.Logger LOG = System.getLogger(LiveHub.class.getName());
    private static final byte[] COMMENT = ": still here\n\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] REPLACED = "event: replaced\ndata: {}\n\n".getBytes(StandardCharsets.US_ASCII);

    private final ConsoleRooms rooms;
    private final LogIns logIns;
    private final Clock clock;
    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
    private final Deque<Message> remembered = new ArrayDeque<>();
    private @Nullable ScheduledExecutorService watcher;
    private @Nullable Snapshot last;
    private Instant heartbeatAt = Instant.EPOCH;
    private long lastId;
    private boolean isClosed;

    /** Whether the log-in behind a stream still stands. */
    interface LogIns {
        boolean stands(Person person);

        /** Whether its session is one still, and not left alone for too long. */
        boolean isPresent(HttpSession session);
    }

    private record Message(long id, byte[] bytes) {}

    LiveHub(ConsoleRooms rooms, LogIns logIns, Clock clock) {
        this.rooms = rooms;
        this.logIns = logIns;
        this.clock = clock;
        this.lastId = clock.millis(); // so that a number of an earlier process is not taken for one of this
    }

    /** How many streams are open. */
    public int subscribers() {
        return subscribers.size();
    }

    /**
     * Whether one more stream of this person may be opened. A browser always gets one: of pages that were left, the server may
     * not know yet, so the person's oldest page gives its place up.
     *
     * @param isBrowser false for a program with a token, which keeps what it has
     */
    synchronized boolean hasRoom(String person, boolean isBrowser) {
        List<Subscriber> own = subscribers.stream()
                .filter(one -> one.person().name().equals(person))
                .toList();
        if (own.size() < MOST_OF_PERSON && subscribers.size() < MOST) {
            return true;
        }
        Optional<Subscriber> oldest = own.stream()
                .filter(one -> isBrowser && one.session() != null)
                .min(Comparator.comparing(Subscriber::since));
        oldest.ifPresent(one -> {
            one.send(REPLACED);
            one.end();
        });
        return oldest.isPresent();
    }

    /**
     * Adds a stream and tells it what it missed, or how things are now.
     *
     * @param after number of the last message the subscriber has; null for none
     */
    synchronized void add(Subscriber subscriber, @Nullable Long after) {
        if (isClosed) {
            subscriber.end();
            return;
        }
        if (last == null || subscribers.isEmpty()) {
            last = Snapshot.of(rooms);
        }
        subscribers.add(subscriber);
        subscriber.send("retry: 5000\n\n".getBytes(StandardCharsets.US_ASCII));
        if (after == null) {
            greet(subscriber, last);
        } else if (isRemembered(after)) {
            remembered.stream().filter(one -> one.id() > after).forEach(one -> subscriber.send(one.bytes()));
        } else {
            subscriber.send(Outgoing.REFRESH);
            greet(subscriber, last);
        }
        if (watcher == null) {
            watcher = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "live");
                thread.setDaemon(true);
                return thread;
            });
            watcher.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private boolean isRemembered(long after) {
        return after == lastId || !remembered.isEmpty() && remembered.getFirst().id() <= after + 1 && after <= lastId;
    }

    private void greet(Subscriber subscriber, Snapshot now) {
        subscriber.send(bytes(lastId, "counts", now.counts()));
        subscriber.send(bytes(lastId, "logs", now.logStates()));
        subscriber.send(bytes(lastId, "decisions", now.decisions()));
    }

    void remove(Subscriber subscriber) {
        subscribers.remove(subscriber);
    }

    private void look() {
        try {
            if (subscribers.isEmpty()) {
                return;
            }
            Instant now = clock.instant();
            if (!now.isBefore(heartbeatAt)) {
                heartbeatAt = now.plus(HEARTBEAT);
                subscribers.forEach(one -> one.send(COMMENT));
                endThoseOfFinishedLogIns(now);
            }
            tell(Snapshot.of(rooms));
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.DEBUG, "live updates wait for the store", e);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "live updates could not be made", e);
        }
    }

    private void endThoseOfFinishedLogIns(Instant now) {
        Map<Person, Boolean> standing = new HashMap<>(); // each account is looked up once, however many its streams
        for (Subscriber one : List.copyOf(subscribers)) {
            HttpSession session = one.session();
            boolean isOver = session == null
                    ? Duration.between(one.since(), now).compareTo(LONGEST_OF_PROGRAM) > 0
                    : !logIns.isPresent(session);
            if (isOver || !standing.computeIfAbsent(one.person(), logIns::stands)) {
                one.end();
            }
        }
    }

    private synchronized void tell(Snapshot now) {
        Snapshot before = last;
        last = now;
        if (before == null) {
            return;
        }
        List<Message> messages = new ArrayList<>();
        if (now.stored() != before.stored() || now.incidents() != before.incidents()) {
            messages.add(message("counts", now.counts()));
        }
        if (!now.logs().equals(before.logs())) {
            messages.add(message("logs", now.logStates()));
        }
        if (now.revision() != before.revision()) {
            messages.add(message("decisions", now.decisions()));
        }
        for (Message message : messages) {
            remembered.addLast(message);
            if (remembered.size() > REMEMBERED) {
                remembered.removeFirst();
            }
            subscribers.forEach(one -> one.send(message.bytes()));
        }
    }

    private Message message(String event, Fields data) {
        lastId++;
        return new Message(lastId, bytes(lastId, event, data));
    }

    /** One line of data: JSON in ASCII has no line end in it. */
    private static byte[] bytes(long id, String event, Fields data) {
        String json = new String(JsonText.bytes(data), StandardCharsets.US_ASCII);
        return ("id: " + id + "\nevent: " + event + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        ScheduledExecutorService running;
        synchronized (this) {
            isClosed = true;
            running = watcher;
        }
        if (running != null) {
            running.shutdownNow();
        }
        List.copyOf(subscribers).forEach(Subscriber::end);
    }
}
