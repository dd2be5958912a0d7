package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.ConsoleSettings;
import io.rempart.console.chart.Bars;
import io.rempart.console.chart.Bars.Bar;
import io.rempart.console.chart.Change;
import io.rempart.console.chart.ClassCounts;
import io.rempart.console.language.Wording;
import io.rempart.console.page.Traffic.Comparison;
import io.rempart.console.page.Traffic.Sites;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.EventStore.SourceSearch;
import io.rempart.events.store.EventStore.SourceSummary;
import io.rempart.events.store.StatisticsStore.Dimension;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** A month on two sheets of paper, for who does not read logs: what came, from where, against what, what was done. */
@Controller
class ReportPage {
    private static final int ROWS = 8;
    private static final int MOST_MONTHS = 24;

    private final Frame frame;
    private final ConsoleRooms rooms;
    private final ConsoleSettings settings;

    ReportPage(Frame frame, ConsoleRooms rooms, ConsoleSettings settings) {
        this.frame = frame;
        this.rooms = rooms;
        this.settings = settings;
    }

    /** A class in the month. */
    public record ClassLine(SourceClass sourceClass, long events, double share, Change change, String meaning) {}

    @GetMapping("/report")
    String show(Model model, HttpServletRequest request, Locale locale) {
        Wording wording = frame.page(model, request, locale, Section.STATISTICS);
        YearMonth now = YearMonth.from(frame.now().atZone(frame.zone()));
        YearMonth month = month(Frame.parameter(request, "month"), now);
        Instant from = month.atDay(1).atStartOfDay(frame.zone()).toInstant();
        Instant to = month.plusMonths(1).atDay(1).atStartOfDay(frame.zone()).toInstant();
        Lens lens = Lens.of(request, frame, "30d").withPeriod(from, to);
        Traffic traffic = new Traffic(rooms.statistics(), settings.wholeTime());
        // a month against the month before it, whatever their lengths
        Instant before =
                month.minusMonths(1).atDay(1).atStartOfDay(frame.zone()).toInstant();
        Sites sites = traffic.sites(lens, before, Calendar.DAY.bounds(lens.period(), lens.zone()));
        Comparison compared = sites.compared();
        Pictures pictures = new Pictures(lens, wording);
        model.addAttribute("lens", lens);
        model.addAttribute("scope", lens.scope());
        model.addAttribute("month", month.toString());
        model.addAttribute("months", months(now));
        model.addAttribute("from", from);
        model.addAttribute("isRunning", month.equals(now));
        model.addAttribute("total", compared.now().counts().total());
        model.addAttribute("blocked", compared.now().blocked());
        model.addAttribute(
                "change",
                Change.of(
                        compared.now().counts().total(),
                        compared.before().counts().total()));
        model.addAttribute("main", compared.now().counts().main());
        model.addAttribute("classes", classes(compared, wording));
        model.addAttribute("chart", pictures.timeline(sites.timeline(), Calendar.DAY));
        model.addAttribute(
                "countries", Panel.shown(() -> pictures.countries(traffic.by(Dimension.COUNTRY, lens), ROWS)));
        model.addAttribute("hosts", pictures.hosts(sites.hosts(), ROWS));
        model.addAttribute("sources", Panel.shown(() -> sources(lens, wording)));
        model.addAttribute("standing", rooms.countermeasures().standing().orElse(null));
        return "report";
    }

    private static YearMonth month(String text, YearMonth now) {
        try {
            YearMonth month = YearMonth.parse(text);
            return month.isAfter(now) || month.isBefore(now.minusYears(20)) ? now : month;
        } catch (DateTimeParseException e) {
            return now;
        }
    }

    /** The months to choose from, with a moment in each for its name. */
    private Map<String, Instant> months(YearMonth now) {
        Map<String, Instant> months = new LinkedHashMap<>();
        for (int i = 0; i < MOST_MONTHS; i++) {
            YearMonth month = now.minusMonths(i);
            months.put(
                    month.toString(), month.atDay(1).atStartOfDay(frame.zone()).toInstant());
        }
        return months;
    }

    private static List<ClassLine> classes(Comparison compared, Wording wording) {
        List<ClassLine> lines = new ArrayList<>();
        for (SourceClass one : SourceClass.values()) {
            long events = compared.now().counts().of(one);
            long before = compared.before().counts().of(one);
            if (events > 0 || before > 0) {
                lines.add(new ClassLine(
                        one,
                        events,
                        compared.now().counts().share(one),
                        Change.of(events, before),
                        wording.text("report.meaning." + one.key())));
            }
        }
        return lines;
    }

    private Bars sources(Lens lens, Wording wording) {
        SourceSearch search =
                new SourceSearch(lens.period().from(), lens.period().to(), null, null, null, null, ROWS);
        List<SourceSummary> found =
                rooms.events().sources(search, settings.wholeTime()).sources();
        long most = found.stream().mapToLong(SourceSummary::events).max().orElse(1);
        List<Bar> bars = new ArrayList<>();
        for (SourceSummary source : found) {
            String client = EventRow.text(source.client());
            bars.add(new Bar(
                    client,
                    Place.of(source.country(), source.asn(), source.organisation(), wording),
                    "",
                    lens.scope().at("/sources/" + client),
                    source.events(),
                    Bars.width(source.events(), most),
                    Bars.parts(new ClassCounts(source.byClass()), most),
                    null));
        }
        return new Bars(List.copyOf(bars), 0);
    }
}
