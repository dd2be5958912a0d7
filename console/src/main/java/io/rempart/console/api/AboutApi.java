package io.rempart.console.api;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.security.Person;
import io.rempart.console.text.Fields;
import io.rempart.events.account.AccountStore.Account;
import io.rempart.events.account.AccountStore.AuditTrailEntry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** What this installation is, who calls, who has an account, who did what. */
@Controller
class AboutApi {
    private final ConsoleRooms rooms;
    private final Searches searches;

    AboutApi(ConsoleRooms rooms, Searches searches) {
        this.rooms = rooms;
        this.searches = searches;
    }

    @GetMapping("/api/v1/about")
    ResponseEntity<byte[]> about(HttpServletRequest request) {
        Asked.of(request, searches.zone());
        Person person = Caller.of();
        String version = AboutApi.class.getPackage().getImplementationVersion();
        return Answer.of(new Fields()
                .with("version", version == null ? "0.1.0-SNAPSHOT" : version)
                .with("time", searches.now())
                .with("zone", searches.zone().getId())
                .with("events", rooms.events().eventCount())
                .with("bytes", rooms.events().sizeInBytes())
                .with("person", person.name())
                .with("role", person.role()));
    }

    /** For administrators. */
    @GetMapping("/api/v1/accounts")
    ResponseEntity<byte[]> accounts(HttpServletRequest request) {
        Asked.of(request, searches.zone());
        Caller.whoAdministers();
        return Answer.page(
                rooms.accounts().accounts().stream().map(AboutApi::fields).toList(), null);
    }

    /** Never the hash of a password. */
    private static Fields fields(Account account) {
        return new Fields()
                .with("name", account.name())
                .with("role", account.role())
                .with("language", account.language())
                .with("enabled", account.enabled())
                .with("createdAt", account.createdAt())
                .with("lastLogIn", account.lastLogIn());
    }

    /** For administrators. */
    @GetMapping("/api/v1/audit")
    ResponseEntity<byte[]> auditTrail(HttpServletRequest request) {
        Asked asked = Asked.of(request, searches.zone(), "before", "limit");
        Caller.whoAdministers();
        int limit = asked.limit();
        List<AuditTrailEntry> entries = rooms.accounts().auditTrail(asked.before(), limit);
        return Answer.page(
                entries.stream()
                        .map(entry -> new Fields()
                                .with("id", entry.id())
                                .with("at", entry.at())
                                .with("account", entry.account())
                                .with("action", entry.action())
                                .with("detail", entry.detail())
                                .with("address", entry.address()))
                        .toList(),
                entries.size() < limit ? null : entries.get(limit - 1).id());
    }

    /** What is below the interface and none of its operations. */
    @RequestMapping("/api/v1/**")
    ResponseEntity<byte[]> nothing() {
        throw new ApiProblem(404, "api.problem.no-operation");
    }
}
