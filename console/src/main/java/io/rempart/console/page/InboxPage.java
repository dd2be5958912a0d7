package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.ConsoleSettings;
import io.rempart.console.Countermeasures;
import io.rempart.console.language.Wording;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import io.rempart.console.security.ReturnPath;
import io.rempart.events.query.Query;
import io.rempart.events.query.QueryParser;
import io.rempart.events.query.QueryProblem;
import io.rempart.events.store.IncidentStore.Campaign;
import io.rempart.events.store.IncidentStore.CampaignKind;
import io.rempart.events.store.IncidentStore.Change;
import io.rempart.events.store.IncidentStore.Changed;
import io.rempart.events.store.IncidentStore.Incident;
import io.rempart.events.store.IncidentStore.IncidentCursor;
import io.rempart.events.store.IncidentStore.IncidentPage;
import io.rempart.events.store.IncidentStore.IncidentSearch;
import io.rempart.events.store.IncidentStore.State;
import io.rempart.events.store.RequestRefused;
import io.rempart.events.store.StoreException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** The inbox: incidents to decide about, with the one that is looked at beside the list; campaigns of sources. */
@Controller
class InboxPage {
    private static final int ROWS = 50;

    private static final int CAMPAIGNS = 50;
    private static final int HISTORY = 50;
    private static final int MOST_COUNTED = 5_000;
    private static final int LONGEST_COMMENT = 4_000;

    private final Frame frame;
    private final ConsoleRooms rooms;
    private final ConsoleSettings settings;
    private final Accounts accounts;

    InboxPage(Frame frame, ConsoleRooms rooms, ConsoleSettings settings, Accounts accounts) {
        this.frame = frame;
        this.rooms = rooms;
        this.settings = settings;
        this.accounts = accounts;
    }

    /** A choice above the list. */
    public record Choice(String key, String link, boolean isOn) {}

    /**
     * A campaign as a line.
     *
     * @param target what to block to block it; empty where that is no range and no network
     */
    public record CampaignRow(
            Campaign campaign,
            String name,
            String note,
            String severity,
            String link,
            String query,
            String tool,
            String target) {}

