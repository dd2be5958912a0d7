package io.rempart.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.account.AccountStore;
import io.rempart.events.account.AccountStore.Account;
import io.rempart.events.account.AccountStore.AuditTrailEntry;
import io.rempart.events.account.AccountStore.SavedSearch;
import io.rempart.events.account.ApiToken;
import io.rempart.events.account.Credential;
import io.rempart.events.account.Credential.Kind;
import io.rempart.events.account.CredentialStore;
import io.rempart.events.account.TokenScope;
import io.rempart.events.account.TokenStore;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every account store does. */
public abstract class AccountStoreContract {
    private static final Instant NOW = Instant.parse("2026-11-23T18:00:00.123456Z");

    protected AccountStore accounts;

    /** An empty store. */
    protected abstract AccountStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        accounts = open();
    }

    @Test
    void createsAnAccountOnce() {
        Account anne = new Account("anne", "{argon2}x", "admin", "fr", true, NOW, null);
        assertThat(accounts.create(anne)).isTrue();
        assertThat(accounts.create(anne)).isFalse();
        assertThat(accounts.account("anne")).contains(anne);
        assertThat(accounts.account("Anne")).isEmpty();
        Account later = new Account("anne", "{argon2}y", "viewer", "en", false, NOW, NOW.plusSeconds(5));
        assertThat(accounts.update(later)).isTrue();
        assertThat(accounts.account("anne")).contains(later);
        assertThat(accounts.update(new Account("bob", "x", "admin", "", true, NOW, null)))
                .isFalse();
        accounts.create(new Account("aaron", "x", "admin", "", true, NOW, null));
        assertThat(accounts.accounts()).extracting(Account::name).containsExactly("aaron", "anne");
    }

    @Test
    void sharesSavedSearches() {
        SavedSearch mine = new SavedSearch("anne", "scanners", "class:scanner", false, NOW);
        SavedSearch replaced = new SavedSearch("anne", "scanners", "class:scanner since:2h", false, NOW);
        SavedSearch shared = new SavedSearch("bob", "bots", "class:bad-bot", true, NOW);
        SavedSearch hidden = new SavedSearch("bob", "other", "x", false, NOW);
        List.of(mine, replaced, shared, hidden).forEach(accounts::save);
        assertThat(accounts.savedSearches("anne")).containsExactly(shared, replaced);
        assertThat(accounts.deleteSavedSearch("anne", "scanners")).isTrue();
        assertThat(accounts.deleteSavedSearch("anne", "bots")).isFalse();
        assertThat(accounts.savedSearches("anne")).containsExactly(shared);
    }

    @Test
    void findsATokenByTheDigestOfItsSecret() {
        TokenStore tokens = accounts.tokens();
        ApiToken edge = token("anne", "edge", "a".repeat(64), Set.of(TokenScope.BOUNCER, TokenScope.READ), null);
        ApiToken added = tokens.add(edge).orElseThrow();
        assertThat(added.id()).isPositive();
        assertThat(tokens.bySecret("a".repeat(64))).contains(added);
        assertThat(tokens.bySecret("A".repeat(64))).isEmpty();
        assertThat(tokens.bySecret("")).isEmpty();
        tokens.used(added.id(), NOW.plusSeconds(60), "2001:db8::1");
        assertThat(tokens.bySecret("a".repeat(64)).orElseThrow())
                .satisfies(used -> assertThat(used.lastUsedAt()).isEqualTo(NOW.plusSeconds(60)))
                .satisfies(used -> assertThat(used.lastAddress()).isEqualTo("2001:db8::1"))
                .satisfies(used -> assertThat(used.scopes()).isEqualTo(edge.scopes()));
    }

    @Test
    void listsTokensByAccountAndForgetsRevokedOnes() {
        TokenStore tokens = accounts.tokens();
        ApiToken second = tokens.add(token("bob", "b", "b".repeat(64), Set.of(TokenScope.READ), NOW))
                .orElseThrow();
        ApiToken first = tokens.add(token("anne", "z", "c".repeat(64), Set.of(TokenScope.ADMIN), null))
                .orElseThrow();
        assertThat(tokens.tokens()).containsExactly(first, second);
        assertThat(second.isAlive(NOW)).isFalse();
        assertThat(second.isAlive(NOW.minusMillis(1))).isTrue();
        assertThat(tokens.remove(second.id())).isTrue();
        assertThat(tokens.remove(second.id())).isFalse();
        assertThat(tokens.bySecret("b".repeat(64))).isEmpty();
        assertThat(tokens.tokens()).containsExactly(first);
        assertThat(tokens.add(token("bob", "b", "d".repeat(64), Set.of(TokenScope.READ), NOW))
                        .orElseThrow()
                        .id())
                .as("numbers of revoked tokens, which the audit trail names, do not come again")
                .isGreaterThan(second.id());
    }

    @Test
    void keepsNoMoreThanSoManyTokensOfAnAccount() {
        TokenStore tokens = accounts.tokens();
        for (int i = 0; i < TokenStore.MOST_OF_ACCOUNT; i++) {
            assertThat(tokens.add(token("anne", "t" + i, "%064x".formatted(i), Set.of(TokenScope.READ), null)))
                    .isPresent();
        }
        assertThat(tokens.add(token("anne", "one more", "e".repeat(64), Set.of(TokenScope.READ), null)))
                .isEmpty();
        assertThat(tokens.add(token("bob", "another's", "e".repeat(64), Set.of(TokenScope.READ), null)))
                .isPresent();
    }

    private static ApiToken token(
            String account, String name, String digest, Set<TokenScope> scopes, @Nullable Instant expiresAt) {
        return new ApiToken(0, account, name, digest, scopes, NOW, expiresAt, null, "");
    }

    @Test
    void usesACredentialOnce() {
        CredentialStore credentials = accounts.credentials();
        Credential app = new Credential(Kind.TOTP, "anne", "anne", "", "secret 1", NOW, null);
        Credential code = new Credential(Kind.RECOVERY_CODE, "digest", "anne", "", "", NOW.plusSeconds(1), null);
        assertThat(credentials.add(app)).isTrue();
        assertThat(credentials.add(app)).isFalse();
        assertThat(credentials.add(code)).isTrue();
        assertThat(credentials.credential(Kind.TOTP, "anne")).contains(app);
        assertThat(credentials.credential(Kind.PASSKEY, "anne")).isEmpty();
        assertThat(credentials.credentials("anne")).containsExactly(code, app);
        assertThat(credentials.credentials("bob")).isEmpty();
        assertThat(credentials.use(app, "secret 2", NOW.plusSeconds(9))).isTrue();
        assertThat(credentials.use(app, "secret 3", NOW.plusSeconds(9)))
                .as("what was seen is not there any more")
                .isFalse();
        assertThat(credentials.credential(Kind.TOTP, "anne").orElseThrow())
                .satisfies(used -> assertThat(used.data()).isEqualTo("secret 2"))
                .satisfies(used -> assertThat(used.lastUsedAt()).isEqualTo(NOW.plusSeconds(9)));
        assertThat(credentials.remove(Kind.RECOVERY_CODE, "digest")).isTrue();
        assertThat(credentials.remove(Kind.RECOVERY_CODE, "digest")).isFalse();
        assertThat(credentials.removeAll("anne", Kind.TOTP)).isEqualTo(1);
        assertThat(credentials.credentials(null)).isEmpty();
    }

    @Test
    void keepsNoMoreThanSoManyCredentialsOfAKind() {
        CredentialStore credentials = accounts.credentials();
        for (int i = 0; i < CredentialStore.MOST_OF_KIND; i++) {
            assertThat(credentials.add(new Credential(Kind.PASSKEY, "key " + i, "anne", "", "x", NOW, null)))
                    .isTrue();
        }
        assertThat(credentials.add(new Credential(Kind.PASSKEY, "one more", "anne", "", "x", NOW, null)))
                .isFalse();
        assertThat(credentials.add(new Credential(Kind.TOTP, "anne", "anne", "", "x", NOW, null)))
                .isTrue();
    }

    @Test
    void findsLinesOfTheAuditTrailByPersonAndAction() {
        for (String action : List.of("log-in", "log-in-failed", "verdict", "log-out")) {
            accounts.record(new AuditTrailEntry(0, NOW, "anne", action, "", "::1"));
            accounts.record(new AuditTrailEntry(0, NOW, "bob", action, "", "::1"));
        }
        assertThat(accounts.auditTrail("anne", null, null, 10)).hasSize(4);
        assertThat(accounts.auditTrail(null, "log-in", null, 10))
                .extracting(AuditTrailEntry::action)
                .containsExactly("log-in-failed", "log-in-failed", "log-in", "log-in");
        List<AuditTrailEntry> page = accounts.auditTrail("bob", "log-", null, 2);
        assertThat(page).extracting(AuditTrailEntry::action).containsExactly("log-out", "log-in-failed");
        assertThat(accounts.auditTrail("bob", "log-", page.get(1).id(), 2))
                .extracting(AuditTrailEntry::action)
                .containsExactly("log-in");
    }

    @Test
    void pagesTheAuditTrail() {
        for (int i = 0; i < 5; i++) {
            accounts.record(
                    new AuditTrailEntry(0, NOW.plusSeconds(i), "anne", "judge", "event " + i + "\u0000", "::1"));
        }
        List<AuditTrailEntry> first = accounts.auditTrail(null, 3);
        assertThat(first)
                .extracting(AuditTrailEntry::detail)
                .containsExactly("event 4\\x00", "event 3\\x00", "event 2\\x00");
        assertThat(accounts.auditTrail(first.get(2).id(), 3)).hasSize(2);
    }
}
