package io.rempart.console.page;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.console.ConsoleRooms;
import io.rempart.console.ConsoleSettings;
import io.rempart.console.Countermeasures;
import io.rempart.console.Countermeasures.Kind;
import io.rempart.console.Countermeasures.Order;
import io.rempart.console.Countermeasures.Outcome;
import io.rempart.console.Reputation;
import io.rempart.console.chart.Bars;
import io.rempart.console.chart.Bars.Bar;
import io.rempart.console.chart.ClassCounts;
import io.rempart.console.chart.TimeChart.Bucket;
import io.rempart.console.language.Wording;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import io.rempart.console.text.VisibleText;
import io.rempart.events.decision.Target;
import io.rempart.events.model.PrefixLength;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query;
import io.rempart.events.store.Counted;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.events.store.EventStore.Judged;
import io.rempart.events.store.EventStore.SourceSearch;
import io.rempart.events.store.EventStore.SourceSummary;
import io.rempart.events.store.StatisticsStore.SourceActivity;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The story of an address: what it did over all logs, what it tried, with which tools, who is near it; and what to do. */
@Controller
class SourcePage {
    private static final int NEIGHBOURS = 8;
    private static final int BARS = 10;
    private static final int MOST_JUDGED = 200;
    private static final int LONGEST_REASON = 500;
    private static final int HISTORY = 50;

    private final Frame frame;
    private final ConsoleRooms rooms;
    private final ConsoleSettings settings;
    private final Accounts accounts;
    private final ReverseName names;

    SourcePage(Frame frame, ConsoleRooms rooms, ConsoleSettings settings, Accounts accounts, ReverseName names) {
        this.frame = frame;
        this.rooms = rooms;
        this.settings = settings;
        this.accounts = accounts;
        this.names = names;
    }

    @GetMapping("/sources/{address}")
    String show(@PathVariable String address, Model model, HttpServletRequest request, Locale locale) {
        IPAddress client = address(address);
        Wording wording = frame.page(model, request, locale, Section.SOURCES);
        Lens lens = Lens.of(request, frame, "30d");
        Instant from = lens.period().from();
        Instant to = lens.period().to();
        Optional<SourceActivity> found = rooms.statistics().source(client, from, to, settings.wholeTime());
        String text = EventRow.text(client);
        String term = SearchTerms.term("ip", text);
        model.addAttribute("scope", lens.scope());
        model.addAttribute("lens", lens);
        model.addAttribute("client", text);
        model.addAttribute("activity", found.orElse(null));
        model.addAttribute("eventsLink", lens.events(term));
        model.addAttribute("back", lens.scope().at("/sources"));
        addActions(model, request, client, locale);
        model.addAttribute(
                "listings", rooms.feed().map(feed -> feed.listing(client)).orElse(List.of()));
        model.addAttribute("history", rooms.countermeasures().history(client, locale));
        model.addAttribute(
                "verdicts", Panel.counted(List.of(), () -> rooms.statistics().verdicts(client, null, HISTORY)));
        if (found.isPresent()) {
            SourceSummary summary = found.get().summary();
            int bucketHours = lens.period().bucketHours();
            List<Instant> bounds = Calendar.everyHours(lens.period(), bucketHours);
            List<Bucket> buckets = Panel.counted(
                    List.of(),
                    () -> Traffic.buckets(
                            bounds, rooms.statistics().sourceTrend(client, bounds, settings.searchTime())));
            ClassCounts counts = new ClassCounts(summary.byClass());
            Query query = new Query.And(List.of(new Query.ClientIn(client), new Query.TimeBetween(from, to)));
            model.addAttribute("counts", counts);
            model.addAttribute("classes", classes(counts, lens, term));
            model.addAttribute("place", Place.of(summary.country(), summary.asn(), summary.organisation(), wording));
            model.addAttribute(
                    "chart",
                    buckets.isEmpty()
                            ? null
                            : new Pictures(lens, wording).timelineOfTerm(buckets, bucketHours, "ip", text));
            model.addAttribute(
                    "attempts",
                    Panel.shown(() -> Attempts.of(rooms, query, lens.scope(), wording, settings.searchTime())));
            model.addAttribute("tools", tools(found.get().userAgents()));
            model.addAttribute("paths", bars(found.get().paths(), "path", lens, term));
            model.addAttribute("hosts", bars(found.get().hosts(), "host", lens, term));
            model.addAttribute("rules", bars(found.get().rules(), "rule", lens, term));
            model.addAttribute("neighbours", Panel.shown(() -> neighbours(client, lens, wording)));
            model.addAttribute(
                    "incidents",
                    found.get().incidents().stream()
                            .limit(10)
                            .map(one -> IncidentRow.of(one, wording, "/inbox?state=all&sel=" + one.id()))
                            .toList());
        }
        return "source";
    }

