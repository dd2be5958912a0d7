package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.ConsoleSettings;
import io.rempart.console.chart.Change;
import io.rempart.console.chart.ClassCounts;
import io.rempart.console.chart.TimeChart.Bucket;
import io.rempart.console.language.Wording;
import io.rempart.console.page.Traffic.Comparison;
import io.rempart.console.page.Traffic.Origins;
import io.rempart.console.page.Traffic.Sites;
import io.rempart.console.page.Traffic.Tally;
import io.rempart.console.text.Csv;
import io.rempart.console.text.VisibleText;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.StatisticsStore.Dimension;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * The table and the picture for a port and a period: counts and shares by class, over time, by country, network, site and hour
 * of day; on paper, and as a file for a spreadsheet.
 */
@Controller
class StatisticsPage {
    private static final int ROWS = 12;
    private static final int ROWS_OF_FILE = 10_000;

    private final Frame frame;
    private final ConsoleRooms rooms;
    private final ConsoleSettings settings;

    StatisticsPage(Frame frame, ConsoleRooms rooms, ConsoleSettings settings) {
        this.frame = frame;
        this.rooms = rooms;
        this.settings = settings;
    }

    /** A class in the period; {@code blocked} is -1 where it isn't counted. */
    public record ClassLine(SourceClass sourceClass, long events, double share, Change change, String link) {}

    /** A value of a dimension with its counts. */
    public record Line(String name, String link, long events, double share, long blocked, ClassCounts counts) {}

    /** A table by a dimension; {@code others} counts the events of values that are not in it. */
    public record Table(String key, List<Line> lines, long others) {}

    @GetMapping("/statistics")
    String show(Model model, HttpServletRequest request, Locale locale) {
        Wording wording = frame.page(model, request, locale, Section.STATISTICS);
        Lens lens = lens(request);
        Traffic traffic = traffic();
        Calendar parts = parts(request, lens);
        Sites sites = traffic.sites(lens, parts.bounds(lens.period(), lens.zone()));
        Comparison compared = sites.compared();
        model.addAttribute("scope", lens.scope());
        model.addAttribute("lens", lens);
        model.addAttribute("parts", parts.key());
        model.addAttribute("allParts", List.of("day", "week", "month"));
        model.addAttribute("total", compared.now().counts().total());
        model.addAttribute("blocked", compared.now().blocked());
        model.addAttribute(
                "change",
                Change.of(
                        compared.now().counts().total(),
                        compared.before().counts().total()));
        model.addAttribute("classes", classes(lens, compared));
        model.addAttribute("allClasses", SourceClass.values());
        model.addAttribute("buckets", sites.timeline());
        model.addAttribute("chart", new Pictures(lens, wording).timeline(sites.timeline(), parts));
        model.addAttribute("tables", tables(traffic, sites, lens, wording));
        model.addAttribute("hours", sites.hours());
        model.addAttribute("hourChart", Pictures.hours(sites.hours(), wording));
        model.addAttribute("ports", sites.ports());
        model.addAttribute(
                "month",
                wording.now().atZone(lens.zone()).toLocalDate().toString().substring(0, 7));
        model.addAttribute(
                "storeIsEmpty",
                compared.now().counts().total() == 0 && rooms.events().eventCount() == 0);
        return "statistics";
    }

