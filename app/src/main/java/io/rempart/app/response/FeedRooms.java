package io.rempart.app.response;

import io.rempart.app.config.Configuration;
import io.rempart.events.notice.Notice.Level;
import io.rempart.events.report.ReportStore;
import io.rempart.response.feed.FeedSync;
import io.rempart.response.feed.Feeds;
import io.rempart.response.notify.Condition;
import io.rempart.response.notify.Topic;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The lists of others as configured, and their way to the blocker. Thread-safe. */
public final class FeedRooms implements AutoCloseable {
    private final Feeds feeds;
    private final Optional<FeedSync> sync;

    private final ResponseRooms response;

    private FeedRooms(Feeds feeds, Optional<FeedSync> sync, ResponseRooms response) {
        this.feeds = feeds;
        this.sync = sync;
        this.response = response;
    }

    public static FeedRooms open(
            Configuration configuration, Path dataDirectory, ReportStore reports, ResponseRooms response) {
        Feeds feeds = new Feeds(
                configuration.feeds(),
                dataDirectory.resolve("feeds"),
                Clock.systemUTC(),
                ReportRooms.blacklist(configuration, reports).orElse(null));
        return new FeedRooms(feeds, response.blocker().map(blocker -> new FeedSync(blocker, feeds)), response);
    }

    public Feeds feeds() {
        return feeds;
    }

    /** Empty when no firewall is to be touched. */
    public Optional<FeedSync> sync() {
        return sync;
    }

    /**
     * Carries one feed to the blocker now; the decisions first, since their guards hold for it.
     *
     * @throws io.rempart.response.block.BlockerException when that does not answer, or the firewall refuses
     */
    public void carry(String name) {
        if (sync.isPresent()) {
            response.carry();
            sync.get().carry(name);
        }
    }

    /** What is wrong with the lists now. */
    public List<Condition> conditions() {
        return feeds.standing().stream()
                .filter(standing -> standing.problem() != null)
                .map(standing -> Condition.about(
                        Topic.FEED_FAILED,
                        Level.WARNING,
                        "feed",
                        standing.settings().name(),
                        String.valueOf(
                                Objects.requireNonNull(standing.problem()).getMessage())))
                .toList();
    }

    /** Begins to fetch. */
    public void start() {
        feeds.start();
    }

    @Override
    public void close() {
        feeds.close();
    }
}
