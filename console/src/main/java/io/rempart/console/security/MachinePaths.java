package io.rempart.console.security;

import io.rempart.console.language.RequestWords;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The paths that programs ask: there a token is looked at, and a refusal is JSON instead of a way to the log-in page. Refusals
 * are problems as of RFC 9457; under {@code /v1/} they are what CrowdSec's local API answers, which its bouncers expect.
 */
final class MachinePaths {
    private static final int LONGEST_SECRET = 256;

    private MachinePaths() {}

    static boolean includes(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.startsWith("/api/")
                || path.startsWith("/v1/")
                || path.startsWith("/feeds/")
                || path.equals("/metrics");
    }

    /** Whether the request comes with a token for such a path; with a wrong one too. */
    static boolean hasToken(HttpServletRequest request) {
        return includes(request) && secret(request).isPresent();
    }

    /** What stands in {@code Authorization: Bearer …} or {@code X-Api-Key: …}; empty when neither is there. */
    static Optional<String> secret(HttpServletRequest request) {
        String key = request.getHeader("X-Api-Key");
        if (key == null) {
            String authorization = request.getHeader("Authorization");
            key = authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                    ? authorization.substring(7)
                    : null;
        }
        return Optional.ofNullable(key).map(text -> text.length() > LONGEST_SECRET ? "" : text.strip());
    }

    /**
     * Who came without a right token, or with none: 401, or 403 as CrowdSec has it.
     *
     * @param why key of the message
     */
    static void unknown(HttpServletRequest request, HttpServletResponse response, String why) throws IOException {
        if (isBouncerPath(request)) {
            forbidden(response);
        } else {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"rempart\"");
            problem(response, 401, "Not logged in", RequestWords.text(request, why));
        }
    }

    /**
     * Who is known and may not: 403.
     *
     * @param why key of the message
     */
    static void refused(HttpServletRequest request, HttpServletResponse response, String why) throws IOException {
        if (isBouncerPath(request)) {
            forbidden(response);
        } else {
            problem(response, 403, "Not allowed", RequestWords.text(request, why));
        }
    }

    /** Who guessed too often: 429. */
    static void slow(HttpServletRequest request, HttpServletResponse response, long seconds) throws IOException {
        response.setHeader("Retry-After", Long.toString(seconds));
        problem(response, 429, "Too many failed tries", RequestWords.text(request, "door.slow", seconds));
    }

    private static boolean isBouncerPath(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/v1/");
    }

    private static void forbidden(HttpServletResponse response) throws IOException {
        write(response, 403, "application/json", "{\"message\":\"access forbidden\"}");
    }

    /** All texts are our own, without quotation marks, and need no escaping. */
    private static void problem(HttpServletResponse response, int status, String title, String detail)
            throws IOException {
        write(
                response,
                status,
                "application/problem+json",
                "{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\"" + detail
                        + "\"}");
    }

    private static void write(HttpServletResponse response, int status, String type, String body) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.getOutputStream().write((body + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
