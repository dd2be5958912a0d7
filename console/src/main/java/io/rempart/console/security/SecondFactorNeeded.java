package io.rempart.console.security;

import org.springframework.security.core.AuthenticationException;

/** The password is right; the log-in goes on with its second step. */
final class SecondFactorNeeded extends AuthenticationException {
    private final transient Person person;

    SecondFactorNeeded(Person person) {
        super("second factor needed");
        this.person = person;
    }

    Person person() {
        return person;
    }
}
