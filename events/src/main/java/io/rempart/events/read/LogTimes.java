package io.rempart.events.read;

import io.rempart.events.model.ByteText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads the times of the log formats. Stateless. Every method gives null for what is no such time.
 *
 * <p>Where the writer gives no zone the zone of the log source is used; a local time that a change of clocks makes ambiguous is
 * the earlier one, one that it skips is moved on by the gap.
 */
final class LogTimes {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private LogTimes() {}

    /**
     * {@code 22/Nov/2026:09:32:17.617183 +0000}, without brackets. The fraction and the zone may be absent. Old writers print
     * the sign twice ({@code --0400}, {@code --03-30}) and the minutes of the zone as seconds ({@code +101800} is 10:30).
     */
    static @Nullable Instant common(ByteText text, ZoneId zone) {
        Digits in = new Digits(text);
        int day = in.number(1, 2);
        in.skip('/');
        int month = in.month();
        in.skip('/');
        int year = in.number(4, 4);
        in.skip(':');
        return in.clockAndZone(year, month, day, zone);
    }

    /** {@code 2006/01/02 15:04:05} of Coraza; a fraction and a zone are read where they are. */
    static @Nullable Instant slashed(ByteText text, ZoneId zone) {
        Digits in = new Digits(text);
        int year = in.number(4, 4);
        in.skip('/');
        int month = in.number(2, 2);
        in.skip('/');
        int day = in.number(2, 2);
        in.skip(' ');
        return in.clockAndZone(year, month, day, zone);
    }

    /** {@code 2017-04-07T22:24:37.251547+0100} of Suricata; the zone with or without colon, {@code Z}, or absent. */
    static @Nullable Instant iso(ByteText text, ZoneId zone) {
        Digits in = new Digits(text);
        int year = in.number(4, 4);
        in.skip('-');
        int month = in.number(2, 2);
        in.skip('-');
        int day = in.number(2, 2);
        in.skipOne("T ");
        return in.clockAndZone(year, month, day, zone);
    }

    /** {@code Sun Nov 22 09:26:02 2026}: the C library's asctime, local time of the writer. */
    static @Nullable Instant asctime(ByteText text, ZoneId zone) {
        Digits in = new Digits(text);
        in.word();
        int month = in.month();
        in.blanks();
        int day = in.number(1, 2);
        in.blanks();
        LocalDateTime clock = in.clock(1970, 1, 1);
        in.blanks();
        int year = in.number(4, 4);
        if (clock == null || in.failed) {
            return null;
        }
        try {
            return LocalDateTime.of(
                            year, month, day, clock.getHour(), clock.getMinute(), clock.getSecond(), clock.getNano())
                    .atZone(zone)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their size (good for 1973 to 5138). */
    static @Nullable Instant epoch(long value) {
        if (value <= 0) {
            return null;
        }
        if (value < 100_000_000_000L) {
            return Instant.ofEpochSecond(value);
        }
        if (value < 100_000_000_000_000L) {
            return Instant.ofEpochMilli(value);
        }
        if (value < 100_000_000_000_000_000L) {
            return Instant.ofEpochSecond(value / 1_000_000, value % 1_000_000 * 1_000);
        }
        return Instant.ofEpochSecond(value / 1_000_000_000, value % 1_000_000_000);
    }

    private static final class Digits {
        private final ByteText text;
        private int at;
        private boolean failed;

        Digits(ByteText text) {
            this.text = text;
        }

        private int peek() {
            return at < text.length() ? text.at(at) : -1;
        }

        int number(int least, int most) {
            int value = 0;
            int count = 0;
            while (count < most && Texts.isDigit(peek())) {
                value = value * 10 + text.at(at++) - '0';
                count++;
            }
            failed |= count < least;
            return value;
        }

        void skip(char c) {
            failed |= peek() != c;
            at++;
        }

        void skipOne(String any) {
            failed |= peek() < 0 || any.indexOf(peek()) < 0;
            at++;
        }

        void blanks() {
            while (peek() == ' ') {
                at++;
            }
        }

        void word() {
            while (peek() > ' ') {
                at++;
            }
            blanks();
        }

        int month() {
            if (at + 3 > text.length()) {
                failed = true;
                return 1;
            }
            String name = text.slice(at, at + 3).toLatin1();
            at += 3;
            int index = MONTHS.indexOf(name);
            failed |= index < 0 || index % 3 != 0;
            return index / 3 + 1;
        }

        @Nullable
        LocalDateTime clock(int year, int month, int day) {
            int hour = number(2, 2);
            skip(':');
            int minute = number(2, 2);
            skip(':');
            int second = number(2, 2);
            int nano = 0;
            if (peek() == '.' || peek() == ',') {
                at++;
                int scale = 100_000_000;
                while (Texts.isDigit(peek())) {
                    nano += (text.at(at++) - '0') * scale;
                    scale /= 10;
                }
            }
            if (failed) {
                return null;
            }
            try {
                return LocalDateTime.of(year, month, day, hour, minute, Math.min(second, 59), nano);
            } catch (DateTimeException e) {
                return null;
            }
        }

        @Nullable
        Instant clockAndZone(int year, int month, int day, ZoneId zone) {
            LocalDateTime clock = clock(year, month, day);
            if (clock == null) {
                return null;
            }
            blanks();
            int c = peek();
            if (c == 'Z') {
                return clock.toInstant(ZoneOffset.UTC);
            }
            if (c != '+' && c != '-') {
                return clock.atZone(zone).toInstant();
            }
            boolean west = c == '-';
            int digits = 0;
            int value = 0;
            for (; peek() >= 0 && digits < 6; at++) {
                int d = peek();
                if (Texts.isDigit(d)) {
                    value = value * 10 + d - '0';
                    digits++;
                } else if (d != '-' && d != '+' && d != ':') {
                    break;
                }
            }
            int seconds = switch (digits) {
                case 2 -> value * 3_600;
                case 4 -> value / 100 * 3_600 + value % 100 * 60;
                case 6 -> value / 10_000 * 3_600 + value % 10_000;
                default -> Integer.MAX_VALUE;
            };
            if (seconds > 18 * 3_600) {
                return null;
            }
            return clock.toInstant(ZoneOffset.ofTotalSeconds(west ? -seconds : seconds));
        }
    }
}
