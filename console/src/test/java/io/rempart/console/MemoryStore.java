package io.rempart.console;

import inet.ipaddr.IPAddress;
import io.rempart.events.account.AccountStore;
import io.rempart.events.follow.Bookmark;
import io.rempart.events.model.Classification;
import io.rempart.events.model.Event;
import io.rempart.events.model.Hit;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query;
import io.rempart.events.store.AppendResult;
import io.rempart.events.store.Batch;
import io.rempart.events.store.EventEntry;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.LedgerEntry;
import io.rempart.events.store.QuarantinedRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A store in memory, for what a database can't be made to do in a test: stop for time, fail, hold any text as it is. */
final class MemoryStore implements EventStore, AccountStore {
    final List<StoredEvent> events = new ArrayList<>();
    final Map<Long, Event> opened = new LinkedHashMap<>();
    final List<StoredQuarantine> quarantine = new ArrayList<>();
    final Map<String, Account> accounts = new LinkedHashMap<>();
    final List<SavedSearch> searches = new ArrayList<>();
    final List<AuditTrailEntry> trail = new ArrayList<>();
    volatile @Nullable String problem;
    volatile @Nullable Instant stopsAt;

    @Override
    public synchronized AppendResult append(Batch batch) {
        for (EventEntry entry : batch.events()) {
            long id = events.size() + 1L;
            opened.put(id, entry.event());
            events.add(stored(id, batch.logSource(), entry));
        }
        for (QuarantinedRecord record : batch.quarantined()) {
            quarantine.add(new StoredQuarantine(quarantine.size() + 1L, record));
        }
        return new AppendResult(batch.events().size(), 0, 0, batch.quarantined().size());
    }

    private static StoredEvent stored(long id, String logSource, EventEntry entry) {
        Event event = entry.event();
        List<Hit> hits = event.hits();
        EventSummary summary = new EventSummary(
                id,
                event.time(),
                logSource,
                event.format(),
                event.transactionId(),
                entry.attribution().client(),
                event.peer(),
                entry.attribution().behindProxy(),
                entry.attribution().country(),
                entry.attribution().asn(),
                entry.attribution().organisation(),
                cut(event.host()),
                event.localPort(),
                event.tls(),
                cut(event.request().method().toString()),
                cut(event.request().uri().toString()),
                event.response().status(),
                cut(event.request().header("User-Agent").toString()),
                event.disposition(),
                event.inboundScore(),
                event.highestSeverity(),
                entry.classification().sourceClass(),
                entry.classification().confidence(),
                entry.classification().isByPerson(),
                hits.stream().map(Hit::ruleId).toList(),
                hits.isEmpty() ? "" : cut(hits.get(0).message().toString()));
        return new StoredEvent(
                summary,
                entry.classification(),
                entry.record(),
                entry.repaired(),
                event.time().plusSeconds(1),
                event.timeText());
    }

    private static String cut(String text) {
        return text.length() > 2_048 ? text.substring(0, 2_048) : text;
    }

    @Override
    public synchronized EventPage search(Query query, @Nullable Cursor after, int limit, Duration timeLimit) {
        List<EventSummary> found = events.stream()
                .map(StoredEvent::summary)
                .filter(event -> matches(query, event))
                .sorted(Comparator.comparing(EventSummary::time)
                        .thenComparing(EventSummary::id)
                        .reversed())
                .filter(event -> after == null || cursor(event).time() < after.time())
                .limit(limit + 1L)
                .toList();
        Instant stop = stopsAt;
        if (stop != null) {
            return new EventPage(List.of(), new Cursor(stop.toEpochMilli() * 1_000, 0), stop);
        }
        List<EventSummary> shown = found.subList(0, Math.min(limit, found.size()));
        return new EventPage(shown, found.size() > limit ? cursor(shown.get(limit - 1)) : null, null);
    }

    private static Cursor cursor(EventSummary event) {
        return new Cursor(event.time().toEpochMilli() * 1_000, event.id());
    }

    private static boolean matches(Query query, EventSummary event) {
        if (query instanceof Query.And and) {
            return and.parts().stream().allMatch(part -> matches(part, event));
        } else if (query instanceof Query.Not not) {
            return !matches(not.part(), event);
        } else if (query instanceof Query.ClassIs is) {
            return is.classes().contains(event.sourceClass());
        } else if (query instanceof Query.ClientIn in) {
            IPAddress client = event.client();
            return client != null && in.block().contains(client);
        } else if (query instanceof Query.TimeBetween between) {
            Instant from = between.from();
            return from == null || !event.time().isBefore(from);
        } else if (query instanceof Query.TextIs text && text.field() == Query.TextField.HOST) {
            return text.pattern().pieces().get(0).equals(event.host());
        } else if (query instanceof Query.Contains contains) {
            return event.uri().toLowerCase(java.util.Locale.ROOT).contains(contains.text());
        }
        return true;
    }

    @Override
    public synchronized Optional<StoredEvent> event(long id) {
        return events.stream().filter(event -> event.summary().id() == id).findFirst();
    }

