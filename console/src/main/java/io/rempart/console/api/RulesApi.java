package io.rempart.console.api;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.api.Searches.Span;
import io.rempart.console.page.Calendar;
import io.rempart.console.page.Period;
import io.rempart.console.text.Fields;
import io.rempart.events.store.StatisticsStore.Combination;
import io.rempart.events.store.StatisticsStore.CombinationPage;
import io.rempart.events.store.StatisticsStore.CombinationSearch;
import io.rempart.events.store.StatisticsStore.RuleActivity;
import io.rempart.events.store.StatisticsStore.RulePage;
import io.rempart.events.store.StatisticsStore.RuleSearch;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Rules: hits and their change, share of false positives, trend, the noisiest combinations. */
@Controller
class RulesApi {
    private static final int DAYS = 7;
    private static final int MOST_COMBINATIONS = 200;

    private final ConsoleRooms rooms;
    private final Searches searches;

    RulesApi(ConsoleRooms rooms, Searches searches) {
        this.rooms = rooms;
        this.searches = searches;
    }

    @GetMapping("/api/v1/rules")
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        Asked asked = Asked.of(request, searches.zone(), "from", "to", "class", "host", "port", "limit", "after");
        Span span = searches.span(asked, DAYS);
        String after = asked.text("after");
        int line = after.indexOf('_');
        if (!after.isEmpty() && (line < 1 || !after.substring(0, line).matches("\\d{1,18}"))) {
            throw Asked.bad("after", after, "next");
        }
        Long port = asked.number("port", 1, 65_535);
        RulePage page = rooms.statistics()
                .rules(
                        new RuleSearch(
                                span.from(),
                                span.to(),
                                asked.sourceClass("class"),
                                orNull(asked.text("host")),
                                port == null ? null : port.intValue(),
                                after.isEmpty() ? null : Long.valueOf(after.substring(0, line)),
                                after.isEmpty() ? null : after.substring(line + 1),
                                asked.limit()),
                        Searches.PATIENCE);
        List<RuleActivity> rules = page.rules();
        RuleActivity last = rules.isEmpty() ? null : rules.get(rules.size() - 1);
        return Answer.of(new Fields()
                .with("from", span.from())
                .with("to", span.to())
                .with("items", rules.stream().map(RulesApi::fields).toList())
                .with("next", page.more() && last != null ? last.hits() + "_" + last.ruleId() : null));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Fields fields(RuleActivity rule) {
        return new Fields()
                .with("rule", rule.ruleId())
                .with("tags", rule.tags())
                .with("hits", rule.hits())
                .with("hitsBefore", rule.previousHits())
                .with("classes", SourceFields.classes(rule.byClass()))
                .with("falsePositiveShare", rule.falsePositiveShare())
                .with("firstSeen", rule.firstSeen())
                .with("lastSeen", rule.lastSeen());
    }

    @GetMapping("/api/v1/rules/trend")
    ResponseEntity<byte[]> trend(HttpServletRequest request) {
        Asked asked = Asked.of(request, searches.zone(), "rule", "from", "to", "by");
        String rule = asked.text("rule");
        if (rule.isEmpty()) {
            throw new ApiProblem(400, "api.problem.missing", "rule");
        }
        Span span = searches.span(asked, DAYS);
        Calendar parts = Calendar.valueOf(
                asked.word("by", "day", "hour", "week", "month").toUpperCase(Locale.ROOT));
        List<Instant> bounds = parts.bounds(new Period(span.from(), span.to()), searches.zone());
        return Answer.of(new Fields()
                .with("rule", rule)
                .with("from", span.from())
                .with("to", span.to())
                .with("zone", searches.zone().getId())
                .with(
                        "items",
                        SourceFields.buckets(bounds, rooms.statistics().ruleTrend(rule, bounds, Searches.PATIENCE))));
    }

    /** Which rule fires on which parameter of which path, counted over the newest events of the period. */
    @GetMapping("/api/v1/rules/combinations")
    ResponseEntity<byte[]> combinations(HttpServletRequest request) {
        Asked asked = Asked.of(request, searches.zone(), "rule", "from", "to", "class", "host", "limit");
        Span span = searches.span(asked, DAYS);
        CombinationPage page = rooms.statistics()
                .combinations(
                        new CombinationSearch(
                                span.from(),
                                span.to(),
                                orNull(asked.text("rule")),
                                asked.sourceClass("class"),
                                orNull(asked.text("host")),
                                (int) asked.number("limit", 1, MOST_COMBINATIONS, Asked.USUAL_PAGE)),
                        Searches.PATIENCE);
        return Answer.of(new Fields()
                .with(
                        "items",
                        page.combinations().stream().map(RulesApi::fields).toList())
                .with("counted", page.counted())
                .with("lookedBackTo", page.lookedBackTo()));
    }

    private static Fields fields(Combination one) {
        return new Fields()
                .with("rule", one.ruleId())
                .with("parameter", one.parameter())
                .with("host", one.host())
                .with("path", one.path())
                .with("events", one.events())
                .with("falsePositives", one.falsePositives())
                .with("newestEvent", one.eventId());
    }
}
