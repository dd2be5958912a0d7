package io.rempart.console.api;

import io.rempart.console.Countermeasures.Entry;
import io.rempart.console.text.Fields;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.EventStore.SourceSummary;
import io.rempart.events.store.StatisticsStore.Count;
import io.rempart.events.store.StatisticsStore.SourceActivity;
import io.rempart.events.store.StatisticsStore.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sources as JSON, in the words of {@code rempart sources --json}. */
final class SourceFields {
    private SourceFields() {}

    static Fields of(SourceSummary source) {
        return new Fields()
                .with("client", source.client())
                .with("events", source.events())
                .with("blocked", source.blocked())
                .with("country", source.country())
                .with("asn", source.asn())
                .with("organisation", source.organisation())
                .with("classes", classes(source.byClass()))
                .with("firstSeen", source.firstSeen())
                .with("lastSeen", source.lastSeen());
    }

    /** Events by class; classes without any are left out. */
    static Map<String, Long> classes(Map<SourceClass, Long> byClass) {
        Map<String, Long> classes = new LinkedHashMap<>();
        for (SourceClass one : SourceClass.values()) {
            long events = byClass.getOrDefault(one, 0L);
            if (events > 0) {
                classes.put(one.key(), events);
            }
        }
        return classes;
    }

    static Fields activity(SourceActivity activity) {
        return of(activity.summary())
                .with("hosts", IncidentFields.counted(activity.hosts()))
                .with("paths", IncidentFields.counted(activity.paths()))
                .with("rules", IncidentFields.counted(activity.rules()))
                .with("messages", IncidentFields.counted(activity.messages()))
                .with("userAgents", IncidentFields.counted(activity.userAgents()))
                .with(
                        "incidents",
                        activity.incidents().stream().map(IncidentFields::of).toList());
    }

    static Fields of(Verdict verdict) {
        return new Fields()
                .with("id", verdict.id())
                .with("event", verdict.eventId())
                .with("at", verdict.at())
                .with("person", verdict.person())
                .with("before", verdict.before())
                .with("after", verdict.after())
                .with("comment", verdict.comment());
    }

    static Fields of(Entry entry) {
        return new Fields()
                .with("kind", entry.kind())
                .with("target", entry.target())
                .with("at", entry.at())
                .with("until", entry.until())
                .with("author", entry.author())
                .with("reason", entry.reason())
                .with("standing", entry.standing())
                .with("id", entry.id().isEmpty() ? null : entry.id());
    }

    /** Buckets between bounds, empty ones too, from counts whose first value is the class. */
    static List<Fields> buckets(List<Instant> bounds, List<Count> counts) {
        List<Map<SourceClass, Long>> found = new ArrayList<>();
        for (int i = 1; i < bounds.size(); i++) {
            found.add(new LinkedHashMap<>());
        }
        for (Count count : counts) {
            found.get(count.bucket()).merge(sourceClass(count), count.events(), Long::sum);
        }
        List<Fields> buckets = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            buckets.add(new Fields()
                    .with("from", bounds.get(i))
                    .with("to", bounds.get(i + 1))
                    .with(
                            "events",
                            found.get(i).values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum())
                    .with("classes", classes(found.get(i))));
        }
        return buckets;
    }

    static SourceClass sourceClass(Count count) {
        return SourceClass.ofKey(count.values().get(0)).orElse(SourceClass.UNCLASSIFIED);
    }
}
