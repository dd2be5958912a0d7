package io.rempart.console.page;

import inet.ipaddr.IPAddressString;
import io.rempart.console.Actor;
import io.rempart.console.ConsoleRooms;
import io.rempart.console.Notifications;
import io.rempart.console.Notifications.Tried;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** How people are told: each way with what was last sent and what is wrong, each rule, and a test for administrators. */
@Controller
class NotificationsPage {
    private final Frame frame;
    private final ConsoleRooms rooms;
    private final Accounts accounts;

    NotificationsPage(Frame frame, ConsoleRooms rooms, Accounts accounts) {
        this.frame = frame;
        this.rooms = rooms;
        this.accounts = accounts;
    }

    @GetMapping("/notifications")
    String show(Model model, HttpServletRequest request, Locale locale) {
        return page(model, request, locale, List.of());
    }

    @PostMapping("/notifications/test")
    String test(
            @RequestParam(name = "name", defaultValue = "") String name,
            Model model,
            HttpServletRequest request,
            Locale locale) {
        Person person = Frame.person().orElseThrow();
        Notifications notifications = rooms.notifications().orElseThrow(NotThere::new);
        List<Tried> tried = notifications.test(
                name, new Actor(person.name(), locale, new IPAddressString(request.getRemoteAddr()).getAddress()));
        if (tried.isEmpty()) {
            throw new NotThere();
        }
        accounts.record(person.name(), "notification-tested", name, request.getRemoteAddr());
        return page(model, request, locale, tried);
    }

    private String page(Model model, HttpServletRequest request, Locale locale, List<Tried> tried) {
        frame.page(model, request, locale, Section.SETTINGS);
        model.addAttribute(
                "ways", rooms.notifications().map(Notifications::ways).orElse(List.of()));
        model.addAttribute(
                "rules", rooms.notifications().map(some -> some.rules(locale)).orElse(List.of()));
        model.addAttribute("tried", tried);
        model.addAttribute("mayTest", Frame.person().map(Person::mayAdminister).orElse(false));
        return "notifications";
    }
}
