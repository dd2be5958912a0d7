package io.rempart.app.response;

import inet.ipaddr.IPAddress;
import io.rempart.app.Messages;
import io.rempart.app.command.ReportText;
import io.rempart.console.Actor;
import io.rempart.console.Countermeasures;
import io.rempart.events.decision.Target;
import io.rempart.events.report.Report;
import io.rempart.response.report.Observed;
import io.rempart.response.report.ReportProblem;
import io.rempart.response.report.Reporter;
import io.rempart.response.report.Reporter.Draft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The console's buttons: reports are ours, blocks those of the firewall. Thread-safe. */
public final class ReportCountermeasures implements Countermeasures {
    private static final String ID = "report-";
    private static final int MOST_HISTORY = 100;

    private final Countermeasures firewall;
    private final ReportRooms rooms;

    public ReportCountermeasures(Countermeasures firewall, ReportRooms rooms) {
        this.firewall = firewall;
        this.rooms = rooms;
    }

    @Override
    public boolean offers(Kind kind) {
        return kind == Kind.REPORT || firewall.offers(kind);
    }

    @Override
    public Optional<Standing> standing() {
        Reporter.Standing reports = rooms.reporter().standing();
        Standing blocks = firewall.standing().orElse(new Standing(0, 0, 0, 0));
        return Optional.of(new Standing(
                blocks.blocks(),
                blocks.enforced(),
                (long) reports.held() + reports.queued() + reports.unsettled(),
                reports.sent()));
    }

    @Override
    public List<Entry> history(IPAddress address, Locale language) {
        List<Entry> all = new ArrayList<>(firewall.history(address, language));
        for (Report report : rooms.reporter().ofAddress(address, MOST_HISTORY)) {
            boolean stands = report.isPending() || report.state() == Report.State.SENT;
            all.add(new Entry(
                    Kind.REPORT,
                    report.address().toCanonicalString(),
                    report.createdAt(),
                    null,
                    report.author(),
                    ReportText.state(report, language) + ": " + report.comment(),
                    stands,
                    report.isPending() ? ID + report.id() : ""));
        }
        all.sort(Comparator.comparing(Entry::at).reversed());
        return all.subList(0, Math.min(all.size(), MOST_HISTORY));
    }

    @Override
    public Preview preview(Order order) {
        if (order.kind() != Kind.REPORT) {
            return firewall.preview(order);
        }
        Locale language = order.actor().language();
        Optional<Observed> observed = observed(order);
        if (observed.isEmpty()) {
            return new Preview(false, List.of(nothingSeen(order)));
        }
        Draft draft = rooms.reporter().draft(observed.get());
        return draft.problem()
                .map(problem -> new Preview(false, List.of(ReportText.problem(problem, language))))
                .orElseGet(() -> new Preview(
                        true,
                        List.of(Messages.in(
                                language,
                                "report.would-tell",
                                ReportText.names(draft.categories()),
                                draft.comment()))));
    }

    private Optional<Observed> observed(Order order) {
        return order.target() instanceof Target.Range range && range.isSingle()
                ? rooms.observed(range.first())
                : Optional.empty();
    }

    private static String nothingSeen(Order order) {
        return Messages.in(
                order.actor().language(), "report.nothing-seen", order.target().toText());
    }

    @Override
    public Outcome take(Order order) {
        if (order.kind() != Kind.REPORT) {
            return firewall.take(order);
        }
        Optional<Observed> observed = observed(order);
        if (observed.isEmpty()) {
            return new Outcome(false, nothingSeen(order), "");
        }
        try {
            Reporter reporter = rooms.reporter();
            Report report = reporter.submit(
                    observed.get(),
                    reporter.draft(observed.get()),
                    "person:" + order.actor().person(),
                    false);
            return new Outcome(true, ReportText.submitted(report, order.actor().language()), ID + report.id());
        } catch (ReportProblem problem) {
            return new Outcome(false, ReportText.problem(problem, order.actor().language()), "");
        }
    }

    @Override
    public Outcome confirm(String id, Actor actor) {
        return firewall.confirm(id, actor);
    }

    @Override
    public Outcome prolong(long decision, @Nullable Duration lasting, Actor actor) {
        return firewall.prolong(decision, lasting, actor);
    }

    @Override
    public Optional<Firewall> firewall() {
        return firewall.firewall();
    }

    @Override
    public Map<Long, Effect> effects(Collection<Long> decisions, Locale language) {
        return firewall.effects(decisions, language);
    }

    @Override
    public Outcome undo(String id, Actor actor) {
        if (!id.startsWith(ID)) {
            return firewall.undo(id, actor);
        }
        try {
            Report report = rooms.reporter().withdraw(Long.parseLong(id.substring(ID.length())));
            return new Outcome(
                    true, Messages.in(actor.language(), "reports.withdrawn", Long.toString(report.id())), "");
        } catch (NumberFormatException e) {
            return new Outcome(false, Messages.in(actor.language(), "report.problem.UNKNOWN", id), "");
        } catch (ReportProblem problem) {
            return new Outcome(false, ReportText.problem(problem, actor.language()), "");
        }
    }
}
