package io.rempart.response.block;

import io.rempart.response.address.Prefix;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Connections that stand already. The drivers drop their packets before connection tracking looks at them, so nothing goes
 * through; here their entries are deleted as well, where {@code conntrack} is installed, so that a driver that hooks later
 * (firewalld) cuts them too, and what is counted as open is open. Thread-safe.
 */
final class Connections {
    /** A process for each prefix: past these it would cost more than it brings. */
    private static final int MOST = 64;

    private final @Nullable SystemCommand conntrack;

    Connections(SystemCommand.Finder programs) {
        this.conntrack = programs.find("conntrack", Duration.ofSeconds(5)).orElse(null);
    }

    /** Best effort: a connection that can't be deleted has no packets all the same. */
    void cut(Collection<Prefix> prefixes) {
        if (conntrack == null || prefixes.size() > MOST) {
            return;
        }
        for (Prefix prefix : prefixes) {
            try {
                conntrack.run("-D", "-f", prefix.isIpv4() ? "ipv4" : "ipv6", "-s", prefix.toString());
            } catch (BlockerException e) {
                return;
            }
        }
    }
}
