package io.rempart.store;

import io.rempart.events.model.Classification;
import io.rempart.events.model.Classification.Evidence;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.EventStore.StoredEvent;
import io.rempart.events.store.StoreException;
import io.rempart.store.Dialect.Merge;
import io.rempart.store.Dialect.Merged;
import io.rempart.store.EventReads.KeyedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** Changes of class: a person's verdict, and another run of the rules. Roll-ups follow in the same transaction. */
final class Judgement {
    /** Events of one transaction of a re-run, with their records in memory. */
    private static final int STEP = 250;

    private final Database database;
    private final Dictionaries dictionaries;
    private final EventReads reads;

    Judgement(Database database, Dictionaries dictionaries, EventReads reads) {
        this.database = database;
        this.dictionaries = dictionaries;
        this.reads = reads;
    }

    void judge(long eventId, SourceClass sourceClass, String person, String comment) {
        Classification verdict = new Classification(
                sourceClass, 100, "person:" + person, List.of(new Evidence("person", sourceClass, 100, comment)));
        database.write((handle, connection) -> {
            database.dialect().lockStore(connection);
            dictionaries.beginWrite(connection);
            List<KeyedEvent> events = reads.events(connection, eventId, eventId);
            if (events.isEmpty()) {
                throw new StoreException("There is no event " + eventId + ": it may have been deleted for its age.");
            }
            RollUps rollUps = new RollUps(dictionaries);
            change(connection, events.get(0), verdict, rollUps);
            rollUps.write(connection, database.dialect());
            return true;
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
        database.dialect().lockStore(connection);
        dictionaries.beginWrite(connection);
        long to = Sql.number(
                connection,
                "SELECT MAX(id) FROM (SELECT id FROM event WHERE id >= ? ORDER BY id LIMIT " + STEP + ") ids",
                from);
        List<KeyedEvent> events = to == 0 ? List.of() : reads.events(connection, from, to);
        RollUps rollUps = new RollUps(dictionaries);
        long changed = 0;
        for (KeyedEvent keyed : events) {
            StoredEvent event = keyed.event();
            if (event.summary().judgedByPerson()) {
                continue;
            }
            Classification now = classifier.apply(event);
            if (!now.equals(event.classification())) {
                change(connection, keyed, now, rollUps);
                changed++;
            }
        }
        rollUps.write(connection, database.dialect());
        return new long[] {changed, events.size(), to};
    }

    private void change(Connection connection, KeyedEvent keyed, Classification now, RollUps rollUps)
            throws SQLException {
        int facet = keyed.facet();
        int sourceClass = Codes.of(now.sourceClass());
        if (dictionaries.facets.value(facet).sourceClass() != sourceClass) {
            facet = dictionaries.facet(
                    connection, dictionaries.facets.value(facet).withClass(sourceClass));
            rollUps.add(connection, -1, keyed.time(), keyed.facet(), keyed.client(), keyed.rules());
            rollUps.add(connection, 1, keyed.time(), facet, keyed.client(), keyed.rules());
        }
        Sql.update(
                connection,
                "UPDATE event SET class = ?, confidence = ?, judged = ?, facet = ?, reasons = ? WHERE time = ? AND digest = ?",
                sourceClass,
                now.confidence(),
                now.isByPerson() ? 1 : 0,
                facet,
                EventWriter.reasons(dictionaries, connection, EventRow.reasons(now)),
                keyed.time(),
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
