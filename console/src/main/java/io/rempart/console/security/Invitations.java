package io.rempart.console.security;

import java.util.Optional;

/** The links by which invited people set their password. Thread-safe. */
public final class Invitations {
    private final People people;
    private final Accounts accounts;

    Invitations(People people, Accounts accounts) {
        this.people = people;
        this.accounts = accounts;
    }

    /** Whom the link is for; empty when it is wrong, used or older than three days. */
    public Optional<String> name(String secret) {
        return secret.isEmpty() || secret.length() > 100 ? Optional.empty() : people.invited(secret);
    }

    /** Uses the link up and sets the password, which was checked; false when another was faster. */
    public boolean accept(String secret, String password, String address) {
        Optional<String> name = name(secret);
        if (name.isEmpty() || !people.spend(secret)) {
            return false;
        }
        accounts.setPassword(name.get(), password, address);
        return true;
    }
}
