package io.rempart.console.security;

import io.rempart.events.account.AccountStore.Account;
import java.security.Principal;
import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * Who is logged in. Lives in the session.
 *
 * @param passwordHash as it was at log-in: when the account's is another, this log-in is over
 * @param language {@code en}, {@code fr} or empty for the browser's
 */
public record Person(String name, String passwordHash, String role, String language)
        implements Principal, AuthenticatedPrincipal {
    static Person of(Account account) {
        return new Person(account.name(), account.passwordHash(), account.role(), account.language());
    }

    @Override
    public String getName() {
        return name;
    }

    /** Whether this person may decide (classify); a viewer may only look. */
    public boolean mayDecide() {
        return role.equals(Accounts.ADMIN) || role.equals(Accounts.ANALYST);
    }

    /** Whether this person may change what concerns everybody: accounts, settings, sample data. */
    public boolean mayAdminister() {
        return role.equals(Accounts.ADMIN);
    }

    @Override
    public String toString() {
        return name;
    }
}
