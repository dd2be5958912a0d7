package io.rempart.console.page;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.console.Actor;
import io.rempart.console.ConsoleRooms;
import io.rempart.console.Countermeasures.Kind;
import io.rempart.console.Countermeasures.Order;
import io.rempart.console.Countermeasures.Outcome;
import io.rempart.console.Outbox;
import io.rempart.console.language.Wording;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import io.rempart.events.decision.Target;
import io.rempart.events.model.PrefixLength;
import io.rempart.events.report.Report;
import io.rempart.events.report.Report.State;
import io.rempart.events.report.ReportStore;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** The outbox of reports: what is to be told in public, what was told, why something waits, and what can be done about it. */
@Controller
class ReportsPage {
    private static final String PATH = "/reports";
    private static final int ROWS = 50;
    private static final int LONGEST_COMMENT = 1_024;
    private static final Set<State> WAITING =
            EnumSet.of(State.HELD, State.QUEUED, State.SENDING, State.UNCERTAIN, State.RETRACTING);
    private static final Set<State> SENT = EnumSet.of(State.SENT);
    private static final Set<State> NOT_SENT = EnumSet.of(State.REFUSED, State.WITHDRAWN, State.RETRACTED);

    private final Frame frame;
    private final ConsoleRooms rooms;
    private final Accounts accounts;

    ReportsPage(Frame frame, ConsoleRooms rooms, Accounts accounts) {
        this.frame = frame;
        this.rooms = rooms;
        this.accounts = accounts;
    }

    /**
     * One report.
     *
     * @param state key of its message
     * @param waits whether it goes out only later, at {@code report.notBefore()}
     */
    public record ReportRow(
            Report report,
            String address,
            String state,
            String author,
            List<String> categories,
            boolean waits,
            boolean isPending,
            boolean maybeSent) {}

    @GetMapping(PATH)
    String show(Model model, HttpServletRequest request, Locale locale) {
        Wording wording = frame.page(model, request, locale, Section.ACT);
        Optional<ReportStore> store = rooms.reports();
        String state = Frame.parameter(request, "state");
        Set<State> states = switch (state) {
            case "sent" -> SENT;
            case "not-sent" -> NOT_SENT;
            case "all" -> EnumSet.allOf(State.class);
            default -> WAITING;
        };
        String before = Frame.parameter(request, "before");
        Long beforeId = before.matches("\\d{1,18}") ? Long.valueOf(before) : null;
        List<Report> found = store.map(reports -> reports.history(states, beforeId, ROWS + 1))
                .orElse(List.of());
        List<Report> page = found.subList(0, Math.min(ROWS, found.size()));
        model.addAttribute("rows", page.stream().map(one -> row(one, wording)).toList());
        model.addAttribute(
                "next",
                found.size() <= ROWS
                        ? null
                        : new Address(PATH)
                                .with("state", state)
                                .with("before", Long.toString(page.get(ROWS - 1).id()))
                                .toString());
        model.addAttribute("mayDecide", Frame.person().map(Person::mayDecide).orElse(false));
        model.addAttribute("offered", rooms.outbox().isPresent());
        if (Frame.wantsPart(request)) {
            return "reports :: more";
        }
        model.addAttribute("state", state);
        model.addAttribute("isFirstPage", beforeId == null);
        model.addAttribute("standing", rooms.outbox().map(Outbox::standing).orElse(null));
        model.addAttribute("said", "");
        model.addAttribute("wasDone", true);
        model.addAttribute("undoId", "");
        addQuestion(model, request, locale);
        return "reports";
    }

    /** The letter to an address that is to be reported, or the question before its reports are taken back. */
    private void addQuestion(Model model, HttpServletRequest request, Locale locale) {
        String text = Frame.parameter(request, "address").strip();
        IPAddress address = address(text);
        boolean asks = rooms.outbox().isPresent() && address != null;
        model.addAttribute("badAddress", !text.isEmpty() && address == null ? text : null);
        model.addAttribute("address", address == null ? "" : EventRow.text(address));
        Outbox.Letter letter = asks && address != null
                ? rooms.outbox().map(box -> box.preview(address, locale)).orElse(null)
                : null;
        model.addAttribute("letter", letter);
        model.addAttribute(
                "letterCategories",
                letter == null
                        ? List.of()
                        : rooms.outbox()
                                .map(box -> box.categoryNames(letter.categories()))
                                .orElse(List.of()));
        IPAddress retracted = address(Frame.parameter(request, "retract").strip());
        model.addAttribute("retract", retracted == null ? "" : EventRow.text(retracted));
    }

