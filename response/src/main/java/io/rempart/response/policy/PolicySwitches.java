package io.rempart.response.policy;

import io.rempart.events.store.EventStore;
import io.rempart.response.decision.Decisions;
import io.rempart.response.policy.Policy.Mode;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which policies are switched on, kept with the data. A switch to {@link Mode#ON} goes back by itself unless it is confirmed
 * within a minute: the time is stored with it, so that it goes back whoever is still running. Thread-safe.
 */
public final class PolicySwitches {
    private final EventStore settings;
    private final Clock clock;

    public PolicySwitches(EventStore settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * How a policy is switched.
     *
     * @param confirmBy when it goes back to {@code before} by itself; null when nothing is to be confirmed
     * @param before the mode before
     */
    public record Position(Mode mode, @Nullable Instant confirmBy, Mode before) {
        private String toText() {
            return mode.name() + " " + (confirmBy == null ? "-" : Long.toString(confirmBy.toEpochMilli())) + " "
                    + before.name();
        }

        private static Optional<Position> of(String text) {
            String[] words = text.split(" ");
            try {
                return Optional.of(new Position(
                        Mode.valueOf(words[0]),
                        words[1].equals("-") ? null : Instant.ofEpochMilli(Long.parseLong(words[1])),
                        Mode.valueOf(words[2])));
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                return Optional.empty();
            }
        }
    }

    /** How a policy is switched now: what was not confirmed in time is back where it was. */
    public Position position(Policy policy) {
        Position stored = settings.setting(name(policy))
                .flatMap(Position::of)
                .orElse(new Position(policy.mode(), null, policy.mode()));
        Instant confirmBy = stored.confirmBy();
        if (confirmBy != null && !clock.instant().isBefore(confirmBy)) {
            return new Position(stored.before(), null, stored.before());
        }
        return stored;
    }

    /** Switches a policy; what may block someone awaits confirmation. */
    public Position change(Policy policy, Mode mode, boolean confirmed) {
        Position now = position(policy);
        boolean awaits = mode == Mode.ON && now.mode() != Mode.ON && !confirmed;
        Position next = new Position(
                mode, awaits ? clock.instant().plus(Decisions.CONFIRMATION) : null, awaits ? now.mode() : mode);
        settings.setSetting(name(policy), next.toText());
        return next;
    }

    /** Makes a switch stand; false when nothing awaits confirmation (any more). */
    public boolean confirm(Policy policy) {
        Position now = position(policy);
        if (now.confirmBy() == null) {
            return false;
        }
        settings.setSetting(name(policy), new Position(now.mode(), null, now.mode()).toText());
        return true;
    }

    private static String name(Policy policy) {
        return "policy." + policy.name();
    }
}
