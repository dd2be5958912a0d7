package io.rempart.events.store;

import inet.ipaddr.IPAddress;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.events.store.EventStore.SourceSummary;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts that pages show, from roll-ups by hour and by day: their cost depends on the period, not on how many events there
 * are. Periods are widened to whole hours. Thread-safe; a read that does not end in its time limit fails with a
 * {@link StoreException} of one sentence.
 */
public interface StatisticsStore {
    /**
     * Counts in buckets between bounds, which the caller sets where days, weeks or months begin for its reader. With three
     * bounds, the first bucket is the previous period and the second this one.
     */
    List<Count> counts(StatisticsSearch search, Duration timeLimit);

    /**
     * What a page of numbers asks of class, host and port at once, from one reading of the hours: the same numbers as
     * {@link #counts} and {@link #hoursOfDay} give one by one.
     */
    SiteCounts sites(SiteSearch search, Duration timeLimit);

    /** Counts by hour of the day (0 to 23, in a zone) and class; {@link Count#bucket} is the hour. */
    List<Count> hoursOfDay(StatisticsSearch search, ZoneId zone, Duration timeLimit);

    /** Rules by hits, the most hits first. */
    RulePage rules(RuleSearch search, Duration timeLimit);

    /** Hits of one rule in buckets between bounds, by class. */
    List<Count> ruleTrend(String ruleId, List<Instant> bounds, Duration timeLimit);

    /**
     * Which rule fires on which parameter of which path, the most frequent first: counted over the newest events of the
     * period, as many as the time limit allows (at most 50,000).
     */
    CombinationPage combinations(CombinationSearch search, Duration timeLimit);

    /**
     * What was aimed at: paths of sites, the most events first; counted over the newest events of the period, at most
     * {@value #MOST_AIMED}.
     */
    TargetPage targets(TargetSearch search, Duration timeLimit);

    /** How many events {@link #targets} looks at. */
    int MOST_AIMED = 10_000;

    /** What an address did; empty when it did nothing in the period. */
    Optional<SourceActivity> source(IPAddress client, Instant from, Instant to, Duration timeLimit);

    /** Events of an address in buckets between bounds, by class. */
    List<Count> sourceTrend(IPAddress client, List<Instant> bounds, Duration timeLimit);

    /** What people decided about an address's events, newest first; {@code beforeId} null for the first page. */
    List<Verdict> verdicts(IPAddress client, @Nullable Long beforeId, int limit);

    /** Events like one: the same path, or failing that the same rules; newest first, others of its source last. */
    List<EventSummary> similar(long eventId, int limit, Duration timeLimit);

    // ---- values

    /** What counts can be split by. */
    enum Dimension {
        CLASS,
        HOST,
        PORT,
        COUNTRY,
        /** By autonomous system: two values, its number and its organisation. */
        NETWORK
    }

    /**
     * What to count.
     *
     * @param bounds where buckets begin, and the end of the last: 2 to 1,001, ascending
     * @param by HOST not with COUNTRY or NETWORK
     * @param classes empty for all
     * @param host null for all; not with COUNTRY or NETWORK
     * @param port null for all
     * @param limit rows of the answer; with more, those with the fewest events are left out
     */
    record StatisticsSearch(
            List<Instant> bounds,
            List<Dimension> by,
            Set<SourceClass> classes,
            @Nullable String host,
            @Nullable Integer port,
            int limit) {}

    /**
     * One count.
     *
     * @param bucket from 0
     * @param values in the order of {@link StatisticsSearch#by}
     * @param blocked how many of the events were blocked; -1 where that is not counted
     */
    record Count(int bucket, List<String> values, long events, long blocked) {}

    /**
     * What to count of sites; of all classes, each for itself.
     *
     * @param before where the period before begins, which ends with the first bound; null for none
     * @param bounds where buckets begin, and the end of the last: 2 to 1,001, ascending
     * @param host null for all
     * @param port null for all
     * @param zone of the hours of the day
     */
    record SiteSearch(
            @Nullable Instant before,
            List<Instant> bounds,
            @Nullable String host,
            @Nullable Integer port,
            ZoneId zone) {}

