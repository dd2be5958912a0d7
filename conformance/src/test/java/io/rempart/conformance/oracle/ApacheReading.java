package io.rempart.conformance.oracle;

import java.util.ArrayDeque;
import java.util.Deque;

/** What Apache and ModSecurity 2 read otherwise than we do. Stateless. */
final class ApacheReading {
    private ApacheReading() {}

    /** The path as Apache leaves it behind the first phase: decoded once, dot segments and double slashes gone. */
    static Exchange withNormalisedPath(Exchange exchange) {
        String uri = exchange.uri();
        int end = uri.indexOf('?');
        String path = end < 0 ? uri : uri.substring(0, end);
        String decoded = Mutation.decoded(normalised(path).replace("+", "%2b"));
        return exchange.withUri(normalised(decoded) + (end < 0 ? "" : uri.substring(end)));
    }

    private static String normalised(String path) {
        StringBuilder decoded = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%' && i + 2 < path.length()) {
                int high = Character.digit(path.charAt(i + 1), 16);
                int low = Character.digit(path.charAt(i + 2), 16);
                char character = (char) (high * 16 + low);
                if (high >= 0 && low >= 0 && isUnreserved(character)) {
                    decoded.append(character);
                    i += 2;
                    continue;
                }
            }
            decoded.append(c);
        }
        String[] segments = decoded.toString().split("/+", -1);
        Deque<String> kept = new ArrayDeque<>();
        for (int i = 1; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            if (segments[i].equals("..")) {
                kept.pollLast();
            } else if (!segments[i].equals(".")) {
                kept.addLast(segments[i]);
                continue;
            }
            if (last) {
                kept.addLast("");
            }
        }
        return decoded.toString().startsWith("/") ? "/" + String.join("/", kept) : decoded.toString();
    }

    private static boolean isUnreserved(char c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
    }
}
