package io.rempart.app.response;

import io.rempart.app.Messages;
import io.rempart.console.Actor;
import io.rempart.console.Countermeasures.Outcome;
import io.rempart.console.Policies;
import io.rempart.events.query.Query;
import io.rempart.response.policy.Policy;
import io.rempart.response.policy.PolicySwitches.Position;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;

/** The console's page of policies. Thread-safe. */
public final class SwitchedPolicies implements Policies {
    private static final int MOST_DAYS = 365;

    private final ResponseRooms rooms;

    public SwitchedPolicies(ResponseRooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public List<View> all(Locale language) {
        boolean french = Messages.spoken(language).equals(Locale.FRENCH);
        return rooms.policies().policies().stream()
                .map(policy -> view(
                        policy,
                        rooms.switches().position(policy),
                        rooms.switches().isEdited(policy),
                        french))
                .toList();
    }

    private static View view(Policy policy, Position position, boolean isEdited, boolean french) {
        return new View(
                policy.name(),
                french ? policy.french() : policy.english(),
                mode(position.mode()),
                mode(position.before()),
                position.confirmBy(),
                isEdited,
                policy.classes(),
                policy.confidence(),
                policy.events(),
                policy.within(),
                policy.search() instanceof Query.All ? "" : policy.search().toText(),
                policy.lasting(),
                policy.ipv4Length(),
                policy.ipv6Length());
    }

    private static Mode mode(Policy.Mode mode) {
        return Mode.valueOf(mode.name());
    }

    @Override
    public Simulation simulate(String name, int days) {
        io.rempart.response.policy.Simulation done = rooms.simulator()
                .simulate(
                        policy(name),
                        rooms.policies().loggedIn(),
                        Duration.ofDays(Math.max(1, Math.min(MOST_DAYS, days))));
        return new Simulation(
                done.period(),
                done.addresses(),
                done.loggedIn(),
                done.guarded(),
                done.legitimate(),
                done.events(),
                done.blocked().stream()
                        .map(one -> new Blocked(one.address().toCanonicalString(), one.events(), one.hasLoggedIn()))
                        .toList(),
                done.isComplete());
    }

    private Policy policy(String name) {
        return rooms.policies().policy(name).orElseThrow(() -> new NoSuchElementException(name));
    }

    @Override
    public Outcome change(String name, Mode mode, Actor actor) {
        Policy policy = policy(name);
        Policy.Mode wanted = Policy.Mode.valueOf(mode.name());
        if (wanted == Policy.Mode.ON && rooms.switches().position(policy).mode() == Policy.Mode.OFF) {
            return new Outcome(false, Messages.in(actor.language(), "policies.page.dry-first", name), "");
        }
        Position position = rooms.switches().change(policy, wanted, false);
        return new Outcome(
                true,
                Messages.in(actor.language(), "policies.page.switched." + mode.key(), name),
                name,
                position.confirmBy());
    }

    @Override
    public Outcome confirm(String name, Actor actor) {
        return rooms.switches().confirm(policy(name))
                ? new Outcome(true, Messages.in(actor.language(), "policies.page.confirmed", name), "")
                : new Outcome(false, Messages.in(actor.language(), "policies.confirm.none", name), "");
    }

    @Override
    public Outcome undo(String name, Actor actor) {
        Policy policy = policy(name);
        Position position = rooms.switches().position(policy);
        if (position.confirmBy() == null) {
            return new Outcome(false, Messages.in(actor.language(), "policies.confirm.none", name), "");
        }
        // Back to what was confirmed before: nothing to confirm again.
        rooms.switches().change(policy, position.before(), true);
        return new Outcome(
                true,
                Messages.in(
                        actor.language(),
                        "policies.page.switched." + position.before().key(),
                        name),
                "");
    }
}
