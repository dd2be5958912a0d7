package io.rempart.console.api;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.Countermeasures;
import io.rempart.console.Countermeasures.Kind;
import io.rempart.console.Countermeasures.Order;
import io.rempart.console.security.Person;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Decisions: what one would do, taking it, letting it stand, ending it. */
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

    /** What can be done here, how many blocks are wanted and enforced, and how it goes with the reports. */
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
                .with("reportsSent", standing == null ? null : standing.reportsSent()));
    }

    /** What a decision would do; changes nothing. */
    @PostMapping("/api/v1/decisions/preview")
    ResponseEntity<byte[]> preview(HttpServletRequest request) throws IOException {
        return orders.preview(order(request, Caller.whoDecides()));
    }

    @PostMapping("/api/v1/decisions")
    ResponseEntity<byte[]> take(HttpServletRequest request) throws IOException {
        return orders.take(order(request, Caller.whoDecides()), request.getRemoteAddr());
    }

    private Order order(HttpServletRequest request, Person person) throws IOException {
        JsonBody body = JsonBody.of(request, "kind", "target", "lasting", "reason");
        String word = body.needed("kind", 10);
        Kind kind = switch (word) {
            case "block" -> Kind.BLOCK;
            case "allow" -> Kind.ALLOW;
            default -> throw Asked.bad("kind", word, "block, allow");
        };
        return orders.read(kind, body, false, person);
    }

    /** Lets a decision stand that would undo itself. */
    @PostMapping("/api/v1/decisions/{id}/confirm")
    ResponseEntity<byte[]> confirm(@PathVariable long id, HttpServletRequest request) {
        Asked.of(request, searches.zone());
        return orders.confirm(Long.toString(id), Caller.whoDecides(), request.getRemoteAddr());
    }

    @PostMapping("/api/v1/decisions/{id}/end")
    ResponseEntity<byte[]> end(@PathVariable long id, HttpServletRequest request) {
        Asked.of(request, searches.zone());
        return orders.undo(Long.toString(id), Caller.whoDecides(), request.getRemoteAddr());
    }
}
