package io.rempart.console.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.console.SettableClock;
import io.rempart.console.StoreInDirectory;
import io.rempart.events.account.AccountStore;
import io.rempart.events.account.AccountStore.Account;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SetupTokenTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));
    private final StoreInDirectory store = new StoreInDirectory();
    private final AccountStore accounts = store.accounts;
    private final SetupToken token = new SetupToken(accounts, clock);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void worksOnce() {
        String text = token.current().orElseThrow();
        assertThat(text).hasSize(43);
        assertThat(token.use(text, () -> true)).isTrue();
        assertThat(token.use(text, () -> true)).isFalse();
        assertThat(token.current()).isEmpty();
    }

    @Test
    void isNotSpentByAFailedCreation() {
        String text = token.current().orElseThrow();
        assertThat(token.use(text, () -> false)).isFalse();
        assertThat(token.accepts(text)).isTrue();
    }

    @Test
    void refusesAnyOtherText() {
        String text = token.current().orElseThrow();
        assertThat(token.accepts("")).isFalse();
        assertThat(token.accepts(text.substring(1))).isFalse();
        assertThat(token.accepts(text + "é")).isFalse();
        assertThat(token.accepts(text.toLowerCase(java.util.Locale.ROOT))).isFalse();
    }

    @Test
    void endsAfterADay() {
        String text = token.current().orElseThrow();
        clock.advance(Duration.ofHours(24).minusSeconds(1));
        assertThat(token.accepts(text)).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(token.accepts(text)).isFalse();
        assertThat(token.current()).isEmpty();
    }

    @Test
    void endsWhenThereIsAnAccount() {
        String text = token.current().orElseThrow();
        accounts.create(new Account("x", "h", "admin", "", true, clock.instant(), null));
        assertThat(token.accepts(text)).isFalse();
    }
}
