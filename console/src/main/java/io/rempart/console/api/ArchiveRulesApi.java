package io.rempart.console.api;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import io.rempart.console.text.Fields;
import io.rempart.events.query.Query;
import io.rempart.events.store.IncidentStore.ArchivePreview;
import io.rempart.events.store.IncidentStore.ArchiveRule;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Rules that archive by themselves, and what one would have archived. */
@Controller
class ArchiveRulesApi {
    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_QUERY = 2_000;
    private static final int SAMPLE = 8;
    private static final int LOOK_BACK_DAYS = 30;

    private final ConsoleRooms rooms;
    private final Searches searches;
    private final Accounts accounts;

    ArchiveRulesApi(ConsoleRooms rooms, Searches searches, Accounts accounts) {
        this.rooms = rooms;
        this.searches = searches;
        this.accounts = accounts;
    }

    @GetMapping("/api/v1/archive-rules")
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        Asked.of(request, searches.zone());
        return Answer.page(
                rooms.incidents().archiveRules().stream()
                        .map(IncidentFields::of)
                        .toList(),
                null);
    }

    @GetMapping("/api/v1/archive-rules/preview")
    ResponseEntity<byte[]> preview(HttpServletRequest request) {
        Asked asked = Asked.of(request, searches.zone(), "q", "from");
        Instant from = asked.time("from");
        ArchivePreview preview = rooms.incidents()
                .preview(
                        query(asked.text("q")),
                        from == null ? searches.now().minus(LOOK_BACK_DAYS, ChronoUnit.DAYS) : from,
                        SAMPLE,
                        Searches.PATIENCE);
        return Answer.of(new Fields()
                .with("events", preview.events())
                .with("incidents", preview.incidents())
                .with("otherIncidents", preview.otherIncidents())
                .with(
                        "sample",
                        preview.sample().stream().map(IncidentFields::of).toList())
                .with("lookedBackTo", preview.lookedBackTo()));
    }

    private Query query(String text) {
        if (text.isEmpty()) {
            throw new ApiProblem(400, "api.problem.missing", "q");
        }
        return searches.query(text, null, null, "");
    }

    @PostMapping("/api/v1/archive-rules")
    ResponseEntity<byte[]> add(HttpServletRequest request) throws IOException {
        Person person = Caller.whoDecides();
        JsonBody body = JsonBody.of(request, "name", "q");
        String name = body.needed("name", LONGEST_NAME);
        String text = body.needed("q", LONGEST_QUERY);
        ArchiveRule rule = rooms.incidents().addArchiveRule(name, query(text), person.name());
        accounts.record(person.name(), "archive-rule-added", name + ": " + text, request.getRemoteAddr());
        return Answer.of(IncidentFields.of(rule));
    }

    @PostMapping("/api/v1/archive-rules/{id}/delete")
    ResponseEntity<byte[]> delete(@PathVariable long id, HttpServletRequest request) {
        Asked.of(request, searches.zone());
        Person person = Caller.whoDecides();
        if (!rooms.incidents().removeArchiveRule(id, person.name())) {
            throw ApiProblem.notThere();
        }
        accounts.record(person.name(), "archive-rule-removed", "rule " + id, request.getRemoteAddr());
        return Answer.of(new Fields().with("deleted", true));
    }
}
