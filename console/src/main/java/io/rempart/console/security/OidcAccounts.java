package io.rempart.console.security;

import io.rempart.console.security.oidc.OidcProvider.Identity;
import io.rempart.console.security.oidc.OidcRefusal;
import io.rempart.console.security.oidc.OidcRefusal.Reason;
import io.rempart.console.security.oidc.OidcSettings;
import io.rempart.events.account.AccountStore;
import io.rempart.events.account.AccountStore.Account;
import io.rempart.events.account.Credential;
import io.rempart.events.account.Credential.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Which account is whose at the organisation's service. An account is bound to issuer and subject, never to a name: a name can be
 * given to somebody else. A new person gets an account without a password; an account that is there already is bound by an
 * administrator only. Thread-safe within one process.
 */
public final class OidcAccounts {
    private final AccountStore store;
    private final People people;
    private final Clock clock;

    public OidcAccounts(AccountStore store, People people, Clock clock) {
        this.store = store;
        this.people = people;
        this.clock = clock;
    }

    /** The account of that identity, made if need be, with the role that its claims give now. */
    synchronized String account(Identity identity, OidcSettings settings, String address) throws OidcRefusal {
        String who = identity.subject() + " at " + identity.issuer();
        if (!isAllowed(identity, settings)) {
            throw new OidcRefusal(Reason.ROLE, who + " is not among console.oidc.allowed");
        }
        String role =
                settings.role(identity.values()).orElseThrow(() -> new OidcRefusal(Reason.ROLE, "no role for " + who));
        Optional<String> bound = store.credentials()
                .credential(Kind.SINGLE_SIGN_ON, id(identity.issuer(), identity.subject()))
                .map(Credential::account);
        if (bound.isPresent()) {
            return withRole(bound.get(), role, identity, address);
        }
        String name = name(identity).orElseThrow(() -> new OidcRefusal(Reason.NAME, "no usable name for " + who));
        if (!store.create(new Account(name, "", role, "", true, clock.instant(), null))) {
            throw new OidcRefusal(Reason.TAKEN, "the name " + name + " is taken; " + who + " wanted it");
        }
        people.record(name, "account-created", "role " + role + ", by " + who, address);
        bind(name, identity.issuer(), identity.subject());
        return name;
    }

    private String withRole(String name, String role, Identity identity, String address) throws OidcRefusal {
        Account account = store.account(name)
                .orElseThrow(() -> new OidcRefusal(Reason.DISABLED, "the account " + name + " is gone"));
        if (!account.enabled()) {
            throw new OidcRefusal(Reason.DISABLED, "the account " + name + " is disabled");
        }
        if (!account.role().equals(role) && !people.changeRole(name, role, "oidc", address)) {
            throw new OidcRefusal(Reason.LAST, name + " is the last administrator and would become " + role);
        }
        return name;
    }

    /**
     * Binds an existing account; an administrator vouches that it is the same person.
     *
     * @return false when there is no such account, or somebody is bound to that subject already
     */
    public synchronized boolean link(String name, String issuer, String subject, String by, String address) {
        if (subject.isBlank()
                || subject.length() > 255
                || store.account(name).isEmpty()
                || !bind(name, issuer, subject)) {
            return false;
        }
        people.record(by, "account-linked", name + " to " + subject + " at " + issuer, address);
        return true;
    }

    private boolean bind(String name, String issuer, String subject) {
        return store.credentials()
                .add(new Credential(
                        Kind.SINGLE_SIGN_ON,
                        id(issuer, subject),
                        name,
                        "",
                        issuer + " " + subject,
                        clock.instant(),
                        null));
    }

    private static boolean isAllowed(Identity identity, OidcSettings settings) {
        return settings.allowed().isEmpty()
                || settings.allowed().contains(identity.subject())
                || !identity.email().isEmpty()
                        && settings.allowed().stream().anyMatch(one -> one.equalsIgnoreCase(identity.email()));
    }

    private static Optional<String> name(Identity identity) {
        String preferred = Accounts.normalised(identity.preferredName());
        String email = identity.email().toLowerCase(Locale.ROOT);
        return Optional.of(preferred)
                .filter(Accounts::isName)
                .or(() -> Optional.of(email).filter(Accounts::isName));
    }

    /** Both are of any length, and the store's ids are not. */
    private static String id(String issuer, String subject) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest((issuer + "\n" + subject).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
