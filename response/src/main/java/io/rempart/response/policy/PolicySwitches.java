package io.rempart.response.policy;

import io.rempart.events.model.SourceClass;
import io.rempart.events.store.EventStore;
import io.rempart.response.decision.Decisions;
import io.rempart.response.policy.Policy.Mode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which policies are switched on, kept with the data. Every switch goes back by itself unless it is confirmed within a minute: the
 * time is stored with it, so that it goes back whoever is still running. A policy that is on and whose text changed since (its
 * conditions or its block, in an edited file) runs dry until someone confirms it or switches it on: an edit alone blocks nobody.
 * Thread-safe.
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
        Position switched = switched(policy);
        return switched.mode() == Mode.ON && !isKnown(policy)
                ? new Position(Mode.DRY_RUN, null, Mode.DRY_RUN)
                : switched;
    }

    /** Whether a policy that is on runs dry because its text changed and nobody confirmed that. */
    public boolean isEdited(Policy policy) {
        return switched(policy).mode() == Mode.ON && !isKnown(policy);
    }

    private Position switched(Policy policy) {
        Position stored = settings.setting(name(policy))
                .flatMap(Position::of)
                .orElse(new Position(policy.mode(), null, policy.mode()));
        Instant confirmBy = stored.confirmBy();
        if (confirmBy != null && !clock.instant().isBefore(confirmBy)) {
            return new Position(stored.before(), null, stored.before());
        }
        return stored;
    }

    /** Switches a policy; any change awaits confirmation, but one back to what was confirmed last. */
    public Position change(Policy policy, Mode mode, boolean confirmed) {
        Position now = position(policy);
        Mode stands = now.confirmBy() == null ? now.mode() : now.before();
        boolean awaits = mode != stands && !confirmed;
        Position next = new Position(
                mode, awaits ? clock.instant().plus(Decisions.CONFIRMATION) : null, awaits ? stands : mode);
        if (mode == Mode.ON) {
            know(policy);
        }
        settings.setSetting(name(policy), next.toText());
        return next;
    }

    /** Makes a switch or an edit stand; false when nothing awaits confirmation (any more). */
    public boolean confirm(Policy policy) {
        if (isEdited(policy)) {
            know(policy);
            settings.setSetting(name(policy), new Position(Mode.ON, null, Mode.ON).toText());
            return true;
        }
        Position now = position(policy);
        if (now.confirmBy() == null) {
            return false;
        }
        settings.setSetting(name(policy), new Position(now.mode(), null, now.mode()).toText());
        return true;
    }

    private boolean isKnown(Policy policy) {
        return settings.setting(textName(policy)).filter(text(policy)::equals).isPresent();
    }

    private void know(Policy policy) {
        settings.setSetting(textName(policy), text(policy));
    }

    /** What a policy does, in short: the same for the same conditions and the same block, whatever it says about itself. */
    private static String text(Policy policy) {
        String whole = String.join(
                " ",
                policy.classes().stream()
                        .map(SourceClass::key)
                        .sorted()
                        .toList()
                        .toString(),
                Integer.toString(policy.confidence()),
                Integer.toString(policy.events()),
                policy.within().toString(),
                policy.search().toText(),
                String.valueOf(policy.lasting()),
                Integer.toString(policy.ipv4Length()),
                Integer.toString(policy.ipv6Length()));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String textName(Policy policy) {
        return "policy-text." + policy.name();
    }

    private static String name(Policy policy) {
        return "policy." + policy.name();
    }
}