    private static @Nullable IPAddress address(String text) {
        IPAddress address = text.isEmpty() || text.length() > 64 || !PrefixLength.isReadable(text)
                ? null
                : new IPAddressString(text).getAddress();
        return address == null || address.isMultiple() || address.isPrefixed() ? null : address;
    }

    private ReportRow row(Report report, Wording wording) {
        return new ReportRow(
                report,
                EventRow.text(report.address()),
                report.state().name().toLowerCase(Locale.ROOT),
                Authors.text(report.author(), wording),
                rooms.outbox()
                        .map(box -> box.categoryNames(report.categories()))
                        .orElseGet(() -> report.categories().stream()
                                .map(String::valueOf)
                                .toList()),
                report.state() == State.QUEUED && report.notBefore().isAfter(wording.now()),
                report.isPending(),
                report.state() == State.SENT || report.state() == State.UNCERTAIN || report.state() == State.SENDING);
    }

    /** Puts the letter that was shown into the outbox. */
    @PostMapping(PATH)
    String report(Model model, HttpServletRequest request, Locale locale) {
        IPAddress address = address(Frame.parameter(request, "report").strip());
        if (address == null || !rooms.countermeasures().offers(Kind.REPORT)) {
            throw new NotThere();
        }
        Order order = ActForm.order(Kind.REPORT, Target.Range.of(address), request, locale);
        return answered(ActForm.take(rooms, accounts, order, request), model, request, locale);
    }

    /** Sends, holds, edits or withdraws one report. */
    @PostMapping(PATH + "/change")
    String change(Model model, HttpServletRequest request, Locale locale) {
        Outbox outbox = rooms.outbox().orElseThrow(NotThere::new);
        String text = Frame.parameter(request, "id");
        if (!text.matches("\\d{1,18}")) {
            throw new NotThere();
        }
        long id = Long.parseLong(text);
        String action = Frame.parameter(request, "action");
        Actor actor = Frame.actor(request, locale);
        Outcome outcome = switch (action) {
            case "send" -> outbox.sendNow(id, actor);
            case "hold" -> outbox.hold(id, actor);
            case "withdraw" -> outbox.withdraw(id, actor);
            case "edit" -> outbox.edit(id, categories(id), comment(request), actor);
            default -> throw new NotThere();
        };
        record(actor, "report-" + action, text, outcome, request);
        return answered(outcome, model, request, locale);
    }

    private SortedSet<Integer> categories(long id) {
        return rooms.reports()
                .flatMap(store -> store.report(id))
                .map(Report::categories)
                .orElseGet(TreeSet::new);
    }

    private static String comment(HttpServletRequest request) {
        String comment = Frame.parameter(request, "comment").strip();
        return comment.length() > LONGEST_COMMENT ? comment.substring(0, LONGEST_COMMENT) : comment;
    }

    @PostMapping(PATH + "/retract")
    String retract(Model model, HttpServletRequest request, Locale locale) {
        Outbox outbox = rooms.outbox().orElseThrow(NotThere::new);
        String text = Frame.parameter(request, "of").strip();
        IPAddress address = address(text);
        if (address == null) {
            throw new NotThere();
        }
        Actor actor = Frame.actor(request, locale);
        Outcome outcome = outbox.retract(address, actor);
        record(actor, "report-retract", EventRow.text(address), outcome, request);
        return answered(outcome, model, request, locale);
    }

    private void record(Actor actor, String action, String detail, Outcome outcome, HttpServletRequest request) {
        accounts.record(actor.person(), action, detail + (outcome.done() ? "" : " refused"), request.getRemoteAddr());
    }

    private String answered(Outcome outcome, Model model, HttpServletRequest request, Locale locale) {
        show(model, request, locale);
        model.addAttribute("said", outcome.sentence());
        model.addAttribute("wasDone", outcome.done());
        return "reports";
    }
}
