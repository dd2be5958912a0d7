package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.ConsoleSettings;
import io.rempart.console.LogReport;
import io.rempart.console.chart.Bars;
import io.rempart.console.chart.Bars.Bar;
import io.rempart.console.chart.Change;
import io.rempart.console.chart.ClassCounts;
import io.rempart.console.language.Wording;
import io.rempart.console.page.Traffic.Comparison;
import io.rempart.console.page.Traffic.Sites;
import io.rempart.console.text.VisibleText;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.EventStore.SourceSearch;
import io.rempart.events.store.EventStore.SourceSummary;
import io.rempart.events.store.StatisticsStore;
import io.rempart.events.store.StatisticsStore.AimedAt;
import io.rempart.events.store.StatisticsStore.Dimension;
import io.rempart.events.store.StatisticsStore.RuleActivity;
import io.rempart.events.store.StatisticsStore.RuleSearch;
import io.rempart.events.store.StatisticsStore.TargetPage;
import io.rempart.events.store.StatisticsStore.TargetSearch;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What happened in a period: how much of which class, against the period before; who, at what, by which rule. */
@Controller
class OverviewPage {
    private static final String PATH = "/overview";
    private static final int ROWS = 8;

    private final Frame frame;
    private final ConsoleRooms rooms;
    private final ConsoleSettings settings;

    OverviewPage(Frame frame, ConsoleRooms rooms, ConsoleSettings settings) {
        this.frame = frame;
        this.rooms = rooms;
        this.settings = settings;
    }

    /** A class with its count and what became of it; {@code sourceClass} is null for all classes together. */
    public record Tile(@Nullable SourceClass sourceClass, long events, Change change, boolean isOn, String link) {}

    /** A log source in one line; {@code state} as on the page of logs. */
    public record LogLine(String name, String shortName, String state, LogReport report) {}

    @GetMapping(PATH)
    String show(Model model, HttpServletRequest request, Locale locale) {
        Wording wording = frame.page(model, request, locale, Section.OVERVIEW);
        Lens lens = Lens.of(request, frame, "24h");
        model.addAttribute("scope", lens.scope());
        model.addAttribute("lens", lens);
        Traffic traffic = new Traffic(rooms.statistics(), settings.searchTime());
        Pictures pictures = new Pictures(lens, wording);
        int bucketHours = lens.period().bucketHours();
        Sites sites =
                Panel.counted(Sites.NONE, () -> traffic.sites(lens, Calendar.everyHours(lens.period(), bucketHours)));
        Comparison compared = sites.comparedOfAll();
        model.addAttribute(
                "tiles", tiles(lens, compared.now().counts(), compared.before().counts()));
        model.addAttribute(
                "chart", sites.timeline().isEmpty() ? null : pictures.timeline(sites.timeline(), bucketHours));
        model.addAttribute("zoomOut", zoomOut(lens));
        model.addAttribute("sources", Panel.shown(() -> sources(lens, wording)));
        model.addAttribute("rules", Panel.shown(() -> rules(lens, wording)));
        model.addAttribute("targetsLink", lens.at(PATH + "/targets"));
        model.addAttribute("targets", sites == Sites.NONE ? null : pictures.hosts(sites.hosts(), ROWS));
        model.addAttribute(
                "countries", Panel.shown(() -> pictures.countries(traffic.by(Dimension.COUNTRY, lens), ROWS)));
        model.addAttribute(
                "blocked", lens.sourceClass() == null ? compared.now().blocked() : -1L);
        model.addAttribute("ports", sites.ports());
        model.addAttribute("standing", rooms.countermeasures().standing().orElse(null));
        model.addAttribute("logs", logs());
        model.addAttribute(
                "storeIsEmpty",
                compared.now().counts().total() == 0 && rooms.events().eventCount() == 0);
        return "overview";
    }

    /** What was aimed at: counted over events, so the page doesn't wait for it. */
    @GetMapping(PATH + "/targets")
    String targets(Model model, HttpServletRequest request, Locale locale) {
        frame.page(model, request, locale, Section.OVERVIEW);
        Lens lens = Lens.of(request, frame, "24h");
        String host = lens.host();
        TargetPage page = Panel.counted(
                new TargetPage(List.of(), 0),
                () -> rooms.statistics()
                        .targets(
                                new TargetSearch(
                                        lens.period().from(),
                                        lens.period().to(),
                                        lens.sourceClass(),
                                        host == null || host.isEmpty() ? null : host,
                                        lens.port(),
                                        ROWS),
                                settings.searchTime()));
        long most = page.targets().stream().mapToLong(AimedAt::events).max().orElse(1);
        List<Bar> bars = new ArrayList<>();
        for (AimedAt target : page.targets()) {
            bars.add(new Bar(
                    VisibleText.plain(target.path(), 160),
                    "",
                    VisibleText.plain(target.host(), 120),
                    lens.withHost(target.host()).events(SearchTerms.term("path", target.path())),
                    target.events(),
                    Bars.width(target.events(), most),
                    Bars.parts(new ClassCounts(target.byClass()), most),
                    null));
        }
        model.addAttribute("scope", lens.scope());
        model.addAttribute("lens", lens);
        model.addAttribute("paths", new Bars(List.copyOf(bars), 0));
        model.addAttribute("counted", page.counted() < StatisticsStore.MOST_AIMED ? 0 : page.counted());
        return Frame.wantsPart(request) ? "overview-targets :: paths" : "overview-targets";
    }

