package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.rempart.console.security.SecuritySettings;
import io.rempart.console.security.oidc.OidcSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How one comes in: the first account, and the log-in of the organisation, in a browser, in both languages. */
class DoorInBrowserTest {
    @TempDir
    static Path directory;

    private static OidcProviderInTest provider;
    private static Chromium chromium;

    @BeforeAll
    static void start() throws Exception {
        chromium = new Chromium();
        provider = new OidcProviderInTest();
        Files.writeString(directory.resolve("secret"), OidcProviderInTest.SECRET + "\n");
    }

    @AfterAll
    static void stop() {
        if (provider != null) {
            provider.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    private static RunningConsole console() {
        return new RunningConsole(ConsoleSettings.inDirectory(directory)
                .withAddress("127.0.0.1", 0)
                .withSecurity(SecuritySettings.USUAL.withOidc(new OidcSettings(
                        provider.issuer(),
                        OidcProviderInTest.CLIENT,
                        directory.resolve("secret"),
                        "Example ID",
                        List.of("openid", "profile"),
                        "groups",
                        List.of("bosses"),
                        List.of("soc"),
                        List.of("staff"),
                        List.of()))));
    }

    private static void look(Page page, String name, String language, int width) {
        assertThat(page.locator("html").getAttribute("lang")).isEqualTo(language);
        Layout.assertNothingIsCutOff(page);
        Accessibility.assertNothingSerious(page);
        String pictures = System.getenv("REMPART_SCREENSHOTS");
        if (pictures != null && width > 400) {
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(pictures, name + "-" + language + ".png")));
        }
    }

    /** English in the light and French in the dark, wide and on a phone. */
    private interface Walk {
        void of(BrowserContext context, Page page, String language, int width);
    }

    private static void walk(Walk walk) {
        for (String language : List.of("en", "fr")) {
            for (int width : List.of(360, 1280)) {
                try (BrowserContext context = chromium.context(width, width == 360 ? 740 : 800, language)) {
                    Page page = context.newPage();
                    page.emulateMedia(new Page.EmulateMediaOptions()
                            .setColorScheme(language.equals("fr") ? ColorScheme.DARK : ColorScheme.LIGHT));
                    Complaints complaints = Complaints.of(page);
                    walk.of(context, page, language, width);
                    complaints.assertNone();
                }
            }
        }
    }

    @Test
    void theFirstAccountIsMadeByTheLinkOfTheTerminal() {
        walk((context, page, language, width) -> {
            try (RunningConsole console = console()) {
                page.navigate(console.server.setupLink().orElseThrow().toString());
                look(page, "first-run", language, width);
                page.fill("[name=name]", "alice");
                page.fill("[name=password]", RunningConsole.PASSWORD);
                page.fill("[name=repeated]", RunningConsole.PASSWORD);
                page.click("button.primary");
                page.waitForURL("**/overview**");
                assertThat(console.server.setupLink()).isEmpty();
            }
        });
    }

    @Test
    void theOrganisationLetsItsPeopleIn() {
        try (RunningConsole console = console()) {
            ConsoleSecurityTest.account(console, "alice", "admin");
            walk((context, page, language, width) -> {
                page.navigate(console.address("/log-in?next=/events").toString());
                look(page, "log-in", language, width);
                page.click("a.button[href*='/log-in/oidc']");
                page.waitForCondition(() -> page.url().contains(console.server.port() + "/events"));
                assertThat(page.locator(".top").innerText()).contains("olga");
            });
            assertThat(console.accounts.account("olga").orElseThrow().role()).isEqualTo("analyst");
        }
    }
}
