package io.rempart.app.response;

import inet.ipaddr.IPAddress;
import io.rempart.app.Messages;
import io.rempart.app.command.ReportText;
import io.rempart.console.Actor;
import io.rempart.console.Countermeasures.Outcome;
import io.rempart.console.Outbox;
import io.rempart.events.report.Report;
import io.rempart.response.report.Observed;
import io.rempart.response.report.ReportCategories;
import io.rempart.response.report.ReportProblem;
import io.rempart.response.report.Reporter;
import io.rempart.response.report.Reporter.Draft;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The console's page of reports. Thread-safe. */
public final class ReportOutbox implements Outbox {
    private final ReportRooms rooms;

    public ReportOutbox(ReportRooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public Standing standing() {
        Reporter.Standing now = rooms.reporter().standing();
        return new Standing(
                now.held(),
                now.queued(),
                now.unsettled(),
                now.sent(),
                now.usedToday(),
                now.allowedToday(),
                now.pausedUntil().orElse(null),
                now.why());
    }

    @Override
    public Letter preview(IPAddress address, Locale language) {
        Optional<Observed> observed = rooms.observed(address);
        if (observed.isEmpty()) {
            return new Letter(
                    new TreeSet<>(),
                    "",
                    Optional.of(Messages.in(language, "report.nothing-seen", address.toCanonicalString())));
        }
        Draft draft = rooms.reporter().draft(observed.get());
        return new Letter(
                draft.categories(),
                draft.comment(),
                draft.problem().map(problem -> ReportText.problem(problem, language)));
    }

    @Override
    public List<String> categoryNames(Collection<Integer> categories) {
        return categories.stream()
                .map(number -> ReportCategories.names().getOrDefault(number, String.valueOf(number)))
                .toList();
    }

    @Override
    public Outcome sendNow(long id, Actor actor) {
        return changed(() -> rooms.reporter().approve(id), "reports.approved", actor);
    }

    @Override
    public Outcome hold(long id, Actor actor) {
        return changed(() -> rooms.reporter().hold(id), "reports.is-held", actor);
    }

    @Override
    public Outcome edit(long id, SortedSet<Integer> categories, String comment, Actor actor) {
        return changed(() -> rooms.reporter().edit(id, categories, comment), "reports.edited", actor);
    }

    @Override
    public Outcome withdraw(long id, Actor actor) {
        return changed(() -> rooms.reporter().withdraw(id), "reports.withdrawn", actor);
    }

    private static Outcome changed(Supplier<Report> change, String message, Actor actor) {
        try {
            Report report = change.get();
            return new Outcome(true, Messages.in(actor.language(), message, Long.toString(report.id())), "");
        } catch (ReportProblem problem) {
            return new Outcome(false, ReportText.problem(problem, actor.language()), "");
        }
    }

    @Override
    public Outcome retract(IPAddress address, Actor actor) {
        int count = rooms.reporter().retract(address);
        return count == 0
                ? new Outcome(
                        false,
                        Messages.in(actor.language(), "reports.nothing-to-retract", address.toCanonicalString()),
                        "")
                : new Outcome(true, Messages.in(actor.language(), "reports.retracted", count), "");
    }
}
