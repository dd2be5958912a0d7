package io.rempart.events.notice;

import java.time.Instant;

/**
 * One thing that people are to be told, worded for the rule that wants it told, or many of one topic that were put together.
 * Immutable.
 *
 * @param rule that wants it told
 * @param channel over which
 * @param topic what it is about, such as {@code block}
 * @param at when it happened; of many the first
 * @param title one line; empty for many
 * @param detail more lines; may be empty
 * @param count how many things it stands for
 */
public record Notice(
        String rule, String channel, String topic, Level level, Instant at, String title, String detail, long count) {
    /** How grave it is. The names are stored: never rename one. */
    public enum Level {
        INFO,
        WARNING,
        CRITICAL;

        /** As people write it. */
        public String key() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