    private static IPAddress address(String text) {
        IPAddress address = text.length() > 64 || text.contains("%") || !PrefixLength.isReadable(text)
                ? null
                : new IPAddressString(text).getAddress();
        if (address == null || address.isMultiple() || address.isPrefixed()) {
            throw new NotThere();
        }
        return address;
    }

    private void addActions(Model model, HttpServletRequest request, IPAddress client, Locale locale) {
        Countermeasures measures = rooms.countermeasures();
        model.addAttribute("offersBlock", measures.offers(Kind.BLOCK));
        model.addAttribute("offersAllow", measures.offers(Kind.ALLOW));
        model.addAttribute("offersReport", measures.offers(Kind.REPORT));
        model.addAttribute("mayDecide", Frame.person().map(Person::mayDecide).orElse(false));
        model.addAttribute("allClasses", SourceClass.values());
        model.addAttribute("asksReputation", rooms.reputation().isPresent());
        model.addAttribute(
                "reputation",
                rooms.reputation().flatMap(some -> some.kept(client)).orElse(null));
        VerdictsPage.addUndo(model, request);
        model.addAttribute("left", number(request, "left"));
        model.addAttribute("range", range(client).toText());
        model.addAttribute("awaiting", ActForm.awaiting(rooms, frame.wording(locale)));
        Kind kind = ActForm.kind(request);
        boolean asks = kind != null && measures.offers(kind);
        ActForm.ask(
                model,
                rooms,
                kind != null && asks ? ActForm.order(kind, target(kind, client, request), request, locale) : null,
                request);
    }

    /** What lies around an address: its /24, its /48. */
    private static Target.Range range(IPAddress client) {
        return Target.Range.of(client.setPrefixLength(client.isIPv4() ? 24 : 48, false));
    }

    private static Target target(Kind kind, IPAddress client, HttpServletRequest request) {
        String range = range(client).toText();
        boolean isWide = Frame.parameter(request, "what").equals("range")
                || Frame.parameter(request, "target").equals(range);
        return kind != Kind.REPORT && isWide ? range(client) : Target.Range.of(client);
    }

    private static long number(HttpServletRequest request, String name) {
        String text = Frame.parameter(request, name);
        return text.matches("\\d{1,9}") ? Long.parseLong(text) : -1;
    }

    /** The action itself, after the person saw what it does. */
    @PostMapping("/sources/{address}/act")
    String act(@PathVariable String address, Model model, HttpServletRequest request, Locale locale) {
        IPAddress client = address(address);
        Kind kind = ActForm.kind(request);
        if (kind == null || !rooms.countermeasures().offers(kind)) {
            throw new NotThere();
        }
        Order order = ActForm.order(kind, target(kind, client, request), request, locale);
        return answered(address, ActForm.take(rooms, accounts, order, request), model, request, locale);
    }

    private String answered(String address, Outcome outcome, Model model, HttpServletRequest request, Locale locale) {
        show(address, model, request, locale);
        ActForm.answer(model, outcome);
        return "source";
    }

    @PostMapping("/sources/{address}/undo")
    String undo(@PathVariable String address, Model model, HttpServletRequest request, Locale locale) {
        address(address);
        return answered(address, ActForm.settle(rooms, accounts, false, request, locale), model, request, locale);
    }

    @PostMapping("/sources/{address}/confirm")
    String confirm(@PathVariable String address, Model model, HttpServletRequest request, Locale locale) {
        address(address);
        return answered(address, ActForm.settle(rooms, accounts, true, request, locale), model, request, locale);
    }

    /** A person's verdict on the newest events of the source that don't have that class, so many at a time. */
    @PostMapping("/sources/{address}/verdict")
    String classify(
            @PathVariable String address,
            @RequestParam(name = "class", defaultValue = "") String wanted,
            @RequestParam(name = "comment", defaultValue = "") String comment,
            HttpServletRequest request) {
        IPAddress client = address(address);
        SourceClass sourceClass = SourceClass.ofKey(wanted).orElseThrow(NotThere::new);
        Lens lens = Lens.of(request, frame, "30d");
        Person person = Frame.person().orElseThrow();
        String kept = comment.length() > LONGEST_REASON ? comment.substring(0, LONGEST_REASON) : comment;
        Query others = new Query.And(List.of(
                new Query.ClientIn(client),
                new Query.TimeBetween(lens.period().from(), lens.period().to()),
                new Query.Not(new Query.ClassIs(java.util.Set.of(sourceClass)))));
        List<EventSummary> events = rooms.events()
                .search(others, null, MOST_JUDGED + 1, Duration.ofSeconds(2))
                .events();
        List<EventSummary> now = events.subList(0, Math.min(events.size(), MOST_JUDGED));
        Judged judged = rooms.events()
                .judge(now.stream().map(EventSummary::id).toList(), sourceClass, person.name(), kept.strip());
        accounts.record(
                person.name(),
                "verdict",
                EventRow.text(client) + " " + sourceClass.key() + " " + judged.events() + " events",
                request.getRemoteAddr());
        return "redirect:"
                + lens.address("/sources/" + EventRow.text(client))
                        .with("decided", Long.toString(judged.events()))
                        .with("change", judged.change() == 0 ? "" : Long.toString(judged.change()))
                        .with("left", events.size() > MOST_JUDGED ? "1" : "0");
    }

