package io.rempart.console;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How people are told outside of the console: seen, and tried. Thread-safe; all but {@link #test} are quick. */
public interface Notifications {
    /** Every way to people, in the order they were written. */
    List<Way> ways();

    /** Every rule, in the order they were written. */
    List<Rule> rules(Locale language);

    /** Sends a test over a way, or over each way of a rule, and says what came of it; it may take a minute. Empty: no such name. */
    List<Tried> test(String name, Actor actor);

    /**
     * A way to people.
     *
     * @param kind {@code email}, {@code webhook} or {@code ntfy}
     * @param destination where it leads, without secrets
     * @param lastSent null for never
     * @param problem why the message that waits has not arrived; empty when nothing is wrong
     * @param problemSince null when nothing is wrong
     */
    record Way(
            String name,
            String kind,
            String destination,
            @Nullable Instant lastSent,
            String problem,
            @Nullable Instant problemSince) {}

    /**
     * A rule.
     *
     * @param topics what it tells, in a person's words
     * @param ways names of ways
     * @param rhythm how often, in a sentence
     * @param waiting how many things wait for the next message
     */
    record Rule(String name, List<String> topics, List<String> ways, String rhythm, long waiting) {}

    /** @param problem empty when it arrived */
    record Tried(String way, String problem) {}
}
