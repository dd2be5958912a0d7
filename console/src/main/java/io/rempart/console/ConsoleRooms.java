package io.rempart.console;

import io.rempart.events.account.AccountStore;
import io.rempart.events.store.EventStore;
import java.util.List;
import java.util.function.Supplier;

/**
 * The rooms of the house that the console looks into. Every part is thread-safe.
 *
 * @param events the store of events
 * @param accounts the store of people
 * @param opener reads a stored record again, for the page of one event
 * @param logs the report of each log source, as it is now; cheap, it is asked on every page
 */
public record ConsoleRooms(
        EventStore events, AccountStore accounts, EventOpener opener, Supplier<List<LogReport>> logs) {}