    /**
     * Counts of sites.
     *
     * @param before by class, of the period before
     * @param buckets by class, of each bucket
     * @param hours by class, of each hour of the day
     * @param hosts by class and host, of all buckets
     * @param ports by port, of all buckets, whichever port is asked for
     */
    record SiteCounts(
            List<Count> before, List<Count> buckets, List<Count> hours, List<Count> hosts, List<Count> ports) {}

    /**
     * Which rules.
     *
     * @param sourceClass null for all; else the rules with hits in that class, the most there first
     * @param host null for all
     * @param port null for all
     * @param afterHits with {@code afterRule}: where the next page begins; null for the first
     */
    record RuleSearch(
            Instant from,
            Instant to,
            @Nullable SourceClass sourceClass,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable Long afterHits,
            @Nullable String afterRule,
            int limit) {}

    record RulePage(List<RuleActivity> rules, boolean more) {}

    /**
     * A rule in a period: events that hit it.
     *
     * @param hits events of the class asked for, or of all
     * @param previousHits the same in the period of equal length before
     * @param byClass all classes of this period
     * @param firstSeen of all that is stored
     * @param lastSeen of all that is stored
     */
    record RuleActivity(
            String ruleId,
            List<String> tags,
            long hits,
            long previousHits,
            Map<SourceClass, Long> byClass,
            @Nullable Instant firstSeen,
            @Nullable Instant lastSeen) {
        /** Share of the hits in the period that were false positives, 0 to 1. */
        public double falsePositiveShare() {
            long all = byClass.values().stream().mapToLong(Long::longValue).sum();
            return all == 0 ? 0 : (double) byClass.getOrDefault(SourceClass.FALSE_POSITIVE, 0L) / all;
        }
    }

    /**
     * @param ruleId null for all
     * @param sourceClass null for all
     * @param host null for all
     */
    record CombinationSearch(
            Instant from,
            Instant to,
            @Nullable String ruleId,
            @Nullable SourceClass sourceClass,
            @Nullable String host,
            int limit) {}

    /**
     * @param counted how many events were looked at
     * @param lookedBackTo null when that is all of the period
     */
    record CombinationPage(
            List<Combination> combinations,
            long counted,
            @Nullable Instant lookedBackTo) {}

    /**
     * A rule that fires on a parameter of a path.
     *
     * @param parameter such as {@code ARGS:q}; empty where the log does not tell
     * @param eventId the newest such event
     */
    record Combination(
            String ruleId,
            String parameter,
            String host,
            String path,
            long events,
            long falsePositives,
            long eventId) {}

    /**
     * Whose paths to count.
     *
     * @param sourceClass null for all
     * @param host null for all
     * @param port null for all
     */
    record TargetSearch(
            Instant from,
            Instant to,
            @Nullable SourceClass sourceClass,
            @Nullable String host,
            @Nullable Integer port,
            int limit) {}

    /** @param counted how many events were looked at: with {@link #MOST_AIMED} there may be more */
    record TargetPage(List<AimedAt> targets, long counted) {}

    /** A path of a site and the events that aimed at it. */
    record AimedAt(String host, String path, long events, Map<SourceClass, Long> byClass) {}

    /**
     * An address in a period. The lists are put together from its incidents ({@link IncidentStore.Incident}).
     *
     * @param incidents newest first, at most 50
     */
    record SourceActivity(
            SourceSummary summary,
            List<Counted> hosts,
            List<Counted> paths,
            List<Counted> rules,
            List<Counted> messages,
            List<Counted> userAgents,
            List<IncidentStore.Incident> incidents) {}

    /** What a person decided about an event. */
    record Verdict(
            long id, long eventId, Instant at, String person, SourceClass before, SourceClass after, String comment) {}
}
