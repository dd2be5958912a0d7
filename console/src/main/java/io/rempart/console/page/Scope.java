package io.rempart.console.page;

import io.rempart.events.query.Query;
import java.util.ArrayList;
import java.util.List;

/**
 * What the top bar says, which is what the address says: search text, period, host. Every link of a page is made from it, so
 * that each state of a page has an address.
 */
public record Scope(String text, TimeRange range, String host) {
    private static final int LONGEST_TEXT = 2_000;

    public Scope {
        text = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        host = host.length() > 255 ? "" : host;
    }

    public Scope withText(String other) {
        return new Scope(other, range, host);
    }

    public Scope withRange(TimeRange other) {
        return new Scope(text, other, host);
    }

    public Scope withHost(String other) {
        return new Scope(text, range, other);
    }

    /** The address of a page in this scope. */
    public String at(String path) {
        return address(path).toString();
    }

    Address address(String path) {
        return new Address(path).with("q", text).with("range", range.key()).with("host", host);
    }

    /** The events search for a text in this period and host. */
    public String search(String other) {
        return withText(other).at("/events");
    }

    /** The same page over all time. */
    public String anyTime(String path) {
        return withRange(TimeRange.ALL).at(path);
    }

    /** Whether only the list of everything is asked for. */
    public boolean isOpen() {
        return text.isBlank() && range.isAll() && host.isEmpty();
    }

    /** The search with the period and the host added. */
    Query narrowed(Query query) {
        List<Query> parts = new ArrayList<>();
        if (!(query instanceof Query.All)) {
            parts.add(query);
        }
        if (!range.isAll()) {
            parts.add(new Query.TimeBetween(range.from(), range.to()));
        }
        if (!host.isEmpty()) {
            parts.add(new Query.TextIs(Query.TextField.HOST, Query.TextPattern.exactly(host)));
        }
        return switch (parts.size()) {
            case 0 -> new Query.All();
            case 1 -> parts.get(0);
            default -> new Query.And(List.copyOf(parts));
        };
    }
}
