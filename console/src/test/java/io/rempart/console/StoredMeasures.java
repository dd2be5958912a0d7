package io.rempart.console;

import inet.ipaddr.IPAddress;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.DecisionStore;
import io.rempart.events.decision.DecisionStore.NewDecision;
import io.rempart.events.decision.Target;
import io.rempart.events.model.SourceClass;
import io.rempart.events.report.Report;
import io.rempart.events.report.Report.State;
import io.rempart.events.report.ReportStore;
import io.rempart.events.report.ReportStore.NewReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Measures without effects: decisions and reports are kept in a real store, but no firewall and no service is behind them. */
final class StoredMeasures {
    private StoredMeasures() {}

    /** Decisions, and reports that are held. */
    record Buttons(DecisionStore decisions, ReportStore reports) implements Countermeasures {
        @Override
        public boolean offers(Kind kind) {
            return true;
        }

        @Override
        public Optional<Standing> standing() {
            return Optional.of(new Standing(
                    decisions.countInForce(Decision.Kind.BLOCK, Instant.now()), 0, reports.count(State.HELD), 0));
        }

        @Override
        public Optional<Firewall> firewall() {
            return Optional.of(new Firewall("nftables", 1, 1, 0, Instant.now(), 0, ""));
        }

        @Override
        public List<Entry> history(IPAddress address, Locale language) {
            Instant now = Instant.now();
            return decisions.historyOf(address, 100).stream()
                    .map(one -> new Entry(
                            one.kind() == Decision.Kind.BLOCK ? Kind.BLOCK : Kind.ALLOW,
                            one.target().toText(),
                            one.createdAt(),
                            one.endsAt(),
                            one.author(),
                            one.reason(),
                            one.isInForce(now),
                            Long.toString(one.id())))
                    .toList();
        }

        @Override
        public Preview preview(Order order) {
            return new Preview(true, List.of("It would."), List.of(new Cut("203.0.113.9", "FR", "Net", 3, 9)), true);
        }

        @Override
        public Outcome take(Order order) {
            Instant now = Instant.now();
            if (order.kind() == Kind.REPORT) {
                return new Outcome(
                        true, "It waits.", "report-" + report(order, now).id());
            }
            Decision decision = decisions.add(new NewDecision(
                    order.kind() == Kind.BLOCK ? Decision.Kind.BLOCK : Decision.Kind.ALLOW,
                    order.target(),
                    order.reason(),
                    "person:" + order.actor().person(),
                    "",
                    now,
                    order.lasting() == null ? null : now.plus(order.lasting()),
                    now.plusSeconds(60),
                    0,
                    false));
            return new Outcome(true, "It is decided.", Long.toString(decision.id()), decision.confirmBy());
        }

        private Report report(Order order, Instant now) {
            return reports.add(new NewReport(
                    ((Target.Range) order.target()).first(),
                    new TreeSet<>(Set.of(21)),
                    "Web attack",
                    "ref-1",
                    now,
                    3,
                    "person:" + order.actor().person(),
                    State.HELD,
                    now,
                    now,
                    ""));
        }

        @Override
        public Outcome confirm(String id, Actor actor) {
            return new Outcome(decisions.confirm(Long.parseLong(id), Instant.now()), "It stands.", id);
        }

        @Override
        public Outcome undo(String id, Actor actor) {
            String by = "person:" + actor.person();
            return new Outcome(decisions.end(Long.parseLong(id), by, "", Instant.now()), "It is over.", "");
        }

        @Override
        public Outcome prolong(long decision, @Nullable Duration lasting, Actor actor) {
            return new Outcome(decisions.decision(decision).isPresent(), "It lasts.", Long.toString(decision));
        }
    }

    /** One policy. */
    static final class OnePolicy implements Policies {
        private Mode mode = Mode.DRY_RUN;
        private boolean isEdited;

        OnePolicy() {
            this(false);
        }

        OnePolicy(boolean isEdited) {
            this.isEdited = isEdited;
        }

        @Override
        public List<View> all(Locale language) {
            return List.of(new View(
                    "scanners",
                    "Blocks who scans.",
                    mode,
                    Mode.OFF,
                    null,
                    isEdited,
                    Set.of(SourceClass.SCANNER),
                    80,
                    20,
                    Duration.ofMinutes(10),
                    "",
                    Duration.ofHours(1),
                    32,
                    64));
        }

        @Override
        public Simulation simulate(String name, int days) {
            if (!name.equals("scanners")) {
                throw new NoSuchElementException(name);
            }
            return new Simulation(
                    Duration.ofDays(days), 1, 0, 0, 0, 40, List.of(new Blocked("203.0.113.9", 40, false)), true);
        }

        @Override
        public Countermeasures.Outcome change(String name, Mode to, Actor actor) {
            mode = to;
            return new Countermeasures.Outcome(
                    true, "It is switched.", name, Instant.now().plusSeconds(60));
        }

        @Override
        public Countermeasures.Outcome confirm(String name, Actor actor) {
            isEdited = false;
            return new Countermeasures.Outcome(true, "It stays.", "");
        }

        @Override
        public Countermeasures.Outcome undo(String name, Actor actor) {
            return new Countermeasures.Outcome(true, "It is as before.", "");
        }
    }

    /** Reports that never leave. */
    record Box(ReportStore reports) implements Outbox {
        @Override
        public Standing standing() {
            return new Standing(reports.count(State.HELD), reports.count(State.QUEUED), 0, 0, 2, 1_000, null, "");
        }

        @Override
        public Letter preview(IPAddress address, Locale language) {
            return new Letter(new TreeSet<>(Set.of(21)), "Web attack", Optional.empty());
        }

        @Override
        public List<String> categoryNames(Collection<Integer> categories) {
            return categories.stream().map(String::valueOf).toList();
        }

        private Countermeasures.Outcome to(State state, long id) {
            boolean done = reports.report(id)
                    .filter(Report::isPending)
                    .flatMap(one -> reports.change(one.in(state, Instant.now(), "")))
                    .isPresent();
            return new Countermeasures.Outcome(done, done ? "Done." : "There is no such report that waits.", "");
        }

        @Override
        public Countermeasures.Outcome sendNow(long id, Actor actor) {
            return to(State.QUEUED, id);
        }

        @Override
        public Countermeasures.Outcome hold(long id, Actor actor) {
            return to(State.HELD, id);
        }

        @Override
        public Countermeasures.Outcome edit(long id, SortedSet<Integer> categories, String comment, Actor actor) {
            boolean done = reports.report(id)
                    .flatMap(one -> reports.change(one.saying(categories, comment)))
                    .isPresent();
            return new Countermeasures.Outcome(done, "Done.", "");
        }

        @Override
        public Countermeasures.Outcome withdraw(long id, Actor actor) {
            return to(State.WITHDRAWN, id);
        }

        @Override
        public Countermeasures.Outcome retract(IPAddress address, Actor actor) {
            return new Countermeasures.Outcome(true, "Done.", "");
        }
    }
}