    /** What the public database knows: asked only when a person wants it. */
    @PostMapping("/sources/{address}/dossier")
    String askForDossier(@PathVariable String address, Model model, HttpServletRequest request, Locale locale) {
        IPAddress client = address(address);
        Reputation.Answer answer = rooms.reputation().orElseThrow(NotThere::new).ask(client);
        show(address, model, request, locale);
        model.addAttribute("reputation", answer);
        return "source";
    }

    /** The name of the address: asked of the DNS only when a person wants it. */
    @GetMapping("/sources/{address}/name")
    String name(@PathVariable String address, Model model, HttpServletRequest request, Locale locale) {
        IPAddress client = address(address);
        frame.page(model, request, locale, Section.SOURCES);
        ReverseName.Answer answer = names.of(client);
        model.addAttribute("client", EventRow.text(client));
        model.addAttribute("nameState", answer.state());
        model.addAttribute("name", VisibleText.plain(answer.name(), 255));
        return Frame.wantsPart(request) ? "source :: name" : "source-name";
    }

    /** The classes of the source, each with the events behind it. */
    public record ClassLine(SourceClass sourceClass, long events, double share, String link) {}

    private static List<ClassLine> classes(ClassCounts counts, Lens lens, String term) {
        List<ClassLine> lines = new ArrayList<>();
        counts.byClass()
                .forEach((one, events) -> lines.add(new ClassLine(
                        one, events, counts.share(one), lens.withClass(one).events(term))));
        lines.sort((a, b) -> Long.compare(b.events(), a.events()));
        return List.copyOf(lines);
    }

    /** A program that the source named itself as. */
    public record ToolLine(@Nullable KnownTool tool, String userAgent, long events) {}

    private static List<ToolLine> tools(List<Counted> userAgents) {
        return userAgents.stream()
                .map(agent -> new ToolLine(KnownTool.of(agent.value()).orElse(null), agent.value(), agent.events()))
                .toList();
    }

    private static Bars bars(List<Counted> values, String field, Lens lens, String term) {
        long most = values.stream().mapToLong(Counted::events).max().orElse(1);
        return new Bars(
                values.stream()
                        .filter(value -> !value.value().isEmpty())
                        .filter(value -> !field.equals("rule")
                                || RuleFamily.of(value.value()).rank() > 0)
                        .limit(BARS)
                        .map(value -> new Bar(
                                VisibleText.plain(value.value(), 160),
                                "",
                                "",
                                lens.events(term, SearchTerms.term(field, value.value())),
                                value.events(),
                                Bars.width(value.events(), most),
                                Bars.parts(new ClassCounts(Map.of(SourceClass.UNCLASSIFIED, value.events())), most),
                                null))
                        .toList(),
                0);
    }

    private @Nullable Bars neighbours(IPAddress client, Lens lens, Wording wording) {
        IPAddress range =
                client.setPrefixLength(client.isIPv4() ? 24 : 64, false).toPrefixBlock();
        SourceSearch search =
                new SourceSearch(lens.period().from(), lens.period().to(), null, range, null, null, NEIGHBOURS + 1);
        List<SourceSummary> found = rooms.events().sources(search, settings.searchTime()).sources().stream()
                .filter(source -> !source.client().equals(client))
                .limit(NEIGHBOURS)
                .toList();
        long most = found.stream().mapToLong(SourceSummary::events).max().orElse(1);
        List<Bar> bars = new ArrayList<>();
        for (SourceSummary source : found) {
            String text = EventRow.text(source.client());
            bars.add(new Bar(
                    text,
                    wording.ago(source.lastSeen()),
                    "",
                    lens.scope().at("/sources/" + text),
                    source.events(),
                    Bars.width(source.events(), most),
                    Bars.parts(new ClassCounts(source.byClass()), most),
                    null));
        }
        return new Bars(List.copyOf(bars), 0);
    }
}
