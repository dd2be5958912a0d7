package io.rempart.console.api;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.events.model.PrefixLength;
import io.rempart.events.model.SourceClass;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, read strictly: one that is not known, or whose value is none, is refused by its name, so that a
 * typing error never widens what is asked for. For one thread.
 */
final class Asked {
    /** Items of a page when the request doesn't say. */
    static final int USUAL_PAGE = 50;

    static final int LARGEST_PAGE = 1_000;
    private static final int LONGEST_TEXT = 2_000;

    private final HttpServletRequest request;
    private final ZoneId zone;

    private Asked(HttpServletRequest request, ZoneId zone) {
        this.request = request;
        this.zone = zone;
    }

    /** @param zone in which a date without a time begins */
    static Asked of(HttpServletRequest request, ZoneId zone, String... known) {
        Set<String> names = Set.of(known);
        for (Enumeration<String> given = request.getParameterNames(); given.hasMoreElements(); ) {
            String name = given.nextElement();
            if (!names.contains(name) && !name.equals("_csrf")) {
                throw new ApiProblem(
                        400,
                        "api.problem.unknown-parameter",
                        cut(name),
                        names.isEmpty() ? "-" : String.join(", ", List.of(known)));
            }
            if (request.getParameterValues(name).length > 1) {
                throw new ApiProblem(400, "api.problem.twice", cut(name));
            }
        }
        return new Asked(request, zone);
    }

    private static String cut(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    /** A value that is none, for the sentence. */
    static ApiProblem bad(String name, String value, String expected) {
        return new ApiProblem(400, "api.problem.bad-value", name, cut(value), expected);
    }

    /** Empty when it isn't given. */
    String text(String name) {
        String value = request.getParameter(name);
        if (value == null) {
            return "";
        }
        if (value.length() > LONGEST_TEXT) {
            throw new ApiProblem(400, "api.problem.too-long", name, LONGEST_TEXT);
        }
        return value.strip();
    }

    /** One of these words; the first when it isn't given. */
    String word(String name, String... words) {
        String value = text(name);
        if (value.isEmpty()) {
            return words[0];
        }
        if (!List.of(words).contains(value)) {
            throw bad(name, value, String.join(", ", words));
        }
        return value;
    }

    int limit() {
        return (int) number("limit", 1, LARGEST_PAGE, USUAL_PAGE);
    }

    long number(String name, long least, long most, long otherwise) {
        Long value = number(name, least, most);
        return value == null ? otherwise : value;
    }

    @Nullable
    Long number(String name, long least, long most) {
        String value = text(name);
        if (value.isEmpty()) {
            return null;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw bad(name, value, least + ".." + (most == Long.MAX_VALUE ? "" : most));
    }

    /** Where the next page begins, given by the page before. */
    @Nullable
    Long before() {
        return number("before", 1, Long.MAX_VALUE);
    }

    @Nullable
    SourceClass sourceClass(String name) {
        String value = text(name);
        return value.isEmpty() ? null : sourceClass(name, value);
    }

    static SourceClass sourceClass(String name, String value) {
        return SourceClass.ofKey(value)
                .orElseThrow(() -> bad(
                        name,
                        value,
                        String.join(
                                ", ",
                                java.util.Arrays.stream(SourceClass.values())
                                        .map(SourceClass::key)
                                        .toList())));
    }

    /** A time with a zone, or a day, which begins in the zone of the server. */
    @Nullable
    Instant time(String name) {
        String value = text(name);
        return value.isEmpty() ? null : time(name, value, zone);
    }

    static Instant time(String name, String value, ZoneId zone) {
        try {
            return value.length() == 10
                    ? LocalDate.parse(value).atStartOfDay(zone).toInstant()
                    : OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeParseException e) {
            throw bad(name, value, "2026-11-22, 2026-11-22T09:30:00Z");
        }
    }

    ZoneId zone(String name) {
        String value = text(name);
        try {
            return value.isEmpty() ? zone : ZoneId.of(value);
        } catch (DateTimeException e) {
            throw bad(name, value, "UTC, Europe/Paris");
        }
    }

    /** A range of addresses, or one; null when it isn't given. */
    @Nullable
    IPAddress block(String name) {
        String value = text(name);
        return value.isEmpty() ? null : block(name, value);
    }

    static IPAddress block(String name, String value) {
        IPAddress block = value.length() > 64 || value.contains("%") || !PrefixLength.isReadable(value)
                ? null
                : new IPAddressString(value).getAddress();
        if (block == null) {
            throw bad(name, value, "203.0.113.7, 203.0.113.0/24, 2001:db8::/64");
        }
        return block;
    }

    /** One address that stands in the path. */
    static IPAddress address(String value) {
        IPAddress address = block("address", value);
        if (address.isMultiple() || address.isPrefixed()) {
            throw bad("address", value, "203.0.113.7, 2001:db8::1");
        }
        return address;
    }
}
