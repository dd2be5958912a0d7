package io.rempart.console.live;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Notes in each session when its person last did something. An open stream, and the browser that opens it again by itself, keep a
 * session alive for the web server; so whether it was left alone for too long is decided here. Thread-safe.
 */
final class PresentPeople implements HandlerInterceptor {
    private static final String ACTIVE_AT = PresentPeople.class.getName();

    private final Clock clock;
    private final Duration longestIdle;

    PresentPeople(Clock clock, Duration longestIdle) {
        this.clock = clock;
        this.longestIdle = longestIdle;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        HttpSession session = request.getSession(false);
        if (session != null && !request.getRequestURI().equals(LiveApi.PATH)) {
            session.setAttribute(ACTIVE_AT, clock.instant());
        }
        return true;
    }

    /** Whether the session still is one and its person did something lately; one that was left alone is ended. */
    boolean isPresent(HttpSession session) {
        try {
            Instant now = clock.instant();
            if (session.getAttribute(ACTIVE_AT) instanceof Instant at
                    && Duration.between(at, now).compareTo(longestIdle) > 0) {
                session.invalidate();
                return false;
            }
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
