package io.rempart.store;

import io.rempart.events.model.Classification;
import io.rempart.events.model.Classification.Evidence;
import io.rempart.events.model.Event;
import io.rempart.events.model.Severity;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.events.store.EventStore.Judged;
import io.rempart.events.store.EventStore.StoredEvent;
import io.rempart.events.store.EventStore.Verdict;
import io.rempart.events.store.StoreException;
import io.rempart.store.Dialect.Merge;
import io.rempart.store.Dialect.Merged;
import io.rempart.store.EventReads.KeyedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Changes of class: a person's verdict, and another run of the rules. Roll-ups follow in the same transaction. */
final class Judgement {
    /** Events of one transaction of a re-run, with their records in memory. */
    private static final int STEP = 250;

    private static final int COMMENT_LENGTH = 4_000;

    private final Database database;
    private final Dictionaries dictionaries;
    private final EventReads reads;

    Judgement(Database database, Dictionaries dictionaries, EventReads reads) {
        this.database = database;
        this.dictionaries = dictionaries;
        this.reads = reads;
    }

    Judged judge(List<Long> eventIds, SourceClass sourceClass, String person, String comment) {
        if (eventIds.size() > EventStore.MOST_JUDGED) {
            throw new StoreException("A verdict is on at most 1,000 events, not " + eventIds.size() + ".");
        }
        Classification verdict = new Classification(
                sourceClass, 100, "person:" + person, List.of(new Evidence("person", sourceClass, 100, comment)));
        long change = 0;
        long judged = 0;
        for (int from = 0; from < eventIds.size(); from += STEP) {
            List<Long> step = eventIds.subList(from, Math.min(eventIds.size(), from + STEP));
            long known = change;
            long[] done = database.write((handle, connection) -> {
                Counts counts = begin(connection);
                long now = known == 0 ? nextVerdict(connection) : known;
                long events = 0;
                for (long id : step) {
                    for (KeyedEvent event : reads.events(connection, id, id)) {
                        remember(connection, event, now, sourceClass, person, comment);
                        change(connection, event, verdict, counts);
                        events++;
                    }
                }
                counts.write(connection);
                return new long[] {now, events};
            });
            change = change == 0 && done[1] > 0 ? done[0] : change;
            judged += done[1];
        }
        return new Judged(change, judged);
    }

    private Counts begin(Connection connection) throws SQLException {
        database.dialect().lockStore(connection);
        dictionaries.beginWrite(connection);
        return new Counts(new RollUps(dictionaries), new IncidentWriter());
    }

    private static long nextVerdict(Connection connection) throws SQLException {
        return 1 + Sql.number(connection, "SELECT COALESCE(MAX(id), 0) FROM verdict_history");
    }

    /** What a verdict took the place of. */
    private record Before(long verdict, long event, Classification classification) {}

    /** Each event for itself is put back in one transaction with its mark, so a second call finds what is left. */
    long undo(long change, String person) {
        long undone = 0;
        List<Before> step = database.read((handle, connection) -> before(connection, change));
        while (change > 0 && !step.isEmpty()) {
            List<Before> now = step;
            undone += database.write((handle, connection) -> {
                Counts counts = begin(connection);
                long events = 0;
                for (Before one : now) {
                    events += putBack(connection, one, person, counts) ? 1 : 0;
                }
                counts.write(connection);
                return events;
            });
            step = database.read((handle, connection) -> before(connection, change));
        }
        return undone;
    }

    private static List<Before> before(Connection connection, long change) throws SQLException {
        List<Before> all = new ArrayList<>();
        Sql.each(
                connection,
                "SELECT id, event_id, class_before, confidence_before, author_before, evidence_before"
                        + " FROM verdict_history WHERE change_id = ? AND undone = 0 ORDER BY id LIMIT " + STEP,
                List.of(change),
                row -> all.add(new Before(
                        row.getLong(1),
                        row.getLong(2),
                        new Classification(
                                Codes.sourceClass(row.getInt(3)),
                                row.getInt(4),
                                row.getString(5),
                                EvidenceJson.read(row.getString(6))))));
        return all;
    }

