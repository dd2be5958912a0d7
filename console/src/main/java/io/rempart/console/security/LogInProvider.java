package io.rempart.console.security;

import java.util.List;
import java.util.Locale;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Checks name and password with {@link Accounts}, and asks for the second factor where there is one. */
final class LogInProvider implements AuthenticationProvider {
    private final Accounts accounts;
    private final SecondFactor secondFactor;

    LogInProvider(Accounts accounts, SecondFactor secondFactor) {
        this.accounts = accounts;
        this.secondFactor = secondFactor;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String address = attempt.getDetails() instanceof WebAuthenticationDetails details
                ? String.valueOf(details.getRemoteAddress())
                : "";
        Person person = accounts.checked(attempt.getName(), String.valueOf(attempt.getCredentials()), address)
                .orElseThrow(() -> new BadCredentialsException("wrong name or password"));
        if (secondFactor.isSetUp(person.name())) {
            throw new SecondFactorNeeded(person);
        }
        return loggedIn(accounts.completed(person, "by password", address));
    }

    static Authentication loggedIn(Person person) {
        return UsernamePasswordAuthenticationToken.authenticated(
                person,
                null,
                List.of(new SimpleGrantedAuthority("ROLE_" + person.role().toUpperCase(Locale.ROOT))));
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
