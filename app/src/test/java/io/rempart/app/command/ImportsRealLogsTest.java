package io.rempart.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rempart.app.Rempart;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code rempart import --json} on logs of real servers: what is counted is what their descriptions say was written. */
class ImportsRealLogsTest {
    private static final Pattern NUMBER = Pattern.compile("\"(\\w+)\":(\\d+)");

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}/{1}")
    @CsvSource({
        "a, audit.log.gz, 22206, 0, 0",
        "anom, audit.log.gz, 437, 0, 0",
        "b, audit.log.gz, 1482, 0, 0",
        "c, audit.log.gz, 1750, 0, 0",
        "c2, audit.log.gz, 514, 0, 0",
        "d, audit.log.gz, 1279, 0, 0",
        "e, audit.log.gz, 2562, 0, 0",
        "f, audit.log.gz, 909, 0, 0",
        "full, audit.log.gz, 448, 1, 1",
        "nginx-conc, audit.log.gz, 1341, 0, 0",
        "nginx-json, audit.log.gz, 3507, 0, 0",
        "nginx-json-bodies, audit.log.gz, 1341, 0, 0",
        "nginx-native, audit.log.gz, 1347, 0, 0",
        "rot-rename, audit.log.gz, 926, 0, 0",
        "rot-rename, audit.log.1.gz, 46, 0, 0",
        "rot-copytruncate, audit.log.gz, 1428, 0, 0",
        "rot-copytruncate, audit.log.1.gz, 336, 0, 0",
        "cut, json-bom.log.gz, 9, 1, 0",
        "cut, json-crlf.log.gz, 30, 0, 0",
        "cut, json-mid-utf8.log.gz, 5, 0, 1",
        "cut, json-midrecord.log.gz, 200, 0, 1",
        "cut, json-no-final-newline.log.gz, 50, 0, 0",
        "cut, json-nul-hole.log.gz, 38, 1, 0",
        "cut, json-nul-tail.log.gz, 50, 0, 1",
        "cut, json-starts-midrecord.log.gz, 59, 0, 1",
        "cut, json-two-records-one-line.log.gz, 18, 2, 0",
        "cut, native-mid-part-h.log.gz, 47, 1, 0",
        "cut, native-no-z.log.gz, 46, 1, 0",
        "cut, native-starts-midrecord.log.gz, 9, 1, 2",
        "cut, nginx-native-mid.log.gz, 22, 1, 0",
    })
    void storesWhatWasWrittenOnce(String variant, String file, long stored, long repaired, long quarantined)
            throws Exception {
        Path log = corpus().resolve(variant).resolve(file);
        Path storage = log.resolveSibling("storage.tar.gz");
        if (Files.exists(storage)) {
            log = Files.copy(log, directory.resolve(file));
            Process tar = new ProcessBuilder("tar", "xzf", storage.toString(), "-C", directory.toString())
                    .inheritIO()
                    .start();
            assertThat(tar.waitFor()).isZero();
        }
        Map<String, Long> first = importLog(log);
        assertThat(first)
                .containsEntry("read", stored + repaired + quarantined)
                .containsEntry("stored", stored)
                .containsEntry("repaired", repaired)
                .containsEntry("duplicates", 0L)
                .containsEntry("quarantined", quarantined);
        assertThat(importLog(log))
                .containsEntry("stored", 0L)
                .containsEntry("repaired", 0L)
                .containsEntry("quarantined", 0L)
                .containsEntry("duplicates", stored + repaired + quarantined);
    }

    private static Path corpus() {
        String elsewhere = System.getenv("REMPART_CORPORA");
        Path corpora =
                Path.of(elsewhere == null ? "../../shared/corpora" : elsewhere).resolve("audit-logs");
        assumeTrue(Files.isDirectory(corpora), () -> "no corpora at " + corpora + " (REMPART_CORPORA)");
        return corpora;
    }

    private Map<String, Long> importLog(Path log) throws IOException {
        StringWriter out = new StringWriter();
        CommandLine command = Rempart.commandLine();
        command.setOut(new PrintWriter(out));
        int code = command.execute(
                "import", "--json", "--data", directory.resolve("data").toString(), log.toString());
        assertThat(code).isZero();
        Map<String, Long> numbers = new HashMap<>();
        Matcher matcher = NUMBER.matcher(out.toString().split("\"inputs\"", 2)[0]);
        while (matcher.find()) {
            numbers.put(matcher.group(1), Long.parseLong(matcher.group(2)));
        }
        return numbers;
    }
}