    /** Whether the event is as it was again; not when it is gone, or judged once more meanwhile. */
    private boolean putBack(Connection connection, Before before, String person, Counts counts) throws SQLException {
        if (Sql.update(
                        connection,
                        "UPDATE verdict_history SET undone = 1 WHERE id = ? AND undone = 0",
                        before.verdict())
                == 0) {
            return false;
        }
        long newest = Sql.number(connection, "SELECT MAX(id) FROM verdict_history WHERE event_id = ?", before.event());
        List<KeyedEvent> events = reads.events(connection, before.event(), before.event());
        if (newest != before.verdict() || events.isEmpty()) {
            return false;
        }
        Classification was = before.classification();
        remember(connection, events.get(0), 0, was.sourceClass(), person, "");
        change(connection, events.get(0), was, counts);
        return true;
    }

    List<Verdict> verdicts(@Nullable Long beforeId, int limit) {
        return database.read((handle, connection) -> {
            List<Verdict> verdicts = new ArrayList<>();
            Sql.each(
                    connection,
                    "SELECT id, event_id, client, at, person, class_before, class_after, remark FROM verdict_history"
                            + " WHERE id < ? AND client IS NOT NULL ORDER BY id DESC LIMIT ?",
                    List.of(beforeId == null ? Long.MAX_VALUE : beforeId, limit),
                    row -> verdicts.add(new Verdict(
                            row.getLong(1),
                            row.getLong(2),
                            Objects.requireNonNull(Addresses.address(row.getBytes(3))),
                            Times.instant(row.getLong(4)),
                            row.getString(5),
                            Codes.sourceClass(row.getInt(6)),
                            Codes.sourceClass(row.getInt(7)),
                            row.getString(8))));
            return verdicts;
        });
    }

    long reclassify(Function<StoredEvent, Classification> classifier, LongConsumer progress) {
        long changed = 0;
        long done = 0;
        long last =
                database.read((handle, connection) -> Sql.number(connection, "SELECT COALESCE(MAX(id), 0) FROM event"));
        long next = 1;
        while (next <= last) {
            long from = next;
            // Ids have holes (deleted events): the end of a step is the id of its last event.
            long[] step = database.write((handle, connection) -> step(connection, from, classifier));
            changed += step[0];
            done += step[1];
            if (step[1] == 0) {
                break;
            }
            next = step[2] + 1;
            progress.accept(done);
        }
        return changed;
    }

    /** How many events changed, how many were looked at, and the last id of these. */
    private long[] step(Connection connection, long from, Function<StoredEvent, Classification> classifier)
            throws SQLException {
        Counts counts = begin(connection);
        long to = Sql.number(
                connection,
                "SELECT MAX(id) FROM (SELECT id FROM event WHERE id >= ? ORDER BY id LIMIT " + STEP + ") ids",
                from);
        List<KeyedEvent> events = to == 0 ? List.of() : reads.events(connection, from, to);
        long changed = 0;
        for (KeyedEvent keyed : events) {
            StoredEvent event = keyed.event();
            if (event.summary().judgedByPerson()) {
                continue;
            }
            Classification now = classifier.apply(event);
            if (!now.equals(event.classification())) {
                change(connection, keyed, now, counts);
                changed++;
            }
        }
        counts.write(connection);
        return new long[] {changed, events.size(), to};
    }

    /** What counts events, beside the events. */
    private final class Counts {
        private final RollUps rollUps;
        private final IncidentWriter incidents;

        Counts(RollUps rollUps, IncidentWriter incidents) {
            this.rollUps = rollUps;
            this.incidents = incidents;
        }

