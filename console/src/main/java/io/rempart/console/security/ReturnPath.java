package io.rempart.console.security;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where a person wanted to go before he had to log in; always a path of this console, never another site. */
public final class ReturnPath {
    private static final int LONGEST = 4_096;

    private ReturnPath() {}

    /** The path if it is one of ours, else {@code /}. */
    public static String safe(@Nullable String path) {
        if (path == null
                || path.length() > LONGEST
                || !path.startsWith("/")
                || path.startsWith("//")
                || path.startsWith("/log-in")
                || path.startsWith("/error")) {
            return "/";
        }
        boolean plain = path.chars().allMatch(c -> c > 0x20 && c < 0x7F && c != '\\');
        return plain ? path : "/";
    }

    static String logInFor(HttpServletRequest request) {
        String wanted =
                request.getRequestURI() + (request.getQueryString() == null ? "" : "?" + request.getQueryString());
        String safe = request.getMethod().equals("GET") ? safe(wanted) : "/";
        return safe.equals("/") ? "/log-in" : "/log-in?next=" + URLEncoder.encode(safe, StandardCharsets.UTF_8);
    }
}
