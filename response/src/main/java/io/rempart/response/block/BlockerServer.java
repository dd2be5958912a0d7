package io.rempart.response.block;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The process that alone may change the firewall: an {@link Enforcer} behind a Unix socket. It knows no database and no web; who
 * speaks to it is checked by the kernel's word ({@link PeerCheck}); at most {@value #MOST_CONNECTIONS} speak at once, each for
 * at most {@value #LONGEST_SECONDS} s; what they say is bounded ({@link Wire}). Thread-safe.
 *
 * <p>Requests, one JSON object a line: {@code {"op":"hello"}}, {@code {"op":"status"}}, {@code {"op":"dropped"}}, {@code
 * {"op":"look"}}, or a change or feed ({@link Wire}). Each is answered by one line, {@code dropped} by one a decision and an end.
 */
public final class BlockerServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(BlockerServer.class.getName());
    static final int MOST_CONNECTIONS = 8;
    static final int LONGEST_SECONDS = 60;
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Enforcer enforcer;
    private final Journal journal;
    private final PeerCheck peers;
    private final Path socket;
    private final Duration lookInterval;
    private final ServerSocketChannel listening;
    private final Semaphore places = new Semaphore(MOST_CONNECTIONS);
    private final ExecutorService speakers =
            Executors.newCachedThreadPool(task -> daemon(task, "rempart-blocker-peer"));
    private final ScheduledExecutorService clockwork =
            Executors.newScheduledThreadPool(2, task -> daemon(task, "rempart-blocker"));
    private Instant nextLook = Instant.MIN;

    private BlockerServer(Enforcer enforcer, Journal journal, PeerCheck peers, Path socket, Duration lookInterval)
            throws IOException {
        this.enforcer = enforcer;
        this.journal = journal;
        this.peers = peers;
        this.socket = socket;
        this.lookInterval = lookInterval;
        // A socket that a killed process left behind can't be bound again.
        Files.deleteIfExists(socket);
        this.listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
    }

    /**
     * Enforces what was wanted when it last ran, then listens.
     *
     * @param stateDirectory where what is wanted is remembered
     * @param users who may speak to it besides root and its own user
     * @param lookInterval how often the firewall is compared with what is wanted
     */
    public static BlockerServer start(
            Enforcer enforcer, Path stateDirectory, Path socket, Set<String> users, Duration lookInterval) {
        try {
            Files.createDirectories(stateDirectory);
            Path folder = socket.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Journal journal = new Journal(stateDirectory);
            restore(enforcer, journal);
            BlockerServer server = new BlockerServer(enforcer, journal, new PeerCheck(users), socket, lookInterval);
            server.run();
            return server;
        } catch (IOException e) {
            throw new BlockerException(
                    "The blocker can't start: " + e.getMessage() + " (socket " + socket + ", state " + stateDirectory
                            + ").",
                    e);
        }
    }

    private static void restore(Enforcer enforcer, Journal journal) throws IOException {
        try {
            journal.replay(
                    change -> remembered(() -> enforcer.take(change)), feed -> remembered(() -> enforcer.take(feed)));
        } catch (BlockerException e) {
            LOG.log(Level.WARNING, "{0}", e.getMessage());
        }
        if (enforcer.knowsWhatIsWanted()) {
            journal.begin(enforcer.told(), enforcer.feeds());
        }
    }

    private static void remembered(Runnable taking) {
        try {
            taking.run();
        } catch (BlockerException e) {
            LOG.log(Level.WARNING, "{0}", e.getMessage());
        }
    }

    private void run() {
        Thread acceptor = daemon(this::accept, "rempart-blocker-accept");
        acceptor.start();
        clockwork.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void tick() {
        try {
            enforcer.tick();
            Instant now = Instant.now();
            if (!now.isBefore(nextLook)) {
                enforcer.reconcile();
                Duration took = Duration.between(now, Instant.now());
                boolean isWell = enforcer.status().problem().isEmpty();
                // A look takes at most a twentieth of the time.
                Duration pause = isWell ? longer(lookInterval, took.multipliedBy(20)) : RETRY;
                nextLook = Instant.now().plus(pause);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the blocker's clockwork", e);
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private void accept() {
        while (listening.isOpen()) {
            try {
                SocketChannel peer = listening.accept();
                if (!peers.allows(peer) || !places.tryAcquire()) {
                    peer.close();
                    continue;
                }
                speakers.execute(() -> {
                    try {
                        speak(peer);
                    } finally {
                        places.release();
                    }
                });
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.log(Level.WARNING, "a connection failed: {0}", e.getMessage());
            }
        }
    }

    private void speak(SocketChannel peer) {
        ScheduledFuture<?> end = clockwork.schedule(() -> close(peer), LONGEST_SECONDS, TimeUnit.SECONDS);
        try (peer;
                BufferedReader in = new BufferedReader(Channels.newReader(peer, StandardCharsets.UTF_8));
                Writer out = new BufferedWriter(Channels.newWriter(peer, StandardCharsets.UTF_8))) {
            try {
                for (Wire.Line line = Wire.read(in); line != null; line = Wire.read(in)) {
                    answer(line, in, out);
                    out.flush();
                }
            } catch (BlockerException e) {
                Wire.line(out, json -> json.writeStringProperty("problem", String.valueOf(e.getMessage())));
                out.flush();
            }
        } catch (IOException e) {
            // The other end went away: its change was taken whole or not at all.
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a request failed", e);
        } finally {
            end.cancel(false);
        }
    }

    private static void close(SocketChannel peer) {
        try {
            peer.close();
        } catch (IOException e) {
            // It is gone.
        }
    }

    private void answer(Wire.Line line, BufferedReader in, Writer out) throws IOException {
        if (line.has("change")) {
            WantedChange change = Wire.change(line, in);
            if (change != null) {
                take(change, out);
            }
            return;
        }
        if (line.has("feed")) {
            WantedFeed feed = Wire.feed(line, in);
            if (feed != null) {
                take(feed, out);
            }
            return;
        }
        switch (line.text("op")) {
            case "hello" ->
                Wire.line(out, json -> {
                    json.writeStringProperty("store", enforcer.store());
                    json.writeNumberProperty("revision", enforcer.revision());
                    json.writeArrayPropertyStart("feeds");
                    enforcer.feeds().forEach(feed -> json.writeString(feed.name() + " " + feed.version()));
                    json.writeEndArray();
                });
            case "look" -> {
                boolean differed = enforcer.reconcile();
                Wire.line(out, json -> json.writeBooleanProperty("repaired", differed));
            }
            case "status" -> StatusWire.write(enforcer.status(), out);
            case "dropped" -> {
                for (Map.Entry<Long, Blocker.Dropped> each : enforcer.dropped().entrySet()) {
                    Wire.line(out, json -> {
                        json.writeNumberProperty("block", each.getKey());
                        json.writeNumberProperty("packets", each.getValue().packets());
                        json.writeNumberProperty("bytes", each.getValue().bytes());
                    });
                }
                Wire.line(out, json -> json.writeNumberProperty("end", 1));
            }
            default -> throw new BlockerException("Not understood: op '" + line.text("op") + "'.");
        }
    }

    private void take(WantedChange change, Writer out) throws IOException {
        String problem = "";
        boolean isTaken;
        synchronized (journal) {
            try {
                isTaken = enforcer.take(change);
            } catch (BlockerException e) {
                problem = String.valueOf(e.getMessage());
                isTaken = enforcer.store().equals(change.store()) && enforcer.revision() == change.to();
            }
            if (isTaken) {
                try {
                    if (change.whole() || journal.isLong()) {
                        journal.begin(enforcer.told(), enforcer.feeds());
                    } else {
                        journal.add(change);
                    }
                } catch (IOException e) {
                    LOG.log(Level.WARNING, "what is wanted can't be remembered: {0}", e.getMessage());
                }
            }
        }
        answer(isTaken, problem, out);
    }

    private void take(WantedFeed feed, Writer out) throws IOException {
        String problem = "";
        boolean isTaken;
        synchronized (journal) {
            try {
                isTaken = enforcer.take(feed);
            } catch (BlockerException e) {
                problem = String.valueOf(e.getMessage());
                isTaken = enforcer.feeds().contains(feed);
            }
            if (isTaken) {
                try {
                    if (journal.isLong()) {
                        journal.begin(enforcer.told(), enforcer.feeds());
                    } else {
                        journal.add(feed);
                    }
                } catch (IOException e) {
                    LOG.log(Level.WARNING, "what is wanted can't be remembered: {0}", e.getMessage());
                }
            }
        }
        answer(isTaken, problem, out);
    }

    private void answer(boolean taken, String said, Writer out) throws IOException {
        Wire.line(out, json -> {
            json.writeBooleanProperty("taken", taken);
            json.writeNumberProperty("revision", enforcer.revision());
            if (!said.isEmpty()) {
                json.writeStringProperty("problem", said);
            }
        });
    }

    /** Stops listening. What the firewall holds stays. */
    @Override
    public void close() {
        clockwork.shutdownNow();
        try {
            listening.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.log(Level.FINE, "closing", e);
        }
        speakers.shutdownNow();
    }
}
