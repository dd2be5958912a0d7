package io.rempart.console.api;

import io.rempart.console.Actor;
import io.rempart.console.ConsoleRooms;
import io.rempart.console.Countermeasures.Order;
import io.rempart.console.Countermeasures.Outcome;
import io.rempart.console.Outbox;
import io.rempart.console.text.Fields;
import io.rempart.console.text.JsonText;
import io.rempart.events.report.Report;
import io.rempart.events.report.Report.State;
import io.rempart.events.report.ReportStore;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Reports to AbuseIPDB: the outbox, what one would tell the public, telling it, changing and taking it back. */
@Controller
class ReportsApi {
    private static final int LONGEST_COMMENT = 1_024;
    private static final int MOST_CATEGORIES = 30;

    private final ConsoleRooms rooms;
    private final Searches searches;
    private final Orders orders;

    ReportsApi(ConsoleRooms rooms, Searches searches, Orders orders) {
        this.rooms = rooms;
        this.searches = searches;
        this.orders = orders;
    }

    @GetMapping("/api/v1/reports")
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        Asked asked = Asked.of(request, searches.zone(), "state", "before", "limit");
        int limit = asked.limit();
        ReportStore store = rooms.reports().orElse(null);
        Set<State> states = states(asked);
        List<Report> found = store == null ? List.of() : store.history(states, asked.before(), limit);
        return Answer.page(
                found.stream().map(ReportsApi::fields).toList(),
                found.size() < limit ? null : found.get(limit - 1).id());
    }

    private static Set<State> states(Asked asked) {
        String[] words = new String[State.values().length + 1];
        words[0] = "";
        Arrays.stream(State.values()).forEach(state -> words[state.ordinal() + 1] = JsonText.word(state));
        String word = asked.word("state", words);
        return word.isEmpty() ? EnumSet.allOf(State.class) : EnumSet.of(State.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    private static Fields fields(Report report) {
        return new Fields()
                .with("id", report.id())
                .with("address", report.address())
                .with("state", report.state())
                .with("categories", report.categories())
                .with("comment", report.comment())
                .with("observed", report.observedAt())
                .with("events", report.events())
                .with("author", report.author())
                .with("created", report.createdAt())
                .with("notBefore", report.notBefore())
                .with("attempts", report.attempts())
                .with("sent", report.sentAt())
                .with("note", report.note());
    }

    /** Counts by state, and what is left of today's allowance; null where no key is configured. */
    @GetMapping("/api/v1/reports/standing")
    ResponseEntity<byte[]> standing(HttpServletRequest request) {
        Asked.of(request, searches.zone());
        Outbox.Standing standing = rooms.outbox().map(Outbox::standing).orElse(null);
        return Answer.of(new Fields()
                .with("held", standing == null ? null : standing.held())
                .with("queued", standing == null ? null : standing.queued())
                .with("unsettled", standing == null ? null : standing.unsettled())
                .with("sent", standing == null ? null : standing.sent())
                .with("usedToday", standing == null ? null : standing.usedToday())
                .with("allowedToday", standing == null ? null : standing.allowedToday())
                .with("pausedUntil", standing == null ? null : standing.pausedUntil())
                .with("why", standing == null ? null : standing.why()));
    }

    @GetMapping("/api/v1/reports/{id}")
    ResponseEntity<byte[]> show(@PathVariable long id, HttpServletRequest request) {
        Asked.of(request, searches.zone());
        return Answer.of(
                fields(rooms.reports().flatMap(store -> store.report(id)).orElseThrow(ApiProblem::notThere)));
    }

    /** What would be told; tells nothing. */
    @PostMapping("/api/v1/reports/preview")
    ResponseEntity<byte[]> preview(HttpServletRequest request, Locale locale) throws IOException {
        return orders.preview(order(request, locale));
    }

    @PostMapping("/api/v1/reports")
    ResponseEntity<byte[]> report(HttpServletRequest request, Locale locale) throws IOException {
        return orders.take(order(request, locale), request.getRemoteAddr());
    }

    private Order order(HttpServletRequest request, Locale locale) throws IOException {
        Actor actor = actor(request, locale);
        return orders.report(JsonBody.of(request, "address"), actor);
    }

    private static Actor actor(HttpServletRequest request, Locale locale) {
        return Orders.actor(Caller.whoDecides(), request, locale);
    }

    private Outbox outbox() {
        return rooms.outbox().orElseThrow(() -> new ApiProblem(409, "api.problem.not-offered", "report"));
    }

    private ResponseEntity<byte[]> noted(
            Outcome outcome, String action, Object detail, Actor actor, HttpServletRequest request) {
        return orders.noted(outcome, action, "report " + detail, actor, request.getRemoteAddr());
    }

    /** Lets a held report go. */
    @PostMapping("/api/v1/reports/{id}/send")
    ResponseEntity<byte[]> send(@PathVariable long id, HttpServletRequest request, Locale locale) {
        Asked.of(request, searches.zone());
        Actor actor = actor(request, locale);
        return noted(outbox().sendNow(id, actor), "report-sent", id, actor, request);
    }

    @PostMapping("/api/v1/reports/{id}/hold")
    ResponseEntity<byte[]> hold(@PathVariable long id, HttpServletRequest request, Locale locale) {
        Asked.of(request, searches.zone());
        Actor actor = actor(request, locale);
        return noted(outbox().hold(id, actor), "report-held", id, actor, request);
    }

    /** Another text and other categories for a report that waits. */
    @PostMapping("/api/v1/reports/{id}/edit")
    ResponseEntity<byte[]> edit(@PathVariable long id, HttpServletRequest request, Locale locale) throws IOException {
        Actor actor = actor(request, locale);
        JsonBody body = JsonBody.of(request, "categories", "comment");
        @Nullable List<Long> categories = body.ids("categories");
        if (categories == null || categories.isEmpty()) {
            throw new ApiProblem(400, "api.problem.missing", "categories");
        }
        if (categories.size() > MOST_CATEGORIES
                || categories.stream().anyMatch(one -> one < 1 || one > MOST_CATEGORIES)) {
            throw Asked.bad("categories", categories.toString(), "1.." + MOST_CATEGORIES);
        }
        TreeSet<Integer> numbers = new TreeSet<>();
        categories.forEach(one -> numbers.add(one.intValue()));
        Outcome outcome = outbox().edit(id, numbers, body.text("comment", LONGEST_COMMENT), actor);
        return noted(outcome, "report-edited", id, actor, request);
    }

    @PostMapping("/api/v1/reports/{id}/withdraw")
    ResponseEntity<byte[]> withdraw(@PathVariable long id, HttpServletRequest request, Locale locale) {
        Asked.of(request, searches.zone());
        Actor actor = actor(request, locale);
        return noted(outbox().withdraw(id, actor), "report-withdrawn", id, actor, request);
    }

    /** Takes back what waits of an address, and asks AbuseIPDB to delete what was sent. */
    @PostMapping("/api/v1/reports/retract")
    ResponseEntity<byte[]> retract(HttpServletRequest request, Locale locale) throws IOException {
        Actor actor = actor(request, locale);
        var address = Asked.address(JsonBody.of(request, "address").needed("address", 64));
        return noted(outbox().retract(address, actor), "report-retracted", address.toCanonicalString(), actor, request);
    }
}
