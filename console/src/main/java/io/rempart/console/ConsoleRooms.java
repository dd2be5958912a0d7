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
 * The rooms of the house that the console looks into. Every part is thread-safe. Optional rooms come with {@code withX}.
 *
 * @param events the store of events
 * @param incidents what people triage
 * @param statistics counts of the events
 * @param accounts the store of people
 * @param opener reads a stored record again, for the page of one event
 * @param logs the report of each log source, as it is now; cheap, it is asked on every page
 * @param countermeasures what can be done about a source
 * @param decisions what was decided to be blocked or allowed
 * @param policies what blocks by itself
 * @param reports reports to a public database, past and waiting
 * @param outbox what can be done about them
 * @param feed lists of others that come in, and our blocks that go out
 * @param notifications how people are told outside of the console
 * @param reputation what a public database knows of addresses
 * @param flow how the reading and storing of logs does, as it is now
 */
public record ConsoleRooms(
        EventStore events,
        IncidentStore incidents,
        StatisticsStore statistics,
        AccountStore accounts,
        EventOpener opener,
        Supplier<List<LogReport>> logs,
        Countermeasures countermeasures,
        Optional<DecisionStore> decisions,
        Optional<Policies> policies,
        Optional<ReportStore> reports,
        Optional<Outbox> outbox,
        Optional<DecisionFeed> feed,
        Optional<Notifications> notifications,
        Optional<Reputation> reputation,
        Optional<Supplier<IngestFigures>> flow) {
    /** Rooms without decisions, policies and reports. */
    public ConsoleRooms(
            EventStore events,
            IncidentStore incidents,
            StatisticsStore statistics,
            AccountStore accounts,
            EventOpener opener,
            Supplier<List<LogReport>> logs,
            Countermeasures countermeasures) {
        this(
                events,
                incidents,
                statistics,
                accounts,
                opener,
                logs,
                countermeasures,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
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

    /** With decisions to be read. */
    public ConsoleRooms withDecisions(DecisionStore store) {
        return new ConsoleRooms(
                events,
                incidents,
                statistics,
                accounts,
                opener,
                logs,
                countermeasures,
                Optional.of(store),
                policies,
                reports,
                outbox,
                feed,
                notifications,
                reputation,
                flow);
    }

    /** With policies. */
    public ConsoleRooms withPolicies(Policies some) {
        return new ConsoleRooms(
                events,
                incidents,
                statistics,
                accounts,
                opener,
                logs,
                countermeasures,
                decisions,
                Optional.of(some),
                reports,
                outbox,
                feed,
                notifications,
                reputation,
                flow);
    }

    /** With reports, and what can be done about them (none where nothing is to be sent). */
    public ConsoleRooms withReports(ReportStore store, Optional<Outbox> box) {
        return new ConsoleRooms(
                events,
                incidents,
                statistics,
                accounts,
                opener,
                logs,
                countermeasures,
                decisions,
                policies,
                Optional.of(store),
                box,
                feed,
                notifications,
                reputation,
                flow);
    }

    /** With lists of others, and our blocks for others. */
    public ConsoleRooms withFeed(DecisionFeed some) {
        return new ConsoleRooms(
                events,
                incidents,
                statistics,
                accounts,
                opener,
                logs,
                countermeasures,
                decisions,
                policies,
                reports,
                outbox,
                Optional.of(some),
                notifications,
                reputation,
                flow);
    }

    /** With ways to tell people. */
    public ConsoleRooms withNotifications(Notifications some) {
        return new ConsoleRooms(
                events,
                incidents,
                statistics,
                accounts,
                opener,
                logs,
                countermeasures,
                decisions,
                policies,
                reports,
                outbox,
                feed,
                Optional.of(some),
                reputation,
                flow);
    }

    /** With a public database to ask; empty when no key is configured. */
    public ConsoleRooms withReputation(Optional<Reputation> some) {
        return new ConsoleRooms(
                events,
                incidents,
                statistics,
                accounts,
                opener,
                logs,
                countermeasures,
                decisions,
                policies,
                reports,
                outbox,
                feed,
                notifications,
                some,
                flow);
    }

    /** With figures of the reading and storing of logs. */
    public ConsoleRooms withFlow(Supplier<IngestFigures> figures) {
        return new ConsoleRooms(
                events,
                incidents,
                statistics,
                accounts,
                opener,
                logs,
                countermeasures,
                decisions,
                policies,
                reports,
                outbox,
                feed,
                notifications,
                reputation,
                Optional.of(figures));
    }
}
