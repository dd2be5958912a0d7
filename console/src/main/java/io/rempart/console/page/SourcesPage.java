package io.rempart.console.page;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.console.ConsoleRooms;
import io.rempart.console.ConsoleSettings;
import io.rempart.console.language.Wording;
import io.rempart.events.model.PrefixLength;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.EventStore.SourcePage;
import io.rempart.events.store.EventStore.SourceSearch;
import io.rempart.events.store.EventStore.SourceSummary;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The list of addresses: how many events of which class, since when; each leads to its events. */
@Controller
class SourcesPage {
    private static final int ROWS = 50;
    private static final Duration AHEAD = Duration.ofDays(366); // a log may be written by a clock that is ahead

    private final Frame frame;
    private final ConsoleRooms rooms;
    private final ConsoleSettings settings;

    SourcesPage(Frame frame, ConsoleRooms rooms, ConsoleSettings settings) {
        this.frame = frame;
        this.rooms = rooms;
        this.settings = settings;
    }

    /** A part of the bar of one source: from {@code start}, {@code width} wide, of a bar of 100. */
    public record Part(SourceClass sourceClass, long events, double start, double width) {}

    /** One line. */
    public record SourceRow(
            SourceSummary source, String client, String link, String countryName, List<Part> parts, SourceClass main) {}

    @GetMapping("/sources")
    String list(Model model, HttpServletRequest request, Locale locale) {
        Wording wording = frame.page(model, request, locale, Section.SOURCES);
        Scope scope = frame.scope(request);
        String network = Frame.parameter(request, "network").strip();
        String classKey = Frame.parameter(request, "class");
        SourceClass sourceClass = SourceClass.ofKey(classKey).orElse(null);
        IPAddress block = network.isEmpty() || network.length() > 100 || !PrefixLength.isReadable(network)
                ? null
                : new IPAddressString(network).getAddress();
        boolean isBad = !network.isEmpty() && block == null;
        SourcePage page =
                isBad ? new SourcePage(List.of(), false) : search(request, scope, sourceClass, block, wording);
        List<SourceRow> rows = new ArrayList<>();
        page.sources().forEach(source -> rows.add(row(source, scope, wording)));
        model.addAttribute("rows", rows);
        model.addAttribute("network", network.length() > 100 ? "" : network);
        model.addAttribute("badNetwork", isBad);
        model.addAttribute("class", sourceClass == null ? "" : sourceClass.key());
        model.addAttribute("allClasses", SourceClass.values());
        model.addAttribute("isFirstPage", request.getParameter("afterClient") == null);
        model.addAttribute("next", next(page, scope, network, sourceClass));
        model.addAttribute("storeIsEmpty", rows.isEmpty() && rooms.events().eventCount() == 0);
        return Frame.wantsPart(request) ? "sources :: more" : "sources";
    }

    private SourcePage search(
            HttpServletRequest request,
            Scope scope,
            @Nullable SourceClass sourceClass,
            @Nullable IPAddress block,
            Wording wording) {
        String afterCount = Frame.parameter(request, "afterCount");
        String afterClient = Frame.parameter(request, "afterClient");
        boolean later = afterCount.matches("\\d{1,18}") && afterClient.length() <= 64;
        IPAddress client = later ? new IPAddressString(afterClient).getAddress() : null;
        Instant from = Objects.requireNonNullElse(scope.range().from(), Instant.EPOCH);
        Instant to =
                Objects.requireNonNullElse(scope.range().to(), wording.now().plus(AHEAD));
        SourceSearch search = new SourceSearch(
                from, to, sourceClass, block, client == null ? null : Long.valueOf(afterCount), client, ROWS);
        return rooms.events().sources(search, settings.wholeTime());
    }

    private static SourceRow row(SourceSummary source, Scope scope, Wording wording) {
        List<Part> parts = new ArrayList<>();
        SourceClass main = SourceClass.UNCLASSIFIED;
        long most = -1;
        double start = 0;
        for (SourceClass one : SourceClass.values()) {
            long events = source.byClass().getOrDefault(one, 0L);
            if (events > 0) {
                double width = 100.0 * events / Math.max(1, source.events());
                parts.add(new Part(one, events, start, width));
                start += width;
                main = events > most ? one : main;
                most = Math.max(most, events);
            }
        }
        String client = EventRow.text(source.client());
        return new SourceRow(
                source,
                client,
                scope.withText("").at("/sources/" + client),
                wording.country(source.country()),
                List.copyOf(parts),
                main);
    }

    private static @Nullable String next(
            SourcePage page, Scope scope, String network, @Nullable SourceClass sourceClass) {
        if (!page.more() || page.sources().isEmpty()) {
            return null;
        }
        SourceSummary last = page.sources().get(page.sources().size() - 1);
        return scope.address("/sources")
                .with("network", network)
                .with("class", sourceClass == null ? "" : sourceClass.key())
                .with("afterCount", Long.toString(last.events()))
                .with("afterClient", EventRow.text(last.client()))
                .toString();
    }
}
