package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.ConsoleSettings;
import io.rempart.console.language.Wording;
import io.rempart.console.security.Person;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query;
import io.rempart.events.query.QueryField;
import io.rempart.events.query.QueryParser;
import io.rempart.events.query.QueryProblem;
import io.rempart.events.store.EventStore.Cursor;
import io.rempart.events.store.EventStore.EventPage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The list of events: search, chips, pages by key, and what to do when there is nothing. */
@Controller
class EventsPage {
    private static final int ROWS = 50;

    private final Frame frame;
    private final ConsoleRooms rooms;
    private final ConsoleSettings settings;

    EventsPage(Frame frame, ConsoleRooms rooms, ConsoleSettings settings) {
        this.frame = frame;
        this.rooms = rooms;
        this.settings = settings;
    }

    /** A class as a switch above the list. */
    public record ClassSwitch(SourceClass sourceClass, boolean isOn, String link) {}

    @GetMapping("/events")
    String list(Model model, HttpServletRequest request, HttpServletResponse response, Locale locale) {
        Wording wording = frame.page(model, request, locale, Section.EVENTS);
        Scope scope = (Scope) model.getAttribute("scope");
        if (scope == null) {
            throw new IllegalStateException("no scope");
        }
        SearchTerms terms = SearchTerms.of(scope.text());
        model.addAttribute("chips", terms.chips());
        model.addAttribute("classes", switches(scope, terms));
        model.addAttribute("fields", QueryField.values());
        model.addAttribute("rows", List.of());
        model.addAttribute("problem", null);
        model.addAttribute("isFirstPage", true);
        model.addAttribute("showsHosts", scope.host().isEmpty() && frame.hosts().size() > 1);
        model.addAttribute("next", null);
        model.addAttribute("searchedBackTo", null);
        model.addAttribute("storeIsEmpty", false);
        model.addAttribute(
                "saved",
                Frame.person()
                        .map(Person::name)
                        .map(name -> rooms.accounts().savedSearches(name))
                        .orElse(List.of()));
        try {
            search(model, request, wording, scope, terms);
        } catch (QueryProblem problem) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            model.addAttribute("problem", SearchProblem.of(problem, scope.text(), wording));
        }
        return Frame.wantsPart(request) ? "events :: more" : "events";
    }

    private void search(Model model, HttpServletRequest request, Wording wording, Scope scope, SearchTerms terms) {
        Query query = scope.narrowed(
                scope.text().isBlank()
                        ? new Query.All()
                        : QueryParser.parse(scope.text(), wording.now(), settings.zone()));
        Cursor after = Cursor.ofText(Frame.parameter(request, "after")).orElse(null);
        EventPage page = rooms.events().search(query, after, ROWS, settings.searchTime());
        List<EventRow> rows = new ArrayList<>();
        page.events().forEach(event -> rows.add(EventRow.of(event, scope, terms, wording)));
        model.addAttribute("rows", rows);
        model.addAttribute("isFirstPage", after == null);
        model.addAttribute("searchedBackTo", page.searchedBackTo());
        Cursor next = page.next();
        model.addAttribute(
                "next",
                next == null
                        ? null
                        : scope.address("/events").with("after", next.toText()).toString());
        boolean isEmpty = rows.isEmpty() && after == null;
        model.addAttribute("storeIsEmpty", isEmpty && rooms.events().eventCount() == 0);
    }

    private static List<ClassSwitch> switches(Scope scope, SearchTerms terms) {
        List<ClassSwitch> switches = new ArrayList<>();
        for (SourceClass one : SourceClass.values()) {
            String term = "class:" + one.key();
            boolean isOn = terms.contains(term);
            SearchTerms others = new SearchTerms(terms.terms().stream()
                    .filter(other -> other.equals(term) || !other.startsWith("class:"))
                    .toList());
            switches.add(new ClassSwitch(one, isOn, scope.search(others.toggled(term))));
        }
        return List.copyOf(switches);
    }
}
