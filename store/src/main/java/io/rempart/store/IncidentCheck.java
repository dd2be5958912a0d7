package io.rempart.store;

import io.rempart.events.model.Event.Disposition;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether each event is in one incident, and each incident counts its events. Not thread-safe. */
final class IncidentCheck {
    private record Key(ByteBuffer client, int sourceClass) {}

    private static final class Span {
        final long first;
        final long last;
        long events;
        long blocked;

        Span(long first, long last, long events, long blocked) {
            this.first = first;
            this.last = last;
            this.events = events;
            this.blocked = blocked;
        }
    }

    private final Map<Key, List<Span>> spans = new HashMap<>();
    private long alone;
    private long twice;

    void load(Connection connection) throws SQLException {
        Sql.each(
                connection,
                "SELECT client, class, first_seen, last_seen, events, blocked FROM incident",
                List.of(),
                row -> spans.computeIfAbsent(
                                new Key(ByteBuffer.wrap(row.getBytes(1)), row.getInt(2)), none -> new ArrayList<>(1))
                        .add(new Span(row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6))));
    }

    void count(byte @Nullable [] client, int sourceClass, long time, int disposition) {
        if (client == null) {
            return;
        }
        int found = 0;
        for (Span span : spans.getOrDefault(new Key(ByteBuffer.wrap(client), sourceClass), List.of())) {
            if (time >= span.first && time <= span.last) {
                span.events--;
                span.blocked -= disposition == Codes.of(Disposition.BLOCKED) ? 1 : 0;
                found++;
            }
        }
        alone += found == 0 ? 1 : 0;
        twice += found > 1 ? 1 : 0;
    }

    List<String> differences() {
        List<String> differences = new ArrayList<>();
        if (alone > 0) {
            differences.add(alone + " events are in no incident.");
        }
        if (twice > 0) {
            differences.add(twice + " events are in two incidents.");
        }
        long wrong = spans.values().stream()
                .flatMap(List::stream)
                .filter(span -> span.events != 0 || span.blocked != 0)
                .count();
        if (wrong > 0) {
            differences.add(wrong + " incidents count other events than they have.");
        }
        return differences;
    }
}
