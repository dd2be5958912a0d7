package io.rempart.console.api;

import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who calls, with a session or a token; the log-in was checked before. */
final class Caller {
    private Caller() {}

    static Person of() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        if (who != null && who.getPrincipal() instanceof Person person) {
            return person;
        }
        throw new ApiProblem(401, "api.problem.no-log-in");
    }

    /** Who may decide. The rules of the paths say the same; this holds should they change. */
    static Person whoDecides() {
        Person person = of();
        if (!person.mayDecide()) {
            throw new ApiProblem(403, "api.problem.not-allowed", Accounts.ANALYST);
        }
        return person;
    }

    static Person whoAdministers() {
        Person person = of();
        if (!person.role().equals(Accounts.ADMIN)) {
            throw new ApiProblem(403, "api.problem.not-allowed", Accounts.ADMIN);
        }
        return person;
    }
}
