package io.rempart.console.api;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.api.Searches.Span;
import io.rempart.console.page.Calendar;
import io.rempart.console.page.Period;
import io.rempart.console.text.Fields;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.StatisticsStore.Count;
import io.rempart.events.store.StatisticsStore.Dimension;
import io.rempart.events.store.StatisticsStore.StatisticsSearch;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Counts from the roll-ups: by class, over time, by country, network, host, hour of day. */
@Controller
class StatisticsApi {
    private static final int DAYS = 30;
    private static final int MOST_ROWS = 20_000;
    private static final String[] PARAMETERS = {"from", "to", "class", "host", "port"};

    private final ConsoleRooms rooms;
    private final Searches searches;

    StatisticsApi(ConsoleRooms rooms, Searches searches) {
        this.rooms = rooms;
        this.searches = searches;
    }

    /** What is counted. */
    private record Lens(
            Span span,
            @Nullable SourceClass sourceClass,
            @Nullable String host,
            @Nullable Integer port) {
        StatisticsSearch search(List<Instant> bounds, List<Dimension> by) {
            return new StatisticsSearch(
                    bounds, by, sourceClass == null ? Set.of() : Set.of(sourceClass), host, port, MOST_ROWS);
        }

        List<Instant> bounds() {
            return List.of(span.from(), span.to());
        }
    }

    /** Events of a value: by class, and how many were refused (-1 where that isn't counted). */
    private record Tally(Map<SourceClass, Long> classes, long blocked) {
        Tally plus(Count count) {
            Map<SourceClass, Long> sum = new EnumMap<>(SourceClass.class);
            sum.putAll(classes);
            sum.merge(SourceFields.sourceClass(count), count.events(), Long::sum);
            return new Tally(sum, blocked < 0 || count.blocked() < 0 ? -1 : blocked + count.blocked());
        }

        long events() {
            return classes.values().stream().mapToLong(Long::longValue).sum();
        }

        Fields into(Fields fields) {
            return fields.with("events", events())
                    .with("blocked", blocked < 0 ? null : blocked)
                    .with("classes", SourceFields.classes(classes));
        }
    }

    private static final Tally NONE = new Tally(Map.of(), 0);

    private Asked asked(HttpServletRequest request, String... more) {
        List<String> known = new ArrayList<>(List.of(PARAMETERS));
        known.addAll(List.of(more));
        return Asked.of(request, searches.zone(), known.toArray(String[]::new));
    }

    private Lens lens(Asked asked) {
        String host = asked.text("host");
        Long port = asked.number("port", 1, 65_535);
        return new Lens(
                searches.span(asked, DAYS),
                asked.sourceClass("class"),
                host.isEmpty() ? null : host,
                port == null ? null : port.intValue());
    }

    private ResponseEntity<byte[]> answer(Lens lens, List<Fields> items) {
        return Answer.of(new Fields()
                .with("from", lens.span().from())
                .with("to", lens.span().to())
                .with("zone", searches.zone().getId())
                .with("items", items));
    }

    private List<Count> counts(Lens lens, List<Instant> bounds, List<Dimension> by) {
        return rooms.statistics().counts(lens.search(bounds, by), Searches.PATIENCE);
    }

    @GetMapping("/api/v1/statistics/classes")
    ResponseEntity<byte[]> classes(HttpServletRequest request) {
        Lens lens = lens(asked(request));
        Map<SourceClass, Long> before = new EnumMap<>(SourceClass.class);
        Map<SourceClass, Count> now = new EnumMap<>(SourceClass.class);
        List<Instant> bounds = List.of(
                lens.span().before().from(), lens.span().from(), lens.span().to());
        for (Count count : counts(lens, bounds, List.of(Dimension.CLASS))) {
            if (count.bucket() == 0) {
                before.put(SourceFields.sourceClass(count), count.events());
            } else {
                now.put(SourceFields.sourceClass(count), count);
            }
        }
        long total = now.values().stream().mapToLong(Count::events).sum();
        List<Fields> items = new ArrayList<>();
        for (SourceClass one : SourceClass.values()) {
            Count count = now.get(one);
            long events = count == null ? 0 : count.events();
            items.add(new Fields()
                    .with("class", one)
                    .with("events", events)
                    .with("share", total == 0 ? 0.0 : (double) events / total)
                    .with("blocked", count == null ? Long.valueOf(0) : count.blocked() < 0 ? null : count.blocked())
                    .with("before", before.getOrDefault(one, 0L)));
        }
        return answer(lens, items);
    }

