package io.rempart.response.policy;

import io.rempart.events.query.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The policies as written. Immutable.
 *
 * @param loggedIn events that show that someone logged in to a site, in the search language; for simulations
 */
public record PolicyBook(List<Policy> policies, Query loggedIn) {
    public Optional<Policy> policy(String name) {
        return policies.stream().filter(policy -> policy.name().equals(name)).findFirst();
    }

    /** The policies of this book and then those of another, which replace policies of the same name. */
    public PolicyBook with(PolicyBook other) {
        List<Policy> all = new ArrayList<>(policies);
        for (Policy policy : other.policies) {
            all.removeIf(p -> p.name().equals(policy.name()));
            all.add(policy);
        }
        return new PolicyBook(List.copyOf(all), other.loggedIn);
    }
}
