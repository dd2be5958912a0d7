package io.rempart.engine.state;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Variables of time: the clock, and how long things took. */
final class TimeVariables {
    private TimeVariables() {}

    static Variable.Reader local(String pattern) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
        return state -> Values.one(ByteSlice.latin1(format.format(now())));
    }

    static Values weekday(TransactionState state) {
        return Values.one(Ascii.decimal(now().getDayOfWeek().getValue() % 7));
    }

    static Values epoch(TransactionState state) {
        return Values.one(Ascii.decimal(Instant.now().getEpochSecond()));
    }

    /** ModSecurity 2 counts microseconds, ModSecurity 3 seconds. */
    static Values duration(TransactionState state) {
        long micros = state.durationMicros();
        return Values.one(
                state.settings().compatibility == Compatibility.V3
                        ? ByteSlice.latin1(String.format(Locale.ROOT, "%.6f", micros / 1e6))
                        : Ascii.decimal(micros));
    }

    static Variable.Reader phase(int phase) {
        return state -> Values.one(Ascii.decimal(state.phaseNanos()[phase] / 1000));
    }

    static Values zero(TransactionState state) {
        return Values.one(Ascii.decimal(0));
    }

    static Values performanceCombined(TransactionState state) {
        return Values.one(Ascii.decimal(combined(state)));
    }

    static Values performance(TransactionState state) {
        long[] nanos = state.phaseNanos();
        StringBuilder text = new StringBuilder("combined=").append(combined(state));
        for (int phase = 1; phase <= 5; phase++) {
            text.append(", p").append(phase).append('=').append(nanos[phase] / 1000);
        }
        return Values.one(
                ByteSlice.latin1(text.append(", sr=0, sw=0, l=0, gc=0").toString()));
    }

    private static long combined(TransactionState state) {
        long sum = 0;
        for (long nanos : state.phaseNanos()) {
            sum += nanos;
        }
        return sum / 1000;
    }

    private static ZonedDateTime now() {
        return ZonedDateTime.now(ZoneId.systemDefault());
    }
}
