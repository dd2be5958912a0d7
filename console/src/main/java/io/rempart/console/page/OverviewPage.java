package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.ConsoleSettings;
import io.rempart.console.LogReport;
import io.rempart.console.chart.Bars;
import io.rempart.console.chart.Bars.Bar;
import io.rempart.console.chart.Change;
import io.rempart.console.chart.ClassCounts;
import io.rempart.console.chart.TimeChart.Bucket;
import io.rempart.console.language.Wording;
import io.rempart.console.page.Pictures.Naming;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.EventStore.Dimension;
import io.rempart.events.store.EventStore.SourceSearch;
import io.rempart.events.store.EventStore.SourceSummary;
import io.rempart.events.store.StoreException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
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
        Traffic traffic = new Traffic(rooms.events(), settings.searchTime());
        Pictures pictures = new Pictures(lens, wording);
        int bucketHours = lens.period().bucketHours();
        List<Bucket> buckets = counted(List.of(), () -> traffic.timeline(lens.withClass(null), bucketHours));
        ClassCounts now = buckets.stream().map(Bucket::counts).reduce(ClassCounts.NONE, ClassCounts::plus);
        ClassCounts before = counted(
                ClassCounts.NONE, () -> traffic.totals(lens.withClass(null).before()));
        model.addAttribute("tiles", tiles(lens, now, before));
        model.addAttribute("chart", buckets.isEmpty() ? null : pictures.timeline(ofClass(buckets, lens), bucketHours));
        model.addAttribute("zoomOut", zoomOut(lens));
        model.addAttribute("sources", counted(null, () -> sources(lens, wording)));
        model.addAttribute(
                "rules",
                counted(
                        null,
                        () -> bars(
                                pictures, telling(traffic.by(Dimension.RULE, lens)), naming(lens, wording, "rule"))));
        model.addAttribute(
                "targets",
                counted(null, () -> bars(pictures, traffic.by(Dimension.HOST, lens), naming(lens, wording, "host"))));
        model.addAttribute(
                "countries",
                counted(
                        null,
                        () -> bars(pictures, traffic.by(Dimension.COUNTRY, lens), naming(lens, wording, "country"))));
        model.addAttribute("outcomes", counted(Map.of(), () -> traffic.by(Dimension.DISPOSITION, lens)));
        model.addAttribute("ports", counted(List.of(), () -> ports(traffic, lens)));
        model.addAttribute("standing", rooms.countermeasures().standing().orElse(null));
        model.addAttribute("logs", logs());
        model.addAttribute("storeIsEmpty", now.total() == 0 && rooms.events().eventCount() == 0);
        return "overview";
    }

    /** What a panel shows; {@code otherwise} when the store had no time for it: the rest of the page is still of use. */
    private static <T extends @Nullable Object> T counted(T otherwise, Supplier<T> panel) {
        try {
            return panel.get();
        } catch (StoreException e) {
            return otherwise;
        }
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

    private static List<Bucket> ofClass(List<Bucket> buckets, Lens lens) {
        SourceClass one = lens.sourceClass();
        return one == null
                ? buckets
                : buckets.stream()
                        .map(bucket -> new Bucket(
                                bucket.from(),
                                bucket.to(),
                                new ClassCounts(Map.of(one, bucket.counts().of(one)))))
                        .toList();
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
                    place(source, wording),
                    lens.events(SearchTerms.term("ip", client)),
                    source.events(),
                    Bars.width(source.events(), most),
                    Bars.parts(new ClassCounts(source.byClass()), most),
                    null));
        }
        return new Bars(List.copyOf(bars), 0);
    }

    private static String place(SourceSummary source, Wording wording) {
        String country = source.country().isEmpty() ? "" : wording.country(source.country());
        String network =
                source.organisation().isEmpty() && source.asn() > 0 ? "AS" + source.asn() : source.organisation();
        return country.isEmpty() || network.isEmpty() ? country + network : country + " \u00b7 " + network;
    }

    private static Bars bars(Pictures pictures, Map<String, ClassCounts> counts, Naming naming) {
        counts.remove("");
        counts.remove("*"); // hosts and countries past the limit of the roll-ups, together
        return pictures.bars(counts, null, ROWS, naming);
    }

    /** Without the rules that only add up scores: they match whenever another does. */
    private static Map<String, ClassCounts> telling(Map<String, ClassCounts> rules) {
        rules.keySet().removeIf(id -> RuleFamily.of(id).rank() == 0);
        return rules;
    }

    private static Naming naming(Lens lens, Wording wording, String field) {
        return new Naming(
                value -> field.equals("country") ? wording.country(value) : value,
                value -> field.equals("rule")
                        ? wording.text("family." + RuleFamily.of(value).key() + ".name")
                        : "",
                value -> "",
                value -> lens.events(SearchTerms.term(field, value)));
    }

    private List<String> ports(Traffic traffic, Lens lens) {
        return traffic.by(Dimension.PORT, lens.withPort(null).withClass(null)).keySet().stream()
                .filter(port -> !port.equals("0") && !port.equals("-1"))
                .limit(20)
                .toList();
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
