package io.rempart.response.policy;

import io.rempart.events.query.Query;
import io.rempart.events.query.Query.NumberField;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The search for the events that count for a policy. */
final class PolicyQuery {
    private PolicyQuery() {}

    /**
     * @param from no event before; null for any
     * @param afterId no event with this id or a lower one; null for any
     */
    static Query of(Policy policy, @Nullable Instant from, @Nullable Long afterId) {
        List<Query> parts = new ArrayList<>();
        parts.add(new Query.ClassIs(policy.classes()));
        if (!(policy.search() instanceof Query.All)) {
            parts.add(policy.search());
        }
        if (from != null) {
            parts.add(new Query.TimeBetween(from, null));
        }
        if (afterId != null) {
            parts.add(new Query.NumberBetween(NumberField.ID, afterId + 1, Long.MAX_VALUE));
        }
        return new Query.And(List.copyOf(parts));
    }
}
