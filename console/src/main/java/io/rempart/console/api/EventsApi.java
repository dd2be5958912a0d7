package io.rempart.console.api;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import io.rempart.console.text.Fields;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.EventStore.Cursor;
import io.rempart.events.store.EventStore.EventPage;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.events.store.EventStore.Judged;
import io.rempart.events.store.EventStore.StoredEvent;
import io.rempart.events.store.IncidentStore.Incident;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Events: the search, one with its record, a person's verdict. */
@Controller
class EventsApi {
    private static final int LONGEST_COMMENT = 500;
    private static final int LONGEST_QUERY = 2_000;

    private final ConsoleRooms rooms;
    private final Searches searches;
    private final Accounts accounts;

    EventsApi(ConsoleRooms rooms, Searches searches, Accounts accounts) {
        this.rooms = rooms;
        this.searches = searches;
        this.accounts = accounts;
    }

    @GetMapping("/api/v1/events")
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        Asked asked = Asked.of(request, searches.zone(), "q", "from", "to", "host", "limit", "after");
        EventPage page = rooms.events().search(searches.query(asked), cursor(asked), asked.limit(), Searches.PATIENCE);
        return Answer.of(new Fields()
                .with("items", page.events().stream().map(EventFields::of).toList())
                .with("next", page.next() == null ? null : page.next().toText())
                .with("searchedBackTo", page.searchedBackTo()));
    }

    private static @Nullable Cursor cursor(Asked asked) {
        String text = asked.text("after");
        return text.isEmpty() ? null : Cursor.ofText(text).orElseThrow(() -> Asked.bad("after", text, "next"));
    }

    @GetMapping("/api/v1/events/{id}")
    ResponseEntity<byte[]> show(@PathVariable long id, HttpServletRequest request) {
        Asked.of(request, searches.zone());
        StoredEvent stored = rooms.events().event(id).orElseThrow(ApiProblem::notThere);
        Long incident = rooms.incidents().incidentOf(id).map(Incident::id).orElse(null);
        return Answer.of(EventFields.of(stored, rooms.opener().open(stored), incident));
    }

    /** The record as it is stored, byte for byte; never shown as a page by a browser. */
    @GetMapping("/api/v1/events/{id}/raw")
    ResponseEntity<byte[]> raw(@PathVariable long id, HttpServletRequest request) {
        Asked.of(request, searches.zone());
        StoredEvent stored = rooms.events().event(id).orElseThrow(ApiProblem::notThere);
        return Answer.bytes("event-" + id + ".bin", stored.record());
    }

    @GetMapping("/api/v1/events/{id}/similar")
    ResponseEntity<byte[]> similar(@PathVariable long id, HttpServletRequest request) {
        Asked asked = Asked.of(request, searches.zone(), "limit");
        if (rooms.events().event(id).isEmpty()) {
            throw ApiProblem.notThere();
        }
        List<EventSummary> events =
                rooms.statistics().similar(id, (int) asked.number("limit", 1, 100, 10), Searches.PATIENCE);
        return Answer.page(events.stream().map(EventFields::of).toList(), null);
    }

    @PostMapping("/api/v1/events/{id}/class")
    ResponseEntity<byte[]> judge(@PathVariable long id, HttpServletRequest request) throws IOException {
        Person person = Caller.whoDecides();
        JsonBody body = JsonBody.of(request, "class", "comment");
        SourceClass sourceClass = Asked.sourceClass("class", body.needed("class", 20));
        String comment = body.text("comment", LONGEST_COMMENT);
        if (rooms.events().event(id).isEmpty()) {
            throw ApiProblem.notThere();
        }
        long change = rooms.events().judge(id, sourceClass, person.name(), comment);
        accounts.record(person.name(), "verdict", "event " + id + " " + sourceClass.key(), request.getRemoteAddr());
        return Answer.of(new Fields().with("events", 1).with("more", false).with("undo", change));
    }

    /** A verdict on all that match a search and are not of the class yet, newest first. */
    @PostMapping("/api/v1/events/class")
    ResponseEntity<byte[]> judgeAll(HttpServletRequest request) throws IOException {
        Person person = Caller.whoDecides();
        JsonBody body = JsonBody.of(request, "q", "class", "comment");
        SourceClass sourceClass = Asked.sourceClass("class", body.needed("class", 20));
        String text = body.needed("q", LONGEST_QUERY);
        String comment = body.text("comment", LONGEST_COMMENT);
        Fields answer = judge(searches.query(text, null, null, ""), sourceClass, person, comment);
        accounts.record(
                person.name(),
                "verdict",
                "search " + text + " " + sourceClass.key() + " "
                        + answer.values().get("events") + " events",
                request.getRemoteAddr());
        return Answer.of(answer);
    }

    private Fields judge(Query query, SourceClass sourceClass, Person person, String comment) {
        return judge(rooms, query, sourceClass, person, comment);
    }

    static Fields judge(ConsoleRooms rooms, Query query, SourceClass sourceClass, Person person, String comment) {
        Query others = new Query.And(List.of(query, new Query.Not(new Query.ClassIs(Set.of(sourceClass)))));
        EventPage page = rooms.events().search(others, null, EventStore.MOST_JUDGED, Searches.PATIENCE);
        Judged judged = rooms.events()
                .judge(page.events().stream().map(EventSummary::id).toList(), sourceClass, person.name(), comment);
        return new Fields()
                .with("events", judged.events())
                .with("more", page.next() != null)
                .with("undo", judged.change() == 0 ? null : judged.change());
    }

    /** Takes a verdict back: its events are what they were before it. */
    @PostMapping("/api/v1/verdicts/undo")
    ResponseEntity<byte[]> undo(HttpServletRequest request) throws IOException {
        Person person = Caller.whoDecides();
        long change = JsonBody.of(request, "undo").neededNumber("undo");
        long events = rooms.events().undoVerdicts(change, person.name());
        accounts.record(
                person.name(),
                "verdict-undone",
                "change " + change + " " + events + " events",
                request.getRemoteAddr());
        return Answer.of(new Fields().with("events", events));
    }
}
