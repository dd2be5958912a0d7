package io.rempart.console.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The second step of a log-in: who gave the right password waits here, for five minutes at most, and is nobody yet.
 * Thread-safe.
 */
public final class SecondStep {
    static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String ATTRIBUTE = "rempart.second-step";

    private final Accounts accounts;
    private final SecondFactor secondFactor;
    private final Sessions sessions;
    private final Clock clock;

    SecondStep(Accounts accounts, SecondFactor secondFactor, Sessions sessions, Clock clock) {
        this.accounts = accounts;
        this.secondFactor = secondFactor;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Remembers who gave the right password, in a session of another id. */
    void begin(HttpServletRequest request, Person person) {
        HttpSession old = request.getSession(false);
        if (old != null) {
            old.invalidate();
        }
        request.getSession(true)
                .setAttribute(ATTRIBUTE, new Waiting(person, clock.instant().plus(PATIENCE)));
    }

    /** Who waits in this session; empty when nobody does, or for too long. */
    public Optional<Person> waiting(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null
                        && session.getAttribute(ATTRIBUTE) instanceof Waiting waiting
                        && clock.instant().isBefore(waiting.until)
                ? Optional.of(waiting.person)
                : Optional.empty();
    }

    /**
     * Lets the one who waits in if the code is right.
     *
     * @throws TooManyAttempts when it must wait first
     */
    public boolean complete(String code, HttpServletRequest request, HttpServletResponse response) {
        Optional<Person> waiting = waiting(request).filter(accounts::stands);
        if (waiting.isEmpty()) {
            return false;
        }
        Person person = waiting.get();
        String address = request.getRemoteAddr();
        accounts.waitFor(person.name(), address);
        if (!secondFactor.accepts(person.name(), code)) {
            accounts.failed(person.name(), "second-factor-failed", address);
            return false;
        }
        admit(person, "by password and code", request, response);
        return true;
    }

    /** The person is in: the waiting is over, the log-in begins. */
    void admit(Person person, String how, HttpServletRequest request, HttpServletResponse response) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.removeAttribute(ATTRIBUTE);
        }
        sessions.begin(accounts.completed(person, how, request.getRemoteAddr()), request, response);
    }

    private record Waiting(Person person, Instant until) {}
}
