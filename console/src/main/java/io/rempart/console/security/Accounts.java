package io.rempart.console.security;

import io.rempart.events.account.AccountStore;
import io.rempart.events.account.AccountStore.Account;
import io.rempart.events.account.AccountStore.AuditTrailEntry;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Accounts as the console uses them: rules for names and passwords, Argon2id, log-in, the audit trail. Thread-safe. At most
 * two passwords are hashed at a time, since each takes 19 MiB.
 */
public final class Accounts {
    public static final String VIEWER = "viewer";
    public static final String ANALYST = "analyst";
    public static final String ADMIN = "admin";
    public static final int SHORTEST_PASSWORD = 12;
    /** Argon2 takes any length; this bounds the work of who posts a book. */
    public static final int LONGEST_PASSWORD = 256;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final AccountStore store;
    private final LogInThrottle throttle;
    private final Clock clock;
    /** Parameters: OWASP Password Storage Cheat Sheet, Argon2id with 19 MiB, 2 iterations, 1 lane. */
    private final PasswordEncoder encoder = new Argon2PasswordEncoder(16, 32, 1, 19 * 1_024, 2);

    private final Semaphore hashing = new Semaphore(2);
    private final ActionCounts counts = new ActionCounts();
    private @Nullable String hashOfNobody;

    public Accounts(AccountStore store, LogInThrottle throttle, Clock clock) {
        this.store = store;
        this.throttle = throttle;
        this.clock = clock;
    }

