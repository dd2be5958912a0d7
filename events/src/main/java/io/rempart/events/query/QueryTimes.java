package io.rempart.events.query;

import io.rempart.events.query.QueryProblem.Kind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times of the search language. A time is a span: a day, a minute, an instant; {@code since} takes its start, {@code until}
 * too, {@code time} all of it.
 */
final class QueryTimes {
    private static final Pattern AGO =
            Pattern.compile("(\\d{1,6})(s|sec|m|min|mn|h|d|j|w|sem|weeks?|days?|jours?|hours?|heures?|minutes?)");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{1,2}-\\d{1,2}");
    private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{1,2}");
    private static final Pattern CLOCK = Pattern.compile("\\d{1,2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?");
    private static final Pattern DATE_TIME =
            Pattern.compile("(\\d{4}-\\d{1,2}-\\d{1,2})[Tt_](\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)(.*)");

    /** From inclusive, to exclusive; a whole day's {@code date} is kept for ranges that end in a clock time. */
    record Span(Instant from, Instant to, @Nullable LocalDate date) {}

    private final Instant now;
    private final ZoneId zone;

    QueryTimes(Instant now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    Span span(String text, int position, @Nullable LocalDate sameDay) {
        try {
            String plain = QueryField.plain(text);
            Span span = read(plain, sameDay);
            if (span != null) {
                return span;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // No such day, month or hour: the sentence below says it.
        }
        throw new QueryProblem(
                "\"" + text + "\" is no time. Write 2h, 7d, 2026-11-22, 2026-11-22T09:30 or today.",
                position,
                Kind.BAD_TIME,
                text);
    }

    private @Nullable Span read(String text, @Nullable LocalDate sameDay) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        switch (text) {
            case "now", "maintenant" -> {
                return new Span(now, now, null);
            }
            case "today", "aujourdhui" -> {
                return day(today);
            }
            case "yesterday", "hier" -> {
                return day(today.minusDays(1));
            }
            default -> {}
        }
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            Instant from = now.minus(unit(ago.group(2)).multipliedBy(Long.parseLong(ago.group(1))));
            return new Span(from, now, null);
        }
        if (DATE.matcher(text).matches()) {
            return day(date(text));
        }
        if (MONTH.matcher(text).matches()) {
            int dash = text.indexOf('-');
            YearMonth month =
                    YearMonth.of(Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
            return new Span(
                    month.atDay(1).atStartOfDay(zone).toInstant(),
                    month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant(),
                    null);
        }
        if (CLOCK.matcher(text).matches()) {
            LocalDate date = sameDay == null ? today : sameDay;
            return clock(date, text, null);
        }
        Matcher dateTime = DATE_TIME.matcher(text);
        if (dateTime.matches()) {
            return clock(date(dateTime.group(1)), dateTime.group(2), dateTime.group(3));
        }
        return null;
    }

    private static Duration unit(String unit) {
        return switch (unit.charAt(0)) {
            case 's' -> unit.startsWith("sem") ? Duration.ofDays(7) : Duration.ofSeconds(1);
            case 'm' -> Duration.ofMinutes(1);
            case 'h' -> Duration.ofHours(1);
            case 'd', 'j' -> Duration.ofDays(1);
            default -> Duration.ofDays(7);
        };
    }

    private Span day(LocalDate date) {
        return new Span(
                date.atStartOfDay(zone).toInstant(),
                date.plusDays(1).atStartOfDay(zone).toInstant(),
                date);
    }

    private static LocalDate date(String text) {
        String[] parts = text.split("-", -1);
        return LocalDate.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    private @Nullable Span clock(LocalDate date, String clock, @Nullable String offset) {
        LocalTime time = LocalTime.parse(clock.indexOf(':') == 1 ? "0" + clock : clock);
        Instant from;
        if (offset == null || offset.isEmpty()) {
            from = date.atTime(time).atZone(zone).toInstant();
        } else {
            String normal = offset.equals("z")
                    ? "Z"
                    : offset.matches("[+-]\\d{4}") ? offset.substring(0, 3) + ":" + offset.substring(3) : offset;
            from = OffsetDateTime.parse(
                            date + "T" + time + (time.getSecond() == 0 && time.getNano() == 0 ? ":00" : "") + normal)
                    .toInstant();
        }
        Duration width = clock.indexOf('.') > 0
                ? Duration.ofNanos(1_000)
                : clock.length() > 5 ? Duration.ofSeconds(1) : Duration.ofMinutes(1);
        return new Span(from, from.plus(width), date);
    }
}
