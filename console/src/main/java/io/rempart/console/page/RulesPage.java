package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.ConsoleSettings;
import io.rempart.console.chart.Bars;
import io.rempart.console.chart.Change;
import io.rempart.console.chart.ClassCounts;
import io.rempart.console.chart.TimeChart.Bucket;
import io.rempart.console.language.Wording;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.StatisticsStore.Combination;
import io.rempart.events.store.StatisticsStore.CombinationPage;
import io.rempart.events.store.StatisticsStore.CombinationSearch;
import io.rempart.events.store.StatisticsStore.RuleActivity;
import io.rempart.events.store.StatisticsStore.RulePage;
import io.rempart.events.store.StatisticsStore.RuleSearch;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The rules by hits: how they change, which of them cry wolf, and on which parameter of which path. */
@Controller
class RulesPage {
    private static final int ROWS = 50;
    private static final int COMBINATIONS = 15;
    private static final int LONGEST_ID = 200;

    private final Frame frame;
    private final ConsoleRooms rooms;
    private final ConsoleSettings settings;
    private final RuleTexts texts;

    RulesPage(Frame frame, ConsoleRooms rooms, ConsoleSettings settings) {
        this.frame = frame;
        this.rooms = rooms;
        this.settings = settings;
        this.texts = new RuleTexts(settings.rulesDirectory());
    }

    /** One line of the list. */
    public record RuleRow(
            RuleActivity rule,
            String family,
            String link,
            String eventsLink,
            Change change,
            List<Bars.Part> parts,
            double falsePositives) {}

    /** A rule that fires on a parameter of a path, with the events behind it. */
    public record CombinationRow(Combination combination, String ruleLink, String eventsLink, double falsePositives) {}

    @GetMapping("/rules")
    String list(Model model, HttpServletRequest request, Locale locale) {
        Wording wording = frame.page(model, request, locale, Section.RULES);
        Lens lens = Lens.of(request, frame, "7d");
        String afterHits = Frame.parameter(request, "afterHits");
        String afterRule = Frame.parameter(request, "afterRule");
        boolean later = afterHits.matches("\\d{1,18}") && afterRule.length() <= LONGEST_ID;
        RulePage page = rooms.statistics()
                .rules(
                        new RuleSearch(
                                lens.period().from(),
                                lens.period().to(),
                                lens.sourceClass(),
                                lens.host(),
                                lens.port(),
                                later ? Long.valueOf(afterHits) : null,
                                later ? afterRule : null,
                                ROWS),
                        settings.wholeTime());
        List<RuleRow> rows =
                page.rules().stream().map(rule -> row(rule, lens, wording)).toList();
        model.addAttribute("scope", lens.scope());
        model.addAttribute("lens", lens);
        model.addAttribute("rows", rows);
        model.addAttribute("allClasses", SourceClass.values());
        model.addAttribute("isFirstPage", !later);
        model.addAttribute("next", next(page, lens));
        model.addAttribute("combinationsLink", lens.at("/rules/combinations"));
        model.addAttribute("storeIsEmpty", rows.isEmpty() && rooms.events().eventCount() == 0);
        return Frame.wantsPart(request) ? "rules :: more" : "rules";
    }

    private static @Nullable String next(RulePage page, Lens lens) {
        if (!page.more() || page.rules().isEmpty()) {
            return null;
        }
        RuleActivity last = page.rules().get(page.rules().size() - 1);
        return lens.address("/rules")
                .with("afterHits", Long.toString(last.hits()))
                .with("afterRule", last.ruleId())
                .toString();
    }

    private static RuleRow row(RuleActivity rule, Lens lens, Wording wording) {
        ClassCounts counts = new ClassCounts(rule.byClass());
        return new RuleRow(
                rule,
                wording.text("family." + RuleFamily.of(rule.ruleId()).key() + ".name"),
                lens.address("/rules/one").with("id", rule.ruleId()).toString(),
                lens.events(SearchTerms.term("rule", rule.ruleId())),
                Change.of(rule.hits(), rule.previousHits()),
                Bars.parts(counts, Math.max(1, counts.total())),
                rule.falsePositiveShare());
    }

