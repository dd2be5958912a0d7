package io.rempart.console.api;

import inet.ipaddr.IPAddress;
import io.rempart.console.ConsoleRooms;
import io.rempart.console.api.Searches.Span;
import io.rempart.console.page.ReverseName;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import io.rempart.console.text.Fields;
import io.rempart.console.text.MatchedData;
import io.rempart.console.text.VisibleText;
import io.rempart.events.model.Event;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.events.store.EventStore.SourcePage;
import io.rempart.events.store.EventStore.SourceSearch;
import io.rempart.events.store.EventStore.SourceSummary;
import io.rempart.events.store.StatisticsStore.SourceActivity;
import io.rempart.events.store.StatisticsStore.Verdict;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Sources: the list, the story of one address, what it tried, who is near it, a verdict on all it did. */
@Controller
class SourcesApi {
    private static final int LONGEST_COMMENT = 500;
    private static final int DAYS = 30;
    private static final int LOOKED_AT = 200;
    private static final int ATTEMPTS = 20;
    private static final Duration AHEAD = Duration.ofDays(366); // a log may be written by a clock that is ahead

    private final ConsoleRooms rooms;
    private final Searches searches;
    private final Accounts accounts;
    private final ReverseName names;

    SourcesApi(ConsoleRooms rooms, Searches searches, Accounts accounts, ReverseName names) {
        this.rooms = rooms;
        this.searches = searches;
        this.accounts = accounts;
        this.names = names;
    }

