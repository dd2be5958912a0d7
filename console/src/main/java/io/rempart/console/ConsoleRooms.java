package io.rempart.console;

import io.rempart.events.account.AccountStore;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.IncidentStore;
import io.rempart.events.store.StatisticsStore;
import java.util.List;
import java.util.function.Supplier;

/**
 * The rooms of the house that the console looks into. Every part is thread-safe.
 *
 * @param events the store of events
 * @param incidents what people triage
 * @param statistics counts of the events
 * @param accounts the store of people
 * @param opener reads a stored record again, for the page of one event
 * @param logs the report of each log source, as it is now; cheap, it is asked on every page
 * @param countermeasures what can be done about a source
 */
public record ConsoleRooms(
        EventStore events,
        IncidentStore incidents,
        StatisticsStore statistics,
        AccountStore accounts,
        EventOpener opener,
        Supplier<List<LogReport>> logs,
        Countermeasures countermeasures) {
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
}
