package io.rempart.store;

import inet.ipaddr.IPAddress;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.events.store.StatisticsStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statistics from the database of the events. Its parts do the work; this is the door. */
final class SqlStatisticsStore implements StatisticsStore {
    private final TrafficCounts traffic;
    private final SiteTally sites;
    private final RuleCounts rules;
    private final RuleCombinations combinations;
    private final SourceActivities sources;
    private final TargetCounts targets;

    SqlStatisticsStore(
            Database database,
            Dictionaries dictionaries,
            SourceRanking ranking,
            IncidentSearches incidents,
            EventSearch events,
            EventReads reads) {
        this.traffic = new TrafficCounts(database, dictionaries);
        this.sites = new SiteTally(database, dictionaries);
        this.rules = new RuleCounts(database, dictionaries);
        this.combinations = new RuleCombinations(database, dictionaries);
        this.targets = new TargetCounts(database);
        this.sources = new SourceActivities(database, dictionaries, ranking, incidents, events, reads);
    }

    @Override
    public List<Count> counts(StatisticsSearch search, Duration timeLimit) {
        return traffic.counts(search, timeLimit);
    }

    @Override
    public SiteCounts sites(SiteSearch search, Duration timeLimit) {
        return sites.sites(search, timeLimit);
    }

    @Override
    public List<Count> hoursOfDay(StatisticsSearch search, ZoneId zone, Duration timeLimit) {
        return traffic.hoursOfDay(search, zone, timeLimit);
    }

    @Override
    public RulePage rules(RuleSearch search, Duration timeLimit) {
        return rules.rules(search, timeLimit);
    }

    @Override
    public List<Count> ruleTrend(String ruleId, List<Instant> bounds, Duration timeLimit) {
        return rules.trend(ruleId, bounds, timeLimit);
    }

    @Override
    public CombinationPage combinations(CombinationSearch search, Duration timeLimit) {
        return combinations.combinations(search, timeLimit);
    }

    @Override
    public TargetPage targets(TargetSearch search, Duration timeLimit) {
        return targets.targets(search, timeLimit);
    }

    @Override
    public Optional<SourceActivity> source(IPAddress client, Instant from, Instant to, Duration timeLimit) {
        return sources.source(client, from, to, timeLimit);
    }

    @Override
    public List<Count> sourceTrend(IPAddress client, List<Instant> bounds, Duration timeLimit) {
        return sources.trend(client, bounds, timeLimit);
    }

    @Override
    public List<Verdict> verdicts(IPAddress client, @Nullable Long beforeId, int limit) {
        return sources.verdicts(client, beforeId, limit);
    }

    @Override
    public List<EventSummary> similar(long eventId, int limit, Duration timeLimit) {
        return sources.similar(eventId, limit, timeLimit);
    }
}