    @GetMapping("/inbox")
    String list(Model model, HttpServletRequest request, HttpServletResponse response, Locale locale) {
        Wording wording = frame.page(model, request, locale, Section.INBOX);
        InboxView view = InboxView.of(request, frame);
        fill(model, view);
        addMessage(model, request, wording);
        try {
            IncidentSearch search = search(view, wording);
            boolean isWhole = false;
            if (view.by() == null) {
                isWhole = incidents(model, request, view, search, wording);
            } else {
                campaigns(model, view, view.by(), search, wording);
            }
            if (!isWhole) {
                model.addAttribute(
                        "matching",
                        Panel.counted(-1L, () -> rooms.incidents().count(search, MOST_COUNTED, settings.searchTime())));
            }
        } catch (QueryProblem problem) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            model.addAttribute("problem", SearchProblem.of(problem, view.scope().text(), wording));
        } catch (RequestRefused refused) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            model.addAttribute("refusal", refused.getMessage());
        } catch (StoreException failed) {
            // the address is right; the store has no time or can't
            response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
            model.addAttribute("refusal", failed.getMessage());
        }
        return Frame.wantsPart(request) ? "inbox :: more" : "inbox";
    }

    private void fill(Model model, InboxView view) {
        model.addAttribute("view", view);
        model.addAttribute("here", view.address().toString());
        model.addAttribute("states", choices(view));
        model.addAttribute(
                "mine",
                new Choice(
                        "mine",
                        view.withAssignee(view.assignee().isEmpty() ? "me" : "")
                                .address()
                                .toString(),
                        !view.assignee().isEmpty()));
        model.addAttribute(
                "orders",
                List.of(
                        new Choice(
                                "gravest",
                                view.withOrder("gravest").address().toString(),
                                view.order().equals("gravest")),
                        new Choice(
                                "newest",
                                view.withOrder("newest").address().toString(),
                                view.order().equals("newest"))));
        model.addAttribute("views", views(view));
        model.addAttribute("rows", List.of());
        model.addAttribute("campaigns", List.of());
        model.addAttribute("problem", null);
        model.addAttribute("refusal", null);
        model.addAttribute("next", null);
        model.addAttribute("isFirstPage", true);
        model.addAttribute("selected", null);
        model.addAttribute("matching", -1L);
        model.addAttribute("mostCounted", MOST_COUNTED);
        model.addAttribute(
                "chips",
                SearchTerms.of(view.scope().text()).chips().stream()
                        .map(chip -> new ChipLink(
                                chip, view.withText(chip.without()).address().toString()))
                        .toList());
        model.addAttribute("withoutTool", view.withTool("").address().toString());
        model.addAttribute("mayDecide", Frame.person().map(Person::mayDecide).orElse(false));
        model.addAttribute("storeIsEmpty", false);
        model.addAttribute(
                "rulesLink",
                new Address("/inbox/rules").with("q", view.scope().text()).toString());
    }

    /** A term of the search with the list without it. */
    public record ChipLink(SearchTerms.Chip chip, String without) {}

    private static List<Choice> choices(InboxView view) {
        List<Choice> choices = new ArrayList<>();
        for (String state : List.of("open", "escalated", "archived", "all")) {
            choices.add(new Choice(
                    state,
                    view.withState(state).address().toString(),
                    view.state().equals(state)));
        }
        return choices;
    }

    private static List<Choice> views(InboxView view) {
        List<Choice> views = new ArrayList<>();
        views.add(new Choice("incidents", view.withCampaigns(null).address().toString(), view.by() == null));
        for (CampaignKind kind : CampaignKind.values()) {
            views.add(new Choice(
                    kind.name().toLowerCase(Locale.ROOT),
                    view.withCampaigns(kind).address().toString(),
                    view.by() == kind));
        }
        return views;
    }

    private IncidentSearch search(InboxView view, Wording wording) {
        String text = view.scope().text();
        Query query = text.isBlank() ? new Query.All() : QueryParser.parse(text, wording.now(), settings.zone());
        return view.search(
                view.scope().narrowed(query), Frame.person().map(Person::name).orElse(""));
    }

    /** @return whether the list has all that match */
    private boolean incidents(
            Model model, HttpServletRequest request, InboxView view, IncidentSearch search, Wording wording) {
        IncidentCursor after =
                IncidentCursor.ofText(Frame.parameter(request, "after")).orElse(null);
        IncidentPage page = rooms.incidents().incidents(search, after, ROWS, settings.searchTime());
        List<IncidentRow> rows = page.incidents().stream()
                .map(one -> IncidentRow.of(one, wording, view.address(one.id()).toString()))
                .toList();
        IncidentCursor next = page.next();
        model.addAttribute("rows", rows);
        model.addAttribute("isFirstPage", after == null);
        model.addAttribute(
                "next",
                next == null
                        ? null
                        : view.address().with("after", next.toText()).toString());
        model.addAttribute(
                "storeIsEmpty",
                rows.isEmpty() && after == null && rooms.events().eventCount() == 0);
        Long wanted = view.selected();
        Optional<Incident> selected = wanted != null
                ? rooms.incidents().incident(wanted)
                : rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0).incident());
        selected.ifPresent(one -> addPane(model, one, view, wording));
        boolean isWhole = after == null && next == null;
        if (isWhole) {
            model.addAttribute("matching", (long) rows.size());
        }
        return isWhole;
    }

    /** The incident beside the list. */
    private void addPane(Model model, Incident incident, InboxView view, Wording wording) {
        model.addAttribute(
                "selected",
                IncidentRow.of(incident, wording, view.address(incident.id()).toString()));
        model.addAttribute("history", rooms.incidents().history(incident.id(), null, HISTORY));
        model.addAttribute(
                "attempts",
                Panel.shown(() -> Attempts.of(
                        rooms,
                        incident.eventQuery(),
                        view.scope().withText("").withRange(TimeRange.ALL),
                        wording,
                        settings.searchTime())));
        model.addAttribute("eventsLink", eventsLink(incident, view));
        model.addAttribute("sourceLink", "/sources/" + EventRow.text(incident.client()));
        model.addAttribute(
                "toolName",
                KnownTool.of(incident.toolName()).map(KnownTool::name).orElse(incident.toolName()));
        model.addAttribute(
                "toolLink",
                incident.tool().isEmpty()
                        ? ""
                        : view.withTool(incident.tool()).address().toString());
        model.addAttribute(
                "ruleLink",
                new Address("/inbox/rules").with("q", suggestion(incident)).toString());
    }

    private String eventsLink(Incident incident, InboxView view) {
        String terms = SearchTerms.term("ip", EventRow.text(incident.client())) + " class:"
                + incident.sourceClass().key();
        TimeRange range = new TimeRange(
                TimeRange.keyOf(incident.firstSeen(), incident.lastSeen().plusSeconds(60), frame.zone()), null, null);
        return view.scope().withText(terms).withRange(range).at("/events");
    }

    /** The search of a rule that would archive such incidents. */
    private static String suggestion(Incident incident) {
        StringBuilder terms =
                new StringBuilder("class:" + incident.sourceClass().key());
        if (!incident.paths().isEmpty() && incident.paths().size() == 1) {
            terms.append(' ')
                    .append(SearchTerms.term("path", incident.paths().get(0).value()));
        } else {
            terms.append(' ').append(SearchTerms.term("ip", EventRow.text(incident.client())));
        }
        return terms.toString();
    }

    /** The pane alone, for the list that stays. */
    @GetMapping("/inbox/pane")
    String pane(Model model, HttpServletRequest request, Locale locale) {
        Wording wording = frame.page(model, request, locale, Section.INBOX);
        InboxView view = InboxView.of(request, frame);
        Long wanted = view.selected();
        if (wanted == null) {
            throw new NotThere();
        }
        fill(model, view);
        addPane(model, rooms.incidents().incident(wanted).orElseThrow(NotThere::new), view, wording);
        return "inbox :: pane";
    }

    private void campaigns(Model model, InboxView view, CampaignKind kind, IncidentSearch search, Wording wording) {
        List<CampaignRow> rows = rooms.incidents().campaigns(search, kind, CAMPAIGNS, settings.wholeTime()).stream()
                .map(one -> row(one, view, wording))
                .toList();
        model.addAttribute("campaigns", rows);
        model.addAttribute("storeIsEmpty", rows.isEmpty() && rooms.events().eventCount() == 0);
    }

    private CampaignRow row(Campaign campaign, InboxView view, Wording wording) {
        String name = switch (campaign.kind()) {
            case NETWORK -> EventRow.text(campaign.network());
            case ASN -> "AS" + campaign.asn();
            case TOOL -> campaign.toolName().isEmpty() ? wording.text("campaign.tool.unnamed") : campaign.toolName();
        };
        String term = switch (campaign.kind()) {
            case NETWORK -> SearchTerms.term("ip", name);
            case ASN -> "asn:" + campaign.asn();
            case TOOL -> "";
        };
        String query = (view.scope().text() + " " + term).strip();
        String tool = campaign.tool() == null ? view.tool() : campaign.tool();
        return new CampaignRow(
                campaign,
                name,
                campaign.organisation(),
                campaign.severity() == null ? "" : campaign.severity().name().toLowerCase(Locale.ROOT),
                view.withText(query).withTool(tool).address().toString(),
                query,
                tool,
                campaign.kind() == CampaignKind.TOOL || !rooms.countermeasures().offers(Countermeasures.Kind.BLOCK)
                        ? ""
                        : name);
    }

    private static void addMessage(Model model, HttpServletRequest request, Wording wording) {
        String done = Frame.parameter(request, "done");
        String count = Frame.parameter(request, "n");
        String change = Frame.parameter(request, "change");
        boolean known = List.of("archive", "escalate", "open", "comment", "assign", "release", "undone")
                        .contains(done)
                && count.matches("\\d{1,9}");
        model.addAttribute("done", known ? wording.text("inbox.done." + done, Long.valueOf(count)) : "");
        model.addAttribute("undoId", known && change.matches("\\d{1,18}") ? change : "");
    }

    // ---- changing

    /** Changes the incidents that are ticked, or all that match the view. */
    @PostMapping("/inbox/change")
    String change(HttpServletRequest request, Locale locale) {
        Person person = Frame.person().orElseThrow();
        String action = Frame.parameter(request, "action");
        String comment = Frame.parameter(request, "comment").strip();
        Change change = change(action, comment, person).orElseThrow(NotThere::new);
        Changed changed;
        if (Frame.parameter(request, "all").equals("yes")) {
            InboxView view = InboxView.of(request, frame);
            changed = rooms.incidents().change(search(view, frame.wording(locale)), change, person.name());
        } else {
            changed = rooms.incidents().change(ids(request), change, person.name());
        }
        frame.incidentsChanged();
        accounts.record(
                person.name(),
                "inbox-" + action,
                changed.incidents() + " incidents, change " + changed.id(),
                request.getRemoteAddr());
        return "redirect:" + with(Frame.parameter(request, "here"), action, changed.incidents(), changed.id());
    }

    private static Optional<Change> change(String action, String comment, Person person) {
        String kept = comment.length() > LONGEST_COMMENT ? comment.substring(0, LONGEST_COMMENT) : comment;
        State state = switch (action) {
            case "archive" -> State.ARCHIVED;
            case "escalate" -> State.ESCALATED;
            case "open" -> State.OPEN;
            default -> null;
        };
        if (state != null) {
            return Optional.of(new Change(state, null, kept));
        }
        return switch (action) {
            case "assign" -> Optional.of(new Change(null, person.name(), kept));
            case "release" -> Optional.of(new Change(null, "", kept));
            case "comment" -> kept.isEmpty() ? Optional.empty() : Optional.of(new Change(null, null, kept));
            default -> Optional.empty();
        };
    }

    private static List<Long> ids(HttpServletRequest request) {
        List<Long> ids = new ArrayList<>();
        String[] given = request.getParameterValues("id");
        for (String id : given == null ? new String[0] : given) {
            if (id.matches("\\d{1,18}")) {
                ids.add(Long.valueOf(id));
            }
        }
        return ids;
    }

    @PostMapping("/inbox/undo")
    String undo(HttpServletRequest request) {
        Person person = Frame.person().orElseThrow();
        String change = Frame.parameter(request, "change");
        if (!change.matches("\\d{1,18}")) {
            throw new NotThere();
        }
        long incidents = rooms.incidents().undo(Long.parseLong(change), person.name());
        frame.incidentsChanged();
        accounts.record(person.name(), "inbox-undo", "change " + change, request.getRemoteAddr());
        return "redirect:" + with(Frame.parameter(request, "here"), "undone", incidents, null);
    }

    private static String with(String here, String done, long incidents, @Nullable Long change) {
        String path = ReturnPath.safe(here.isEmpty() ? "/inbox" : here).replaceAll("[?&](done|n|change)=[^&]*", "");
        if (!path.contains("?")) {
            path = path.replaceFirst("&", "?");
        }
        return path
                + (path.contains("?") ? "&" : "?")
                + "done=" + done
                + "&n=" + incidents
                + (change == null ? "" : "&change=" + change);
    }
}
