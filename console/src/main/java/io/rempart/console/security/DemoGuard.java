package io.rempart.console.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The console as a demonstration: everybody is a viewer without log-in, and nobody changes anything but language and
 * appearance of the own browser. Thread-safe.
 */
final class DemoGuard extends OncePerRequestFilter {
    static final Person VISITOR = new Person("demo", "", Accounts.VIEWER, "");

    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<String> OWN = Set.of("/language", "/appearance");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!READING.contains(request.getMethod()) && !OWN.contains(request.getRequestURI())) {
            if (MachinePaths.includes(request)) {
                MachinePaths.refused(request, response, "door.demo");
            } else {
                response.sendError(403, "demo");
            }
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(LogInProvider.loggedIn(VISITOR));
        SecurityContextHolder.setContext(context);
        chain.doFilter(request, response);
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }
}