    /** Lower case, trimmed: the form in which names are stored and compared. */
    public static String normalised(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    public static boolean isName(String normalised) {
        return NAME.matcher(normalised).matches();
    }

    /** What is wrong with a new password, as the key of a message; empty when nothing is. */
    public static Optional<String> problemOfPassword(String name, String password) {
        if (password.codePointCount(0, password.length()) < SHORTEST_PASSWORD) {
            return Optional.of("password.problem.short");
        }
        if (password.length() > LONGEST_PASSWORD) {
            return Optional.of("password.problem.long");
        }
        if (password.codePoints().distinct().count() < 5
                || password.toLowerCase(Locale.ROOT).equals(name)) {
            return Optional.of("password.problem.simple");
        }
        return Optional.empty();
    }

    /**
     * The person of that name and password. The log-in is complete only with {@link #completed}; until then it counts as no
     * success, so that who has the password can't guess the second factor at will.
     *
     * @throws TooManyAttempts when it must wait first
     */
    Optional<Person> checked(String name, String password, String address) {
        String normalised = normalised(name);
        String remembered = isName(normalised) ? normalised : "";
        waitFor(remembered, address);
        Optional<Account> account = isName(normalised) ? store.account(normalised) : Optional.empty();
        boolean right = password.length() <= LONGEST_PASSWORD
                && matches(
                        password,
                        account.map(Account::passwordHash)
                                .filter(hash -> !hash.isEmpty())
                                .orElseGet(this::hashOfNobody));
        if (!right
                || account.isEmpty()
                || account.get().passwordHash().isEmpty()
                || !account.get().enabled()) {
            failed(remembered, "log-in-failed", address);
            return Optional.empty();
        }
        return Optional.of(Person.of(account.get()));
    }

    /** Notes that a person is in: by password, second factor or however else. */
    public Person completed(Person person, String how, String address) {
        throttle.succeeded(address, person.name());
        store.account(person.name())
                .ifPresent(found -> store.update(new Account(
                        found.name(),
                        found.passwordHash(),
                        found.role(),
                        found.language(),
                        found.enabled(),
                        found.createdAt(),
                        clock.instant())));
        record(person.name(), "log-in", how, address);
        return person;
    }

    /** @throws TooManyAttempts when this address, or who tries this name, must wait first */
    void waitFor(String name, String address) {
        Duration wait = throttle.wait(address, name);
        if (!wait.isZero()) {
            throw new TooManyAttempts(wait);
        }
    }

    /** @throws TooManyAttempts when this address must wait first, whoever it tries to be */
    void waitFor(String address) {
        Duration wait = throttle.wait(address);
        if (!wait.isZero()) {
            throw new TooManyAttempts(wait);
        }
    }

    /** Counts a failure of nobody in particular and leaves a line about it. */
    void failed(String action, String address) {
        throttle.failed(address);
        record("", action, "", address);
    }

    /** Counts a failure of nobody in particular and leaves a line with its reason. */
    void failedBecause(String action, String reason, String address) {
        throttle.failed(address);
        record("", action, reason, address);
    }

    /** Counts a failure and leaves a line about it. */
    void failed(String name, String action, String address) {
        throttle.failed(address, name);
        record(name, action, "", address);
    }

    /** Whether this is the person's password, asked again before something grave. Failures slow down like log-ins. */
    public boolean confirms(Person person, String password, String address) {
        return checked(person.name(), password, address).isPresent();
    }

    /** The person of that name, as the account is now; empty when it is gone or disabled. */
    Optional<Person> person(String name) {
        return store.account(name).filter(Account::enabled).map(Person::of);
    }

    /** Logs in by password alone: for who just set it. */
    public Optional<Person> logIn(String name, String password, String address) {
        return checked(name, password, address).map(person -> completed(person, "", address));
    }

    /** Sets the password of an invited person; the link was spent, the password checked. */
    public void setPassword(String name, String password, String address) {
        store.account(name).ifPresent(account -> {
            store.update(with(account, hash(password), account.language()));
            record(name, "password-set", "by link", address);
        });
    }

    /** Creates an account; false when the name is taken. Name and password must have been checked. */
    public boolean create(String name, String password, String role, String language, String address) {
        Account account = new Account(name, hash(password), role, language, true, clock.instant(), null);
        boolean created = store.create(account);
        if (created) {
            record(name, "account-created", "role " + role, address);
        }
        return created;
    }

    /** Gives an account another password if the old one is right. The password must have been checked. */
    public Optional<Person> changePassword(Person person, String old, String fresh, String address) {
        Duration wait = throttle.wait(address, person.name());
        if (!wait.isZero()) {
            throw new TooManyAttempts(wait);
        }
        Optional<Account> account = store.account(person.name());
        if (account.isEmpty()
                || old.length() > LONGEST_PASSWORD
                || !matches(old, account.get().passwordHash())) {
            throttle.failed(address, person.name());
            record(person.name(), "password-change-failed", "", address);
            return Optional.empty();
        }
        Account changed = with(account.get(), hash(fresh), account.get().language());
        store.update(changed);
        record(person.name(), "password-changed", "", address);
        return Optional.of(Person.of(changed));
    }

    /** Remembers the language a person wants. */
    public Optional<Person> changeLanguage(Person person, String language) {
        return store.account(person.name()).map(account -> {
            Account changed = with(account, account.passwordHash(), language);
            store.update(changed);
            return Person.of(changed);
        });
    }

    /** Whether a log-in made earlier still stands. */
    public boolean stands(Person person) {
        Optional<Account> account = store.account(person.name());
        return account.isPresent()
                && account.get().enabled()
                && account.get().passwordHash().equals(person.passwordHash())
                && account.get().role().equals(person.role());
    }

    public boolean none() {
        return store.accounts().isEmpty();
    }

    /** How often each action of the audit trail was noted since the start. */
    public Map<String, Long> actions() {
        return counts.snapshot();
    }

    /** Adds a line to the audit trail. */
    public void record(String person, String action, String detail, String address) {
        counts.add(action);
        store.record(new AuditTrailEntry(0, clock.instant(), person, action, detail, address));
    }

    private boolean matches(String password, String hash) {
        return oneOfTwo(() -> encoder.matches(password, hash));
    }

    private String hash(String password) {
        String hash = oneOfTwo(() -> encoder.encode(password));
        if (hash == null) {
            throw new IllegalStateException("no hash");
        }
        return hash;
    }

    /** A name that isn't there costs the same time as one that is. */
    private synchronized String hashOfNobody() {
        if (hashOfNobody == null) {
            hashOfNobody = hash("a password that nobody has");
        }
        return hashOfNobody;
    }

    private <T extends @Nullable Object> T oneOfTwo(Supplier<T> work) {
        boolean acquired = false;
        try {
            acquired = hashing.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!acquired) {
                throw new TooManyAttempts(PATIENCE);
            }
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TooManyAttempts(PATIENCE);
        } finally {
            if (acquired) {
                hashing.release();
            }
        }
    }

    private static Account with(Account account, String hash, String language) {
        return new Account(
                account.name(),
                hash,
                account.role(),
                language,
                account.enabled(),
                account.createdAt(),
                account.lastLogIn());
    }
}
