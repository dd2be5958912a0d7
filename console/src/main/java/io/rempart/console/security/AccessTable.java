package io.rempart.console.security;

import static io.rempart.console.security.AccessTable.Least.ADMIN;
import static io.rempart.console.security.AccessTable.Least.ANALYST;
import static io.rempart.console.security.AccessTable.Least.OPEN;
import static io.rempart.console.security.AccessTable.Least.VIEWER;

import io.rempart.events.account.TokenScope;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Who may do what: the one table that both the checks of each request and the test of all routes read. The first row that fits
 * decides; what fits none is for administrators. Immutable.
 */
public final class AccessTable {
    /** The least that a person must be. */
    public enum Least {
        /** Nobody in particular: no log-in. */
        OPEN,
        VIEWER,
        ANALYST,
        ADMIN;

        boolean isMetBy(String role) {
            return switch (this) {
                case OPEN -> true;
                case VIEWER -> true;
                case ANALYST -> role.equals(Accounts.ANALYST) || role.equals(Accounts.ADMIN);
                case ADMIN -> role.equals(Accounts.ADMIN);
            };
        }
    }

    /**
     * One row.
     *
     * @param methods empty for every method
     * @param scope which an API token must have; null where tokens are not taken
     */
    record Row(
            Set<String> methods,
            PathPattern path,
            Least least,
            @Nullable TokenScope scope) {
        boolean fits(String method, PathContainer wanted) {
            return (methods.isEmpty() || methods.contains(method)) && path.matches(wanted);
        }
    }

    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> ANY = Set.of();

    private static final PathPatternParser PATTERNS = new PathPatternParser();
    private static final List<Row> ROWS = rows();

    private AccessTable() {}

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        // what needs no log-in
        add(rows, READING, OPEN, null, "/log-in", "/log-in/**", "/set-up", "/invitation", "/assets/**");
        add(
                rows,
                CHANGING,
                OPEN,
                null,
                "/log-in",
                "/log-in/**",
                "/set-up",
                "/invitation",
                "/language",
                "/appearance",
                "/log-out");
        add(rows, READING, OPEN, null, "/health/live", "/health/ready");

        // programs
        add(rows, READING, VIEWER, TokenScope.METRICS, "/metrics");
        add(rows, READING, VIEWER, null, "/feeds");
        add(rows, READING, VIEWER, TokenScope.BOUNCER, "/v1/decisions", "/v1/decisions/**", "/feeds/**");
        add(
                rows,
                ANY,
                ADMIN,
                TokenScope.ADMIN,
                "/api/v1/accounts/**",
                "/api/v1/tokens/**",
                "/api/v1/audit/**",
                "/api/v1/settings/**");
        add(rows, CHANGING, ADMIN, TokenScope.ADMIN, "/api/v1/policies/**", "/api/v1/sample/**");
        add(rows, READING, VIEWER, TokenScope.READ, "/api/**");
        add(rows, CHANGING, ANALYST, TokenScope.DECIDE, "/api/**");

        // administrators
        add(rows, ANY, ADMIN, null, "/people/**", "/audit/**", "/tokens/**");
        add(
                rows,
                CHANGING,
                ADMIN,
                null,
                "/sample",
                "/sample/**",
                "/settings/**",
                "/policies/**",
                "/notifications/**",
                "/feeds/**");

        // what belongs to the person alone: own searches, password, tokens
        add(rows, CHANGING, VIEWER, null, "/searches/**", "/account/**");

        add(rows, READING, VIEWER, null, "/**");
        add(rows, CHANGING, ANALYST, null, "/**");
        return List.copyOf(rows);
    }

    private static void add(
            List<Row> rows, Set<String> methods, Least least, @Nullable TokenScope scope, String... paths) {
        Arrays.stream(paths).forEach(path -> rows.add(new Row(methods, PATTERNS.parse(path), least, scope)));
    }

    /** The least role for a request; its path without the query. */
    public static Least least(String method, String path) {
        Row row = row(method, path);
        return row == null ? ADMIN : row.least();
    }

    /** The scope that a token must have for a request; null when no token will do. */
    public static @Nullable TokenScope scope(String method, String path) {
        Row row = row(method, path);
        return row == null ? null : row.scope();
    }

    /** Whether a person of that role may make this request. */
    static boolean allows(String role, HttpServletRequest request) {
        return least(request.getMethod(), request.getRequestURI()).isMetBy(role);
    }

    /** Whether a token may make this request: its scope is there, and so is the right of its owner. */
    static boolean allows(TokenLogIn token, HttpServletRequest request) {
        TokenScope scope = scope(request.getMethod(), request.getRequestURI());
        return scope != null
                && token.scopes().contains(scope)
                && allows(token.getPrincipal().role(), request);
    }

    private static @Nullable Row row(String method, String path) {
        PathContainer wanted = PathContainer.parsePath(path);
        return ROWS.stream().filter(row -> row.fits(method, wanted)).findFirst().orElse(null);
    }
}
