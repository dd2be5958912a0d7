package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.console.security.Accounts;
import io.rempart.console.security.ApiTokens;
import io.rempart.events.account.TokenScope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each example of docs/reference/api.md works as it stands there, typed into a shell. */
class ApiExamplesTest {
    private static final Path PAGE = Path.of("../docs/reference/api.md");
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    /** curl's exit code when its time is up, which ends the example of the stream. */
    private static final int TIME_IS_UP = 28;

    @TempDir
    Path directory;

    private record Ran(int code, String said) {}

    private Ran run(String script, String base, String secret) throws Exception {
        Path said = directory.resolve("said");
        Process shell = new ProcessBuilder(
                        "bash",
                        "-c",
                        "REMPART=" + base + "\nTOKEN=" + secret + "\n"
                                // what an answer of 400 or more makes of the exit code, for examples that do not ask
                                // for it
                                + "curl() { case \" $* \" in *' --fail '*) command curl \"$@\" ;;"
                                + " *) command curl --fail-with-body \"$@\" ;; esac; }\n" + script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).as(script).isTrue();
        return new Ran(shell.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
    }

    private static List<String> examples() throws IOException {
        List<String> examples = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(PAGE));
        while (block.find()) {
            if (block.group(1).contains("curl")) {
                examples.add(block.group(1));
            }
        }
        return examples;
    }

    @Test
    void everyExampleWorks() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "no curl: apt install curl");
        assertThat(examples()).hasSizeGreaterThanOrEqualTo(8);
        try (RunningConsole console = RunningConsole.withMeasures(RunningConsole.settings())) {
            console.fill(60);
            ConsoleSecurityTest.account(console, "alice", Accounts.ADMIN);
            String secret = new ApiTokens(console.accounts, Clock.systemUTC())
                    .create(
                            console.accounts.account("alice").orElseThrow(),
                            "t",
                            Set.of(TokenScope.values()),
                            Instant.now().plusSeconds(3_600),
                            "alice",
                            "")
                    .orElseThrow()
                    .secret();
            String base = console.server.address().toString().replaceFirst("/$", "");
            for (String example : examples()) {
                Ran ran = run(example, base, secret);
                boolean isStream = example.contains("/live");
                assertThat(ran.code()).as(example + "\n" + ran.said()).isEqualTo(isStream ? TIME_IS_UP : 0);
                boolean writesAFile = example.contains(" -o ");
                assertThat(writesAFile || !ran.said().isBlank()).as(example).isTrue();
            }
            assertThat(directory.resolve("events.csv")).isNotEmptyFile();
        }
    }
}
