package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.language.Wording;
import io.rempart.console.text.Layers;
import io.rempart.console.text.MatchedData;
import io.rempart.console.text.RequestFields;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.Classification.Evidence;
import io.rempart.events.model.Event;
import io.rempart.events.query.Query;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.events.store.EventStore.StoredEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody tried, decoded: of the newest events those that differ in path or rules, read again from their records. Bounded:
 * looks at {@value #LOOKED_AT} events and reads {@value #MOST} records.
 *
 * @param evidence what speaks for the classes of these events, the heaviest first
 */
public record Attempts(List<Attempt> attempts, List<Reason> evidence) {
    private static final int LOOKED_AT = 120;
    private static final int MOST = 8;
    private static final int MOST_FIELDS = 3;
    private static final int MOST_REASONS = 8;

    /**
     * One event with what was marked in it; {@code fields} is empty where nothing was.
     *
     * @param times how many of the events looked at are like it
     */
    public record Attempt(EventRow row, String family, List<RequestFields.Field> fields, int times) {}

    /** A piece of evidence and on how many of the events read it rests. */
    public record Reason(Evidence evidence, int times) {}

    static Attempts of(ConsoleRooms rooms, Query query, Scope scope, Wording wording, Duration timeLimit) {
        List<EventSummary> events =
                rooms.events().search(query, null, LOOKED_AT, timeLimit).events();
        Map<String, Integer> times = new HashMap<>();
        events.forEach(event -> times.merge(kind(event), 1, Integer::sum));
        List<EventSummary> telling = new ArrayList<>(events);
        telling.sort(Comparator.comparingInt(Attempts::rank).reversed());
        Set<String> shown = new HashSet<>();
        List<Attempt> attempts = new ArrayList<>();
        Map<String, Reason> reasons = new HashMap<>();
        for (EventSummary event : telling) {
            if (attempts.size() >= MOST) {
                break;
            }
            if (!shown.add(kind(event))) {
                continue;
            }
            Optional<StoredEvent> stored = rooms.events().event(event.id());
            Optional<Event> opened = stored.flatMap(rooms.opener()::open);
            stored.ifPresent(one -> add(one.classification().evidence(), reasons));
            EventRow row = EventRow.of(event, scope, SearchTerms.of(""), wording);
            String family = row.rule().isEmpty()
                    ? ""
                    : wording.text("family." + RuleFamily.of(row.rule()).key() + ".name");
            attempts.add(new Attempt(
                    row, family, opened.map(Attempts::marked).orElse(List.of()), times.getOrDefault(kind(event), 1)));
        }
        return new Attempts(List.copyOf(attempts), heaviest(reasons.values()));
    }

    private static String kind(EventSummary event) {
        int query = event.uri().indexOf('?');
        String path = query < 0 ? event.uri() : event.uri().substring(0, query);
        return event.method() + ' ' + event.host() + path + ' ' + event.ruleIds();
    }

    private static int rank(EventSummary event) {
        return event.ruleIds().stream()
                .mapToInt(id -> RuleFamily.of(id).rank())
                .max()
                .orElse(-1);
    }

    private static void add(List<Evidence> evidence, Map<String, Reason> reasons) {
        for (Evidence one : evidence) {
            Reason known = reasons.get(one.rule());
            reasons.put(one.rule(), new Reason(one, known == null ? 1 : known.times() + 1));
        }
    }

    private static List<Reason> heaviest(Collection<Reason> reasons) {
        return reasons.stream()
                .sorted(Comparator.comparingInt(
                                (Reason reason) -> Math.abs(reason.evidence().weight()))
                        .reversed()
                        .thenComparing(reason -> reason.evidence().rule()))
                .limit(MOST_REASONS)
                .toList();
    }

    /** The values in which the rules matched; the path, where it matched there. */
    private static List<RequestFields.Field> marked(Event event) {
        List<ByteText> needles = MatchedData.needles(event.hits());
        List<RequestFields.Field> fields = new ArrayList<>(RequestFields.of(event.request(), needles));
        fields.removeIf(field -> !field.hasMarks());
        if (fields.isEmpty()) {
            Layers uri = Layers.of(event.request().uri(), needles);
            if (uri.hasMarks()) {
                fields.add(new RequestFields.Field("path", ByteText.EMPTY, uri));
            }
            event.request().headers().stream()
                    .map(header -> new RequestFields.Field("header", header.name(), Layers.of(header.value(), needles)))
                    .filter(RequestFields.Field::hasMarks)
                    .forEach(fields::add);
        }
        return List.copyOf(fields.subList(0, Math.min(fields.size(), MOST_FIELDS)));
    }
}
