package io.rempart.console.page;

import inet.ipaddr.IPAddressString;
import io.rempart.console.Actor;
import io.rempart.console.ConsoleRooms;
import io.rempart.console.ConsoleSettings;
import io.rempart.console.Countermeasures.Firewall;
import io.rempart.console.language.Wording;
import io.rempart.console.sample.SampleData;
import io.rempart.console.security.Person;
import io.rempart.events.decision.Decision;
import io.rempart.events.store.EventStore.CountSearch;
import io.rempart.events.store.EventStore.Dimension;
import io.rempart.events.store.IncidentStore.IncidentSearch;
import io.rempart.events.store.StoreException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.ui.Model;

/**
 * What every page needs beside its own content: who is logged in, the rail, the scope of the address, what needs attention, the
 * wording. Thread-safe.
 */
public final class Frame {
    static final String APPEARANCE_COOKIE = "rempart-appearance";
    private static final List<String> APPEARANCES = List.of("light", "dark");
    private static final Duration HOSTS_FRESH = Duration.ofMinutes(1);
    private static final int MOST_HOSTS = 100;
    private static final Duration WAITING_FRESH = Duration.ofSeconds(10);
    private static final int MOST_INCIDENTS = 1_000;

    private final ConsoleRooms rooms;
    private final ConsoleSettings settings;
    private final MessageSource messages;
    private final Assets assets;
    private final Clock clock;
    private volatile Waiting waiting = new Waiting(Instant.EPOCH, 0);
    private volatile Standing standing = new Standing(Instant.EPOCH, Optional.empty());
    private volatile Hosts hosts = new Hosts(Instant.EPOCH, List.of());

    public Frame(ConsoleRooms rooms, ConsoleSettings settings, MessageSource messages, Assets assets, Clock clock) {
        this.rooms = rooms;
        this.settings = settings;
        this.messages = messages;
        this.assets = assets;
        this.clock = clock;
    }

    /** The words of one answer. */
    Wording wording(Locale locale) {
        return new Wording(messages, locale, settings.zone(), clock);
    }

    /** Makes the model of a page without the rail: log-in, set-up, errors. */
    Wording bare(Model model, HttpServletRequest request, Locale locale) {
        Wording wording = wording(locale);
        model.addAttribute("w", wording);
        model.addAttribute("assets", assets.base());
        model.addAttribute("language", locale.getLanguage());
        model.addAttribute("appearance", appearance(request));
        model.addAttribute("here", here(request));
        return wording;
    }

    /** Makes the model of a page of a section; {@code null} for a page that is in none. */
    Wording page(Model model, HttpServletRequest request, Locale locale, @Nullable Section section) {
        Wording wording = bare(model, request, locale);
        Scope scope = scope(request);
        model.addAttribute("scope", scope);
        model.addAttribute("rangeKeys", TimeRange.KEYS);
        model.addAttribute("sections", Section.values());
        model.addAttribute("section", section);
        model.addAttribute("tabs", Tab.of(section, person()));
        model.addAttribute("tab", Tab.at(request.getRequestURI()));
        model.addAttribute("person", person().orElse(null));
        model.addAttribute("hosts", hosts());
        model.addAttribute(
                "hasSample",
                rooms.logs().get().stream()
                        .anyMatch(log -> log.entry().logSource().equals(SampleData.LOG_SOURCE)));
        model.addAttribute("openIncidents", openIncidents());
        model.addAttribute("attention", Attention.of(rooms, firewall(), wording));
        return wording;
    }

    Scope scope(HttpServletRequest request) {
        return new Scope(
                parameter(request, "q"),
                TimeRange.of(parameter(request, "range"), clock.instant(), settings.zone()),
                parameter(request, "host"));
    }

    /** The range of a key, as of now. */
    TimeRange range(String key) {
        return TimeRange.of(key, clock.instant(), settings.zone());
    }

    Instant now() {
        return clock.instant();
    }

    /** The zone in which times are shown, and days begin. */
    ZoneId zone() {
        return settings.zone();
    }

