package io.rempart.response.block;

import io.rempart.response.block.Blocker.Dropped;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Speaks to the {@link BlockerServer}. A connection for each request, ended after a minute. Thread-safe. */
public final class BlockerClient {
    private static final ScheduledExecutorService WATCH = Executors.newScheduledThreadPool(1, task -> {
        Thread thread = new Thread(task, "rempart-blocker-client");
        thread.setDaemon(true);
        return thread;
    });

    private final Path socket;

    public BlockerClient(Path socket) {
        this.socket = socket;
    }

    /**
     * Whose decisions it enforces, and which revision of them.
     *
     * @param feeds version by name of the feeds it enforces
     */
    public record Hello(String store, long revision, Map<String, String> feeds) {}

    /**
     * What became of a change.
     *
     * @param isTaken false when it started from another state: everything must be sent
     * @param problem what the firewall said against it; empty when nothing
     */
    public record Answer(boolean isTaken, long revision, String problem) {}

    public Hello hello() {
        return ask(out -> Wire.line(out, json -> json.writeStringProperty("op", "hello")), in -> {
            Wire.Line line = answer(in);
            Map<String, String> feeds = new HashMap<>();
            for (String feed : line.list("feeds")) {
                String[] words = feed.split(" ", 2);
                feeds.put(words[0], words.length > 1 ? words[1] : "");
            }
            return new Hello(line.text("store"), line.number("revision"), feeds);
        });
    }

    public Answer send(WantedChange change) {
        return ask(out -> Wire.write(change, out), BlockerClient::taken);
    }

    /** Tells a feed; it is taken once the blocker knows what is decided. */
    public Answer send(WantedFeed feed) {
        return ask(out -> Wire.write(feed, out), BlockerClient::taken);
    }

    private static Answer taken(BufferedReader in) throws IOException {
        Wire.Line line = Wire.read(in);
        if (line == null) {
            throw new BlockerException("The blocker ended before it answered.");
        }
        if (!line.has("taken")) {
            throw new BlockerException(line.text("problem"));
        }
        return new Answer(line.truth("taken"), line.number("revision"), line.text("problem"));
    }

    public FirewallStatus status() {
        return ask(
                out -> Wire.line(out, json -> json.writeStringProperty("op", "status")),
                in -> StatusWire.read(answer(in)));
    }

    /** Has the firewall compared with what is wanted now; whether it had to be repaired. */
    public boolean look() {
        return ask(
                out -> Wire.line(out, json -> json.writeStringProperty("op", "look")),
                in -> answer(in).truth("repaired"));
    }

    /** What was dropped because of each decision. */
    public Map<Long, Dropped> dropped() {
        return ask(out -> Wire.line(out, json -> json.writeStringProperty("op", "dropped")), in -> {
            Map<Long, Dropped> dropped = new HashMap<>();
            for (Wire.Line line = answer(in); !line.has("end"); line = answer(in)) {
                dropped.put(line.number("block"), new Dropped(line.number("packets"), line.number("bytes")));
            }
            return dropped;
        });
    }

    private static Wire.Line answer(BufferedReader in) throws IOException {
        Wire.Line line = Wire.read(in);
        if (line == null) {
            throw new BlockerException("The blocker ended before it answered, or does not know this user.");
        }
        if (line.has("problem") && !line.has("driver")) {
            throw new BlockerException(line.text("problem"));
        }
        return line;
    }

    private interface Question {
        void to(Writer out) throws IOException;
    }

    private interface Reading<T> {
        T of(BufferedReader in) throws IOException;
    }

    private <T> T ask(Question question, Reading<T> reading) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            Future<?> end = WATCH.schedule(
                    () -> {
                        channel.close();
                        return null;
                    },
                    BlockerServer.LONGEST_SECONDS,
                    TimeUnit.SECONDS);
            try {
                Writer out = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
                BufferedReader in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
                question.to(out);
                out.flush();
                return reading.of(in);
            } finally {
                end.cancel(false);
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new BlockerException(
                    "The blocker does not answer on " + socket + " (" + e.getMessage()
                            + "). Start it with: systemctl start rempart-blocker",
                    e);
        }
    }
}
