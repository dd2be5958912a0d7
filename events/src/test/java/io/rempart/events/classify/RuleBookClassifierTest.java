package io.rempart.events.classify;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddressString;
import io.rempart.events.classify.RuleBook.Condition;
import io.rempart.events.classify.RuleBook.Crawler;
import io.rempart.events.classify.RuleBook.NumberRange;
import io.rempart.events.classify.RuleBook.Rate;
import io.rempart.events.classify.RuleBook.Rule;
import io.rempart.events.classify.RuleBook.Spread;
import io.rempart.events.model.Attribution;
import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.Classification;
import io.rempart.events.model.Classification.Evidence;
import io.rempart.events.model.Event;
import io.rempart.events.model.Event.Disposition;
import io.rempart.events.model.HeaderField;
import io.rempart.events.model.Hit;
import io.rempart.events.model.Request;
import io.rempart.events.model.Response;
import io.rempart.events.model.Severity;
import io.rempart.events.model.SourceClass;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RuleBookClassifierTest {
    private static final Instant START = Instant.parse("2026-11-22T09:30:00Z");

    private static Event event(Instant time, String uri, String userAgent, int status, Hit... hits) {
        Request request = new Request(
                ByteText.of("GET " + uri + " HTTP/1.1"),
                ByteText.of("GET"),
                ByteText.of(uri),
                ByteText.of("HTTP/1.1"),
                List.of(new HeaderField(ByteText.of("user-agent"), ByteText.of(userAgent))),
                ByteText.EMPTY);
        return new Event(
                AuditFormat.MODSECURITY2_JSON,
                "id",
                time,
                "",
                null,
                0,
                "shop.example.org",
                "",
                443,
                true,
                request,
                new Response(status, ByteText.EMPTY, List.of(), ByteText.EMPTY),
                List.of(hits),
                Disposition.DETECTED,
                "",
                -1,
                -1,
                "",
                List.of());
    }

    private static Hit hit(String rule, String... tags) {
        return new Hit(
                rule,
                2,
                ByteText.of("message"),
                ByteText.EMPTY,
                "",
                ByteText.EMPTY,
                Severity.CRITICAL,
                List.of(tags),
                "",
                "",
                "",
                0,
                true,
                false);
    }

    private static Attribution from(String address) {
        return new Attribution(new IPAddressString(address).getAddress(), false, "", 0, "");
    }

    private static Condition when(
            List<String> paths, List<String> agents, List<NumberRange> statuses, List<String> tags) {
        return new Condition(
                paths.stream().map(Glob::of).toList(),
                List.of(),
                agents.stream().map(Glob::of).toList(),
                List.of(),
                List.of(),
                statuses,
                List.of(),
                tags.stream().map(Glob::of).toList(),
                List.of(),
                List.of(),
                0,
                null);
    }

    private static Rule rule(
            String id,
            SourceClass sourceClass,
            int weight,
            Condition when,
            @Nullable Rate rate,
            @Nullable Spread spread) {
        return new Rule(id, sourceClass, weight, when, rate, spread, id, id);
    }

    private static RuleBookClassifier classifier(Rule... rules) {
        return new RuleBookClassifier(new RuleBook("7", List.of(rules), List.of()), CrawlerVerifier.OFF);
    }

    @Test
    void classifiesByPathHoweverItIsSpelled() {
        RuleBookClassifier classifier = classifier(rule(
                "pma",
                SourceClass.SCANNER,
                75,
                when(List.of("*/phpmyadmin*"), List.of(), List.of(), List.of()),
                null,
                null));
        for (String uri : List.of(
                "/phpMyAdmin/", "//PHPMYADMIN", "/%70hpmyadmin/x?y", "/%2570hpmyadmin", "http://h/phpmyadmin")) {
            Classification verdict = classifier.classify(event(START, uri, "x", 404), from("192.0.2.1"));
            assertThat(verdict.sourceClass()).as(uri).isEqualTo(SourceClass.SCANNER);
            assertThat(verdict.confidence()).isEqualTo(75);
            assertThat(verdict.author()).isEqualTo("rules/7");
            assertThat(verdict.evidence()).extracting(Evidence::rule).containsExactly("pma");
        }
        assertThat(classifier
                        .classify(event(START, "/?q=/phpmyadmin", "x", 200), from("192.0.2.1"))
                        .sourceClass())
                .isEqualTo(SourceClass.UNCLASSIFIED);
    }

    @Test
    void reasonsForOneClassAddUpAndTheLikeliestClassWins() {
        RuleBookClassifier classifier = classifier(
                rule("a", SourceClass.SCANNER, 60, when(List.of("/a*"), List.of(), List.of(), List.of()), null, null),
                rule("b", SourceClass.SCANNER, 60, when(List.of(), List.of("*bot*"), List.of(), List.of()), null, null),
                rule(
                        "c",
                        SourceClass.ATTACK,
                        80,
                        when(List.of(), List.of(), List.of(), List.of("attack-sqli")),
                        null,
                        null));
        Classification verdict =
                classifier.classify(event(START, "/a", "Bot/1", 200, hit("942100", "attack-sqli")), from("192.0.2.1"));
        assertThat(verdict.sourceClass()).isEqualTo(SourceClass.SCANNER);
        assertThat(verdict.confidence()).isEqualTo(84);
        assertThat(verdict.evidence()).extracting(Evidence::rule).containsExactly("a", "b", "c");
    }

    @Test
    void aRateNeedsEnoughEventsOfOneSourceInTime() {
        Rule rule = rule(
                "logins",
                SourceClass.BRUTE_FORCE,
                80,
                when(List.of("/login"), List.of(), List.of(), List.of()),
                new Rate(5, Duration.ofMinutes(1)),
                null);
        RuleBookClassifier classifier = classifier(rule);
        for (int i = 0; i < 4; i++) {
            assertThat(classifier
                            .classify(event(START.plusSeconds(i), "/login", "x", 401), from("192.0.2.1"))
                            .sourceClass())
                    .isEqualTo(SourceClass.UNCLASSIFIED);
            classifier.classify(event(START.plusSeconds(i), "/login", "x", 401), from("192.0.2.2"));
        }
        assertThat(classifier
                        .classify(event(START.plusSeconds(4), "/login", "x", 401), from("192.0.2.1"))
                        .sourceClass())
                .isEqualTo(SourceClass.BRUTE_FORCE);
        assertThat(classifier
                        .classify(event(START.plusSeconds(120), "/login", "x", 401), from("192.0.2.1"))
                        .sourceClass())
                .as("the burst is over")
                .isEqualTo(SourceClass.UNCLASSIFIED);
    }

    @Test
    void aSpreadNeedsDifferentPaths() {
        RuleBookClassifier classifier = classifier(rule(
                "spread",
                SourceClass.SCANNER,
                60,
                when(List.of(), List.of(), List.of(new NumberRange(404, 404)), List.of()),
                null,
                new Spread(5, Duration.ofMinutes(10))));
        for (int i = 0; i < 50; i++) {
            assertThat(classifier
                            .classify(event(START.plusSeconds(i), "/same", "x", 404), from("192.0.2.1"))
                            .sourceClass())
                    .isEqualTo(SourceClass.UNCLASSIFIED);
        }
        for (int i = 0; i < 4; i++) {
            classifier.classify(event(START.plusSeconds(60 + i), "/p" + i, "x", 404), from("192.0.2.1"));
        }
        assertThat(classifier
                        .classify(event(START.plusSeconds(70), "/p9", "x", 404), from("192.0.2.1"))
                        .sourceClass())
                .isEqualTo(SourceClass.SCANNER);
    }

    @Test
    void remembersABoundedNumberOfSources() {
        SourceHistory history = new SourceHistory();
        for (int i = 0; i < SourceHistory.MAX_SOURCES + 1; i++) {
            assertThat(history.count("source" + i, "c", 0, 1000, 5)).isEqualTo(1);
        }
        assertThat(history.count("source0", "c", 0, 1000, 5)).as("forgotten").isEqualTo(1);
        assertThat(history.count("source" + SourceHistory.MAX_SOURCES, "c", 0, 1000, 5))
                .isEqualTo(2);
        for (int i = 0; i < 10; i++) {
            history.count("x", "c", i, 1000, 5);
        }
        assertThat(history.count("x", "c", 10, 1000, 5))
                .as("no more than asked for")
                .isEqualTo(5);
    }

    @Test
    void aCrawlerIsGoodOnlyWhenConfirmed() {
        Crawler crawler = new Crawler("Googlebot", List.of(Glob.of("*googlebot*")), List.of(".googlebot.com"));
        RuleBook book = new RuleBook("1", List.of(), List.of(crawler));
        Event event = event(START, "/", "Mozilla/5.0 (compatible; Googlebot/2.1)", 200);
        assertThat(new RuleBookClassifier(book, (a, c) -> CrawlerVerifier.Answer.CONFIRMED)
                        .classify(event, from("192.0.2.1"))
                        .sourceClass())
                .isEqualTo(SourceClass.GOOD_BOT);
        assertThat(new RuleBookClassifier(book, (a, c) -> CrawlerVerifier.Answer.REFUTED)
                        .classify(event, from("192.0.2.1"))
                        .sourceClass())
                .isEqualTo(SourceClass.BAD_BOT);
        assertThat(new RuleBookClassifier(book, CrawlerVerifier.OFF)
                        .classify(event, from("192.0.2.1"))
                        .sourceClass())
                .isEqualTo(SourceClass.UNCLASSIFIED);
    }

    @Test
    void anEventWithoutAnAddressIsClassifiedByWhatItIs() {
        RuleBookClassifier classifier = classifier(
                rule("a", SourceClass.ATTACK, 60, when(List.of("/a*"), List.of(), List.of(), List.of()), null, null));
        assertThat(classifier
                        .classify(event(START, "/a", "", 200), new Attribution(null, false, "", 0, ""))
                        .sourceClass())
                .isEqualTo(SourceClass.ATTACK);
    }

    @Test
    void globsMatchAsWritten() {
        assertThat(Glob.of("*curl*").matches("libcurl/7")).isTrue();
        assertThat(Glob.of("a*b*c").matches("a-b-b-c")).isTrue();
        assertThat(Glob.of("a*b*c").matches("a-c-b")).isFalse();
        assertThat(Glob.of("ab*ba").matches("aba")).isFalse();
        assertThat(Glob.of("").matches("")).isTrue();
        assertThat(Glob.of("").matches("x")).isFalse();
        assertThat(Glob.of("*").matches("")).isTrue();
    }
}
