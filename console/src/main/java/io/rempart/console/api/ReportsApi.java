package io.rempart.console.api;

import io.rempart.console.Countermeasures.Kind;
import io.rempart.console.Countermeasures.Order;
import io.rempart.console.security.Person;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Reports to AbuseIPDB: what one would tell the public, telling it, taking it back while it waits. */
@Controller
class ReportsApi {
    private final Searches searches;
    private final Orders orders;

    ReportsApi(Searches searches, Orders orders) {
        this.searches = searches;
        this.orders = orders;
    }

    /** What would be told; tells nothing. */
    @PostMapping("/api/v1/reports/preview")
    ResponseEntity<byte[]> preview(HttpServletRequest request) throws IOException {
        return orders.preview(order(request, Caller.whoDecides()));
    }

    @PostMapping("/api/v1/reports")
    ResponseEntity<byte[]> report(HttpServletRequest request) throws IOException {
        return orders.take(order(request, Caller.whoDecides()), request.getRemoteAddr());
    }

    private Order order(HttpServletRequest request, Person person) throws IOException {
        return orders.read(Kind.REPORT, JsonBody.of(request, "address"), true, person);
    }

    @PostMapping("/api/v1/reports/{id}/withdraw")
    ResponseEntity<byte[]> withdraw(@PathVariable long id, HttpServletRequest request) {
        Asked.of(request, searches.zone());
        return orders.undo("report-" + id, Caller.whoDecides(), request.getRemoteAddr());
    }
}
