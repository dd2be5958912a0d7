package io.rempart.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.app.Rempart;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Accounts and tokens from the terminal. */
class AccountsCommandTest {
    @TempDir
    Path directory;

    private record Outcome(int code, String out, String err) {}

    private Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Rempart.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--data=" + directory);
        int code = command.execute(all.toArray(String[]::new));
        return new Outcome(code, out.toString(), err.toString());
    }

    @Test
    void createsChangesAndGuardsAccounts() {
        assertThat(run("accounts", "create", "Anne", "--role", "admin").out())
                .containsPattern("(?m)^/invitation\\?token=[A-Za-z0-9_-]{43}$");
        assertThat(run("accounts", "create", "anne").code()).isEqualTo(1);
        assertThat(run("accounts", "create", "no body").err())
                .contains("no body")
                .hasLineCount(1);
        assertThat(run("accounts", "role", "anne", "viewer").err())
                .contains("anne")
                .hasLineCount(1);
        assertThat(run("accounts", "disable", "anne").code()).isEqualTo(1);
        run("accounts", "create", "bob", "--role", "admin");
        assertThat(run("accounts", "role", "anne", "analyst").out()).contains("analyst");
        assertThat(run("accounts", "role", "anne", "king").err()).contains("king");
        assertThat(run("accounts", "disable", "anne").out()).contains("disabled");
        assertThat(run("accounts", "enable", "anne").out()).contains("enabled");
        assertThat(run("accounts", "reset-password", "nobody").err()).contains("nobody");
        assertThat(run("accounts", "reset-second-factor", "anne").code()).isZero();
        assertThat(run("accounts", "--json").out())
                .contains("\"name\":\"anne\",\"role\":\"analyst\",\"enabled\":true,\"has-password\":false")
                .hasLineCount(2);
    }

    @Test
    void linksAnAccountToAPersonOfTheOrganisation() {
        run("accounts", "create", "anne", "--role", "admin");
        assertThat(run("accounts", "link", "anne", "s-1").err()).contains("console.oidc.issuer");
        String[] link = {"--console-oidc-issuer", "https://id.example.org", "accounts", "link"};
        assertThat(run(link[0], link[1], link[2], link[3], "nobody", "s-1").err())
                .contains("nobody");
        assertThat(run(link[0], link[1], link[2], link[3], "anne", "s-1").out()).contains("anne");
        assertThat(run(link[0], link[1], link[2], link[3], "anne", "s-1").err()).contains("s-1");
    }

    @Test
    void createsATokenListsItWithoutItsSecretAndRevokesIt() {
        run("accounts", "create", "anne", "--role", "viewer");
        Outcome created =
                run("tokens", "create", "edge", "--account", "anne", "--scope", "bouncer,read", "--expires", "90d");
        assertThat(created.out()).containsPattern("(?m)^rempart_[A-Za-z0-9_-]{43}$");
        assertThat(run("tokens").out()).contains("edge", "read,bouncer").doesNotContain("rempart_");
        assertThat(run("tokens", "create", "x", "--account", "anne", "--scope", "admin")
                        .err())
                .contains("anne", "viewer", "admin")
                .hasLineCount(1);
        assertThat(run("tokens", "create", "x", "--account", "anne", "--scope", "king")
                        .err())
                .contains("king");
        assertThat(run("tokens", "create", "x", "--account", "nobody", "--scope", "read")
                        .err())
                .contains("nobody");
        assertThat(run("tokens", "revoke", "1").code()).isZero();
        assertThat(run("tokens", "revoke", "1").code()).isEqualTo(1);
        assertThat(run("tokens").out()).isEmpty();
    }
}
