package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.ConsoleSettings;
import io.rempart.console.language.Wording;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import io.rempart.events.query.Query;
import io.rempart.events.query.QueryParser;
import io.rempart.events.query.QueryProblem;
import io.rempart.events.store.IncidentStore.ArchivePreview;
import io.rempart.events.store.IncidentStore.ArchiveRule;
import io.rempart.events.store.StoreException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** Rules that archive incidents by themselves, each made from a search after a look at what it would have archived. */
@Controller
class ArchiveRulesPage {
    private static final Duration LOOK_BACK = Duration.ofDays(30);
    private static final int SAMPLE = 8;
    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_QUERY = 2_000;

    private final Frame frame;
    private final ConsoleRooms rooms;
    private final ConsoleSettings settings;
    private final Accounts accounts;

    ArchiveRulesPage(Frame frame, ConsoleRooms rooms, ConsoleSettings settings, Accounts accounts) {
        this.frame = frame;
        this.rooms = rooms;
        this.settings = settings;
        this.accounts = accounts;
    }

    /** A rule with the search it was made from. */
    public record RuleLine(ArchiveRule rule, String text) {}

    @GetMapping("/inbox/rules")
    String show(Model model, HttpServletRequest request, HttpServletResponse response, Locale locale) {
        Wording wording = frame.page(model, request, locale, Section.INBOX);
        String text = Frame.parameter(request, "q").strip();
        model.addAttribute("query", text.length() > LONGEST_QUERY ? "" : text);
        model.addAttribute(
                "rules",
                rooms.incidents().archiveRules().stream()
                        .map(rule -> new RuleLine(rule, rule.query().toText()))
                        .toList());
        model.addAttribute("mayDecide", Frame.person().map(Person::mayDecide).orElse(false));
        model.addAttribute("problem", null);
        model.addAttribute("refusal", null);
        model.addAttribute("preview", null);
        model.addAttribute("sample", List.of());
        model.addAttribute("days", LOOK_BACK.toDays());
        if (!text.isEmpty()) {
            try {
                preview(model, text, wording);
            } catch (QueryProblem problem) {
                response.setStatus(HttpStatus.BAD_REQUEST.value());
                model.addAttribute("problem", SearchProblem.of(problem, text, wording));
            } catch (StoreException refused) {
                response.setStatus(HttpStatus.BAD_REQUEST.value());
                model.addAttribute("refusal", refused.getMessage());
            }
        }
        return "archive-rules";
    }

    /** What is found is looked up on top of the search. */
    private Duration previewTime() {
        return settings.searchTime().multipliedBy(3).dividedBy(4);
    }

    private void preview(Model model, String text, Wording wording) {
        Query query = QueryParser.parse(text, wording.now(), settings.zone());
        ArchivePreview preview =
                rooms.incidents().preview(query, wording.now().minus(LOOK_BACK), SAMPLE, previewTime());
        model.addAttribute("preview", preview);
        model.addAttribute(
                "sample",
                preview.sample().stream()
                        .map(one -> IncidentRow.of(one, wording, "/inbox?state=all&sel=" + one.id()))
                        .toList());
    }

    @PostMapping("/inbox/rules")
    String add(HttpServletRequest request, Locale locale) {
        Person person = Frame.person().orElseThrow();
        String name = Frame.parameter(request, "name").strip();
        String text = Frame.parameter(request, "q").strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME || text.isEmpty() || text.length() > LONGEST_QUERY) {
            return "redirect:" + new Address("/inbox/rules").with("q", text.length() > LONGEST_QUERY ? "" : text);
        }
        Query query = QueryParser.parse(text, frame.now(), settings.zone());
        rooms.incidents().addArchiveRule(name, query, person.name());
        accounts.record(person.name(), "archive-rule-added", name + ": " + text, request.getRemoteAddr());
        return "redirect:/inbox/rules";
    }

    @PostMapping("/inbox/rules/remove")
    String remove(HttpServletRequest request) {
        String id = Frame.parameter(request, "id");
        Person person = Frame.person().orElseThrow();
        if (id.matches("\\d{1,18}") && rooms.incidents().removeArchiveRule(Long.parseLong(id), person.name())) {
            accounts.record(person.name(), "archive-rule-removed", "rule " + id, request.getRemoteAddr());
        }
        return "redirect:/inbox/rules";
    }
}
