package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.Countermeasures.Effect;
import io.rempart.console.Countermeasures.Kind;
import io.rempart.console.Countermeasures.Order;
import io.rempart.console.Countermeasures.Outcome;
import io.rempart.console.language.Wording;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.DecisionStore;
import io.rempart.events.decision.DecisionStore.DecisionSearch;
import io.rempart.events.decision.Target;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** What is blocked and allowed, now and before; how the firewall stands; and the buttons that decide, confirm, end. */
@Controller
class BlocksPage {
    private static final String PATH = "/blocks";
    private static final int ROWS = 50;
    private static final int LONGEST_SEARCH = 253;

    private final Frame frame;
    private final ConsoleRooms rooms;
    private final Accounts accounts;

    BlocksPage(Frame frame, ConsoleRooms rooms, Accounts accounts) {
        this.frame = frame;
        this.rooms = rooms;
        this.accounts = accounts;
    }

    /**
     * One line.
     *
     * @param link to the source, or to the sources of the range; empty where there is no such page
     * @param state key of its message: in-force, awaits, expired, rolled-back, ended
     * @param enforcement key of its message: enforced, refused, unknown, off; empty when nothing is to be enforced
     * @param effect what the firewall does because of it; null when it said nothing
     */
    public record BlockRow(
            Decision decision,
            String kind,
            String target,
            String link,
            String author,
            String state,
            String enforcement,
            @Nullable Effect effect,
            boolean inForce) {}

    @GetMapping(PATH)
    String show(Model model, HttpServletRequest request, Locale locale) {
        Wording wording = frame.page(model, request, locale, Section.ACT);
        Optional<DecisionStore> store = rooms.decisions();
        String text = Frame.parameter(request, "q").strip();
        String search = text.length() > LONGEST_SEARCH ? text.substring(0, LONGEST_SEARCH) : text;
        String kind = oneOf(Frame.parameter(request, "kind"), "block", "allow");
        String state = oneOf(Frame.parameter(request, "state"), "past", "all");
        List<Decision> found = store.map(decisions ->
                        decisions.search(search(search, kind, state, wording.now()), before(request), ROWS + 1))
                .orElse(List.of());
        List<Decision> page = found.subList(0, Math.min(ROWS, found.size()));
        Map<Long, Effect> effects =
                rooms.countermeasures().effects(page.stream().map(Decision::id).toList(), locale);
        boolean touches = rooms.countermeasures().firewall().isPresent();
        model.addAttribute(
                "rows",
                page.stream()
                        .map(one -> row(one, effects.get(one.id()), touches, wording))
                        .toList());
        model.addAttribute("next", next(found, page, search, kind, state));
        if (Frame.wantsPart(request)) {
            return "blocks :: more";
        }
        model.addAttribute("offered", store.isPresent());
        model.addAttribute("search", search);
        model.addAttribute("kind", kind);
        model.addAttribute("state", state);
        model.addAttribute("isFirstPage", before(request) == null);
        model.addAttribute("firewall", rooms.countermeasures().firewall().orElse(null));
        model.addAttribute(
                "blocks",
                store.map(one -> one.countInForce(Decision.Kind.BLOCK, wording.now()))
                        .orElse(0L));
        model.addAttribute(
                "allowed",
                store.map(one -> one.countInForce(Decision.Kind.ALLOW, wording.now()))
                        .orElse(0L));
        model.addAttribute("awaiting", ActForm.awaiting(rooms, wording));
        addQuestion(model, request, locale);
        return "blocks";
    }

    private void addQuestion(Model model, HttpServletRequest request, Locale locale) {
        Kind kind = ActForm.kind(request);
        String text = Frame.parameter(request, "target").strip();
        Optional<Target> target = ActForm.target(text);
        boolean asks =
                kind != null && kind != Kind.REPORT && rooms.countermeasures().offers(kind);
        ActForm.ask(
                model,
                rooms,
                kind != null && asks && target.isPresent() ? ActForm.order(kind, target.get(), request, locale) : null,
                request);
        model.addAttribute("mayDecide", Frame.person().map(Person::mayDecide).orElse(false));
        model.addAttribute("offersBlock", rooms.countermeasures().offers(Kind.BLOCK));
        model.addAttribute("badTarget", asks && target.isEmpty() ? text : null);
    }

