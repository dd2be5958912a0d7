package io.rempart.console.security;

import inet.ipaddr.HostName;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names a browser may call this console by. DNS rebinding makes a foreign page's host name resolve to this server; the
 * browser then sends that name in Host. An address is no name that anyone can rebind, so addresses are always right.
 */
final class HostNames {
    private final Set<String> names = new HashSet<>();

    HostNames(String listenHost, List<String> configured) {
        names.add("localhost");
        names.add(listenHost.toLowerCase(Locale.ROOT));
        configured.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    }

    /** @param host the Host header, with or without a port */
    boolean includes(@Nullable String host) {
        if (host == null || host.isEmpty() || host.length() > 300) {
            return false;
        }
        String name = withoutPort(host.toLowerCase(Locale.ROOT));
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        return names.contains(name) || name.endsWith(".localhost") || isAddress(name);
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        boolean isPort = colon > 0 && host.indexOf(']') < colon && host.indexOf(':') == colon
                || colon > 0 && host.startsWith("[") && host.indexOf(']') == colon - 1;
        return isPort ? host.substring(0, colon) : host;
    }

    private static boolean isAddress(String name) {
        if (name.startsWith("[") && name.endsWith("]")) {
            return new HostName(name).asAddress() != null;
        }
        // strictly four decimal numbers: what a resolver might take for a name is no address
        return name.matches("\\d{1,3}(\\.\\d{1,3}){3}") && new HostName(name).asAddress() != null;
    }
}
