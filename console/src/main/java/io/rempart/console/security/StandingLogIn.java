package io.rempart.console.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends a log-in whose account was disabled, deleted, given another role, or given another password elsewhere, or that was ended
 * from the list of sessions; and leads who must set up a second factor to where that is done. Thread-safe.
 */
final class StandingLogIn extends OncePerRequestFilter {
    static final String HAS_SECOND_FACTOR = "rempart.has-second-factor";
    private static final String WHERE_TO_SET_UP = "/account/second-factor";

    private final Accounts accounts;
    private final SignedInPeople people;
    private final SecondFactor secondFactor;
    private final SecondFactorRule rule;

    StandingLogIn(Accounts accounts, SignedInPeople people, SecondFactor secondFactor, SecondFactorRule rule) {
        this.accounts = accounts;
        this.people = people;
        this.secondFactor = secondFactor;
        this.rule = rule;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        HttpSession session = request.getSession(false);
        if (session != null && authentication != null && authentication.getPrincipal() instanceof Person person) {
            boolean stands = people.seen(session, person, request.getRemoteAddr(), request.getHeader("User-Agent"))
                    && accounts.stands(person);
            if (!stands) {
                session.invalidate();
                SecurityContextHolder.clearContext();
            } else if (mustSetUp(session, person, request)) {
                if (MachinePaths.includes(request)) {
                    MachinePaths.refused(request, response, "door.second");
                } else {
                    response.sendRedirect(WHERE_TO_SET_UP);
                }
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private boolean mustSetUp(HttpSession session, Person person, HttpServletRequest request) {
        String path = request.getRequestURI();
        if (!rule.concerns(person)
                || session.getAttribute(HAS_SECOND_FACTOR) != null
                || path.startsWith(WHERE_TO_SET_UP)
                || AccessTable.least(request.getMethod(), path) == AccessTable.Least.OPEN
                || path.equals("/log-out")) {
            return false;
        }
        if (secondFactor.isSetUp(person.name())) {
            session.setAttribute(HAS_SECOND_FACTOR, true);
            return false;
        }
        return true;
    }
}
