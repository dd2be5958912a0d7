package io.rempart.events.enrich;

import inet.ipaddr.IPAddress;
import io.rempart.events.model.ByteText;
import io.rempart.events.read.Addresses;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How proxies tell for whom they ask. {@code X-Forwarded-For} is a list to which every proxy adds on the right; {@code
 * Forwarded} is the same with names (RFC 7239); the others hold one address.
 */
public enum ForwardingHeader {
    X_FORWARDED_FOR("X-Forwarded-For"),
    FORWARDED("Forwarded"),
    X_REAL_IP("X-Real-IP"),
    CF_CONNECTING_IP("CF-Connecting-IP");

    /** Entries farther left are not looked at. */
    static final int MOST_HOPS = 64;

    private final String headerName;

    ForwardingHeader(String headerName) {
        this.headerName = headerName;
    }

    public String headerName() {
        return headerName;
    }

    /** The entries of the header's lines from right to left, as texts of addresses; at most {@value #MOST_HOPS}. */
    List<String> hops(List<ByteText> lines) {
        List<String> hops = new ArrayList<>();
        for (int line = lines.size() - 1; line >= 0 && hops.size() < MOST_HOPS; line--) {
            String text = lines.get(line).toLatin1();
            int end = text.length();
            while (end >= 0 && hops.size() < MOST_HOPS) {
                int comma = text.lastIndexOf(',', end - 1);
                String entry = text.substring(comma + 1, end).strip();
                hops.add(this == FORWARDED ? forValue(entry) : entry);
                end = comma;
            }
            if (this == X_REAL_IP || this == CF_CONNECTING_IP) {
                return hops.subList(0, 1);
            }
        }
        return hops;
    }

    /** The {@code for} of an element of {@code Forwarded}; empty when it has none. */
    private static String forValue(String element) {
        for (String pair : element.split(";", 16)) {
            int equals = pair.indexOf('=');
            if (equals > 0
                    && pair.substring(0, equals)
                            .strip()
                            .toLowerCase(Locale.ROOT)
                            .equals("for")) {
                String value = pair.substring(equals + 1).strip();
                boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
                return quoted ? value.substring(1, value.length() - 1) : value;
            }
        }
        return "";
    }

    /** The address of an entry, without its port; null for everything that is none ({@code unknown}, {@code _hidden}, junk). */
    static @Nullable IPAddress address(String entry) {
        String bare = entry;
        if (bare.startsWith("[")) {
            int close = bare.indexOf(']');
            if (close < 0 || !isPort(bare.substring(close + 1))) {
                return null;
            }
            bare = bare.substring(1, close);
            return bare.indexOf(':') < 0 ? null : parse(bare);
        }
        int colon = bare.indexOf(':');
        if (colon > 0 && colon == bare.lastIndexOf(':')) {
            if (!isPort(bare.substring(colon))) {
                return null;
            }
            bare = bare.substring(0, colon);
        }
        return parse(bare);
    }

    private static @Nullable IPAddress parse(String text) {
        return Addresses.of(ByteText.of(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Nothing, or a colon and a port. */
    private static boolean isPort(String text) {
        if (text.isEmpty()) {
            return true;
        }
        if (text.length() > 6 || text.length() < 2 || text.charAt(0) != ':') {
            return false;
        }
        return text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
    }
}
