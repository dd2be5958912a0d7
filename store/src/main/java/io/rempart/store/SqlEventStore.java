package io.rempart.store;

import io.rempart.events.account.AccountStore;
import io.rempart.events.decision.DecisionStore;
import io.rempart.events.follow.Bookmark;
import io.rempart.events.model.Classification;
import io.rempart.events.model.SourceClass;
import io.rempart.events.notice.NoticeStore;
import io.rempart.events.query.Query;
import io.rempart.events.report.ReportStore;
import io.rempart.events.store.AppendResult;
import io.rempart.events.store.Batch;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.IncidentStore;
import io.rempart.events.store.LedgerEntry;
import io.rempart.events.store.StatisticsStore;
import io.rempart.events.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The event store on a SQL database. Its parts do the work; this is the door. */
final class SqlEventStore implements EventStore {
    private final Database database;
    private final EventWriter writer;
    private final EventSearch search;
    private final EventReads reads;
    private final Statistics statistics;
    private final Judgement judgement;
    private final Retirement retirement;
    private final StoreCheck check;
    private final AccountStore accounts;
    private final DecisionStore decisions;
    private final ReportStore reports;
    private final NoticeStore notices;
    private final SourceRanking ranking;
    private final IncidentStore incidents;
    private final StatisticsStore statisticsStore;

    private SqlEventStore(Database database) {
        this.database = database;
        Dictionaries dictionaries = new Dictionaries();
        database.onRollback(dictionaries::rollback);
        this.writer = new EventWriter(database, dictionaries);
        this.search = new EventSearch(database, dictionaries);
        this.reads = new EventReads(database, dictionaries);
        this.statistics = new Statistics(database, dictionaries);
        this.judgement = new Judgement(database, dictionaries, reads);
        this.retirement = new Retirement(database, dictionaries);
        this.check = new StoreCheck(database, dictionaries);
        new IncidentBuild(database, dictionaries).run();
        this.accounts = new SqlAccountStore(database);
        this.decisions = new SqlDecisionStore(database);
        this.reports = new SqlReportStore(database);
        this.notices = new SqlNoticeStore(database);
        this.ranking = new SourceRanking(database);
        IncidentSearches incidentSearches = new IncidentSearches(database, dictionaries, search);
        this.incidents = new SqlIncidentStore(database, dictionaries, incidentSearches);
        this.statisticsStore = new SqlStatisticsStore(database, dictionaries, ranking, incidentSearches, search, reads);
    }

    static SqlEventStore open(StoreSettings settings) {
        Database database = Database.open(settings);
        try {
            return new SqlEventStore(database);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    AccountStore accounts() {
        return accounts;
    }

    DecisionStore decisions() {
        return decisions;
    }

    ReportStore reports() {
        return reports;
    }

    NoticeStore notices() {
        return notices;
    }

    IncidentStore incidents() {
        return incidents;
    }

    StatisticsStore statistics() {
        return statisticsStore;
    }

    @Override
    public AppendResult append(Batch batch) {
        return writer.append(batch);
    }

    @Override
    public List<Bookmark> bookmarks(String logSource) {
        return reads.bookmarks(logSource);
    }

    @Override
    public void forgetBookmarks(List<Bookmark> gone) {
        writer.forgetBookmarks(gone);
    }

    @Override
    public List<LedgerEntry> ledger() {
        return reads.ledger();
    }

    @Override
    public EventPage search(Query query, @Nullable Cursor after, int limit, Duration timeLimit) {
        return search.search(query, after, limit, timeLimit);
    }

    @Override
    public Optional<StoredEvent> event(long id) {
        return reads.event(id);
    }

    @Override
    public SourcePage sources(SourceSearch sourceSearch, Duration timeLimit) {
        return ranking.sources(sourceSearch, timeLimit);
    }

    @Override
    public List<CountRow> counts(CountSearch countSearch, Duration timeLimit) {
        return statistics.counts(countSearch, timeLimit);
    }

    @Override
    public List<StoredQuarantine> quarantine(@Nullable String logSource, @Nullable Long beforeId, int limit) {
        return reads.quarantine(logSource, beforeId, limit);
    }

    @Override
    public Optional<StoredQuarantine> quarantined(long id) {
        return reads.quarantined(id);
    }

    @Override
    public long eventCount() {
        return statistics.eventCount();
    }

    @Override
    public Judged judge(List<Long> eventIds, SourceClass sourceClass, String person, String comment) {
        return judgement.judge(eventIds, sourceClass, person, comment);
    }

    @Override
    public long undoVerdicts(long change, String person) {
        return judgement.undo(change, person);
    }

    @Override
    public List<Verdict> verdicts(@Nullable Long beforeId, int limit) {
        return judgement.verdicts(beforeId, limit);
    }

    @Override
    public long reclassify(Function<StoredEvent, Classification> classifier, LongConsumer progress) {
        return judgement.reclassify(classifier, progress);
    }

    @Override
    public long removeLogSource(String logSource) {
        return retirement.remove(logSource);
    }

    @Override
    public long retain(Retention retention) {
        return retirement.retain(retention);
    }

    @Override
    public long sizeInBytes() {
        return database.read((handle, connection) -> database.dialect().sizeInBytes(connection));
    }

    @Override
    public List<String> check() {
        return check.problems();
    }

    @Override
    public Optional<String> problem() {
        try {
            return database.write((handle, connection) -> {
                database.dialect().lockStore(connection);
                Sql.update(connection, "UPDATE store_state SET last_event_id = last_event_id WHERE id = 1");
                return Optional.<String>empty();
            });
        } catch (StoreException e) {
            return Optional.of(e.getMessage() == null ? "The store does not answer." : e.getMessage());
        }
    }

    @Override
    public Optional<String> setting(String name) {
        return database.read(
                (handle, connection) -> handle.createQuery("SELECT content FROM setting WHERE name = :name")
                        .bind("name", name)
                        .mapTo(String.class)
                        .findOne());
    }

    @Override
    public void setSetting(String name, String value) {
        database.write((handle, connection) -> {
            database.dialect().lockStore(connection);
            String upsert = database.dialect()
                    .upsert("setting", List.of("name"), List.of(new Dialect.Merged("content", Dialect.Merge.REPLACE)));
            return Sql.update(connection, upsert, Texts.clean(name, 190), Texts.clean(value, 16_000));
        });
    }

    @Override
    public void close() {
        writer.close();
        database.close();
    }
}
