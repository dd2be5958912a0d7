package io.rempart.engine;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How grave a rule's author holds a match; the ordinal is the number that logs carry (0 is the gravest). */
public enum Severity {
    EMERGENCY,
    ALERT,
    CRITICAL,
    ERROR,
    WARNING,
    NOTICE,
    INFO,
    DEBUG;

    private static final Severity[] BY_NUMBER = values();

    /** The severity that a rule names by word or number, or null when it names none. */
    public static @Nullable Severity parse(String text) {
        if (text.length() == 1 && text.charAt(0) >= '0' && text.charAt(0) <= '7') {
            return BY_NUMBER[text.charAt(0) - '0'];
        }
        for (Severity severity : BY_NUMBER) {
            if (severity.name().equals(text.toUpperCase(Locale.ROOT))) {
                return severity;
            }
        }
        return null;
    }
}
