package io.rempart.events.read;

import io.rempart.events.model.ByteText;
import io.rempart.events.model.Severity;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Severities as the writers name them: a word in any case ({@code CRITICAL}, {@code warning}) or a number 0 to 7. */
final class Severities {
    private static final Severity[] VALUES = Severity.values();

    private Severities() {}

    static @Nullable Severity of(ByteText text) {
        if (text.length() == 1) {
            return of(text.at(0) - '0');
        }
        if (text.length() < 4 || text.length() > 9) {
            return null;
        }
        String word = text.toLatin1().toUpperCase(Locale.ROOT);
        for (Severity severity : VALUES) {
            if (severity.name().equals(word)) {
                return severity;
            }
        }
        return null;
    }

    /** Null for what is none; Coraza writes -1 for a rule without severity. */
    static @Nullable Severity of(long number) {
        return number >= 0 && number < VALUES.length ? VALUES[(int) number] : null;
    }
}