    @GetMapping("/api/v1/sources")
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        Asked asked = Asked.of(request, searches.zone(), "from", "to", "class", "network", "limit", "after");
        Instant from = asked.time("from");
        Instant to = asked.time("to");
        After after = After.of(asked.text("after"));
        SourcePage page = rooms.events()
                .sources(
                        new SourceSearch(
                                from == null ? Instant.EPOCH : from,
                                to == null ? searches.now().plus(AHEAD) : to,
                                asked.sourceClass("class"),
                                asked.block("network"),
                                after == null ? null : after.count(),
                                after == null ? null : after.client(),
                                asked.limit()),
                        Searches.PATIENCE);
        List<SourceSummary> sources = page.sources();
        SourceSummary last = sources.isEmpty() ? null : sources.get(sources.size() - 1);
        return Answer.page(
                sources.stream().map(SourceFields::of).toList(),
                page.more() && last != null ? new After(last.events(), last.client()).toText() : null);
    }

    /** Where a page of sources begins: after a source with so many events. */
    private record After(long count, IPAddress client) {
        String toText() {
            return count + "_" + client.toCanonicalString();
        }

        static @Nullable After of(String text) {
            if (text.isEmpty()) {
                return null;
            }
            int line = text.indexOf('_');
            if (line < 1 || !text.substring(0, line).matches("\\d{1,18}")) {
                throw Asked.bad("after", text, "next");
            }
            return new After(Long.parseLong(text.substring(0, line)), Asked.block("after", text.substring(line + 1)));
        }
    }

    @GetMapping("/api/v1/sources/{address}")
    ResponseEntity<byte[]> show(@PathVariable String address, HttpServletRequest request) {
        Asked asked = Asked.of(request, searches.zone(), "from", "to");
        IPAddress client = Asked.address(address);
        SourceActivity activity = activity(client, searches.span(asked, DAYS)).orElseThrow(ApiProblem::notThere);
        return Answer.of(SourceFields.activity(activity));
    }

    private Optional<SourceActivity> activity(IPAddress client, Span span) {
        return rooms.statistics().source(client, span.from(), span.to(), Searches.PATIENCE);
    }

    /** What it tried: of its newest events those that differ in path or rules, with the values in which rules matched. */
    @GetMapping("/api/v1/sources/{address}/attempts")
    ResponseEntity<byte[]> attempts(@PathVariable String address, HttpServletRequest request) {
        Asked asked = Asked.of(request, searches.zone(), "from", "to", "limit");
        Span span = searches.span(asked, DAYS);
        int limit = (int) asked.number("limit", 1, 100, ATTEMPTS);
        Query query = new Query.And(
                List.of(new Query.ClientIn(Asked.address(address)), new Query.TimeBetween(span.from(), span.to())));
        Set<String> seen = new HashSet<>();
        List<Fields> attempts = new ArrayList<>();
        for (EventSummary event :
                rooms.events().search(query, null, LOOKED_AT, Searches.PATIENCE).events()) {
            if (attempts.size() < limit && seen.add(kind(event))) {
                attempts.add(attempt(event));
            }
        }
        return Answer.page(attempts, null);
    }

    private Fields attempt(EventSummary event) {
        Optional<Event> opened = rooms.events().event(event.id()).flatMap(rooms.opener()::open);
        return new Fields()
                .with("event", EventFields.of(event))
                .with(
                        "values",
                        opened.map(one -> EventFields.values(one, MatchedData.needles(one.hits())))
                                .orElse(List.of()));
    }

    private static String kind(EventSummary event) {
        int query = event.uri().indexOf('?');
        String path = query < 0 ? event.uri() : event.uri().substring(0, query);
        return event.method() + ' ' + event.host() + path + ' ' + event.ruleIds();
    }

    /** Other sources of its /24, or of its /64. */
    @GetMapping("/api/v1/sources/{address}/neighbours")
    ResponseEntity<byte[]> neighbours(@PathVariable String address, HttpServletRequest request) {
        Asked asked = Asked.of(request, searches.zone(), "from", "to", "limit");
        IPAddress client = Asked.address(address);
        Span span = searches.span(asked, DAYS);
        int limit = asked.limit();
        IPAddress range =
                client.setPrefixLength(client.isIPv4() ? 24 : 64, false).toPrefixBlock();
        SourcePage page = rooms.events()
                .sources(
                        new SourceSearch(span.from(), span.to(), null, range, null, null, limit + 1),
                        Searches.PATIENCE);
        return Answer.page(
                page.sources().stream()
                        .filter(source -> !source.client().equals(client))
                        .limit(limit)
                        .map(SourceFields::of)
                        .toList(),
                null);
    }

    /** What was done about it: decisions and reports, and the verdicts of people on its events. */
    @GetMapping("/api/v1/sources/{address}/history")
    ResponseEntity<byte[]> history(@PathVariable String address, HttpServletRequest request, Locale locale) {
        Asked asked = Asked.of(request, searches.zone(), "before", "limit");
        IPAddress client = Asked.address(address);
        int limit = asked.limit();
        List<Verdict> verdicts = rooms.statistics().verdicts(client, asked.before(), limit);
        return Answer.of(new Fields()
                .with(
                        "measures",
                        rooms.countermeasures().history(client, locale).stream()
                                .map(SourceFields::of)
                                .toList())
                .with("verdicts", verdicts.stream().map(SourceFields::of).toList())
                .with(
                        "next",
                        verdicts.size() < limit ? null : verdicts.get(limit - 1).id()));
    }

    /** Its name by the DNS, asked now; it counts only when it leads back. */
    @GetMapping("/api/v1/sources/{address}/name")
    ResponseEntity<byte[]> name(@PathVariable String address, HttpServletRequest request) {
        Asked.of(request, searches.zone());
        ReverseName.Answer answer = names.of(Asked.address(address));
        return Answer.of(
                new Fields().with("state", answer.state()).with("name", VisibleText.plain(answer.name(), 255)));
    }

    @PostMapping("/api/v1/sources/{address}/class")
    ResponseEntity<byte[]> judge(@PathVariable String address, HttpServletRequest request) throws IOException {
        Person person = Caller.whoDecides();
        IPAddress client = Asked.address(address);
        JsonBody body = JsonBody.of(request, "class", "comment", "from", "to");
        SourceClass sourceClass = Asked.sourceClass("class", body.needed("class", 20));
        String comment = body.text("comment", LONGEST_COMMENT);
        List<Query> parts = new ArrayList<>(List.of(new Query.ClientIn(client)));
        Instant from = time(body, "from");
        Instant to = time(body, "to");
        if (from != null || to != null) {
            parts.add(new Query.TimeBetween(from, to));
        }
        Fields answer = EventsApi.judge(rooms, new Query.And(List.copyOf(parts)), sourceClass, person, comment);
        accounts.record(
                person.name(),
                "verdict",
                client.toCanonicalString() + " " + sourceClass.key() + " "
                        + answer.values().get("events") + " events",
                request.getRemoteAddr());
        return Answer.of(answer);
    }

    private @Nullable Instant time(JsonBody body, String name) {
        String text = body.text(name, 40);
        return text.isEmpty() ? null : Asked.time(name, text, searches.zone());
    }
}
