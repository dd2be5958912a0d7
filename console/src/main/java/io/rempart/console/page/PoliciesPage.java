package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.Countermeasures.Outcome;
import io.rempart.console.Policies;
import io.rempart.console.Policies.Mode;
import io.rempart.console.Policies.Simulation;
import io.rempart.console.Policies.View;
import io.rempart.console.language.Wording;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import io.rempart.events.model.SourceClass;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** What blocks by itself: each policy in words, what it would have done, and its switch. */
@Controller
class PoliciesPage {
    private static final String PATH = "/policies";
    private static final List<Integer> DAYS = List.of(1, 7, 30, 90);

    private final Frame frame;
    private final ConsoleRooms rooms;
    private final Accounts accounts;
    /** A simulation reads up to half a million events: one at a time. */
    private final Semaphore simulating = new Semaphore(1);

    PoliciesPage(Frame frame, ConsoleRooms rooms, Accounts accounts) {
        this.frame = frame;
        this.rooms = rooms;
        this.accounts = accounts;
    }

    /**
     * A policy in words.
     *
     * @param seconds how long its change may still be confirmed; -1 when nothing is to be confirmed
     */
    public record PolicyLine(View view, List<String> conditions, String consequence, long seconds, String history) {}

    @GetMapping(PATH)
    String show(Model model, HttpServletRequest request, Locale locale) {
        Wording wording = frame.page(model, request, locale, Section.ACT);
        List<View> all = rooms.policies().map(policies -> policies.all(locale)).orElse(List.of());
        model.addAttribute("offered", rooms.policies().isPresent());
        model.addAttribute(
                "policies", all.stream().map(one -> line(one, wording)).toList());
        model.addAttribute("modes", Mode.values());
        model.addAttribute("dayChoices", DAYS);
        model.addAttribute(
                "maySwitch", Frame.person().map(Person::mayAdminister).orElse(false));
        model.addAttribute("said", "");
        model.addAttribute("wasDone", true);
        model.addAttribute("undoId", "");
        model.addAttribute("simulation", null);
        model.addAttribute("simulated", "");
        model.addAttribute("busy", false);
        return "policies";
    }

    private static PolicyLine line(View view, Wording wording) {
        List<String> conditions = new ArrayList<>();
        conditions.add(wording.text(
                "policies.when.events",
                view.events(),
                wording.duration(view.within().toSeconds())));
        conditions.add(wording.text(
                "policies.when.class",
                Arrays.stream(SourceClass.values())
                        .filter(view.classes()::contains)
                        .map(one -> wording.text("class." + one.key()))
                        .collect(Collectors.joining(", "))));
        if (view.confidence() > 0) {
            conditions.add(wording.text("policies.when.confidence", wording.percent(view.confidence() / 100.0)));
        }
        if (!view.search().isEmpty()) {
            conditions.add(wording.text("policies.when.search", view.search()));
        }
        Duration lasting = view.lasting();
        String time = lasting == null
                ? wording.text("policies.then.usual")
                : wording.text("policies.then.for", wording.duration(lasting.toSeconds()));
        String what = view.ipv4Length() == 32
                ? wording.text("policies.then.address", view.ipv6Length())
                : wording.text("policies.then.range", view.ipv4Length(), view.ipv6Length());
        Instant by = view.confirmBy();
        return new PolicyLine(
                view,
                List.copyOf(conditions),
                wording.text("policies.then", what, time),
                by == null
                        ? -1
                        : Math.max(0, Duration.between(wording.now(), by).toSeconds()),
                new Address("/blocks")
                        .with("q", "policy:" + view.name())
                        .with("state", "all")
                        .toString());
    }

    /** What a policy would have done; a part of the page for htmx, the page with it for everybody else. */
    @GetMapping(PATH + "/simulation")
    String simulate(Model model, HttpServletRequest request, Locale locale) {
        String name = known(Frame.parameter(request, "name"));
        String asked = Frame.parameter(request, "days");
        int days = DAYS.stream()
                .filter(one -> asked.equals(one.toString()))
                .findFirst()
                .orElse(7);
        show(model, request, locale);
        model.addAttribute("simulated", name);
        if (simulating.tryAcquire()) {
            try {
                model.addAttribute("simulation", simulation(name, days));
            } finally {
                simulating.release();
            }
        } else {
            model.addAttribute("busy", true);
        }
        return Frame.wantsPart(request) ? "policies :: simulation" : "policies";
    }

    private @Nullable Simulation simulation(String name, int days) {
        return rooms.policies().map(policies -> policies.simulate(name, days)).orElse(null);
    }

    private String known(String name) {
        return rooms.policies().orElseThrow(NotThere::new).all(Locale.ENGLISH).stream()
                .map(View::name)
                .filter(name::equals)
                .findFirst()
                .orElseThrow(NotThere::new);
    }

    @PostMapping(PATH + "/switch")
    String change(Model model, HttpServletRequest request, Locale locale) {
        String name = known(Frame.parameter(request, "name"));
        Mode mode = Arrays.stream(Mode.values())
                .filter(one -> one.key().equals(Frame.parameter(request, "mode")))
                .findFirst()
                .orElseThrow(NotThere::new);
        return acted(
                policies -> policies.change(name, mode, Frame.actor(request, locale)),
                "policy-switched",
                name + " " + mode.key(),
                model,
                request,
                locale);
    }

    @PostMapping(PATH + "/confirm")
    String confirm(Model model, HttpServletRequest request, Locale locale) {
        String name = known(Frame.parameter(request, "id"));
        return acted(
                policies -> policies.confirm(name, Frame.actor(request, locale)),
                "policy-confirmed",
                name,
                model,
                request,
                locale);
    }

    @PostMapping(PATH + "/undo")
    String undo(Model model, HttpServletRequest request, Locale locale) {
        String name = known(Frame.parameter(request, "id"));
        return acted(
                policies -> policies.undo(name, Frame.actor(request, locale)),
                "policy-undone",
                name,
                model,
                request,
                locale);
    }

    private interface Change {
        Outcome of(Policies policies);
    }

    private String acted(
            Change change, String action, String detail, Model model, HttpServletRequest request, Locale locale) {
        Outcome outcome;
        try {
            outcome = change.of(rooms.policies().orElseThrow(NotThere::new));
        } catch (NoSuchElementException e) {
            throw new NotThere();
        }
        accounts.record(
                Frame.actor(request, locale).person(),
                action,
                detail + (outcome.done() ? "" : " refused"),
                request.getRemoteAddr());
        show(model, request, locale);
        model.addAttribute("said", outcome.sentence());
        model.addAttribute("wasDone", outcome.done());
        return "policies";
    }
}
