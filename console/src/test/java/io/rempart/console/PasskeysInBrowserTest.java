package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.rempart.console.security.Accounts;
import io.rempart.events.account.AccountStore.AuditTrailEntry;
import io.rempart.events.account.Credential;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Passkeys in Chromium with its virtual authenticator, and the pages of accounts as a person uses them. */
class PasskeysInBrowserTest {
    private final Chromium chromium = new Chromium();
    private RunningConsole console;
    private BrowserContext context;
    private Page page;

    @BeforeEach
    void start() {
        console = new RunningConsole();
        ConsoleSecurityTest.account(console, "alice", Accounts.ADMIN);
        context = chromium.context(360, 900, "en");
        page = chromium.page(context);
    }

    @AfterEach
    void stop() {
        context.close();
        chromium.close();
        console.close();
    }

    private String at(String path) {
        return "http://localhost:" + console.server.port() + path;
    }

    private CDPSession authenticator() {
        CDPSession devTools = context.newCDPSession(page);
        devTools.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        JsonObject parameters = new JsonObject();
        parameters.add("options", options);
        devTools.send("WebAuthn.addVirtualAuthenticator", parameters);
        return devTools;
    }

    private void logInByPassword() {
        page.navigate(at("/log-in"));
        page.fill("input[name=name]", "alice");
        page.fill("input[name=password]", RunningConsole.PASSWORD);
        page.click("button.primary");
        page.waitForURL("**/overview*");
    }

    private void logOut() {
        page.navigate(at("/account"));
        page.click("summary:has(.who)");
        page.click("form[action='/log-out'] button");
        page.waitForURL("**/log-in?bye");
    }

    private boolean isLoggedIn() {
        page.navigate(at("/account"));
        return page.url().endsWith("/account");
    }

    @Test
    void logsInWithAPasskeyAndWithoutNameAndPassword() {
        authenticator();
        logInByPassword();
        page.navigate(at("/account"));
        page.fill("#passkeys input[name=name]", "my phone");
        page.fill("#passkeys input[data-password]", "wrong password 1");
        page.click("#passkeys button[type=submit]");
        page.waitForSelector("#passkeys [data-failure]:not([hidden])");
        page.fill("#passkeys input[data-password]", RunningConsole.PASSWORD);
        page.click("#passkeys form[data-passkey] button[type=submit]");
        page.waitForSelector("#passkeys li");
        assertThat(page.textContent("#passkeys li")).contains("my phone");
        Credential stored = console.accounts.credentials().credentials("alice").get(0);
        assertThat(stored.data()).startsWith("EC ");

        logOut();
        page.click("form[data-passkey='log-in'] button");
        page.waitForURL("**/overview*");
        assertThat(isLoggedIn()).isTrue();
        assertThat(console.accounts.auditTrail(null, 100))
                .extracting(entry -> entry.action() + " " + entry.detail())
                .contains("log-in by passkey", "passkey-added my phone");

        page.click("#passkeys li button");
        page.waitForSelector(
                "#passkeys li",
                new Page.WaitForSelectorOptions()
                        .setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED));
        logOut();
        page.click("form[data-passkey='log-in'] button");
        page.waitForURL("**/log-in?passkey");
        assertThat(isLoggedIn()).as("a removed passkey").isFalse();
    }

    @Test
    void takesAPasskeyInPlaceOfTheCodeAndRefusesWhatWasTamperedWith() {
        authenticator();
        logInByPassword();
        page.navigate(at("/account"));
        page.fill("#passkeys input[name=name]", "key");
        page.fill("#passkeys input[data-password]", RunningConsole.PASSWORD);
        page.click("#passkeys form[data-passkey] button[type=submit]");
        page.waitForSelector("#passkeys li");
        logOut();

        // each field of what the browser sends, changed in one place
        for (String field : new String[] {"client", "data", "signature", "handle", "id"}) {
            page.navigate(at("/log-in"));
            page.evaluate("""
                    (field) => {
                      const form = document.querySelector("form[data-passkey='log-in']");
                      form.submit = () => {
                        const value = form.elements[field].value;
                        const at = Math.floor(value.length / 2);
                        form.elements[field].value =
                          value.slice(0, at) + (value[at] === 'A' ? 'B' : 'A') + value.slice(at + 1);
                        HTMLFormElement.prototype.submit.call(form);
                      };
                    }
                    """, field);
            page.click("form[data-passkey='log-in'] button");
            page.waitForURL("**/log-in?passkey");
            if (field.equals("data")) {
                // the throttle slows down after five failures; a password in between forgives them
                logInByPassword();
                logOut();
            }
        }
        assertThat(isLoggedIn()).isFalse();
        page.navigate(at("/log-in"));
        page.click("form[data-passkey='log-in'] button");
        page.waitForURL("**/overview*");

        assertThat(console.accounts.auditTrail(null, 100))
                .extracting(AuditTrailEntry::action)
                .filteredOn("passkey-failed"::equals)
                .hasSize(5);
    }

    @Test
    void showsThePagesOfAccountsOnASmallScreenWithoutFault() {
        logInByPassword();
        for (String language : new String[] {"en", "fr"}) {
            page.navigate(at("/account"));
            page.evaluate(
                    "(language) => { const b = document.querySelector(`button[name=language][value=${language}]`); b.form.requestSubmit(b); }",
                    language);
            page.waitForSelector("html[lang=" + language + "]");
            for (String path : new String[] {"/account", "/account/second-factor", "/people", "/tokens", "/audit"}) {
                page.navigate(at(path));
                Accessibility.assertNothingSerious(page);
                Layout.assertNothingIsCutOff(page);
            }
        }
    }
}