    static Optional<Person> person() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        return who != null && who.getPrincipal() instanceof Person person ? Optional.of(person) : Optional.empty();
    }

    /** Who acts on a page, from where, and in which language he is answered. */
    static Actor actor(HttpServletRequest request, Locale locale) {
        return new Actor(
                person().map(Person::name).orElse(""),
                locale,
                new IPAddressString(request.getRemoteAddr()).getAddress());
    }

    static String parameter(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value;
    }

    /** Whether htmx asks for a part of the page. */
    static boolean wantsPart(HttpServletRequest request) {
        return request.getHeader("HX-Request") != null && request.getHeader("HX-History-Restore-Request") == null;
    }

    private static String appearance(HttpServletRequest request) {
        if (request.getCookies() != null) {
            for (Cookie cookie : request.getCookies()) {
                if (cookie.getName().equals(APPEARANCE_COOKIE) && APPEARANCES.contains(cookie.getValue())) {
                    return cookie.getValue();
                }
            }
        }
        return "auto";
    }

    /** The page that is shown, to come back to it from a form of the frame. */
    private static String here(HttpServletRequest request) {
        if (!request.getMethod().equals("GET")) {
            return "/";
        }
        String query = request.getQueryString();
        return request.getRequestURI() + (query == null ? "" : "?" + query);
    }

    /** The hosts of the roll-ups, the busiest first; refreshed once a minute. */
    List<String> hosts() {
        Hosts known = hosts;
        if (Duration.between(known.at, clock.instant()).compareTo(HOSTS_FRESH) < 0) {
            return known.names;
        }
        List<String> names;
        try {
            names = rooms
                    .events()
                    .counts(
                            new CountSearch(
                                    Instant.EPOCH,
                                    clock.instant().plus(Duration.ofDays(366)),
                                    List.of(Dimension.HOST),
                                    null,
                                    null,
                                    null,
                                    MOST_HOSTS),
                            settings.searchTime())
                    .stream()
                    .map(row -> row.values().get(0))
                    .filter(name -> !name.isEmpty())
                    .limit(MOST_HOSTS)
                    .toList();
        } catch (StoreException e) {
            names = known.names; // the list of hosts is a convenience; the page itself says what is wrong with the
            // store
        }
        hosts = new Hosts(clock.instant(), names);
        return names;
    }

    /** How many incidents wait, up to {@value #MOST_INCIDENTS}; refreshed every few seconds, and at once after a change. */
    long openIncidents() {
        Waiting known = waiting;
        if (Duration.between(known.at, clock.instant()).compareTo(WAITING_FRESH) < 0) {
            return known.incidents;
        }
        long incidents;
        try {
            incidents = rooms.incidents().count(IncidentSearch.INBOX, MOST_INCIDENTS, settings.searchTime());
        } catch (StoreException e) {
            incidents = known.incidents; // a number beside a link; the inbox itself says what is wrong
        }
        waiting = new Waiting(clock.instant(), incidents);
        return incidents;
    }

    /**
     * The firewall, where blocks are to be enforced; asked every few seconds, by one page for all. Where nothing is blocked a
     * blocker that does not run is nothing to tell.
     */
    private Optional<Firewall> firewall() {
        Standing known = standing;
        if (Duration.between(known.at, clock.instant()).compareTo(WAITING_FRESH) < 0) {
            return known.firewall;
        }
        Optional<Firewall> firewall;
        try {
            boolean blocks = rooms.decisions()
                    .map(store -> store.countInForce(Decision.Kind.BLOCK, clock.instant()) > 0)
                    .orElse(false);
            firewall = blocks ? rooms.countermeasures().firewall() : Optional.empty();
        } catch (StoreException e) {
            firewall = Optional.empty(); // the strip says already that something is wrong with the store
        }
        standing = new Standing(clock.instant(), firewall);
        return firewall;
    }

    /** Called after a change of incidents. */
    void incidentsChanged() {
        waiting = new Waiting(Instant.EPOCH, waiting.incidents);
    }

    /** Called after events were added or removed by hand. */
    void storeChanged() {
        incidentsChanged();
        hosts = new Hosts(Instant.EPOCH, List.of());
    }

    private record Standing(Instant at, Optional<Firewall> firewall) {}

    private record Waiting(Instant at, long incidents) {}

    private record Hosts(Instant at, List<String> names) {}
}
