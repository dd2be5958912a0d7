package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import io.rempart.console.security.ReturnPath;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PostMapping;

/** Takes verdicts back, from the page on which they were given. */
@Controller
class VerdictsPage {
    private final ConsoleRooms rooms;
    private final Accounts accounts;

    VerdictsPage(ConsoleRooms rooms, Accounts accounts) {
        this.rooms = rooms;
        this.accounts = accounts;
    }

    /** What a page says after a verdict, from its address: how many events, and how it is taken back. */
    static void addUndo(Model model, HttpServletRequest request) {
        model.addAttribute("decided", number(request, "decided"));
        model.addAttribute("undone", number(request, "undone"));
        model.addAttribute("change", number(request, "change"));
        model.addAttribute("here", here(request));
    }

    private static long number(HttpServletRequest request, String name) {
        String text = Frame.parameter(request, name);
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    private static String here(HttpServletRequest request) {
        String query = request.getQueryString();
        return cleaned(request.getRequestURI() + (query == null ? "" : "?" + query));
    }

    /** Without what was done last. */
    private static String cleaned(String path) {
        String rest = path.replaceAll("[?&](decided|undone|change|left)=[^&]*", "");
        return rest.contains("?") ? rest : rest.replaceFirst("&", "?");
    }

    @PostMapping("/verdicts/undo")
    String undo(HttpServletRequest request) {
        String change = Frame.parameter(request, "change");
        if (!change.matches("\\d{1,18}")) {
            throw new NotThere();
        }
        Person person = Frame.person().orElseThrow();
        long events = rooms.events().undoVerdicts(Long.parseLong(change), person.name());
        accounts.record(
                person.name(),
                "verdict-undone",
                "change " + change + " " + events + " events",
                request.getRemoteAddr());
        String here = cleaned(ReturnPath.safe(Frame.parameter(request, "here")));
        return "redirect:" + here + (here.contains("?") ? "&" : "?") + "undone=" + events;
    }
}
