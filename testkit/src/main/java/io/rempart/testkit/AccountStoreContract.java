package io.rempart.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.account.AccountStore;
import io.rempart.events.account.AccountStore.Account;
import io.rempart.events.account.AccountStore.AuditTrailEntry;
import io.rempart.events.account.AccountStore.SavedSearch;
import java.time.Instant;
import java.util.List;
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