    @Override
    public synchronized SourcePage sources(SourceSearch search, Duration timeLimit) {
        Map<IPAddress, List<EventSummary>> byClient = new LinkedHashMap<>();
        for (StoredEvent event : events) {
            IPAddress client = event.summary().client();
            if (client != null) {
                byClient.computeIfAbsent(client, none -> new ArrayList<>()).add(event.summary());
            }
        }
        List<SourceSummary> sources = new ArrayList<>();
        byClient.forEach((client, all) -> sources.add(source(client, all)));
        sources.sort(Comparator.comparingLong(SourceSummary::events).reversed());
        return new SourcePage(sources.subList(0, Math.min(search.limit(), sources.size())), false);
    }

    private static SourceSummary source(IPAddress client, List<EventSummary> all) {
        Map<SourceClass, Long> byClass = new EnumMap<>(SourceClass.class);
        all.forEach(event -> byClass.merge(event.sourceClass(), 1L, Long::sum));
        EventSummary one = all.get(0);
        return new SourceSummary(
                client,
                one.country(),
                one.asn(),
                one.organisation(),
                all.size(),
                all.stream()
                        .filter(event -> event.disposition() == Event.Disposition.BLOCKED)
                        .count(),
                byClass,
                all.stream()
                        .map(EventSummary::time)
                        .min(Comparator.naturalOrder())
                        .orElseThrow(),
                all.stream()
                        .map(EventSummary::time)
                        .max(Comparator.naturalOrder())
                        .orElseThrow());
    }

    @Override
    public synchronized List<CountRow> counts(CountSearch search, Duration timeLimit) {
        return events.stream()
                .map(event -> event.summary().host())
                .distinct()
                .map(host -> new CountRow(null, List.of(host), 1))
                .toList();
    }

    @Override
    public synchronized List<StoredQuarantine> quarantine(
            @Nullable String logSource, @Nullable Long beforeId, int limit) {
        return quarantine.stream()
                .sorted(Comparator.comparingLong(StoredQuarantine::id).reversed())
                .filter(one -> beforeId == null || one.id() < beforeId)
                .filter(one -> logSource == null || one.record().logSource().equals(logSource))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Optional<StoredQuarantine> quarantined(long id) {
        return quarantine.stream().filter(one -> one.id() == id).findFirst();
    }

    @Override
    public long eventCount() {
        return events.size();
    }

    @Override
    public synchronized void judge(long eventId, SourceClass sourceClass, String person, String comment) {
        StoredEvent old = event(eventId).orElseThrow();
        Classification verdict = new Classification(
                sourceClass, 100, "person:" + person, old.classification().evidence());
        EventEntry entry = new EventEntry(
                opened.get(eventId),
                new io.rempart.events.model.Attribution(
                        old.summary().client(),
                        old.summary().behindProxy(),
                        old.summary().country(),
                        old.summary().asn(),
                        old.summary().organisation()),
                verdict,
                old.record(),
                0,
                old.repaired());
        events.set(events.indexOf(old), stored(eventId, old.summary().logSource(), entry));
    }

    @Override
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public long sizeInBytes() {
        return 48_234_496;
    }

    @Override
    public List<LedgerEntry> ledger() {
        return List.of();
    }

    @Override
    public List<Bookmark> bookmarks(String logSource) {
        return List.of();
    }

    @Override
    public long reclassify(Function<StoredEvent, Classification> classifier, LongConsumer progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long retain(Retention retention) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> check() {
        return List.of();
    }

    @Override
    public Optional<String> setting(String name) {
        return Optional.empty();
    }

    @Override
    public void setSetting(String name, String value) {}

    @Override
    public void close() {}

    // ---- people

    @Override
    public synchronized List<Account> accounts() {
        return List.copyOf(accounts.values());
    }

    @Override
    public synchronized Optional<Account> account(String name) {
        return Optional.ofNullable(accounts.get(name));
    }

    @Override
    public synchronized boolean create(Account account) {
        return accounts.putIfAbsent(account.name(), account) == null;
    }

    @Override
    public synchronized boolean update(Account account) {
        return accounts.replace(account.name(), account) != null;
    }

    @Override
    public synchronized List<SavedSearch> savedSearches(String account) {
        return searches.stream()
                .filter(one -> one.shared() || one.account().equals(account))
                .toList();
    }

    @Override
    public synchronized void save(SavedSearch search) {
        searches.removeIf(
                one -> one.account().equals(search.account()) && one.name().equals(search.name()));
        searches.add(search);
    }

    @Override
    public synchronized boolean deleteSavedSearch(String account, String name) {
        return searches.removeIf(
                one -> one.account().equals(account) && one.name().equals(name));
    }

    @Override
    public synchronized void record(AuditTrailEntry entry) {
        trail.add(entry);
    }

    @Override
    public synchronized List<AuditTrailEntry> auditTrail(@Nullable Long beforeId, int limit) {
        return List.copyOf(trail);
    }
}
