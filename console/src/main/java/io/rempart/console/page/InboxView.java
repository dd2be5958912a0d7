package io.rempart.console.page;

import io.rempart.events.query.Query;
import io.rempart.events.store.IncidentStore.CampaignKind;
import io.rempart.events.store.IncidentStore.IncidentSearch;
import io.rempart.events.store.IncidentStore.Order;
import io.rempart.events.store.IncidentStore.State;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the inbox shows, as the address says it: search, period and site of the top bar; state, assignee, tool, order; the list
 * of incidents or of campaigns; the incident in the pane.
 *
 * @param state {@code open} (which means open or escalated), {@code escalated}, {@code archived}, {@code all}
 * @param by kind of campaign; null for the list of incidents
 * @param selected id of the incident in the pane; null for none
 */
record InboxView(
        Scope scope,
        String state,
        String assignee,
        String tool,
        String order,
        @Nullable CampaignKind by,
        @Nullable Long selected) {
    private static final Set<String> STATES = Set.of("open", "escalated", "archived", "all");
    private static final int LONGEST = 300;

    static InboxView of(HttpServletRequest request, Frame frame) {
        String state = Frame.parameter(request, "state");
        String tool = Frame.parameter(request, "tool");
        String selected = Frame.parameter(request, "sel");
        return new InboxView(
                frame.scope(request),
                STATES.contains(state) ? state : "open",
                Frame.parameter(request, "assignee").equals("me") ? "me" : "",
                tool.length() > LONGEST ? "" : tool,
                Frame.parameter(request, "order").equals("newest") ? "newest" : "gravest",
                kind(Frame.parameter(request, "by")),
                selected.matches("\\d{1,18}") ? Long.valueOf(selected) : null);
    }

    private static @Nullable CampaignKind kind(String text) {
        for (CampaignKind kind : CampaignKind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
                return kind;
            }
        }
        return null;
    }

    public String byKey() {
        return by == null ? "" : by.name().toLowerCase(Locale.ROOT);
    }

    /** The incidents of this view. */
    IncidentSearch search(Query query, String person) {
        Set<State> states = switch (state) {
            case "escalated" -> Set.of(State.ESCALATED);
            case "archived" -> Set.of(State.ARCHIVED);
            case "all" -> Set.of();
            default -> Set.of(State.OPEN, State.ESCALATED);
        };
        return new IncidentSearch(
                query,
                states,
                assignee.isEmpty() ? null : person,
                tool.isEmpty() ? null : tool,
                order.equals("newest") ? Order.NEWEST : Order.GRAVEST);
    }

    /** The address of this view. */
    Address address() {
        return address(selected);
    }

    Address address(@Nullable Long other) {
        return scope.address("/inbox")
                .with("state", state.equals("open") ? "" : state)
                .with("assignee", assignee)
                .with("tool", tool)
                .with("order", order.equals("gravest") ? "" : order)
                .with("by", byKey())
                .with("sel", other == null ? "" : Long.toString(other));
    }

    InboxView withState(String other) {
        return new InboxView(scope, other, assignee, tool, order, by, null);
    }

    InboxView withAssignee(String other) {
        return new InboxView(scope, state, other, tool, order, by, null);
    }

    InboxView withOrder(String other) {
        return new InboxView(scope, state, assignee, tool, other, by, null);
    }

    InboxView withTool(String other) {
        return new InboxView(scope, state, assignee, other, order, null, null);
    }

    InboxView withText(String text) {
        return new InboxView(scope.withText(text), state, assignee, tool, order, null, null);
    }

    InboxView withCampaigns(@Nullable CampaignKind kind) {
        return new InboxView(scope, state, assignee, tool, order, kind, null);
    }
}
