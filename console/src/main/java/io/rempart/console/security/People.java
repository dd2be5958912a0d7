package io.rempart.console.security;

import io.rempart.events.account.AccountStore;
import io.rempart.events.account.AccountStore.Account;
import io.rempart.events.account.AccountStore.AuditTrailEntry;
import io.rempart.events.account.Credential;
import io.rempart.events.account.Credential.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What administrators do with accounts: invite, change the role, disable, reset. The last administrator who can log in can't be
 * taken away. A link that sets a password has 256 random bits, works once, for three days. Thread-safe within one process.
 */
public final class People {
    public static final Set<String> ROLES = Set.of(Accounts.VIEWER, Accounts.ANALYST, Accounts.ADMIN);
    static final Duration INVITATION_LIFETIME = Duration.ofDays(3);

    private final AccountStore store;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public People(AccountStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    public List<Account> accounts() {
        return store.accounts();
    }

    /**
     * Creates an account without a password, and the secret of the link by which its person sets one.
     *
     * @return empty when the name is taken
     */
    public Optional<String> invite(String name, String role, String by, String address) {
        checkRole(role);
        boolean created = store.create(new Account(name, "", role, "", true, clock.instant(), null));
        if (!created) {
            return Optional.empty();
        }
        record(by, "account-created", name + ", role " + role, address);
        return Optional.of(newLink(name));
    }

    /** Takes the password away and makes a new link; empty when there is no such account. */
    public Optional<String> resetPassword(String name, String by, String address) {
        return store.account(name).map(account -> {
            store.update(with(account, "", account.role(), account.enabled()));
            record(by, "password-reset", name, address);
            return newLink(name);
        });
    }

    /** Changes a role; false when there is no such account, or it is the last administrator's. */
    public synchronized boolean changeRole(String name, String role, String by, String address) {
        checkRole(role);
        Optional<Account> account = store.account(name);
        if (account.isEmpty() || !role.equals(Accounts.ADMIN) && isLastAdmin(name)) {
            return false;
        }
        store.update(with(
                account.get(), account.get().passwordHash(), role, account.get().enabled()));
        record(by, "role-changed", name + ": " + account.get().role() + " to " + role, address);
        return true;
    }

    /** Disables or enables; false when there is no such account, or it is the last administrator's. */
    public synchronized boolean enable(String name, boolean enabled, String by, String address) {
        Optional<Account> account = store.account(name);
        if (account.isEmpty() || !enabled && isLastAdmin(name)) {
            return false;
        }
        store.update(
                with(account.get(), account.get().passwordHash(), account.get().role(), enabled));
        record(by, enabled ? "account-enabled" : "account-disabled", name, address);
        return true;
    }

    /** Takes authenticator app, codes and passkeys away; false when there is no such account. */
    public boolean resetSecondFactor(String name, String by, String address) {
        if (store.account(name).isEmpty()) {
            return false;
        }
        for (Kind kind : List.of(Kind.TOTP, Kind.RECOVERY_CODE, Kind.PASSKEY)) {
            store.credentials().removeAll(name, kind);
        }
        record(by, "second-factor-reset", name, address);
        return true;
    }

    /** Whether the account is the only enabled administrator's. */
    public boolean isLastAdmin(String name) {
        List<String> admins = store.accounts().stream()
                .filter(account -> account.enabled() && account.role().equals(Accounts.ADMIN))
                .map(Account::name)
                .toList();
        return admins.size() == 1 && admins.get(0).equals(name);
    }

    /** Whose link this is; empty when it is wrong, used or too old. */
    public Optional<String> invited(String secret) {
        return store.credentials()
                .credential(Kind.INVITATION, digest(secret))
                .filter(one -> clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(one.data()))))
                .map(Credential::account)
                .filter(name -> store.account(name).isPresent());
    }

    /** Uses a link up; of two that use it at once, one gets true. */
    boolean spend(String secret) {
        return store.credentials().remove(Kind.INVITATION, digest(secret));
    }

    private String newLink(String name) {
        store.credentials().removeAll(name, Kind.INVITATION);
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        Instant now = clock.instant();
        store.credentials()
                .add(new Credential(
                        Kind.INVITATION,
                        digest(secret),
                        name,
                        "",
                        Long.toString(now.plus(INVITATION_LIFETIME).getEpochSecond()),
                        now,
                        null));
        return secret;
    }

    void record(String by, String action, String detail, String address) {
        store.record(new AuditTrailEntry(0, clock.instant(), by, action, detail, address));
    }

    private static void checkRole(String role) {
        if (!ROLES.contains(role)) {
            throw new IllegalArgumentException("unknown role '" + role + "'; the roles are viewer, analyst, admin");
        }
    }

    private static Account with(Account account, String hash, String role, boolean enabled) {
        return new Account(
                account.name(), hash, role, account.language(), enabled, account.createdAt(), account.lastLogIn());
    }

    private static String digest(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
