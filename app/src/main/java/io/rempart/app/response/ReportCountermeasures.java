package io.rempart.app.response;

import inet.ipaddr.IPAddress;
import io.rempart.app.Messages;
import io.rempart.app.command.ReportText;
import io.rempart.console.Countermeasures;
import io.rempart.events.report.Report;
import io.rempart.response.report.Observed;
import io.rempart.response.report.ReportProblem;
import io.rempart.response.report.Reporter;
import io.rempart.response.report.Reporter.Draft;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
    public List<Entry> history(IPAddress address) {
        List<Entry> all = new ArrayList<>(firewall.history(address));
        for (Report report : rooms.reporter().ofAddress(address, MOST_HISTORY)) {
            boolean stands = report.isPending() || report.state() == Report.State.SENT;
            all.add(new Entry(
                    Kind.REPORT,
                    report.address().toCanonicalString(),
                    report.createdAt(),
                    null,
                    report.author(),
                    ReportText.state(report) + ": " + report.comment(),
                    stands));
        }
        all.sort(Comparator.comparing(Entry::at).reversed());
        return all.subList(0, Math.min(all.size(), MOST_HISTORY));
    }

    @Override
    public Preview preview(Order order) {
        if (order.kind() != Kind.REPORT) {
            return firewall.preview(order);
        }
        Optional<Observed> observed = rooms.observed(order.target());
        if (observed.isEmpty()) {
            return new Preview(false, List.of(nothingSeen(order)));
        }
        Draft draft = rooms.reporter().draft(observed.get());
        return draft.problem()
                .map(problem -> new Preview(false, List.of(ReportText.problem(problem))))
                .orElseGet(() -> new Preview(
                        true,
                        List.of(Messages.text(
                                "report.would-tell", ReportText.names(draft.categories()), draft.comment()))));
    }

    private static String nothingSeen(Order order) {
        return Messages.text("report.nothing-seen", order.target().toCanonicalString());
    }

    @Override
    public Outcome take(Order order) {
        if (order.kind() != Kind.REPORT) {
            return firewall.take(order);
        }
        Optional<Observed> observed = rooms.observed(order.target());
        if (observed.isEmpty()) {
            return new Outcome(false, nothingSeen(order), "");
        }
        try {
            Reporter reporter = rooms.reporter();
            Report report =
                    reporter.submit(observed.get(), reporter.draft(observed.get()), "person:" + order.person(), false);
            return new Outcome(true, ReportText.submitted(report), ID + report.id());
        } catch (ReportProblem problem) {
            return new Outcome(false, ReportText.problem(problem), "");
        }
    }

    @Override
    public Outcome confirm(String id, String person) {
        return firewall.confirm(id, person);
    }

    @Override
    public Outcome undo(String id, String person) {
        if (!id.startsWith(ID)) {
            return firewall.undo(id, person);
        }
        try {
            Report report = rooms.reporter().withdraw(Long.parseLong(id.substring(ID.length())));
            return new Outcome(true, Messages.text("reports.withdrawn", Long.toString(report.id())), "");
        } catch (NumberFormatException e) {
            return new Outcome(false, Messages.text("report.problem.UNKNOWN", id), "");
        } catch (ReportProblem problem) {
            return new Outcome(false, ReportText.problem(problem), "");
        }
    }
}
