package io.rempart.events.model;

import java.util.Locale;
import java.util.Optional;

/** What an event, or the source behind it, is. The keys are stored, searched and configured: never rename one. */
public enum SourceClass {
    /** A person or tool that attacks (French: pirate). */
    ATTACK,
    /** Looks for what could be attacked (scanner de sites). */
    SCANNER,
    /** A robot that takes without asking or lies about what it is. */
    BAD_BOT,
    /** Tries passwords. */
    BRUTE_FORCE,
    /** A crawler whose address was confirmed. */
    GOOD_BOT,
    /** Legitimate traffic that a rule took for an attack. */
    FALSE_POSITIVE,
    /** Nothing we know speaks for a class. */
    UNCLASSIFIED;

    /** The name as users write it: {@code bad-bot}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The class of a key such as {@code bad-bot}; empty when there is none. */
    public static Optional<SourceClass> ofKey(String key) {
        for (SourceClass value : values()) {
            if (value.key().equals(key)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
