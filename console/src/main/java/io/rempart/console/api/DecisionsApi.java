package io.rempart.console.api;

import inet.ipaddr.IPAddress;
import io.rempart.console.Actor;
import io.rempart.console.ConsoleRooms;
import io.rempart.console.Countermeasures;
import io.rempart.console.Countermeasures.Kind;
import io.rempart.console.Countermeasures.Order;
import io.rempart.console.text.Fields;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.DecisionStore;
import io.rempart.events.decision.DecisionStore.DecisionSearch;
import io.rempart.events.decision.Target;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Decisions: the list, what one would do, taking it, letting it stand or last, ending it; how the firewall stands. */
@Controller
class DecisionsApi {
    private final ConsoleRooms rooms;
    private final Searches searches;
    private final Orders orders;

    DecisionsApi(ConsoleRooms rooms, Searches searches, Orders orders) {
        this.rooms = rooms;
        this.searches = searches;
        this.orders = orders;
    }

    /** What can be done here, how the firewall stands, and how it goes with the reports. */
    @GetMapping("/api/v1/standing")
    ResponseEntity<byte[]> standing(HttpServletRequest request) {
        Asked.of(request, searches.zone());
        Countermeasures measures = rooms.countermeasures();
        Countermeasures.Standing standing = measures.standing().orElse(null);
        return Answer.of(new Fields()
                .with("offersBlock", measures.offers(Kind.BLOCK))
                .with("offersAllow", measures.offers(Kind.ALLOW))
                .with("offersReport", measures.offers(Kind.REPORT))
                .with("blocksWanted", standing == null ? null : standing.blocks())
                .with("blocksEnforced", standing == null ? null : standing.enforced())
                .with("reportsWaiting", standing == null ? null : standing.reportsWaiting())
                .with("reportsSent", standing == null ? null : standing.reportsSent())
                .with(
                        "firewall",
                        measures.firewall()
                                .map(one -> new Fields()
                                        .with("answers", one.answers())
                                        .with("driver", one.driver())
                                        .with("wanted", one.wanted())
                                        .with("enforced", one.enforced())
                                        .with("dropped", one.dropped())
                                        .with("lookedAt", one.lookedAt())
                                        .with("repaired", one.repaired())
                                        .with("problem", one.problem()))
                                .orElse(null)));
    }

    @GetMapping("/api/v1/decisions")
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        Asked asked = Asked.of(request, searches.zone(), "kind", "standing", "network", "words", "before", "limit");
        String kind = asked.word("kind", "", "block", "allow");
        String standing = asked.word("standing", "", "yes", "no");
        IPAddress network = asked.block("network");
        int limit = asked.limit();
        DecisionSearch search = new DecisionSearch(
                kind.isEmpty() ? null : Decision.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                standing.isEmpty() ? null : standing.equals("yes"),
                searches.now(),
                network == null ? null : Target.Range.of(network),
                asked.text("words"));
        DecisionStore store = store();
        List<Decision> found = store == null ? List.of() : store.search(search, asked.before(), limit);
        return Answer.page(
                found.stream().map(one -> fields(one, searches.now())).toList(),
                found.size() < limit ? null : found.get(limit - 1).id());
    }

    private @Nullable DecisionStore store() {
        return rooms.decisions().orElse(null);
    }

    private static Fields fields(Decision decision, Instant now) {
        return new Fields()
                .with("id", decision.id())
                .with("kind", decision.kind())
                .with("target", decision.target().toText())
                .with("state", decision.state(now))
                .with("reason", decision.reason())
                .with("author", decision.author())
                .with("evidence", decision.evidence())
                .with("created", decision.createdAt())
                .with("until", decision.until())
                .with("confirmBy", decision.confirmBy())
                .with("repeat", decision.repeat())
                .with("ended", decision.endedAt())
                .with("endedBy", decision.endedBy())
                .with("endReason", decision.endReason());
    }

    @GetMapping("/api/v1/decisions/{id}")
    ResponseEntity<byte[]> show(@PathVariable long id, HttpServletRequest request) {
        Asked.of(request, searches.zone());
        Decision decision =
                rooms.decisions().flatMap(store -> store.decision(id)).orElseThrow(ApiProblem::notThere);
        return Answer.of(fields(decision, searches.now()));
    }

    /** What a decision would do; changes nothing. */
    @PostMapping("/api/v1/decisions/preview")
    ResponseEntity<byte[]> preview(HttpServletRequest request, Locale locale) throws IOException {
        return orders.preview(order(request, locale));
    }

    @PostMapping("/api/v1/decisions")
    ResponseEntity<byte[]> take(HttpServletRequest request, Locale locale) throws IOException {
        return orders.take(order(request, locale), request.getRemoteAddr());
    }

    private Order order(HttpServletRequest request, Locale locale) throws IOException {
        Actor actor = actor(request, locale);
        JsonBody body = JsonBody.of(request, "kind", "target", "lasting", "reason");
        String word = body.needed("kind", 10);
        Kind kind = switch (word) {
            case "block" -> Kind.BLOCK;
            case "allow" -> Kind.ALLOW;
            default -> throw Asked.bad("kind", word, "block, allow");
        };
        return orders.block(kind, body, actor);
    }

    private static Actor actor(HttpServletRequest request, Locale locale) {
        return Orders.actor(Caller.whoDecides(), request, locale);
    }

    /** Lets a decision stand that would undo itself. */
    @PostMapping("/api/v1/decisions/{id}/confirm")
    ResponseEntity<byte[]> confirm(@PathVariable long id, HttpServletRequest request, Locale locale) {
        Asked.of(request, searches.zone());
        Actor actor = actor(request, locale);
        return orders.noted(
                rooms.countermeasures().confirm(Long.toString(id), actor),
                "confirm",
                "decision " + id,
                actor,
                request.getRemoteAddr());
    }

    /** Lets a decision last so long from now on. */
    @PostMapping("/api/v1/decisions/{id}/prolong")
    ResponseEntity<byte[]> prolong(@PathVariable long id, HttpServletRequest request, Locale locale)
            throws IOException {
        Actor actor = actor(request, locale);
        JsonBody body = JsonBody.of(request, "lasting");
        body.needed("lasting", 10);
        return orders.noted(
                rooms.countermeasures().prolong(id, Orders.lasting(body), actor),
                "prolong",
                "decision " + id + " " + body.text("lasting", 10),
                actor,
                request.getRemoteAddr());
    }

    @PostMapping("/api/v1/decisions/{id}/end")
    ResponseEntity<byte[]> end(@PathVariable long id, HttpServletRequest request, Locale locale) {
        Asked.of(request, searches.zone());
        Actor actor = actor(request, locale);
        return orders.noted(
                rooms.countermeasures().undo(Long.toString(id), actor),
                "unblock",
                "decision " + id,
                actor,
                request.getRemoteAddr());
    }
}
