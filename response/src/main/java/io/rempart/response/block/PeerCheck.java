package io.rempart.response.block;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.TreeSet;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** Who may tell the blocker what to do: the kernel says who is at the other end (SO_PEERCRED, unix(7)). Immutable. */
final class PeerCheck {
    private final Set<String> users;

    /** Root, the user of this process, and these. */
    PeerCheck(Set<String> users) {
        Set<String> all = new TreeSet<>(users);
        all.add("root");
        all.add("0");
        all.add(System.getProperty("user.name", "root"));
        this.users = Set.copyOf(all);
    }

    boolean allows(SocketChannel channel) {
        try {
            UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
            return users.contains(peer.user().getName());
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