    /** One table as a file: {@code classes}, {@code time}, {@code countries}, {@code networks}, {@code hosts} or {@code hours}. */
    @GetMapping("/statistics/{table}.csv")
    ResponseEntity<byte[]> file(@PathVariable String table, HttpServletRequest request, Locale locale) {
        Wording wording = frame.wording(locale);
        Lens lens = lens(request);
        Csv csv = new Csv();
        switch (table) {
            case "classes" -> classesInto(csv, lens, sites(request, lens), wording);
            case "time" -> timeInto(csv, lens, sites(request, lens), wording);
            case "hours" -> hoursInto(csv, sites(request, lens), wording);
            case "countries" -> origins(csv, Dimension.COUNTRY, lens, wording);
            case "networks" -> origins(csv, Dimension.NETWORK, lens, wording);
            case "hosts" -> {
                Map<String, Tally> hosts = sites(request, lens).hosts();
                tableInto(csv, table(Dimension.HOST, hosts, lens, wording, ROWS_OF_FILE), wording);
            }
            default -> throw new NotThere();
        }
        return Downloads.csv("rempart-" + table + ".csv", csv.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Sites sites(HttpServletRequest request, Lens lens) {
        return traffic().sites(lens, parts(request, lens).bounds(lens.period(), lens.zone()));
    }

    private void origins(Csv csv, Dimension dimension, Lens lens, Wording wording) {
        tableInto(csv, table(dimension, traffic().by(dimension, lens), lens, wording, ROWS_OF_FILE), wording);
    }

    private Traffic traffic() {
        return new Traffic(rooms.statistics(), settings.wholeTime());
    }

    /** Periods of days begin at midnight here, so that a table by day has whole days. */
    private Lens lens(HttpServletRequest request) {
        Lens lens = Lens.of(request, frame, "30d");
        if (lens.scope().range().isDays() || lens.period().length().toDays() < 2) {
            return lens;
        }
        return lens.within(new Period(
                lens.period()
                        .from()
                        .atZone(lens.zone())
                        .truncatedTo(ChronoUnit.DAYS)
                        .plusDays(1)
                        .toInstant(),
                lens.period().to()));
    }

    private static Calendar parts(HttpServletRequest request, Lens lens) {
        return Calendar.ofKey(Frame.parameter(request, "by"), Calendar.fitting(lens.period()));
    }

    private static List<ClassLine> classes(Lens lens, Comparison compared) {
        List<ClassLine> lines = new ArrayList<>();
        Lens exact = lens.withPeriod(lens.period().from(), lens.period().to());
        for (SourceClass one : SourceClass.values()) {
            long events = compared.now().counts().of(one);
            lines.add(new ClassLine(
                    one,
                    events,
                    compared.now().counts().share(one),
                    Change.of(events, compared.before().counts().of(one)),
                    exact.withClass(one).events()));
        }
        return lines;
    }

    private static List<Table> tables(Traffic traffic, Sites sites, Lens lens, Wording wording) {
        List<Table> tables = new ArrayList<>();
        Origins origins = Panel.shown(() -> traffic.origins(lens));
        if (origins != null) {
            tables.add(table(Dimension.COUNTRY, origins.countries(), lens, wording, ROWS));
            tables.add(table(Dimension.NETWORK, origins.networks(), lens, wording, ROWS));
        }
        tables.add(table(Dimension.HOST, sites.hosts(), lens, wording, ROWS));
        return tables;
    }

    private static Table table(Dimension dimension, Map<String, Tally> found, Lens lens, Wording wording, int most) {
        Lens exact = lens.withPeriod(lens.period().from(), lens.period().to());
        long total = found.values().stream()
                .mapToLong(tally -> tally.counts().total())
                .sum();
        List<Line> lines = new ArrayList<>();
        long others = 0;
        for (Map.Entry<String, Tally> entry : found.entrySet()) {
            long events = entry.getValue().counts().total();
            if (lines.size() >= most) {
                others += events;
                continue;
            }
            String value = entry.getKey();
            lines.add(new Line(
                    VisibleText.plain(name(dimension, value, wording), 160),
                    link(dimension, value, exact),
                    events,
                    total == 0 ? 0 : (double) events / total,
                    entry.getValue().blocked(),
                    entry.getValue().counts()));
        }
        return new Table(key(dimension), List.copyOf(lines), others);
    }

    private static String key(Dimension dimension) {
        return switch (dimension) {
            case COUNTRY -> "countries";
            case NETWORK -> "networks";
            default -> "hosts";
        };
    }

    private static String name(Dimension dimension, String value, Wording wording) {
        return switch (dimension) {
            case COUNTRY -> value.isEmpty() ? wording.text("statistics.unknown") : wording.country(value);
            case NETWORK -> network(value, wording);
            default ->
                value.isEmpty()
                        ? wording.text("statistics.nohost")
                        : value.equals("*") ? wording.text("bars.others") : value;
        };
    }

    /** Number and name of a network, as {@link Traffic#by} joins them. */
    private static String network(String value, Wording wording) {
        int blank = value.indexOf(' ');
        String number = blank < 0 ? value : value.substring(0, blank);
        String name = blank < 0 ? "" : value.substring(blank + 1);
        if (number.equals("0") || number.isEmpty()) {
            return name.isBlank() ? wording.text("statistics.unknown") : name;
        }
        return "AS" + number + " " + name;
    }

    private static String link(Dimension dimension, String value, Lens lens) {
        String plain = dimension == Dimension.NETWORK ? value.split(" ", 2)[0] : value;
        if (plain.isEmpty() || plain.equals("*") || plain.equals("0")) {
            return "";
        }
        String field = switch (dimension) {
            case COUNTRY -> "country";
            case NETWORK -> "asn";
            default -> "host";
        };
        return lens.events(SearchTerms.term(field, plain));
    }

    // ---- files

    private static void classesInto(Csv csv, Lens lens, Sites sites, Wording wording) {
        csv.row(
                wording.text("statistics.class"),
                wording.text("statistics.events"),
                wording.text("statistics.share"),
                wording.text("statistics.before"));
        for (ClassLine line : classes(lens, sites.compared())) {
            csv.row(
                    wording.text("class." + line.sourceClass().key()),
                    line.events(),
                    String.format(Locale.ROOT, "%.4f", line.share()),
                    line.change().before());
        }
    }

    private static void timeInto(Csv csv, Lens lens, Sites sites, Wording wording) {
        List<Object> head = new ArrayList<>(List.of(wording.text("statistics.period")));
        for (SourceClass one : SourceClass.values()) {
            head.add(wording.text("class." + one.key()));
        }
        head.add(wording.text("statistics.total"));
        csv.row(head);
        for (Bucket bucket : sites.timeline()) {
            countsInto(csv, TimeRange.momentKey(bucket.from(), lens.zone()).replace('T', ' '), bucket.counts());
        }
    }

    private static void hoursInto(Csv csv, Sites sites, Wording wording) {
        List<Object> head = new ArrayList<>(List.of(wording.text("statistics.hour")));
        for (SourceClass one : SourceClass.values()) {
            head.add(wording.text("class." + one.key()));
        }
        head.add(wording.text("statistics.total"));
        csv.row(head);
        List<ClassCounts> hours = sites.hours();
        for (int i = 0; i < hours.size(); i++) {
            countsInto(csv, String.format(Locale.ROOT, "%02d:00", i), hours.get(i));
        }
    }

    private static void countsInto(Csv csv, String name, ClassCounts counts) {
        List<Object> cells = new ArrayList<>(List.of(name));
        for (SourceClass one : SourceClass.values()) {
            cells.add(counts.of(one));
        }
        cells.add(counts.total());
        csv.row(cells);
    }

    private static void tableInto(Csv csv, Table table, Wording wording) {
        List<Object> head =
                new ArrayList<>(List.of(wording.text("statistics." + table.key()), wording.text("statistics.share")));
        for (SourceClass one : SourceClass.values()) {
            head.add(wording.text("class." + one.key()));
        }
        head.add(wording.text("statistics.total"));
        csv.row(head);
        for (Line line : table.lines()) {
            List<Object> cells =
                    new ArrayList<>(List.of(line.name(), String.format(Locale.ROOT, "%.4f", line.share())));
            for (SourceClass one : SourceClass.values()) {
                cells.add(line.counts().of(one));
            }
            cells.add(line.events());
            csv.row(cells);
        }
    }
}
