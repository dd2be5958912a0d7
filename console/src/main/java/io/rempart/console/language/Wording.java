package io.rempart.console.language;

import io.rempart.events.read.Reason;
import java.text.NumberFormat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;

/**
 * Texts, numbers and times in the language of one page. One per request, for one thread. Addresses, rule ids and requests are
 * never put through it.
 */
public final class Wording {
    private static final String[] UNITS = {
        "unit.byte", "unit.kilobyte", "unit.megabyte", "unit.gigabyte", "unit.terabyte"
    };

    private static final Pattern SPREAD = Pattern.compile("([0-9]{1,6}) paths in ([0-9]{1,6} (?:h|min|s)): ");
    private static final String CONFIRMED = ", confirmed by DNS";
    private static final String SAYS = "says it is ";
    private static final String REFUTED = ", but the address is another's";
    private static final Map<String, String> EVIDENCE = Map.of(
            "path ", "evidence.path",
            "user agent ", "evidence.user-agent",
            "method ", "evidence.method",
            "host ", "evidence.host",
            "status ", "evidence.status",
            "rule ", "evidence.rule",
            "anomaly score ", "evidence.score",
            "every request", "evidence.every");

    private final MessageSource messages;
    private final Locale locale;
    private final ZoneId zone;
    private final Instant now;
    private final NumberFormat whole;
    private final NumberFormat decimal;

    public Wording(MessageSource messages, Locale locale, ZoneId zone, Clock clock) {
        this.messages = messages;
        this.locale = locale;
        this.zone = zone;
        this.now = clock.instant();
        this.whole = NumberFormat.getIntegerInstance(locale);
        this.decimal = NumberFormat.getNumberInstance(locale);
        decimal.setMaximumFractionDigits(1);
    }

    public Locale locale() {
        return locale;
    }

    public Instant now() {
        return now;
    }

    /** The message of that key; a missing key is an error, not an empty place. */
    public String text(String key, @Nullable Object... arguments) {
        return messages.getMessage(key, arguments, locale);
    }

    /**
     * What speaks for a class, as the classifier noted it in English: its own words in the language of the page, what was seen
     * as it is.
     */
    public String evidence(String detail) {
        Matcher spread = SPREAD.matcher(detail);
        if (spread.lookingAt()) {
            return text("evidence.spread", spread.group(1), spread.group(2)) + " "
                    + evidence(detail.substring(spread.end()));
        }
        if (detail.endsWith(CONFIRMED)) {
            return text("evidence.crawler.confirmed", detail.substring(0, detail.length() - CONFIRMED.length()));
        }
        if (detail.startsWith(SAYS) && detail.endsWith(REFUTED)) {
            return text(
                    "evidence.crawler.refuted", detail.substring(SAYS.length(), detail.length() - REFUTED.length()));
        }
        for (Map.Entry<String, String> word : EVIDENCE.entrySet()) {
            if (detail.startsWith(word.getKey())) {
                String rest = detail.substring(word.getKey().length());
                return text(word.getValue()) + (word.getKey().endsWith(" ") ? " " : "") + rest;
            }
        }
        return detail;
    }

    /** What a public database says an address is used for. */
    public String use(String use) {
        return ReputationWording.use(this, use);
    }

    /** Why a public database gave no newer answer. */
    public String reputationProblem(String sentence) {
        return ReputationWording.problem(this, sentence);
    }

    /** The message of that key, or the text when there is none. */
    public String textOr(String key, String otherwise, @Nullable Object... arguments) {
        String found = messages.getMessage(key, arguments, null, locale);
        return found == null ? otherwise : found;
    }

    /** Why a record is in quarantine, from the English sentence that was stored with it; one that is not known stays as it is. */
    public String reason(String sentence) {
        return Reason.of(sentence)
                .map(said -> {
                    Object[] arguments = said.arguments().toArray();
                    if (said.what() == Reason.DAMAGED) {
                        arguments[1] = damage(said.arguments().get(1));
                    }
                    return text("quarantine.reason." + said.what().key(), arguments);
                })
                .orElse(sentence);
    }

    private String damage(String words) {
        return Reason.Damage.of(words)
                .map(said -> text(
                        "quarantine.damage." + said.what().key(),
                        said.arguments().toArray()))
                .orElse(words);
    }

    public String number(long number) {
        return whole.format(number);
    }

    /** A number in few signs, for an axis: {@code 12K}. */
    public String compact(long number) {
        NumberFormat format = NumberFormat.getCompactNumberInstance(locale, NumberFormat.Style.SHORT);
        format.setMaximumFractionDigits(number < 10_000 && number >= 1_000 ? 1 : 0);
        return format.format(number);
    }

    /** {@code 1,234 events}: the key's message chooses its form by the number. */
    public String counted(String key, long number) {
        return text(key, number);
    }

