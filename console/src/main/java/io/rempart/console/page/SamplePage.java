package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.sample.SampleData;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/** Adds made-up events to an empty store, and removes them. */
@Controller
class SamplePage {
    private final Frame frame;
    private final ConsoleRooms rooms;
    private final Accounts accounts;

    SamplePage(Frame frame, ConsoleRooms rooms, Accounts accounts) {
        this.frame = frame;
        this.rooms = rooms;
        this.accounts = accounts;
    }

    /** Only into an empty store: made-up events among real ones would mislead. */
    @PostMapping("/sample")
    String add(HttpServletRequest request) {
        Person person = Frame.person().orElseThrow();
        if (rooms.events().eventCount() == 0) {
            SampleData.addTo(rooms.events(), frame.now());
            accounts.record(person.name(), "sample-added", "", request.getRemoteAddr());
        }
        frame.storeChanged();
        return "redirect:/overview?range=7d";
    }

    @PostMapping("/sample/remove")
    String remove(HttpServletRequest request) {
        Person person = Frame.person().orElseThrow();
        SampleData.removeFrom(rooms.events());
        accounts.record(person.name(), "sample-removed", "", request.getRemoteAddr());
        frame.storeChanged();
        return "redirect:/overview";
    }
}