    private static List<Tile> tiles(Lens lens, ClassCounts now, ClassCounts before) {
        List<Tile> tiles = new ArrayList<>();
        tiles.add(new Tile(
                null,
                now.total(),
                Change.of(now.total(), before.total()),
                lens.sourceClass() == null,
                lens.withoutClass(PATH)));
        for (SourceClass one : SourceClass.values()) {
            tiles.add(new Tile(
                    one,
                    now.of(one),
                    Change.of(now.of(one), before.of(one)),
                    lens.sourceClass() == one,
                    lens.toggled(PATH, one)));
        }
        return tiles;
    }

    /** The address with three times the period around a zoomed one; empty where the top bar says it already. */
    private static String zoomOut(Lens lens) {
        if (!lens.scope().range().isDays()) {
            return "";
        }
        Period period = lens.period();
        return lens.withPeriod(period.from().minus(period.length()), period.to().plus(period.length()))
                .at(PATH);
    }

    private Bars sources(Lens lens, Wording wording) {
        SourceSearch search =
                new SourceSearch(lens.period().from(), lens.period().to(), lens.sourceClass(), null, null, null, ROWS);
        List<SourceSummary> found =
                rooms.events().sources(search, settings.searchTime()).sources();
        long most = found.stream().mapToLong(SourceSummary::events).max().orElse(1);
        List<Bar> bars = new ArrayList<>();
        for (SourceSummary source : found) {
            String client = EventRow.text(source.client());
            bars.add(new Bar(
                    client,
                    source.country(),
                    Place.of(source.country(), source.asn(), source.organisation(), wording),
                    lens.scope().at("/sources/" + client),
                    source.events(),
                    Bars.width(source.events(), most),
                    Bars.parts(new ClassCounts(source.byClass()), most),
                    null));
        }
        return new Bars(List.copyOf(bars), 0);
    }

    private Bars rules(Lens lens, Wording wording) {
        RuleSearch search = new RuleSearch(
                lens.period().from(),
                lens.period().to(),
                lens.sourceClass(),
                lens.host(),
                lens.port(),
                null,
                null,
                ROWS * 3);
        // without the rules that only add up scores: they match whenever another does
        List<RuleActivity> rules = rooms.statistics().rules(search, settings.searchTime()).rules().stream()
                .filter(rule -> RuleFamily.of(rule.ruleId()).rank() > 0)
                .limit(ROWS)
                .toList();
        long most = rules.stream().mapToLong(RuleActivity::hits).max().orElse(1);
        List<Bar> bars = new ArrayList<>();
        for (RuleActivity rule : rules) {
            bars.add(new Bar(
                    VisibleText.plain(rule.ruleId(), 40),
                    wording.text("family." + RuleFamily.of(rule.ruleId()).key() + ".name"),
                    "",
                    lens.events(SearchTerms.term("rule", rule.ruleId())),
                    rule.hits(),
                    Bars.width(rule.hits(), most),
                    Bars.parts(ofClass(rule, lens), most),
                    null));
        }
        return new Bars(List.copyOf(bars), 0);
    }

    private static ClassCounts ofClass(RuleActivity rule, Lens lens) {
        SourceClass one = lens.sourceClass();
        return new ClassCounts(one == null ? rule.byClass() : Map.of(one, rule.hits()));
    }

    /** The end of a path tells more than its beginning. */
    private static String shortName(String name) {
        String[] steps = name.split("/");
        return steps.length < 3 ? name : steps[steps.length - 2] + "/" + steps[steps.length - 1];
    }

    private List<LogLine> logs() {
        List<LogLine> lines = new ArrayList<>();
        for (LogReport report : rooms.logs().get()) {
            lines.add(new LogLine(
                    report.entry().logSource(), shortName(report.entry().logSource()), LogsPage.state(report), report));
        }
        return lines;
    }
}
