package io.rempart.console;

import io.rempart.console.Countermeasures.Outcome;
import io.rempart.events.model.SourceClass;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What blocks by itself: seen, tried over stored events, and switched. Sentences come in the language of who asks. Thread-safe.
 * All but {@link #simulate} are quick.
 */
public interface Policies {
    /** What a policy does when it applies. */
    enum Mode {
        OFF,
        DRY_RUN,
        ON;

        /** As users write it: {@code dry-run}. */
        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Every policy with how it is switched now, in the order they were written. */
    List<View> all(Locale language);

    /**
     * What a policy would have done over the last days; bounded in events and time, and may take seconds.
     *
     * @throws java.util.NoSuchElementException when there is no such policy
     */
    Simulation simulate(String name, int days);

    /** Switches a policy, or says why not. What awaits confirmation has {@code confirmBy} in its outcome. */
    Outcome change(String name, Mode mode, Actor actor);

    /** Makes a switch stand that would go back by itself. */
    Outcome confirm(String name, Actor actor);

    /** Puts a switch that awaits confirmation back to how it was. */
    Outcome undo(String name, Actor actor);

    /**
     * A policy.
     *
     * @param says what it is for, in a person's words
     * @param confirmBy when it goes back to {@code before} by itself; null when nothing is to be confirmed
     * @param isEdited whether it is on, and runs dry because its text changed and nobody confirmed that
     * @param classes the events that count
     * @param confidence how sure their class must be, in percent
     * @param search which events count besides, in the search language; empty for all
     * @param lasting how long the block lasts; null for the usual time, longer each time
     * @param ipv4Length length of the prefix that is blocked around an IPv4 address; {@code ipv6Length} the same
     */
    record View(
            String name,
            String says,
            Mode mode,
            Mode before,
            @Nullable Instant confirmBy,
            boolean isEdited,
            Set<SourceClass> classes,
            int confidence,
            int events,
            Duration within,
            String search,
            @Nullable Duration lasting,
            int ipv4Length,
            int ipv6Length) {}

    /**
     * What a policy would have done.
     *
     * @param addresses how many addresses it would have blocked
     * @param loggedIn how many of them ever logged in
     * @param guarded how many more it would have blocked if no guard were in the way
     * @param legitimate how many events that look legitimate came from the blocked ones
     * @param events how many events counted
     * @param blocked the blocked ones, those with the most events first, at most 50
     * @param isComplete false when there were more events than were looked at
     */
    record Simulation(
            Duration period,
            long addresses,
            long loggedIn,
            long guarded,
            long legitimate,
            long events,
            List<Blocked> blocked,
            boolean isComplete) {}

    /** One address that would have been blocked. */
    record Blocked(String address, long events, boolean hasLoggedIn) {}
}
