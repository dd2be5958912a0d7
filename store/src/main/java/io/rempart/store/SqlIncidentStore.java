package io.rempart.store;

import io.rempart.events.query.Query;
import io.rempart.events.store.IncidentStore;
import io.rempart.events.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Incidents in the database of the events. Its parts do the work; this is the door. */
final class SqlIncidentStore implements IncidentStore {
    private static final Duration LEAST_SILENCE = Duration.ofHours(1);
    private static final Duration GREATEST_SILENCE = Duration.ofDays(30);

    private final Database database;
    private final IncidentSearches searches;
    private final IncidentChanges changes;
    private final ArchiveRules archiveRules;

    SqlIncidentStore(Database database, Dictionaries dictionaries, IncidentSearches searches) {
        this.database = database;
        this.searches = searches;
        this.changes = new IncidentChanges(database, dictionaries);
        this.archiveRules = new ArchiveRules(database);
    }

    @Override
    public Duration silence() {
        return database.read((handle, connection) -> IncidentWriter.silence(connection));
    }

    @Override
    public void setSilence(Duration silence) {
        if (silence.compareTo(LEAST_SILENCE) < 0 || silence.compareTo(GREATEST_SILENCE) > 0) {
            throw new StoreException("The silence between two incidents is 1 hour to 30 days.");
        }
        database.change(connection -> {
            String upsert = database.dialect()
                    .upsert("setting", List.of("name"), List.of(new Dialect.Merged("content", Dialect.Merge.REPLACE)));
            return Sql.update(connection, upsert, IncidentWriter.SILENCE, String.valueOf(silence.toHours()));
        });
    }

    @Override
    public IncidentPage incidents(
            IncidentSearch search, @Nullable IncidentCursor after, int limit, Duration timeLimit) {
        return searches.incidents(search, after, limit, timeLimit);
    }

    @Override
    public long count(IncidentSearch search, long most, Duration timeLimit) {
        return searches.count(search, most, timeLimit);
    }

    @Override
    public Optional<Incident> incident(long id) {
        return searches.incident(id);
    }

    @Override
    public Optional<Incident> incidentOf(long eventId) {
        return searches.incidentOf(eventId);
    }

    @Override
    public List<Campaign> campaigns(IncidentSearch search, CampaignKind kind, int limit, Duration timeLimit) {
        return searches.campaigns(search, kind, limit, timeLimit);
    }

    @Override
    public Changed change(IncidentSearch which, Change change, String person) {
        return changes.change(which, change, person);
    }

    @Override
    public Changed change(List<Long> ids, Change change, String person) {
        return changes.change(ids, change, person);
    }

    @Override
    public long undo(long changeId, String person) {
        return changes.undo(changeId, person);
    }

    @Override
    public List<HistoryEntry> history(long incidentId, @Nullable Long beforeId, int limit) {
        return changes.history(incidentId, beforeId, limit);
    }

    @Override
    public List<ArchiveRule> archiveRules() {
        return archiveRules.all();
    }

    @Override
    public ArchiveRule addArchiveRule(String name, Query query, String person) {
        return archiveRules.add(name, query, person);
    }

    @Override
    public boolean removeArchiveRule(long ruleId, String person) {
        return archiveRules.remove(ruleId);
    }

    @Override
    public ArchivePreview preview(Query query, Instant since, int sample, Duration timeLimit) {
        return searches.preview(query, since, sample, timeLimit);
    }
}
