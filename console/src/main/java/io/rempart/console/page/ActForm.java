package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.Countermeasures.Kind;
import io.rempart.console.Countermeasures.Order;
import io.rempart.console.Countermeasures.Outcome;
import io.rempart.console.language.Wording;
import io.rempart.console.security.Accounts;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.Target;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;

/** The questions and answers around an action, the same on the page of blocks and in the dossier of a source. */
final class ActForm {
    private static final int LONGEST_REASON = 500;

    private ActForm() {}

    /**
     * A decision that undoes itself unless someone confirms it.
     *
     * @param seconds how long there is still to confirm it
     */
    public record Awaiting(long id, String target, long seconds) {}

    static @Nullable Kind kind(HttpServletRequest request) {
        String text = Frame.parameter(request, "ask");
        for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
                return kind;
            }
        }
        return null;
    }

    static Order order(Kind kind, Target target, HttpServletRequest request, Locale locale) {
        String reason = Frame.parameter(request, "reason").strip();
        return new Order(
                kind,
                target,
                Lasting.of(Frame.parameter(request, "lasting")),
                reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason,
                Frame.actor(request, locale));
    }

    /** What the page asks before it acts; nothing when {@code order} is null. */
    static void ask(Model model, ConsoleRooms rooms, @Nullable Order order, HttpServletRequest request) {
        model.addAttribute("asked", order == null ? null : order.kind().name().toLowerCase(Locale.ROOT));
        model.addAttribute("order", order);
        model.addAttribute("subject", order == null ? "" : order.target().toText());
        model.addAttribute("lasting", Frame.parameter(request, "lasting"));
        model.addAttribute(
                "preview", order == null ? null : rooms.countermeasures().preview(order));
        model.addAttribute("lastings", Lasting.keys());
        model.addAttribute("said", "");
        model.addAttribute("wasDone", true);
        model.addAttribute("undoId", "");
    }

    /** What came of an action. */
    static void answer(Model model, Outcome outcome) {
        model.addAttribute("asked", null);
        model.addAttribute("said", outcome.sentence());
        model.addAttribute("wasDone", outcome.done());
        // what awaits confirmation has its own buttons
        model.addAttribute("undoId", outcome.confirmBy() == null ? outcome.undoId() : "");
    }

    /** Takes an action and writes it down. */
    static Outcome take(ConsoleRooms rooms, Accounts accounts, Order order, HttpServletRequest request) {
        Outcome outcome = rooms.countermeasures().take(order);
        String detail = order.target().toText() + (outcome.done() ? "" : " refused");
        accounts.record(
                order.actor().person(),
                order.kind().name().toLowerCase(Locale.ROOT),
                order.reason().isEmpty() ? detail : detail + ": " + order.reason(),
                request.getRemoteAddr());
        return outcome;
    }

    /** Confirms or undoes what an action gave the id of, and writes it down. */
    static Outcome settle(
            ConsoleRooms rooms, Accounts accounts, boolean confirms, HttpServletRequest request, Locale locale) {
        String id = Frame.parameter(request, "id");
        var actor = Frame.actor(request, locale);
        Outcome outcome = confirms
                ? rooms.countermeasures().confirm(id, actor)
                : rooms.countermeasures().undo(id, actor);
        accounts.record(
                actor.person(),
                confirms ? "confirm" : "undo",
                id + (outcome.done() ? "" : " refused"),
                request.getRemoteAddr());
        return confirms ? new Outcome(outcome.done(), outcome.sentence(), "") : outcome;
    }

    /** The decisions that undo themselves soon, and may be confirmed on the page. */
    static List<Awaiting> awaiting(ConsoleRooms rooms, Wording wording) {
        List<Awaiting> all = new ArrayList<>();
        Instant now = wording.now();
        rooms.decisions().ifPresent(store -> {
            for (Decision decision : store.awaiting(now)) {
                Instant by = decision.confirmBy();
                if (by != null) {
                    all.add(new Awaiting(
                            decision.id(),
                            decision.target().toText(),
                            Math.max(0, Duration.between(now, by).toSeconds())));
                }
            }
        });
        return List.copyOf(all);
    }

    /** What a person wrote as a target; empty when it is none. */
    static Optional<Target> target(String text) {
        return text.length() > 253 ? Optional.empty() : Target.of(text);
    }
}
