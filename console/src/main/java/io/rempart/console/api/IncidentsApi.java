package io.rempart.console.api;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import io.rempart.console.text.Fields;
import io.rempart.events.store.IncidentStore.CampaignKind;
import io.rempart.events.store.IncidentStore.Change;
import io.rempart.events.store.IncidentStore.Changed;
import io.rempart.events.store.IncidentStore.HistoryEntry;
import io.rempart.events.store.IncidentStore.IncidentCursor;
import io.rempart.events.store.IncidentStore.IncidentPage;
import io.rempart.events.store.IncidentStore.IncidentSearch;
import io.rempart.events.store.IncidentStore.Order;
import io.rempart.events.store.IncidentStore.State;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Incidents as the inbox has them: list, history, campaigns, and every change, which can be taken back. */
@Controller
class IncidentsApi {
    private static final int LONGEST_COMMENT = 4_000;
    private static final int LONGEST_TEXT = 2_000;
    private static final int MOST_COUNTED = 10_000;

    private final ConsoleRooms rooms;
    private final Searches searches;
    private final Accounts accounts;

    IncidentsApi(ConsoleRooms rooms, Searches searches, Accounts accounts) {
        this.rooms = rooms;
        this.searches = searches;
        this.accounts = accounts;
    }

    @GetMapping("/api/v1/incidents")
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        Asked asked = Asked.of(
                request,
                searches.zone(),
                "q",
                "from",
                "to",
                "host",
                "state",
                "assignee",
                "tool",
                "order",
                "limit",
                "after");
        String after = asked.text("after");
        IncidentCursor cursor = after.isEmpty()
                ? null
                : IncidentCursor.ofText(after).orElseThrow(() -> Asked.bad("after", after, "next"));
        IncidentPage page = rooms.incidents().incidents(search(asked), cursor, asked.limit(), Searches.PATIENCE);
        return Answer.of(new Fields()
                .with("items", page.incidents().stream().map(IncidentFields::of).toList())
                .with("next", page.next() == null ? null : page.next().toText())
                .with("searchedBackTo", page.searchedBackTo()));
    }

    /** How many match, counted up to {@value #MOST_COUNTED}. */
    @GetMapping("/api/v1/incidents/count")
    ResponseEntity<byte[]> count(HttpServletRequest request) {
        Asked asked = Asked.of(request, searches.zone(), "q", "from", "to", "host", "state", "assignee", "tool");
        long found = rooms.incidents().count(search(asked), MOST_COUNTED, Searches.PATIENCE);
        return Answer.of(new Fields().with("incidents", found).with("more", found >= MOST_COUNTED));
    }

    private IncidentSearch search(Asked asked) {
        String assignee = asked.text("assignee");
        String tool = asked.text("tool");
        return new IncidentSearch(
                searches.query(asked),
                states(asked.word("state", "open", "escalated", "archived", "all")),
                assignee(assignee),
                tool.isEmpty() ? null : tool,
                order(asked.word("order", "gravest", "newest")));
    }

    private static Set<State> states(String word) {
        return switch (word) {
            case "escalated" -> Set.of(State.ESCALATED);
            case "archived" -> Set.of(State.ARCHIVED);
            case "all" -> Set.of();
            default -> Set.of(State.OPEN, State.ESCALATED);
        };
    }

    private static Order order(String word) {
        return word.equals("newest") ? Order.NEWEST : Order.GRAVEST;
    }

    /** A name; {@code me} for who calls, {@code nobody} for those of nobody. */
    private static @Nullable String assignee(String word) {
        return switch (word) {
            case "" -> null;
            case "me" -> Caller.of().name();
            case "nobody" -> "";
            default -> word;
        };
    }

    @GetMapping("/api/v1/incidents/{id}")
    ResponseEntity<byte[]> show(@PathVariable long id, HttpServletRequest request) {
        Asked.of(request, searches.zone());
        return Answer.of(IncidentFields.of(rooms.incidents().incident(id).orElseThrow(ApiProblem::notThere)));
    }

    @GetMapping("/api/v1/incidents/{id}/history")
    ResponseEntity<byte[]> history(@PathVariable long id, HttpServletRequest request) {
        Asked asked = Asked.of(request, searches.zone(), "before", "limit");
        if (rooms.incidents().incident(id).isEmpty()) {
            throw ApiProblem.notThere();
        }
        int limit = asked.limit();
        List<HistoryEntry> entries = rooms.incidents().history(id, asked.before(), limit);
        return Answer.page(
                entries.stream().map(IncidentFields::of).toList(),
                entries.size() < limit ? null : entries.get(limit - 1).id());
    }

    @GetMapping("/api/v1/campaigns")
    ResponseEntity<byte[]> campaigns(HttpServletRequest request) {
        Asked asked = Asked.of(
                request, searches.zone(), "by", "q", "from", "to", "host", "state", "assignee", "tool", "limit");
        CampaignKind kind =
                CampaignKind.valueOf(asked.word("by", "network", "asn", "tool").toUpperCase(Locale.ROOT));
        return Answer.page(
                rooms.incidents().campaigns(search(asked), kind, asked.limit(), Searches.PATIENCE).stream()
                        .map(IncidentFields::of)
                        .toList(),
                null);
    }

    /** Changes incidents by their numbers, or all that match a search. */
    @PostMapping("/api/v1/incidents/change")
    ResponseEntity<byte[]> change(HttpServletRequest request) throws IOException {
        Person person = Caller.whoDecides();
        JsonBody body = JsonBody.of(request, "action", "comment", "ids", "search");
        String action = body.needed("action", 20);
        Change change = change(action, body.text("comment", LONGEST_COMMENT), person);
        List<Long> ids = body.ids("ids");
        JsonBody search = body.object("search", "q", "from", "to", "host", "state", "assignee", "tool");
        if ((ids == null) == (search == null)) {
            throw new ApiProblem(400, "api.problem.ids-or-search");
        }
        Changed changed = search == null
                ? rooms.incidents().change(ids == null ? List.of() : ids, change, person.name())
                : rooms.incidents().change(search(search), change, person.name());
        accounts.record(
                person.name(),
                "inbox-" + action,
                changed.incidents() + " incidents, change " + changed.id(),
                request.getRemoteAddr());
        return Answer.of(IncidentFields.of(changed));
    }

    private IncidentSearch search(JsonBody body) {
        String state = body.text("state", 20);
        if (!List.of("", "open", "escalated", "archived", "all").contains(state)) {
            throw Asked.bad("search.state", state, "open, escalated, archived, all");
        }
        String tool = body.text("tool", LONGEST_TEXT);
        return new IncidentSearch(
                searches.query(
                        body.text("q", LONGEST_TEXT), time(body, "from"), time(body, "to"), body.text("host", 255)),
                states(state),
                assignee(body.text("assignee", 64)),
                tool.isEmpty() ? null : tool,
                Order.NEWEST);
    }

    private @Nullable Instant time(JsonBody body, String name) {
        String text = body.text(name, 40);
        return text.isEmpty() ? null : Asked.time("search." + name, text, searches.zone());
    }

    private static Change change(String action, String comment, Person person) {
        return switch (action) {
            case "archive" -> new Change(State.ARCHIVED, null, comment);
            case "escalate" -> new Change(State.ESCALATED, null, comment);
            case "open" -> new Change(State.OPEN, null, comment);
            case "assign" -> new Change(null, person.name(), comment);
            case "release" -> new Change(null, "", comment);
            case "comment" -> {
                if (comment.isEmpty()) {
                    throw new ApiProblem(400, "api.problem.missing", "comment");
                }
                yield new Change(null, null, comment);
            }
            default -> throw Asked.bad("action", action, "archive, escalate, open, assign, release, comment");
        };
    }

    @PostMapping("/api/v1/incidents/undo")
    ResponseEntity<byte[]> undo(HttpServletRequest request) throws IOException {
        Person person = Caller.whoDecides();
        long change = JsonBody.of(request, "undo").neededNumber("undo");
        long incidents = rooms.incidents().undo(change, person.name());
        accounts.record(person.name(), "inbox-undo", "change " + change, request.getRemoteAddr());
        return Answer.of(new Fields().with("incidents", incidents));
    }
}
