package io.rempart.console.security;

import io.rempart.console.language.RequestWords;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The first check of every request: puts the security headers on every response, refuses foreign host names, and refuses a
 * change that another site's page asked for (in addition to CSRF tokens).
 */
final class RequestGuard extends OncePerRequestFilter {
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private static final System.Logger LOG = System.getLogger(RequestGuard.class.getName());
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");
    private static final Set<String> METHODS_OF_API = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    private final HostNames hostNames;
    private final RequestWords words;

    RequestGuard(HostNames hostNames, RequestWords words) {
        this.hostNames = hostNames;
        this.words = words;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        addHeaders(request, response);
        words.putOn(request);
        if (!hostNames.includes(request.getHeader("Host"))) {
            refuse(response, 421, RequestWords.text(request, "door.host"));
        } else if (!methods(request).contains(request.getMethod())) {
            response.setHeader("Allow", "GET, HEAD, POST");
            refuse(response, 405, RequestWords.text(request, "door.method"));
        } else if (!READING.contains(request.getMethod()) && isFromElsewhere(request)) {
            refuse(response, 403, RequestWords.text(request, "door.elsewhere"));
        } else {
            answer(request, response, chain);
        }
    }

    /** Forms know GET and POST; programs of the API also the others. */
    private static Set<String> methods(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/api/") ? METHODS_OF_API : METHODS;
    }

    /** The last catch: a failure that no page could be made of is logged under a number, and only the number is shown. */
    private static void answer(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        try {
            chain.doFilter(request, response);
        } catch (IOException gone) {
            throw gone;
        } catch (ServletException | RuntimeException | StackOverflowError e) {
            String number = UUID.randomUUID().toString().substring(0, 8);
            LOG.log(System.Logger.Level.ERROR, "a page failed, error number " + number, e);
            if (!response.isCommitted()) {
                response.resetBuffer();
                refuse(response, 500, RequestWords.text(request, "door.failed", number));
            }
        }
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    private static void addHeaders(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        // not no-referrer: a browser then sends "Origin: null" with our own forms, which could not be told from a
        // foreign one
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader(
                "Permissions-Policy",
                "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()");
        response.setHeader("Cache-Control", "no-store");
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
    }

    private static boolean isFromElsewhere(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return true;
        }
        String origin = request.getHeader("Origin");
        return origin != null && !isOwn(origin, request.getHeader("Host"));
    }

    private static boolean isOwn(String origin, @Nullable String host) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null
                    && host != null
                    && authority.toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void refuse(HttpServletResponse response, int status, String sentence) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=utf-8");
        response.getOutputStream().write((sentence + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
