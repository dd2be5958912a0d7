package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inet.ipaddr.IPAddressString;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.SecuritySettings;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS by PEM files with a real client (curl), what is refused without it, and the console as a demonstration. */
class TlsAndDemoTest {
    @TempDir
    Path directory;

    private String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(30, TimeUnit.SECONDS);
        return output;
    }

    private void certificate(String name, String... kind) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-days", "2"));
        command.addAll(List.of(kind));
        command.addAll(List.of(
                "-subj",
                "/CN=" + name,
                "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1",
                "-keyout",
                directory.resolve("key.pem").toString(),
                "-out",
                directory.resolve("cert.pem").toString()));
        assertThat(run(command.toArray(String[]::new))).doesNotContain("rror");
    }

    private SecuritySettings tls() {
        return SecuritySettings.USUAL.withTls(directory.resolve("cert.pem"), directory.resolve("key.pem"));
    }

    private RunningConsole console(SecuritySettings security) {
        return new RunningConsole(RunningConsole.settings().withSecurity(security));
    }

    private String curl(RunningConsole console, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "-sSi",
                "--max-time",
                "20",
                "--cacert",
                directory.resolve("cert.pem").toString()));
        command.addAll(List.of(more));
        command.add(console.server.address() + "log-in");
        return run(command.toArray(String[]::new));
    }

    private static void assumeTools() {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/curl")) && Files.isExecutable(Path.of("/usr/bin/openssl")),
                "curl or openssl is not installed");
    }

    @Test
    void speaksTlsWithEcAndRsaKeysAndReadsChangedFilesAgain() throws Exception {
        assumeTools();
        certificate("first", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
        try (RunningConsole console = console(tls())) {
            assertThat(console.server.address().getScheme()).isEqualTo("https");
            String answer = curl(console, "-v");
            assertThat(answer)
                    .contains("200 OK", "CN=first", "TLSv1.3")
                    .containsIgnoringCase("Strict-Transport-Security: max-age=31536000")
                    .containsPattern("(?i)set-cookie: rempart-csrf=[^\\n]*Secure");
            assertThat(curl(console, "--tls-max", "1.1")).doesNotContain("200 OK");
            Files.writeString(directory.resolve("key.pem"), "no key");
            Files.setLastModifiedTime(
                    directory.resolve("key.pem"), FileTime.from(Instant.now().plusSeconds(5)));
            Thread.sleep(2_100); // how often the files are looked at
            assertThat(curl(console)).as("broken files change nothing").contains("200 OK");
            // traditional PKCS#1, as old tools write it
            certificate("second", "-newkey", "rsa:2048");
            run(
                    "openssl",
                    "rsa",
                    "-traditional",
                    "-in",
                    directory.resolve("key.pem").toString(),
                    "-out",
                    directory.resolve("key.pem").toString());
            assertThat(Files.readString(directory.resolve("key.pem"))).contains("BEGIN RSA PRIVATE KEY");
            Thread.sleep(2_100);
            assertThat(curl(console, "-v")).contains("200 OK", "CN=second");
        }
    }

    @Test
    void saysInOneSentenceWhatIsWrongWithTheFiles() throws Exception {
        assumeTools();
        assertThatThrownBy(() -> console(tls()))
                .isInstanceOf(ConsoleException.class)
                .hasMessageContaining("cert.pem");
        certificate("first", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
        String key = Files.readString(directory.resolve("key.pem"));
        certificate("other", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
        Files.writeString(directory.resolve("key.pem"), key);
        assertThatThrownBy(() -> console(tls()))
                .isInstanceOf(ConsoleException.class)
                .hasMessageContaining("is not the key of");
        Files.writeString(directory.resolve("cert.pem"), "nothing");
        assertThatThrownBy(() -> console(tls())).isInstanceOf(ConsoleException.class);
    }

    @Test
    void refusesToSpeakPlainTextToTheNetwork() {
        ConsoleSettings wide = RunningConsole.settings().withAddress("0.0.0.0", 0);
        assertThatThrownBy(() -> new RunningConsole(wide))
                .isInstanceOf(ConsoleException.class)
                .hasMessageContaining("console.tls.certificate");
        new RunningConsole(wide.withSecurity(SecuritySettings.USUAL.withPlain(true))).close();
        new RunningConsole(wide.withNames(List.of(), List.of(new IPAddressString("127.0.0.1").getAddress()))).close();
    }

    @Test
    void showsEverythingInADemonstrationAndChangesNothing() {
        try (RunningConsole console = console(SecuritySettings.USUAL.withDemo(true))) {
            ConsoleSecurityTest.account(console, "alice", Accounts.ADMIN);
            console.fill(20);
            Visitor visitor = new Visitor(console);
            for (String path : List.of("/overview", "/events", "/events/1", "/inbox", "/logs", "/account")) {
                assertThat(visitor.get(path).statusCode()).as(path).isEqualTo(200);
            }
            for (String path : List.of("/people", "/tokens", "/audit")) {
                assertThat(visitor.get(path).statusCode()).as(path).isEqualTo(403);
            }
            assertThat(visitor.session()).isEmpty();
            assertThat(visitor.get("/account").body()).doesNotContain("/account/password", "/account/tokens");
            HttpResponse<String> change = visitor.submit("/overview", "/events/1/verdict", "class=attack");
            assertThat(change.statusCode()).isEqualTo(403);
            assertThat(change.body()).contains("This is a demonstration");
            assertThat(visitor.submit("/overview", "/searches", "name=x&q=y").statusCode())
                    .isEqualTo(403);
            assertThat(visitor.submit("/overview", "/log-in", "name=alice&password=x")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(visitor.post("/api/v1/x", "a=b").body()).contains("demonstration");
            assertThat(visitor.submit("/overview", "/language", "language=fr&here=/overview")
                            .statusCode())
                    .isEqualTo(302);
            assertThat(console.accounts.auditTrail(null, 10)).isEmpty();
        }
    }
}