    public String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1_024 && unit < UNITS.length - 1) {
            value /= 1_024;
            unit++;
        }
        return (unit == 0 ? whole.format(bytes) : decimal.format(value)) + "\u00a0" + text(UNITS[unit]);
    }

    /** How long ago, in one unit: {@code 5 min ago}. A time to come (a clock is ahead) is given with its date. */
    public String ago(@Nullable Instant time) {
        if (time == null) {
            return "";
        }
        long seconds = Duration.between(time, now).toSeconds();
        if (seconds < -60) {
            return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT)
                    .withLocale(locale)
                    .withZone(zone)
                    .format(time);
        } else if (seconds < 60) {
            return text("time.now");
        } else if (seconds < 3_600) {
            return text("time.minutes.ago", seconds / 60);
        } else if (seconds < 86_400) {
            return text("time.hours.ago", seconds / 3_600);
        } else if (seconds < 30 * 86_400L) {
            return text("time.days.ago", seconds / 86_400);
        }
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(locale)
                .withZone(zone)
                .format(time);
    }

    /** In how much time, in one unit: {@code in 5 min}. */
    public String until(@Nullable Instant time) {
        if (time == null) {
            return "";
        }
        long seconds = Math.max(0, Duration.between(now, time).toSeconds());
        if (seconds < 90) {
            return text("time.in.seconds", seconds);
        } else if (seconds < 2 * 3_600) {
            return text("time.in.minutes", seconds / 60);
        } else if (seconds < 2 * 86_400L) {
            return text("time.in.hours", seconds / 3_600);
        }
        return text("time.in.days", seconds / 86_400);
    }

    /** Date, time to the second and zone, in the language of the page. */
    public String exact(@Nullable Instant time) {
        if (time == null) {
            return "";
        }
        DateTimeFormatter date =
                DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(locale);
        DateTimeFormatter clock = DateTimeFormatter.ofPattern("HH:mm:ss xxx", locale);
        return text(
                "time.exact",
                date.withZone(zone).format(time),
                clock.withZone(zone).format(time));
    }

    /** For the {@code datetime} attribute. */
    public String machine(@Nullable Instant time) {
        return time == null ? "" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public String duration(long seconds) {
        if (seconds < 60) {
            return text("duration.seconds", seconds);
        } else if (seconds < 3_600) {
            return text("duration.minutes", seconds / 60);
        } else if (seconds < 2 * 86_400L) {
            return text("duration.hours", seconds / 3_600);
        }
        return text("duration.days", seconds / 86_400);
    }

    /** The name of a country by its ISO code; the code itself when it is none. */
    public String country(String code) {
        if (code.length() != 2 || !Character.isLetter(code.charAt(0)) || !Character.isLetter(code.charAt(1))) {
            return code;
        }
        return new Locale.Builder().setRegion(code).build().getDisplayCountry(locale);
    }

    /** A part of one as a percentage with at most one decimal. */
    public String percent(double part) {
        NumberFormat format = NumberFormat.getPercentInstance(locale);
        format.setMaximumFractionDigits(part != 0 && Math.abs(part) < 0.1 ? 1 : 0);
        return format.format(part);
    }

    /** {@code +12%}, {@code -3%}; a factor where it is more than tenfold. */
    public String change(double ratio) {
        if (ratio >= 9) {
            return "\u00d7" + whole.format(Math.round(ratio + 1));
        }
        return (ratio > 0 ? "+" : "\u2212") + percent(Math.abs(ratio));
    }

    /** Hour and minute. */
    public String clockTime(Instant time) {
        return format("HH:mm", time);
    }

    /** Day and month, short: {@code Nov 22}, {@code 22 nov.}. */
    public String day(Instant time) {
        return format(text("time.pattern.day"), time);
    }

    /** Day of the week, day and month: {@code Sun, Nov 22}. */
    public String weekday(Instant time) {
        return format(text("time.pattern.weekday"), time);
    }

    /** Month and year, short. */
    public String shortMonth(Instant time) {
        return format("LLL yyyy", time);
    }

    /** Month and year. */
    public String month(Instant time) {
        return format("LLLL yyyy", time);
    }

    /** Year, month and day, the usual way. */
    public String date(Instant time) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(locale)
                .withZone(zone)
                .format(time);
    }

    /** A period in as few words as it takes: one day, some hours of a day, or from day to day (the last one included). */
    public String span(Instant from, Instant to) {
        boolean wholeDays = from.atZone(zone).toLocalTime().equals(LocalTime.MIDNIGHT)
                && to.atZone(zone).toLocalTime().equals(LocalTime.MIDNIGHT);
        Instant last = wholeDays ? to.minusSeconds(1) : to;
        boolean oneDay =
                from.atZone(zone).toLocalDate().equals(last.atZone(zone).toLocalDate());
        if (wholeDays) {
            return oneDay ? weekday(from) : text("time.span", day(from), day(last));
        }
        return oneDay
                ? text("time.span.hours", weekday(from), clockTime(from), clockTime(to))
                : text("time.span", day(from) + " " + clockTime(from), day(to) + " " + clockTime(to));
    }

    private String format(String pattern, Instant time) {
        return DateTimeFormatter.ofPattern(pattern, locale).withZone(zone).format(time);
    }

    /** What browser on what system a user agent names, in short; the beginning of its text where it names neither. */
    public String device(String userAgent) {
        String browser = first(
                userAgent,
                "Edg/",
                "Edge",
                "OPR/",
                "Opera",
                "Firefox/",
                "Firefox",
                "Chrome/",
                "Chrome",
                "Safari/",
                "Safari");
        String system = first(
                userAgent, "Android", "Android", "iPhone", "iOS", "iPad", "iOS", "Windows", "Windows", "Mac OS",
                "macOS", "Linux", "Linux");
        if (browser.isEmpty() && system.isEmpty()) {
            return userAgent.substring(0, Math.min(60, userAgent.length()));
        }
        return browser + (browser.isEmpty() || system.isEmpty() ? "" : ", ") + system;
    }

    /** The name of the first sign that is there. */
    private static String first(String text, String... signsAndNames) {
        for (int i = 0; i < signsAndNames.length; i += 2) {
            if (text.contains(signsAndNames[i])) {
                return signsAndNames[i + 1];
            }
        }
        return "";
    }
}
