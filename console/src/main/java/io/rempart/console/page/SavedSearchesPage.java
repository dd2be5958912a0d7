package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.ConsoleSettings;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import io.rempart.console.security.ReturnPath;
import io.rempart.events.account.AccountStore.SavedSearch;
import io.rempart.events.query.QueryParser;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Saves a search under a name, and deletes one. */
@Controller
class SavedSearchesPage {
    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_QUERY = 2_000;
    private static final int MOST_SEARCHES = 200;

    private final ConsoleRooms rooms;
    private final Accounts accounts;
    private final ConsoleSettings settings;
    private final Clock clock;

    SavedSearchesPage(ConsoleRooms rooms, Accounts accounts, ConsoleSettings settings, Clock clock) {
        this.accounts = accounts;
        this.settings = settings;
        this.rooms = rooms;
        this.clock = clock;
    }

    @PostMapping("/searches")
    String save(
            @RequestParam("name") String name,
            @RequestParam("q") String query,
            @RequestParam(name = "shared", defaultValue = "false") boolean shared,
            @RequestParam(name = "here", defaultValue = "/events") String here,
            HttpServletRequest request) {
        Person person = Frame.person().orElseThrow();
        String stripped = name.strip();
        boolean fits = !stripped.isEmpty()
                && stripped.length() <= LONGEST_NAME
                && !query.isBlank()
                && query.length() <= LONGEST_QUERY
                && rooms.accounts().savedSearches(person.name()).size() < MOST_SEARCHES;
        if (fits) {
            QueryParser.parse(query, clock.instant(), settings.zone()); // a search that can't be understood isn't kept
            rooms.accounts().save(new SavedSearch(person.name(), stripped, query, shared, clock.instant()));
            accounts.record(person.name(), "search-saved", stripped + ": " + query, request.getRemoteAddr());
        }
        return "redirect:" + ReturnPath.safe(here);
    }

    @PostMapping("/searches/delete")
    String delete(
            @RequestParam("name") String name,
            @RequestParam(name = "here", defaultValue = "/events") String here,
            HttpServletRequest request) {
        String person = Frame.person().orElseThrow().name();
        if (rooms.accounts().deleteSavedSearch(person, name)) {
            accounts.record(person, "search-deleted", name, request.getRemoteAddr());
        }
        return "redirect:" + ReturnPath.safe(here);
    }
}