    private static String oneOf(String value, String... known) {
        return List.of(known).contains(value) ? value : "";
    }

    private static @Nullable Long before(HttpServletRequest request) {
        String before = Frame.parameter(request, "before");
        return before.matches("\\d{1,18}") ? Long.valueOf(before) : null;
    }

    private static DecisionSearch search(String text, String kind, String state, Instant now) {
        Target target = Target.of(text).orElse(null);
        return new DecisionSearch(
                kind.isEmpty() ? null : Decision.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                state.equals("all") ? null : Boolean.valueOf(!state.equals("past")),
                now,
                target instanceof Target.Range range ? range : null,
                target instanceof Target.Range ? "" : target == null ? text : target.toText());
    }

    private static @Nullable String next(
            List<Decision> found, List<Decision> page, String search, String kind, String state) {
        return found.size() <= page.size()
                ? null
                : new Address(PATH)
                        .with("q", search)
                        .with("kind", kind)
                        .with("state", state)
                        .with("before", Long.toString(page.get(page.size() - 1).id()))
                        .toString();
    }

    private static BlockRow row(Decision decision, @Nullable Effect effect, boolean touches, Wording wording) {
        boolean inForce = decision.isInForce(wording.now());
        String enforcement = "";
        if (inForce && decision.kind() == Decision.Kind.BLOCK) {
            enforcement = !touches
                    ? "off"
                    : effect == null ? "unknown" : effect.refusal().isEmpty() ? "enforced" : "refused";
        }
        return new BlockRow(
                decision,
                decision.kind().name().toLowerCase(Locale.ROOT),
                decision.target().toText(),
                link(decision.target()),
                Authors.text(decision.author(), wording),
                switch (decision.state(wording.now())) {
                    case IN_FORCE -> "in-force";
                    case AWAITS_CONFIRMATION -> "awaits";
                    case EXPIRED -> "expired";
                    case ROLLED_BACK -> "rolled-back";
                    case ENDED -> "ended";
                },
                enforcement,
                effect,
                inForce);
    }

    private static String link(Target target) {
        if (target instanceof Target.Range range) {
            return range.isSingle()
                    ? "/sources/" + EventRow.text(range.first())
                    : new Address("/sources").with("network", range.toText()).toString();
        }
        return "";
    }

    /** The action itself, after the person saw what it does. */
    @PostMapping(PATH + "/act")
    String act(Model model, HttpServletRequest request, Locale locale) {
        Kind kind = ActForm.kind(request);
        Target target =
                ActForm.target(Frame.parameter(request, "target").strip()).orElseThrow(NotThere::new);
        if (kind == null || kind == Kind.REPORT || !rooms.countermeasures().offers(kind)) {
            throw new NotThere();
        }
        Order order = ActForm.order(kind, target, request, locale);
        return answered(ActForm.take(rooms, accounts, order, request), model, request, locale);
    }

    private String answered(Outcome outcome, Model model, HttpServletRequest request, Locale locale) {
        show(model, request, locale);
        ActForm.answer(model, outcome);
        return "blocks";
    }

    @PostMapping(PATH + "/confirm")
    String confirm(Model model, HttpServletRequest request, Locale locale) {
        return answered(ActForm.settle(rooms, accounts, true, request, locale), model, request, locale);
    }

    /** Ends a decision, or takes back what was done last. */
    @PostMapping(PATH + "/undo")
    String undo(Model model, HttpServletRequest request, Locale locale) {
        return answered(ActForm.settle(rooms, accounts, false, request, locale), model, request, locale);
    }

    @PostMapping(PATH + "/prolong")
    String prolong(Model model, HttpServletRequest request, Locale locale) {
        String id = Frame.parameter(request, "id");
        if (!id.matches("\\d{1,18}")) {
            throw new NotThere();
        }
        var actor = Frame.actor(request, locale);
        Outcome outcome = rooms.countermeasures()
                .prolong(Long.parseLong(id), Lasting.of(Frame.parameter(request, "lasting")), actor);
        accounts.record(actor.person(), "prolong", id + (outcome.done() ? "" : " refused"), request.getRemoteAddr());
        return answered(outcome, model, request, locale);
    }
}
