package io.rempart.console.security;

import io.rempart.console.security.Passkeys.Place;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;

/** Logs in who comes with a passkey, with the throttle and the audit trail of every log-in. Thread-safe. */
public final class PasskeyLogIn {
    private final Passkeys passkeys;
    private final Accounts accounts;
    private final SecondStep secondStep;

    PasskeyLogIn(Passkeys passkeys, Accounts accounts, SecondStep secondStep) {
        this.passkeys = passkeys;
        this.accounts = accounts;
        this.secondStep = secondStep;
    }

    /**
     * Whether the passkey is right; then the session is its owner's.
     *
     * @throws TooManyAttempts when the address must wait first
     */
    public boolean logIn(
            String id,
            String client,
            String data,
            String signature,
            String handle,
            Place place,
            HttpServletRequest request,
            HttpServletResponse response) {
        String address = request.getRemoteAddr();
        accounts.waitFor(address);
        Optional<Person> person = passkeys.verified(id, client, data, signature, handle, place);
        if (person.isEmpty()) {
            accounts.failed("passkey-failed", address);
            return false;
        }
        secondStep.admit(person.get(), "by passkey", request, response);
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.setAttribute(StandingLogIn.HAS_SECOND_FACTOR, true);
        }
        return true;
    }
}
