package io.rempart.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.console.language.LanguageParts;
import io.rempart.console.language.Wording;
import io.rempart.console.page.ScoreBuildUp.Step;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.Event;
import io.rempart.events.model.Hit;
import io.rempart.events.model.Severity;
import io.rempart.testkit.SampleEntry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a score came about: points by severity, the limit as the log tells it. */
class ScoreBuildUpTest {
    private static final Wording ENGLISH =
            new Wording(new LanguageParts().messageSource(), Locale.ENGLISH, ZoneOffset.UTC, Clock.systemUTC());

    private static Hit hit(String rule, @Nullable Severity severity, String match) {
        return new Hit(
                rule,
                2,
                ByteText.of("said"),
                ByteText.of(match),
                "ARGS:q",
                ByteText.EMPTY,
                severity,
                List.of(),
                "",
                "",
                "",
                0,
                true,
                false);
    }

    private static Event event(int score, Event.Disposition disposition, List<Hit> hits) {
        Event one =
                SampleEntry.at(Instant.parse("2026-11-25T10:00:00Z")).entry(1).event();
        return new Event(
                one.format(),
                one.transactionId(),
                one.time(),
                one.timeText(),
                one.peer(),
                one.peerPort(),
                one.host(),
                one.localAddress(),
                one.localPort(),
                one.tls(),
                one.request(),
                one.response(),
                hits,
                disposition,
                one.engineMode(),
                score,
                -1,
                one.producer(),
                one.notes());
    }

    @Test
    void addsThePointsOfEachRuleByItsSeverityInTheOrderOfTheLog() {
        ScoreBuildUp score = ScoreBuildUp.of(
                        event(
                                14,
                                Event.Disposition.BLOCKED,
                                List.of(
                                        hit("920350", Severity.WARNING, ""),
                                        hit("942100", Severity.CRITICAL, ""),
                                        hit("930120", Severity.ERROR, ""),
                                        hit("913100", Severity.NOTICE, ""),
                                        hit(
                                                "949110",
                                                Severity.CRITICAL,
                                                "Operator GE matched 5 at TX:blocking_inbound_anomaly_score."))),
                        ENGLISH)
                .orElseThrow();
        assertThat(score.steps()).extracting(Step::ruleId).containsExactly("920350", "942100", "930120", "913100");
        assertThat(score.steps()).extracting(Step::points).containsExactly(3, 5, 4, 2);
        assertThat(score.sum()).isEqualTo(14);
        assertThat(score.logged()).isEqualTo(14);
        assertThat(score.threshold()).isEqualTo(5);
        assertThat(score.blocks()).isTrue();
        assertThat(score.steps().get(0).x()).isEqualTo("0.00%");
        assertThat(score.steps().get(1).x()).isEqualTo(score.steps().get(0).width());
        assertThat(score.limit()).isEqualTo("35.01%");
    }

    @Test
    void knowsTheLimitAsModSecurity3WritesIt() {
        ScoreBuildUp score = ScoreBuildUp.of(
                        event(
                                5,
                                Event.Disposition.DETECTED,
                                List.of(
                                        hit("941100", Severity.CRITICAL, ""),
                                        hit(
                                                "949110",
                                                null,
                                                "Matched \"Operator `Ge' with parameter `10' against variable"
                                                        + " `TX:BLOCKING_INBOUND_ANOMALY_SCORE' (Value: `5' )"))),
                        ENGLISH)
                .orElseThrow();
        assertThat(score.threshold()).isEqualTo(10);
        assertThat(score.blocks()).isFalse();
    }

    @Test
    void countsNoRuleThatGivesNoPoints() {
        assertThat(ScoreBuildUp.of(
                        event(
                                -1,
                                Event.Disposition.DETECTED,
                                List.of(
                                        hit("942100", null, ""),
                                        hit("1000", Severity.CRITICAL, ""),
                                        hit("959100", Severity.CRITICAL, ""),
                                        hit("942110", Severity.DEBUG, ""))),
                        ENGLISH))
                .isEmpty();
        ScoreBuildUp unknown = ScoreBuildUp.of(
                        event(-1, Event.Disposition.DETECTED, List.of(hit("942100", Severity.CRITICAL, ""))), ENGLISH)
                .orElseThrow();
        assertThat(unknown.threshold()).isZero();
        assertThat(unknown.limit()).isNull();
        assertThat(unknown.logged()).isEqualTo(-1);
    }

    @Test
    void showsAtMostFortySteps() {
        ScoreBuildUp score = ScoreBuildUp.of(
                        event(
                                500,
                                Event.Disposition.BLOCKED,
                                IntStream.range(0, 100)
                                        .mapToObj(i -> hit("9421" + (10 + i % 90), Severity.CRITICAL, ""))
                                        .toList()),
                        ENGLISH)
                .orElseThrow();
        assertThat(score.steps()).hasSize(40);
        assertThat(score.sum()).isEqualTo(200);
    }
}