    /** At most 400 parts: of too long a period for {@code by}, coarser ones. */
    @GetMapping("/api/v1/statistics/time")
    ResponseEntity<byte[]> time(HttpServletRequest request) {
        Asked asked = asked(request, "by");
        Lens lens = lens(asked);
        Calendar parts = Calendar.valueOf(
                asked.word("by", "day", "hour", "week", "month").toUpperCase(Locale.ROOT));
        List<Instant> bounds =
                parts.bounds(new Period(lens.span().from(), lens.span().to()), searches.zone());
        return answer(lens, SourceFields.buckets(bounds, counts(lens, bounds, List.of(Dimension.CLASS))));
    }

    /** Hours of the day in the zone of the server, all 24. */
    @GetMapping("/api/v1/statistics/hours")
    ResponseEntity<byte[]> hours(HttpServletRequest request) {
        Lens lens = lens(asked(request));
        Map<Integer, Tally> found = new TreeMap<>();
        for (Count count : rooms.statistics()
                .hoursOfDay(lens.search(lens.bounds(), List.of(Dimension.CLASS)), searches.zone(), Searches.PATIENCE)) {
            found.merge(count.bucket(), NONE.plus(count), (sum, one) -> sum.plus(count));
        }
        List<Fields> items = new ArrayList<>();
        for (int hour = 0; hour < 24; hour++) {
            items.add(found.getOrDefault(hour, NONE).into(new Fields().with("hour", hour)));
        }
        return answer(lens, items);
    }

    @GetMapping("/api/v1/statistics/countries")
    ResponseEntity<byte[]> countries(HttpServletRequest request) {
        return table(request, Dimension.COUNTRY);
    }

    @GetMapping("/api/v1/statistics/networks")
    ResponseEntity<byte[]> networks(HttpServletRequest request) {
        return table(request, Dimension.NETWORK);
    }

    @GetMapping("/api/v1/statistics/hosts")
    ResponseEntity<byte[]> hosts(HttpServletRequest request) {
        return table(request, Dimension.HOST);
    }

    @GetMapping("/api/v1/statistics/ports")
    ResponseEntity<byte[]> ports(HttpServletRequest request) {
        return table(request, Dimension.PORT);
    }

    /** The values with the most events first. */
    private ResponseEntity<byte[]> table(HttpServletRequest request, Dimension dimension) {
        Asked asked = asked(request, "limit");
        Lens lens = lens(asked);
        int limit = asked.limit();
        Map<List<String>, Tally> found = new LinkedHashMap<>();
        for (Count count : counts(lens, lens.bounds(), List.of(Dimension.CLASS, dimension))) {
            List<String> value = count.values().subList(1, count.values().size());
            found.merge(value, NONE.plus(count), (sum, one) -> sum.plus(count));
        }
        return answer(
                lens,
                found.entrySet().stream()
                        .sorted(Comparator.comparingLong((Map.Entry<List<String>, Tally> entry) ->
                                        entry.getValue().events())
                                .reversed())
                        .limit(limit)
                        .map(entry -> entry.getValue().into(name(dimension, entry.getKey())))
                        .toList());
    }

    private static Fields name(Dimension dimension, List<String> value) {
        return switch (dimension) {
            case NETWORK ->
                new Fields()
                        .with("asn", value.get(0).matches("\\d{1,18}") ? Long.parseLong(value.get(0)) : 0L)
                        .with("organisation", value.size() > 1 ? value.get(1) : "");
            case PORT ->
                new Fields().with("port", value.get(0).matches("\\d{1,9}") ? Long.parseLong(value.get(0)) : 0L);
            default -> new Fields().with(dimension == Dimension.COUNTRY ? "country" : "host", value.get(0));
        };
    }
}
