package io.rempart.console.api;

import io.rempart.console.Actor;
import io.rempart.console.ConsoleRooms;
import io.rempart.console.Policies;
import io.rempart.console.Policies.Mode;
import io.rempart.console.Policies.Simulation;
import io.rempart.console.Policies.View;
import io.rempart.console.text.Fields;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Policies: what blocks by itself, tried over the stored events, and switched (by administrators). */
@Controller
class PoliciesApi {
    private final ConsoleRooms rooms;
    private final Searches searches;
    private final Orders orders;

    PoliciesApi(ConsoleRooms rooms, Searches searches, Orders orders) {
        this.rooms = rooms;
        this.searches = searches;
        this.orders = orders;
    }

    @GetMapping("/api/v1/policies")
    ResponseEntity<byte[]> list(HttpServletRequest request, Locale locale) {
        Asked.of(request, searches.zone());
        List<View> all = rooms.policies().map(policies -> policies.all(locale)).orElse(List.of());
        return Answer.page(all.stream().map(PoliciesApi::fields).toList(), null);
    }

    private static Fields fields(View policy) {
        return new Fields()
                .with("name", policy.name())
                .with("says", policy.says())
                .with("mode", policy.mode())
                .with("before", policy.before())
                .with("confirmBy", policy.confirmBy())
                .with("edited", policy.isEdited())
                .with("classes", policy.classes().stream().sorted().toList())
                .with("confidence", policy.confidence())
                .with("events", policy.events())
                .with("withinSeconds", policy.within().toSeconds())
                .with("search", policy.search())
                .with(
                        "lastingSeconds",
                        policy.lasting() == null ? null : policy.lasting().toSeconds())
                .with("ipv4Length", policy.ipv4Length())
                .with("ipv6Length", policy.ipv6Length());
    }

    private Policies policies() {
        return rooms.policies().orElseThrow(ApiProblem::notThere);
    }

    /** What a policy would have done over the last days; may take seconds. */
    @GetMapping("/api/v1/policies/{name}/simulation")
    ResponseEntity<byte[]> simulate(@PathVariable String name, HttpServletRequest request) {
        int days = (int) Asked.of(request, searches.zone(), "days").number("days", 1, 365, 7);
        Simulation simulation;
        try {
            simulation = policies().simulate(name, days);
        } catch (NoSuchElementException e) {
            throw ApiProblem.notThere();
        }
        return Answer.of(new Fields()
                .with("policy", name)
                .with("days", simulation.period().toDays())
                .with("addresses", simulation.addresses())
                .with("loggedIn", simulation.loggedIn())
                .with("guarded", simulation.guarded())
                .with("legitimate", simulation.legitimate())
                .with("events", simulation.events())
                .with("complete", simulation.isComplete())
                .with(
                        "blocked",
                        simulation.blocked().stream()
                                .map(one -> new Fields()
                                        .with("address", one.address())
                                        .with("events", one.events())
                                        .with("loggedIn", one.hasLoggedIn()))
                                .toList()));
    }

    private Actor actor(String name, HttpServletRequest request, Locale locale) {
        Actor actor = Orders.actor(Caller.whoAdministers(), request, locale);
        if (policies().all(locale).stream().noneMatch(one -> one.name().equals(name))) {
            throw ApiProblem.notThere();
        }
        return actor;
    }

    /** Switches a policy; one that is switched on goes back by itself unless it is confirmed. */
    @PostMapping("/api/v1/policies/{name}/mode")
    ResponseEntity<byte[]> change(@PathVariable String name, HttpServletRequest request, Locale locale)
            throws IOException {
        Actor actor = actor(name, request, locale);
        String word = JsonBody.of(request, "mode").needed("mode", 10);
        Mode mode = List.of(Mode.values()).stream()
                .filter(one -> one.key().equals(word))
                .findFirst()
                .orElseThrow(() -> Asked.bad("mode", word, "off, dry-run, on"));
        return orders.noted(
                policies().change(name, mode, actor), "policy-" + word, name, actor, request.getRemoteAddr());
    }

    @PostMapping("/api/v1/policies/{name}/confirm")
    ResponseEntity<byte[]> confirm(@PathVariable String name, HttpServletRequest request, Locale locale) {
        Asked.of(request, searches.zone());
        Actor actor = actor(name, request, locale);
        return orders.noted(policies().confirm(name, actor), "policy-confirmed", name, actor, request.getRemoteAddr());
    }

    @PostMapping("/api/v1/policies/{name}/undo")
    ResponseEntity<byte[]> undo(@PathVariable String name, HttpServletRequest request, Locale locale) {
        Asked.of(request, searches.zone());
        Actor actor = actor(name, request, locale);
        return orders.noted(policies().undo(name, actor), "policy-undone", name, actor, request.getRemoteAddr());
    }
}
