package io.rempart.store;

import io.rempart.events.account.AccountStore;
import io.rempart.events.decision.DecisionStore;
import io.rempart.events.notice.NoticeStore;
import io.rempart.events.report.ReportStore;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.IncidentStore;
import io.rempart.events.store.StatisticsStore;
import java.nio.file.Path;

/** Opens stores. A database is created and brought to the schema of this version when it is opened. */
public final class EventStores {
    private EventStores() {}

    /** Opens the store at a JDBC URL, in a SQLite file, or in a directory. */
    public static EventStore open(String location) {
        return open(StoreSettings.of(location));
    }

    /** Opens the SQLite store in a directory of data. */
    public static EventStore open(Path directory) {
        return open(StoreSettings.inDirectory(directory));
    }

    public static EventStore open(StoreSettings settings) {
        return SqlEventStore.open(settings);
    }

    /** The incidents of an event store opened here; closed with it. */
    public static IncidentStore incidents(EventStore store) {
        return opened(store).incidents();
    }

    /** The statistics of an event store opened here; closed with it. */
    public static StatisticsStore statistics(EventStore store) {
        return opened(store).statistics();
    }

    /** The accounts that live in the database of an event store opened here; closed with it. */
    public static AccountStore accounts(EventStore store) {
        return opened(store).accounts();
    }

    private static SqlEventStore opened(EventStore store) {
        if (store instanceof SqlEventStore sql) {
            return sql;
        }
        throw new IllegalArgumentException("not a store that was opened here: " + store.getClass());
    }

    /** The decisions that live in the database of an event store opened here; closed with it. */
    public static DecisionStore decisions(EventStore store) {
        return opened(store).decisions();
    }

    /** The reports that live in the database of an event store opened here; closed with it. */
    public static ReportStore reports(EventStore store) {
        return opened(store).reports();
    }

    /** The notices that live in the database of an event store opened here; closed with it. */
    public static NoticeStore notices(EventStore store) {
        return opened(store).notices();
    }
}
