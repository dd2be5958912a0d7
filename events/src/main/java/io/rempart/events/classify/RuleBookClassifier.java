package io.rempart.events.classify;

import inet.ipaddr.IPAddress;
import io.rempart.events.classify.RuleBook.Condition;
import io.rempart.events.classify.RuleBook.Crawler;
import io.rempart.events.classify.RuleBook.Rate;
import io.rempart.events.classify.RuleBook.Rule;
import io.rempart.events.classify.RuleBook.Spread;
import io.rempart.events.model.Attribution;
import io.rempart.events.model.Classification;
import io.rempart.events.model.Classification.Evidence;
import io.rempart.events.model.Event;
import io.rempart.events.model.Hit;
import io.rempart.events.model.SourceClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
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
    private final SourceHistory history = new SourceHistory();

    public RuleBookClassifier(RuleBook book, CrawlerVerifier verifier) {
        this.book = book;
        this.verifier = verifier;
    }

    @Override
    public String version() {
        return "rules/" + book.version();
    }

    @Override
    public Classification classify(Event event, Attribution attribution) {
        IPAddress client = attribution.client();
        Facts facts = new Facts(event);
        List<Evidence> evidence = new ArrayList<>();
        for (Rule rule : book.rules()) {
            String seen = facts.fulfils(rule.when());
            if (seen == null) {
                continue;
            }
            String detail = client == null
                    ? rule.rate() == null && rule.spread() == null ? seen : null
                    : often(rule, client.toCanonicalString(), event, facts, seen);
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
                    facts.path,
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
            if (firstMatch(crawler.userAgents(), facts.userAgent) == null) {
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

    private static @Nullable Glob firstMatch(List<Glob> globs, String lower) {
        for (Glob glob : globs) {
            if (glob.matches(lower)) {
                return glob;
            }
        }
        return null;
    }

    /** What the rules ask of an event, prepared once. */
    private static final class Facts {
        private static final int MAX_URI = 4096;

        final Event event;
        final String uri;
        final String decodedUri;
        final String path;
        final String userAgent;
        final String method;

        Facts(Event event) {
            this.event = event;
            String sent = event.request().uri().length() > MAX_URI
                    ? event.request().uri().slice(0, MAX_URI).toString()
                    : event.request().uri().toString();
            this.uri = sent.toLowerCase(Locale.ROOT);
            this.decodedUri = decoded(decoded(uri)).toLowerCase(Locale.ROOT);
            this.path = path(decodedUri);
            this.userAgent = event.request().header("User-Agent").toString().toLowerCase(Locale.ROOT);
            this.method = event.request().method().toString().toLowerCase(Locale.ROOT);
        }

        private static String path(String uri) {
            int start = 0;
            int scheme = uri.indexOf("://");
            if (scheme > 0 && scheme < 8) {
                int slash = uri.indexOf('/', scheme + 3);
                start = slash < 0 ? uri.length() : slash;
            }
            int end = uri.length();
            for (char mark : new char[] {'?', '#'}) {
                int at = uri.indexOf(mark, start);
                end = at >= 0 ? Math.min(end, at) : end;
            }
            String path = uri.substring(start, end);
            while (path.contains("//")) {
                path = path.replace("//", "/");
            }
            return path;
        }

        private static String decoded(String text) {
            if (text.indexOf('%') < 0) {
                return text;
            }
            StringBuilder out = new StringBuilder(text.length());
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) == '%' && i + 2 < text.length()) {
                    int high = Character.digit(text.charAt(i + 1), 16);
                    int low = Character.digit(text.charAt(i + 2), 16);
                    if (high >= 0 && low >= 0) {
                        out.append((char) (high << 4 | low));
                        i += 2;
                        continue;
                    }
                }
                out.append(text.charAt(i));
            }
            return out.toString();
        }

        /** What was seen that fulfils it; null when the event does not. */
        @Nullable
        String fulfils(Condition when) {
            StringBuilder seen = new StringBuilder();
            boolean fulfilled = check(when.paths(), path, "path ", seen)
                    && (when.uris().isEmpty()
                            || check(when.uris(), uri, "URL ", seen)
                            || check(when.uris(), decodedUri, "URL ", seen))
                    && check(when.userAgents(), userAgent, "user agent ", seen)
                    && check(when.methods(), method, "method ", seen)
                    && check(when.hosts(), event.host(), "host ", seen)
                    && checkStatus(when, seen)
                    && checkHits(when, seen)
                    && (when.dispositions().isEmpty() || when.dispositions().contains(event.disposition()))
                    && (when.minimumScore() <= 0 || checkScore(when.minimumScore(), seen));
            Condition except = when.except();
            if (!fulfilled || except != null && fulfils(except) != null) {
                return null;
            }
            return seen.length() == 0 ? "every request" : seen.toString();
        }

        private static boolean check(List<Glob> globs, String value, String what, StringBuilder seen) {
            if (globs.isEmpty()) {
                return true;
            }
            if (firstMatch(globs, value) == null) {
                return false;
            }
            note(seen, what + (value.isEmpty() ? "missing" : value));
            return true;
        }

        private boolean checkStatus(Condition when, StringBuilder seen) {
            if (when.statuses().isEmpty()) {
                return true;
            }
            int status = event.response().status();
            if (when.statuses().stream().noneMatch(range -> range.contains(status))) {
                return false;
            }
            note(seen, "status " + status);
            return true;
        }

        private boolean checkScore(int minimum, StringBuilder seen) {
            if (event.inboundScore() < minimum) {
                return false;
            }
            note(seen, "anomaly score " + event.inboundScore());
            return true;
        }

        /** Rules, tags and messages must fit one and the same hit. */
        private boolean checkHits(Condition when, StringBuilder seen) {
            if (when.rules().isEmpty()
                    && when.tags().isEmpty()
                    && when.messages().isEmpty()) {
                return true;
            }
            for (Hit hit : event.hits()) {
                if (!hit.detection()) {
                    continue;
                }
                boolean ruleFits = when.rules().isEmpty() || firstMatch(when.rules(), hit.ruleId()) != null;
                String message = hit.message().toString();
                boolean messageFits = when.messages().isEmpty()
                        || firstMatch(when.messages(), message.toLowerCase(Locale.ROOT)) != null;
                boolean tagFits = when.tags().isEmpty()
                        || hit.tags().stream()
                                .anyMatch(tag -> firstMatch(when.tags(), tag.toLowerCase(Locale.ROOT)) != null);
                if (ruleFits && messageFits && tagFits) {
                    note(seen, "rule " + hit.ruleId() + (message.isEmpty() ? "" : " " + message));
                    return true;
                }
            }
            return false;
        }

        private static void note(StringBuilder seen, String what) {
            if (seen.length() > 0) {
                seen.append(", ");
            }
            seen.append(what, 0, Math.min(what.length(), MAX_DETAIL));
        }
    }
}
