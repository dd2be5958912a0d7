package io.rempart.console.measure;

import io.rempart.events.measure.Timings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * How long answers took, by method and pattern of the path: never by the path itself, which anybody can make up. At most
 * {@value #MOST} of them. Thread-safe.
 */
final class RequestTimes implements HandlerInterceptor {
    static final int MOST = 300;
    private static final String START = RequestTimes.class.getName();

    private final Map<String, Timings> byRoute = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        request.setAttribute(START, System.nanoTime());
        return true;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        if (request.getAttribute(START) instanceof Long start) {
            Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
            String route = request.getMethod() + " " + (pattern == null ? "other" : pattern);
            String kept = byRoute.containsKey(route) || byRoute.size() < MOST ? route : request.getMethod() + " other";
            byRoute.computeIfAbsent(kept, key -> new Timings()).add(Duration.ofNanos(System.nanoTime() - start));
        }
    }

    Map<String, Timings.Snapshot> snapshot() {
        Map<String, Timings.Snapshot> snapshot = new TreeMap<>();
        byRoute.forEach((route, timings) -> snapshot.put(route, timings.snapshot()));
        return snapshot;
    }
}
