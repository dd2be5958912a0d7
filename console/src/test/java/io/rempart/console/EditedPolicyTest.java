package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.account.AccountStore.Account;
import org.junit.jupiter.api.Test;

/** A policy whose text changed says so on its page until an administrator confirms it. */
class EditedPolicyTest {
    private static final String EDITED = "Edited, awaiting confirmation";

    @Test
    void standsAsEditedInBothLanguagesUntilAnAdministratorConfirmsIt() {
        try (RunningConsole console = new RunningConsole(
                RunningConsole.settings(), rooms -> rooms.withPolicies(new StoredMeasures.OnePolicy(true)))) {
            ConsoleSecurityTest.account(console, "ada", "admin");
            ConsoleSecurityTest.account(console, "victor", "viewer");
            Account victorsAccount = console.accounts.account("victor").orElseThrow();
            console.accounts.update(new Account(
                    victorsAccount.name(),
                    victorsAccount.passwordHash(),
                    victorsAccount.role(),
                    "fr",
                    true,
                    victorsAccount.createdAt(),
                    null));
            Visitor victor = new Visitor(console);
            victor.logIn("victor", RunningConsole.PASSWORD);
            assertThat(victor.get("/policies").body())
                    .contains("Modifiée, en attente de confirmation")
                    .doesNotContain("Confirmer ce qui est écrit");
            Visitor ada = new Visitor(console);
            ada.logIn("ada", RunningConsole.PASSWORD);
            assertThat(ada.get("/policies").body()).contains(EDITED, "Confirm what is written");
            ada.submit("/policies", "/policies/confirm", "id=scanners");
            assertThat(ada.get("/policies").body()).contains("scanners").doesNotContain(EDITED);
        }
    }
}
