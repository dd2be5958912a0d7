package io.rempart.console.api;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import io.rempart.console.text.Fields;
import io.rempart.events.account.AccountStore.SavedSearch;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** The searches that the caller keeps under a name, and those that others share. */
@Controller
class SavedSearchesApi {
    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_QUERY = 2_000;
    private static final int MOST_SEARCHES = 200;

    private final ConsoleRooms rooms;
    private final Accounts accounts;
    private final Searches searches;

    SavedSearchesApi(ConsoleRooms rooms, Accounts accounts, Searches searches) {
        this.accounts = accounts;
        this.rooms = rooms;
        this.searches = searches;
    }

    @GetMapping("/api/v1/searches")
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        Asked.of(request, searches.zone());
        return Answer.page(
                rooms.accounts().savedSearches(Caller.of().name()).stream()
                        .map(SavedSearchesApi::fields)
                        .toList(),
                null);
    }

    private static Fields fields(SavedSearch search) {
        return new Fields()
                .with("account", search.account())
                .with("name", search.name())
                .with("q", search.query())
                .with("shared", search.shared())
                .with("createdAt", search.createdAt());
    }

    @PostMapping("/api/v1/searches")
    ResponseEntity<byte[]> save(HttpServletRequest request) throws IOException {
        Person person = Caller.of();
        JsonBody body = JsonBody.of(request, "name", "q", "shared");
        String name = body.needed("name", LONGEST_NAME);
        String text = body.needed("q", LONGEST_QUERY);
        searches.query(text, null, null, ""); // a search that can't be understood isn't kept
        boolean isNew = rooms.accounts().savedSearches(person.name()).stream()
                .noneMatch(
                        one -> one.account().equals(person.name()) && one.name().equals(name));
        if (isNew && rooms.accounts().savedSearches(person.name()).size() >= MOST_SEARCHES) {
            throw new ApiProblem(409, "api.problem.too-many", "searches", MOST_SEARCHES);
        }
        SavedSearch search = new SavedSearch(person.name(), name, text, body.flag("shared"), searches.now());
        rooms.accounts().save(search);
        accounts.record(person.name(), "search-saved", name + ": " + text, request.getRemoteAddr());
        return Answer.of(fields(search));
    }

    @PostMapping("/api/v1/searches/delete")
    ResponseEntity<byte[]> delete(HttpServletRequest request) throws IOException {
        Person person = Caller.of();
        String name = JsonBody.of(request, "name").needed("name", LONGEST_NAME);
        if (!rooms.accounts().deleteSavedSearch(person.name(), name)) {
            throw ApiProblem.notThere();
        }
        accounts.record(person.name(), "search-deleted", name, request.getRemoteAddr());
        return Answer.of(new Fields().with("deleted", true));
    }
}
