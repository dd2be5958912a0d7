package io.rempart.events.classify;

import inet.ipaddr.IPAddress;
import io.rempart.events.classify.RuleBook.Crawler;
import io.rempart.events.classify.RuleBook.Rate;
import io.rempart.events.classify.RuleBook.Rule;
import io.rempart.events.classify.RuleBook.Spread;
import io.rempart.events.model.Attribution;
import io.rempart.events.model.Classification;
import io.rempart.events.model.Classification.Evidence;
import io.rempart.events.model.Event;
import io.rempart.events.model.SourceClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Classifies by a {@link RuleBook}. Every rule that applies is evidence for its class. Weights are taken as independent
 * chances, so two reasons of 60 % make 84 %; the class with the highest sum wins, and the sum is its confidence. Called by one
 * thread, in the order of the log.
 */
public final class RuleBookClassifier implements Classifier {
    private static final int MAX_EVIDENCE = 16;
    private static final int MAX_DETAIL = 200;
    /** Which class wins when two are equally likely: the one that harms more. */
    private static final List<SourceClass> PRECEDENCE = List.of(
            SourceClass.GOOD_BOT,
            SourceClass.ATTACK,
            SourceClass.BRUTE_FORCE,
            SourceClass.SCANNER,
            SourceClass.BAD_BOT,
            SourceClass.FALSE_POSITIVE,
            SourceClass.UNCLASSIFIED);

    private final RuleBook book;
    private final CrawlerVerifier verifier;
    private final String version;
    private final List<Demand> demands = new ArrayList<>();
    private final RememberedAnswers answers;
    private final SourceHistory history = new SourceHistory();

    public RuleBookClassifier(RuleBook book, CrawlerVerifier verifier) {
        this.book = book;
        this.verifier = verifier;
        this.version = "rules/" + book.version();
        List<Demand> all = new ArrayList<>();
        for (Rule rule : book.rules()) {
            demands.add(Demand.of(rule.when(), all));
        }
        this.answers = new RememberedAnswers(all);
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Classification classify(Event event, Attribution attribution) {
        IPAddress client = attribution.client();
        Facts facts = new Facts(event, answers);
        List<Evidence> evidence = new ArrayList<>();
        for (int i = 0; i < demands.size(); i++) {
            String seen = demands.get(i).fulfilledBy(facts);
            if (seen == null) {
                continue;
            }
            Rule rule = book.rules().get(i);
            boolean atOnce = rule.rate() == null && rule.spread() == null;
            String detail =
                    atOnce ? seen : client == null ? null : often(rule, client.toCanonicalString(), event, facts, seen);
            if (detail != null) {
                evidence.add(new Evidence(rule.id(), rule.sourceClass(), rule.weight(), cut(detail)));
            }
        }
        if (client != null) {
            crawler(facts, client, evidence);
        }
        return verdict(evidence);
    }

    private @Nullable String often(Rule rule, String source, Event event, Facts facts, String seen) {
        long millis = event.time().toEpochMilli();
        Rate rate = rule.rate();
        if (rate != null) {
            int count = history.count(source, rule.id(), millis, rate.within().toMillis(), rate.events());
            if (count < rate.events()) {
                return null;
            }
            seen = rate.events() + " in " + inWords(rate.within().toSeconds()) + ": " + seen;
        }
        Spread spread = rule.spread();
        if (spread != null) {
            int count = history.countDifferent(
                    source,
                    rule.id() + "/paths",
                    facts.path(),
                    millis,
                    spread.within().toMillis(),
                    spread.paths());
            if (count < spread.paths()) {
                return null;
            }
            seen = spread.paths() + " paths in " + inWords(spread.within().toSeconds()) + ": " + seen;
        }
        return seen;
    }

    private static String inWords(long seconds) {
        return seconds % 3600 == 0 ? seconds / 3600 + " h" : seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }

    private void crawler(Facts facts, IPAddress client, List<Evidence> evidence) {
        for (Crawler crawler : book.crawlers()) {
            if (Demand.firstMatch(crawler.userAgents(), facts.userAgent()) == null) {
                continue;
            }
            switch (verifier.verify(client, crawler)) {
                case CONFIRMED ->
                    evidence.add(new Evidence(
                            "crawler-confirmed", SourceClass.GOOD_BOT, 97, crawler.name() + ", confirmed by DNS"));
                case REFUTED ->
                    evidence.add(new Evidence(
                            "crawler-refuted",
                            SourceClass.BAD_BOT,
                            90,
                            "says it is " + crawler.name() + ", but the address is another's"));
                case UNKNOWN -> {
                    // Nothing is known: nothing is said.
                }
            }
            return;
        }
    }

    private Classification verdict(List<Evidence> evidence) {
        if (evidence.isEmpty()) {
            return new Classification(SourceClass.UNCLASSIFIED, 0, version(), List.of());
        }
        Map<SourceClass, Double> doubt = new EnumMap<>(SourceClass.class);
        for (Evidence reason : evidence) {
            doubt.merge(reason.speaksFor(), 1 - reason.weight() / 100.0, (a, b) -> a * b);
        }
        SourceClass winner = SourceClass.UNCLASSIFIED;
        double least = 1;
        for (SourceClass candidate : PRECEDENCE) {
            Double left = doubt.get(candidate);
            if (left != null && left < least - 1e-9) {
                winner = candidate;
                least = left;
            }
        }
        SourceClass won = winner;
        evidence.sort(Comparator.comparing((Evidence e) -> e.speaksFor() != won)
                .thenComparing(Comparator.comparingInt(Evidence::weight).reversed()));
        List<Evidence> strongest = evidence.subList(0, Math.min(MAX_EVIDENCE, evidence.size()));
        int confidence = (int) Math.min(99, Math.round((1 - least) * 100));
        return new Classification(winner, confidence, version(), List.copyOf(strongest));
    }

    private static String cut(String detail) {
        return detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL - 1) + "…";
    }
}
