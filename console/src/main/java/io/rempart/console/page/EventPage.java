package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.ConsoleSettings;
import io.rempart.console.language.Wording;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import io.rempart.events.model.Event;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.events.store.EventStore.StoredEvent;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One event: what happened, the request with what matched, why it is of its class, a person's verdict, the raw record. */
@Controller
class EventPage {
    private static final int RAW_SHOWN = 16 * 1_024;
    private static final int LONGEST_COMMENT = 500;
    private static final int SIMILAR = 8;

    private final Frame frame;
    private final ConsoleRooms rooms;
    private final ConsoleSettings settings;
    private final Accounts accounts;

    EventPage(Frame frame, ConsoleRooms rooms, ConsoleSettings settings, Accounts accounts) {
        this.frame = frame;
        this.rooms = rooms;
        this.settings = settings;
        this.accounts = accounts;
    }

    @GetMapping("/events/{id}")
    String show(@PathVariable long id, Model model, HttpServletRequest request, Locale locale) {
        StoredEvent stored = rooms.events().event(id).orElseThrow(NotThere::new);
        Wording wording = frame.page(model, request, locale, Section.EVENTS);
        Scope scope = frame.scope(request);
        SearchTerms none = SearchTerms.of("");
        Optional<Event> event = rooms.opener().open(stored);
        model.addAttribute("stored", stored);
        model.addAttribute("row", EventRow.of(stored.summary(), scope.withText(""), none, wording));
        model.addAttribute("peer", EventRow.text(stored.summary().peer()));
        model.addAttribute(
                "view",
                event.map(one -> EventView.of(one, stored.summary(), scope.withText(""), wording))
                        .orElse(null));
        model.addAttribute("raw", EventView.head(stored.record(), RAW_SHOWN));
        model.addAttribute("rawIsCut", stored.record().length > RAW_SHOWN);
        model.addAttribute("rawLength", (long) stored.record().length);
        model.addAttribute(
                "similar",
                Panel.<List<EventSummary>>counted(
                                List.of(), () -> rooms.statistics().similar(id, SIMILAR, settings.searchTime()))
                        .stream()
                        .map(one -> EventRow.of(one, scope.withText(""), none, wording))
                        .toList());
        model.addAttribute(
                "incident",
                rooms.incidents()
                        .incidentOf(id)
                        .map(one -> IncidentRow.of(one, wording, "/inbox?state=all&sel=" + one.id()))
                        .orElse(null));
        model.addAttribute("back", scope.at("/events"));
        VerdictsPage.addUndo(model, request);
        model.addAttribute("allClasses", SourceClass.values());
        model.addAttribute("mayDecide", Frame.person().map(Person::mayDecide).orElse(false));
        return "event";
    }

    /** The stored record, byte for byte, as a file: a browser must not show it as a page. */
    @GetMapping("/events/{id}/raw")
    ResponseEntity<byte[]> raw(@PathVariable long id) {
        StoredEvent stored = rooms.events().event(id).orElseThrow(NotThere::new);
        return Downloads.text("event-" + id + ".txt", stored.record());
    }

    @PostMapping("/events/{id}/verdict")
    String decide(
            @PathVariable long id,
            @RequestParam(name = "class", defaultValue = "") String wanted,
            @RequestParam(name = "comment", defaultValue = "") String comment,
            HttpServletRequest request) {
        SourceClass sourceClass = SourceClass.ofKey(wanted).orElseThrow(NotThere::new);
        if (rooms.events().event(id).isEmpty()) {
            throw new NotThere();
        }
        Person person = Frame.person().orElseThrow();
        String kept = comment.length() > LONGEST_COMMENT ? comment.substring(0, LONGEST_COMMENT) : comment;
        long change = rooms.events().judge(id, sourceClass, person.name(), kept.strip());
        accounts.record(person.name(), "verdict", "event " + id + " " + sourceClass.key(), request.getRemoteAddr());
        return "redirect:"
                + frame.scope(request)
                        .address("/events/" + id)
                        .with("decided", "1")
                        .with("change", Long.toString(change))
                + "#verdict";
    }
}
