package io.rempart.response.policy;

import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When to block by itself: a source with at least so many events of some classes within a time. Immutable.
 *
 * @param name as people write it; known by it in decisions and settings
 * @param mode as configured; what was switched since wins ({@link PolicySwitches})
 * @param classes the events that count
 * @param confidence how sure their class must be, in percent
 * @param events how many
 * @param within in which time
 * @param search which events count besides, in the search language
 * @param lasting how long the block lasts; null for the usual time, longer each time
 * @param ipv4Length length of the prefix that is blocked around an IPv4 address
 * @param ipv6Length length of the prefix that is blocked around an IPv6 address
 * @param english what it is for, for people; {@code french} the same
 */
public record Policy(
        String name,
        Mode mode,
        Set<SourceClass> classes,
        int confidence,
        int events,
        Duration within,
        Query search,
        @Nullable Duration lasting,
        int ipv4Length,
        int ipv6Length,
        String english,
        String french) {
    /** What a policy does when it applies. The names are stored: never rename one. */
    public enum Mode {
        OFF,
        /** Notes in the audit trail whom it would block. */
        DRY_RUN,
        ON;

        public String key() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }
}
