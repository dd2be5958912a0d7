package io.rempart.console;

import io.rempart.events.account.AccountStore;
import io.rempart.events.decision.DecisionStore;
import io.rempart.events.ingest.IngestFigures;
import io.rempart.events.report.ReportStore;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.IncidentStore;
import io.rempart.events.store.StatisticsStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The rooms of the house that the console looks into. Every part is thread-safe. Immutable; optional rooms come with
 * {@code withX}, each into a copy.
 */
public final class ConsoleRooms {
    private final EventStore events;
    private final IncidentStore incidents;
    private final StatisticsStore statistics;
    private final AccountStore accounts;
    private final EventOpener opener;
    private final Supplier<List<LogReport>> logs;
    private final Countermeasures countermeasures;
    private Optional<DecisionStore> decisions = Optional.empty();
    private Optional<Policies> policies = Optional.empty();
    private Optional<ReportStore> reports = Optional.empty();
    private Optional<Outbox> outbox = Optional.empty();
    private Optional<DecisionFeed> feed = Optional.empty();
    private Optional<Notifications> notifications = Optional.empty();
    private Optional<Reputation> reputation = Optional.empty();
    private Optional<Supplier<IngestFigures>> flow = Optional.empty();

    /** Rooms without decisions, policies and reports. */
    public ConsoleRooms(
            EventStore events,
            IncidentStore incidents,
            StatisticsStore statistics,
            AccountStore accounts,
            EventOpener opener,
            Supplier<List<LogReport>> logs,
            Countermeasures countermeasures) {
        this.events = events;
        this.incidents = incidents;
        this.statistics = statistics;
        this.accounts = accounts;
        this.opener = opener;
        this.logs = logs;
        this.countermeasures = countermeasures;
    }

    /** Rooms without a firewall and reports. */
    public ConsoleRooms(
            EventStore events,
            IncidentStore incidents,
            StatisticsStore statistics,
            AccountStore accounts,
            EventOpener opener,
            Supplier<List<LogReport>> logs) {
        this(events, incidents, statistics, accounts, opener, logs, Countermeasures.NONE);
    }

    private ConsoleRooms(ConsoleRooms other) {
        this(
                other.events,
                other.incidents,
                other.statistics,
                other.accounts,
                other.opener,
                other.logs,
                other.countermeasures);
        this.decisions = other.decisions;
        this.policies = other.policies;
        this.reports = other.reports;
        this.outbox = other.outbox;
        this.feed = other.feed;
        this.notifications = other.notifications;
        this.reputation = other.reputation;
        this.flow = other.flow;
    }

    /** With decisions to be read. */
    public ConsoleRooms withDecisions(DecisionStore store) {
        ConsoleRooms copy = new ConsoleRooms(this);
        copy.decisions = Optional.of(store);
        return copy;
    }

    /** With policies. */
    public ConsoleRooms withPolicies(Policies some) {
        ConsoleRooms copy = new ConsoleRooms(this);
        copy.policies = Optional.of(some);
        return copy;
    }

    /** With reports, and what can be done about them (none where nothing is to be sent). */
    public ConsoleRooms withReports(ReportStore store, Optional<Outbox> box) {
        ConsoleRooms copy = new ConsoleRooms(this);
        copy.reports = Optional.of(store);
        copy.outbox = box;
        return copy;
    }

    /** With lists of others, and our blocks for others. */
    public ConsoleRooms withFeed(DecisionFeed some) {
        ConsoleRooms copy = new ConsoleRooms(this);
        copy.feed = Optional.of(some);
        return copy;
    }

    /** With ways to tell people. */
    public ConsoleRooms withNotifications(Notifications some) {
        ConsoleRooms copy = new ConsoleRooms(this);
        copy.notifications = Optional.of(some);
        return copy;
    }

    /** With a public database to ask; empty when no key is configured. */
    public ConsoleRooms withReputation(Optional<Reputation> some) {
        ConsoleRooms copy = new ConsoleRooms(this);
        copy.reputation = some;
        return copy;
    }

    /** With figures of the reading and storing of logs. */
    public ConsoleRooms withFlow(Supplier<IngestFigures> figures) {
        ConsoleRooms copy = new ConsoleRooms(this);
        copy.flow = Optional.of(figures);
        return copy;
    }

    /** The store of events. */
    public EventStore events() {
        return events;
    }

    /** What people triage. */
    public IncidentStore incidents() {
        return incidents;
    }

    /** Counts of the events. */
    public StatisticsStore statistics() {
        return statistics;
    }

    /** The store of people. */
    public AccountStore accounts() {
        return accounts;
    }

    /** Reads a stored record again, for the page of one event. */
    public EventOpener opener() {
        return opener;
    }

    /** The report of each log source, as it is now; cheap, it is asked on every page. */
    public Supplier<List<LogReport>> logs() {
        return logs;
    }

    /** What can be done about a source. */
    public Countermeasures countermeasures() {
        return countermeasures;
    }

    /** What was decided to be blocked or allowed. */
    public Optional<DecisionStore> decisions() {
        return decisions;
    }

    /** What blocks by itself. */
    public Optional<Policies> policies() {
        return policies;
    }

    /** Reports to a public database, past and waiting. */
    public Optional<ReportStore> reports() {
        return reports;
    }

    /** What can be done about them. */
    public Optional<Outbox> outbox() {
        return outbox;
    }

    /** Lists of others that come in, and our blocks that go out. */
    public Optional<DecisionFeed> feed() {
        return feed;
    }

    /** How people are told outside of the console. */
    public Optional<Notifications> notifications() {
        return notifications;
    }

    /** What a public database knows of addresses. */
    public Optional<Reputation> reputation() {
        return reputation;
    }

    /** How the reading and storing of logs does, as it is now. */
    public Optional<Supplier<IngestFigures>> flow() {
        return flow;
    }
}