    /** The noisiest combinations of rule, parameter and path: counted over events, so the list of rules doesn't wait for it. */
    @GetMapping("/rules/combinations")
    String combinations(Model model, HttpServletRequest request, Locale locale) {
        frame.page(model, request, locale, Section.RULES);
        Lens lens = Lens.of(request, frame, "7d");
        String id = Frame.parameter(request, "id");
        model.addAttribute("lens", lens);
        model.addAttribute("scope", lens.scope());
        addCombinations(model, lens, id.isEmpty() || id.length() > LONGEST_ID ? null : id);
        return Frame.wantsPart(request) ? "rules :: combinations" : "combinations";
    }

    private void addCombinations(Model model, Lens lens, @Nullable String id) {
        CombinationPage page = Panel.counted(
                new CombinationPage(List.of(), 0, lens.period().to()),
                () -> rooms.statistics()
                        .combinations(
                                new CombinationSearch(
                                        lens.period().from(),
                                        lens.period().to(),
                                        id,
                                        lens.sourceClass(),
                                        lens.host(),
                                        COMBINATIONS),
                                settings.searchTime()));
        List<CombinationRow> rows = new ArrayList<>();
        for (Combination one : page.combinations()) {
            List<String> terms = new ArrayList<>(List.of(SearchTerms.term("rule", one.ruleId())));
            if (!one.path().isEmpty()) {
                terms.add(SearchTerms.term("path", one.path()));
            }
            if (!one.host().isEmpty()) {
                terms.add(SearchTerms.term("host", one.host()));
            }
            rows.add(new CombinationRow(
                    one,
                    lens.address("/rules/one").with("id", one.ruleId()).toString(),
                    lens.events(terms.toArray(String[]::new)),
                    one.events() == 0 ? 0 : (double) one.falsePositives() / one.events()));
        }
        model.addAttribute("combinations", rows);
        model.addAttribute("counted", page.counted());
        model.addAttribute("lookedBackTo", page.lookedBackTo());
    }

    @GetMapping("/rules/one")
    String show(Model model, HttpServletRequest request, Locale locale) {
        String id = Frame.parameter(request, "id");
        if (id.isEmpty() || id.length() > LONGEST_ID) {
            throw new NotThere();
        }
        Wording wording = frame.page(model, request, locale, Section.RULES);
        Lens lens = Lens.of(request, frame, "30d");
        int bucketHours = lens.period().bucketHours();
        List<Instant> bounds = Calendar.everyHours(lens.period(), bucketHours);
        List<Bucket> buckets = Panel.counted(
                List.of(),
                () -> Traffic.buckets(bounds, rooms.statistics().ruleTrend(id, bounds, settings.searchTime())));
        ClassCounts counts = buckets.stream().map(Bucket::counts).reduce(ClassCounts.NONE, ClassCounts::plus);
        RuleFamily family = RuleFamily.of(id);
        Optional<RuleTexts.RuleText> text = texts.of(id);
        model.addAttribute("lens", lens);
        model.addAttribute("scope", lens.scope());
        model.addAttribute("id", id);
        model.addAttribute("family", "family." + family.key());
        model.addAttribute("total", counts.total());
        model.addAttribute("falsePositives", counts.share(SourceClass.FALSE_POSITIVE));
        model.addAttribute(
                "chart",
                buckets.isEmpty()
                        ? null
                        : new Pictures(lens, wording).timelineOfTerm(buckets, bucketHours, "rule", id));
        model.addAttribute("eventsLink", lens.events(SearchTerms.term("rule", id)));
        model.addAttribute("back", lens.at("/rules"));
        model.addAttribute("text", text.orElse(null));
        model.addAttribute("knowsTexts", texts.isKnown());
        addCombinations(model, lens, id);
        return "rule";
    }
}
