package io.rempart.response.notify;

import inet.ipaddr.IPAddress;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.Target;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query;
import io.rempart.events.query.Query.NumberField;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.EventStore.Cursor;
import io.rempart.events.store.EventStore.EventPage;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.response.decision.Decisions;
import io.rempart.response.notify.BanLog.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Writes a line for each new event of some classes and for each new block of one address into a {@link BanLog}. How far it is
 * lives with the data; after a crash some lines may stand twice, none is missing but those past {@value #MOST_LINES} in one look,
 * which are counted.
 */
public final class BanLogWatch implements Watch, AutoCloseable {
    static final int MOST_LINES = 2_000;
    private static final int PAGE = 500;
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String NAME = "notify.ban-log.event";

    private final BanLog log;
    private final Set<SourceClass> classes;
    private final EventStore events;
    private final Watermark<Decision> decisions;
    private long lastEvent = -1;

    public BanLogWatch(Path path, ZoneId zone, Set<SourceClass> classes, EventStore events, Decisions decisions) {
        this.log = new BanLog(path, zone);
        this.classes = Set.copyOf(classes);
        this.events = events;
        this.decisions = new Watermark<>(events, "notify.ban-log.decision", decisions::history, Decision::id);
    }

    @Override
    public void look() {
        if (lastEvent < 0) {
            lastEvent = events.setting(NAME).map(Long::valueOf).orElseGet(this::newest);
            events.setSetting(NAME, Long.toString(lastEvent));
        }
        List<EventSummary> fresh = fresh();
        List<Decision> blocks = decisions.since();
        List<Line> lines = new ArrayList<>();
        long last = lastEvent;
        for (EventSummary event : fresh) {
            last = Math.max(last, event.id());
            IPAddress client = event.client();
            if (client != null) {
                lines.add(new Line(event.time(), event.sourceClass().key(), "Found", client));
            }
        }
        for (Decision block : blocks) {
            if (block.kind() == Decision.Kind.BLOCK
                    && block.target() instanceof Target.Range range
                    && range.isSingle()) {
                lines.add(new Line(block.createdAt(), name(block.author()), "Ban", range.first()));
            }
        }
        if (!lines.isEmpty()) {
            int shown = Math.min(lines.size(), MOST_LINES);
            try {
                log.write(lines.subList(lines.size() - shown, lines.size()), lines.size() - shown);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        if (last > lastEvent) {
            lastEvent = last;
            events.setSetting(NAME, Long.toString(last));
        }
        decisions.seen(blocks);
    }

    private static String name(String author) {
        int colon = author.indexOf(':');
        return author.startsWith("policy:") ? author.substring(colon + 1) : author.substring(0, Math.max(colon, 0));
    }

    private long newest() {
        return events.search(new Query.All(), null, PAGE, LIMIT).events().stream()
                .mapToLong(EventSummary::id)
                .max()
                .orElse(0);
    }

    /** New events in the order of time. */
    private List<EventSummary> fresh() {
        List<EventSummary> fresh = new ArrayList<>();
        Query query = new Query.And(List.of(
                new Query.ClassIs(classes), new Query.NumberBetween(NumberField.ID, lastEvent + 1, Long.MAX_VALUE)));
        Cursor cursor = null;
        do {
            EventPage page = events.search(query, cursor, PAGE, LIMIT);
            fresh.addAll(page.events());
            cursor = page.next();
        } while (cursor != null && fresh.size() < Watermark.MOST_A_LOOK);
        Collections.reverse(fresh);
        return fresh;
    }

    @Override
    public void close() {
        try {
            log.close();
        } catch (IOException e) {
            // Each look flushed what it wrote.
        }
    }
}
