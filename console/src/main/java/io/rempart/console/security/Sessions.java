package io.rempart.console.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;

/** Begins a log-in outside the log-in form (first account), and renews it when the account changed. Thread-safe. */
public final class Sessions {
    private final SecurityContextRepository repository = new HttpSessionSecurityContextRepository();

    /** From now on the session is this person's; it gets another id (session fixation). */
    public void begin(Person person, HttpServletRequest request, HttpServletResponse response) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            request.changeSessionId();
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(LogInProvider.loggedIn(person));
        SecurityContextHolder.setContext(context);
        repository.saveContext(context, request, response);
    }
}