        /** An event is counted in another facet, which is that of another class. */
        void move(Connection connection, KeyedEvent event, int facet) throws SQLException {
            rollUps.add(connection, -1, event.tally());
            rollUps.add(connection, 1, event.tally().withFacet(facet));
            int from = dictionaries.facets.value(event.tally().facet()).sourceClass();
            int to = dictionaries.facets.value(facet).sourceClass();
            byte[] client = event.tally().client();
            incidents.add(client, from, sighting(event, -1));
            incidents.add(client, to, sighting(event, 1));
        }

        private IncidentWriter.Sighting sighting(KeyedEvent event, int sign) {
            EventSummary summary = event.event().summary();
            Severity severity = summary.severity();
            return new IncidentWriter.Sighting(
                    sign,
                    event.tally().time(),
                    severity == null ? IncidentRow.NO_SEVERITY : severity.ordinal(),
                    summary.disposition() == Event.Disposition.BLOCKED,
                    summary.country(),
                    summary.asn(),
                    summary.organisation(),
                    summary.host(),
                    Texts.clean(Texts.path(summary.uri()), EventRow.PATH_LENGTH),
                    summary.ruleIds(),
                    summary.topMessage(),
                    summary.userAgent(),
                    0,
                    0);
        }

        void write(Connection connection) throws SQLException {
            rollUps.write(connection, database.dialect());
            incidents.write(connection, database.dialect());
        }
    }

    /** @param change 0 for what can't be taken back */
    private static void remember(
            Connection connection,
            KeyedEvent event,
            long change,
            SourceClass sourceClass,
            String person,
            String comment)
            throws SQLException {
        byte[] client = event.tally().client();
        Classification before = event.event().classification();
        List<Object> values = new ArrayList<>(List.of(
                nextVerdict(connection),
                event.event().summary().id(),
                Times.micros(Instant.now()),
                Texts.clean(person, 190),
                Codes.of(before.sourceClass()),
                Codes.of(sourceClass),
                Texts.clean(comment, COMMENT_LENGTH),
                change,
                before.confidence(),
                Texts.clean(before.author(), 190),
                EvidenceJson.write(before.evidence())));
        if (client != null) {
            values.add(client);
        }
        Sql.update(
                connection,
                "INSERT INTO verdict_history (id, event_id, at, person, class_before, class_after, remark, change_id,"
                        + " confidence_before, author_before, evidence_before, undone"
                        + (client == null ? "" : ", client") + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0"
                        + (client == null ? "" : ", ?") + ")",
                values.toArray());
    }

    private void change(Connection connection, KeyedEvent keyed, Classification now, Counts counts)
            throws SQLException {
        int facet = keyed.tally().facet();
        int sourceClass = Codes.of(now.sourceClass());
        if (dictionaries.facets.value(facet).sourceClass() != sourceClass) {
            facet = dictionaries.facet(
                    connection, dictionaries.facets.value(facet).withClass(sourceClass));
            counts.move(connection, keyed, facet);
        }
        Sql.update(
                connection,
                "UPDATE event SET class = ?, confidence = ?, judged = ?, facet = ?, reasons = ? WHERE time = ? AND digest = ?",
                sourceClass,
                now.confidence(),
                now.isByPerson() ? 1 : 0,
                facet,
                EventWriter.reasons(dictionaries, connection, EventRow.reasons(now)),
                keyed.tally().time(),
                keyed.digest());
        long id = keyed.event().summary().id();
        if (EventWriter.isNone(now)) {
            Sql.update(connection, "DELETE FROM verdict WHERE event_id = ?", id);
        } else {
            String upsert = database.dialect()
                    .upsert(
                            "verdict",
                            List.of("event_id"),
                            List.of(new Merged("author", Merge.REPLACE), new Merged("evidence", Merge.REPLACE)));
            Sql.update(connection, upsert, id, Texts.clean(now.author(), 128), EvidenceJson.write(now.evidence()));
        }
    }
}
