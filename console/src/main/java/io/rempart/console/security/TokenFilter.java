package io.rempart.console.security;

import io.rempart.console.security.ApiTokens.Bearer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Logs a request in by its API token, for this request only. Wrong tokens slow their address down as wrong passwords do, in a
 * count of their own: a program with an old token can't keep the people of its network from logging in, nor the programs that
 * have a right one. Those are never slowed down; nobody finds 256 bits by trying. Thread-safe.
 */
final class TokenFilter extends OncePerRequestFilter {
    private final ApiTokens tokens;
    private final LogInThrottle throttle;
    private final Accounts accounts;

    TokenFilter(ApiTokens tokens, LogInThrottle throttle, Accounts accounts) {
        this.tokens = tokens;
        this.throttle = throttle;
        this.accounts = accounts;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String address = request.getRemoteAddr();
        Optional<Bearer> bearer = tokens.bearer(MachinePaths.secret(request).orElse(""), address);
        if (bearer.isEmpty()) {
            refuse(request, response, address);
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new TokenLogIn(bearer.get()));
        SecurityContextHolder.setContext(context);
        try {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, String address) throws IOException {
        Duration wait = throttle.wait(address);
        if (wait.isZero()) {
            throttle.failed(address);
            accounts.record("", "token-refused", request.getRequestURI(), address);
            MachinePaths.unknown(request, response, "door.token.wrong");
        } else {
            MachinePaths.slow(request, response, new TooManyAttempts(wait).seconds());
        }
    }

    /** A request that goes on in another thread (server-sent events) comes by again and is logged in again. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }
}
