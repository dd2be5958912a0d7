package io.rempart.conformance.modsecurity2;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The script that reads the suite's files (src/test/perl/modsecurity2.pl): they are Perl, with patterns and functions in it, so Perl
 * evaluates them. Thread-safe.
 *
 * @param root the suite's folder
 * @param environment what the files ask their surroundings for
 */
record SuiteScript(Path root, Map<String, String> environment) {
    private static final Path SCRIPT = Path.of("src/test/perl/modsecurity2.pl");
    private static final int LONGEST_SECONDS = 60;

    /** Whether there is a Perl that can run it. */
    static boolean isRunnable() {
        try {
            Process perl = new ProcessBuilder("perl", "-MJSON::PP", "-e1")
                    .redirectErrorStream(true)
                    .start();
            return perl.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) && perl.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The cases of a file. */
    List<SuiteCase> cases(Path file) throws IOException {
        JsonNode list = new JsonMapper().readTree(run("dump", file.toString()));
        List<SuiteCase> cases = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            cases.add(new SuiteCase(file, root.relativize(file) + "#" + (i + 1), i + 1, list.get(i)));
        }
        return cases;
    }

    /** What a case is not content with, empty when with all. */
    String fault(SuiteCase one, Path response) throws IOException {
        byte[] fault = run("check", one.file().toString(), Integer.toString(one.number()), response.toString());
        return new String(fault, StandardCharsets.UTF_8);
    }

    private byte[] run(String... arguments) throws IOException {
        Path out = Files.createTempFile("modsecurity2", ".out");
        Path err = Files.createTempFile("modsecurity2", ".err");
        try {
            List<String> command = new ArrayList<>(List.of("perl", SCRIPT.toString()));
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            Process perl = builder.redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!perl.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                perl.destroyForcibly();
                throw new IOException("Perl took longer than " + LONGEST_SECONDS + " seconds.");
            }
            if (perl.exitValue() != 0) {
                throw new IOException(Files.readString(err, StandardCharsets.ISO_8859_1));
            }
            return Files.readAllBytes(out);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
