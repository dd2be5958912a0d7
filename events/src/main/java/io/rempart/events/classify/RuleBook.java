package io.rempart.events.classify;

import io.rempart.events.model.Event.Disposition;
import io.rempart.events.model.SourceClass;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which events get their class, as a person wrote them (docs/reference/classification.md). Immutable.
 *
 * @param version of the built-in rules, and of the user's when there are any; stored with each verdict
 * @param crawlers whose claim to be a search engine can be confirmed by DNS
 */
public record RuleBook(String version, List<Rule> rules, List<Crawler> crawlers) {
    /** The rules of this book and then those of another, which replace rules of the same id. */
    public RuleBook with(RuleBook other) {
        List<Rule> all = new java.util.ArrayList<>(rules);
        for (Rule rule : other.rules) {
            all.removeIf(r -> r.id().equals(rule.id()));
            all.add(rule);
        }
        List<Crawler> allCrawlers = new java.util.ArrayList<>(crawlers);
        allCrawlers.addAll(other.crawlers);
        return new RuleBook(version + "+" + other.version, List.copyOf(all), List.copyOf(allCrawlers));
    }

    /**
     * One rule: what speaks for a class, and how strongly.
     *
     * @param weight 1 to 99: how sure this alone makes us, in percent
     * @param rate null when one event suffices
     * @param spread null when one event suffices
     * @param english what it means, for people; {@code french} the same
     */
    public record Rule(
            String id,
            SourceClass sourceClass,
            int weight,
            Condition when,
            @Nullable Rate rate,
            @Nullable Spread spread,
            String english,
            String french) {}

    /**
     * What an event must be like: every part that is not empty must hold, and a part holds when one of its values fits.
     *
     * @param paths of the URL, percent-decoded, without the query
     * @param uris as sent and percent-decoded, with the query
     * @param userAgents {@code ""} fits a request without one
     * @param statuses of the response
     * @param rules ids of rules that hit
     * @param tags of rules that hit (for Suricata: the category)
     * @param messages of rules that hit
     * @param except what the event must not be like
     */
    public record Condition(
            List<Glob> paths,
            List<Glob> uris,
            List<Glob> userAgents,
            List<Glob> methods,
            List<Glob> hosts,
            List<NumberRange> statuses,
            List<Glob> rules,
            List<Glob> tags,
            List<Glob> messages,
            List<Disposition> dispositions,
            int minimumScore,
            @Nullable Condition except) {}

    /** Both ends included. */
    public record NumberRange(int first, int last) {
        public boolean contains(int number) {
            return number >= first && number <= last;
        }
    }

    /** At least {@code events} events of one source that fulfil the condition within the time. */
    public record Rate(int events, Duration within) {}

    /** At least {@code paths} different paths asked for by one source, in events that fulfil the condition, within the time. */
    public record Spread(int paths, Duration within) {}

    /**
     * A search engine's robot.
     *
     * @param domains the confirmed host name must end in one of them ({@code .googlebot.com})
     */
    public record Crawler(String name, List<Glob> userAgents, List<String> domains) {}
}
