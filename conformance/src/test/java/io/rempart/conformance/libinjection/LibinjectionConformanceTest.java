package io.rempart.conformance.libinjection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.injection.SqliDetector;
import io.rempart.engine.injection.TokenDump;
import io.rempart.engine.injection.XssDetector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * libinjection's tests and payloads: {@code REMPART_CORPORA=... mvn -B -q -pl conformance -am test
 * -Dtest=LibinjectionConformanceTest -Dsurefire.failIfNoSpecifiedTests=false}. Reads {@code libinjection/tests} (files
 * {@code test-KIND-*.txt} of sections TEST, INPUT, EXPECTED; kinds tokens, folding, sqli, html5, xss) and
 * {@code libinjection/data} ({@code sqli-*.txt} and {@code xss-*.txt} are attacks, {@code false_positives.txt} is text; one
 * URL-encoded payload a line). Other cases in the same form take their place when they lie there. The counts are printed and written to
 * {@code target/conformance/libinjection.md}.
 */
class LibinjectionConformanceTest {
    private static final Path CORPORA =
            Path.of(Objects.requireNonNullElse(System.getenv("REMPART_CORPORA"), "../../shared/corpora"));
    private static final Path REPORT = Path.of("target/conformance/libinjection.md");

    /** The wrong answers of libinjection 3.9.2 itself, as Debian's libmodsecurity3 3.0.9 embeds it, per file. */
    private static final Map<String, Integer> WRONG_UPSTREAM =
            Map.of("sqli-forums.txt", 6, "sqli-rsalgado-bhusa2013.txt", 7, "false_positives.txt", 21);

    private final StringBuilder report = new StringBuilder("# libinjection's tests and payloads\n");

    @Test
    void answersAsLibinjectionDoes() throws IOException {
        Path root = CORPORA.resolve("libinjection");
        assumeTrue(Files.isDirectory(root), "libinjection is not in " + CORPORA.toAbsolutePath());
        List<String> failures = new ArrayList<>();
        runTests(root.resolve("tests"), failures);
        runPayloads(root.resolve("data"), failures);
        Files.createDirectories(REPORT.getParent());
        Files.writeString(REPORT, report);
        assertThat(failures).isEmpty();
    }

    private void runTests(Path folder, List<String> failures) throws IOException {
        Map<String, int[]> counts = new TreeMap<>();
        for (Path file : files(folder, "test-")) {
            String name = file.getFileName().toString();
            String kind = name.split("-")[1];
            List<String> sections = sections(Files.readString(file, StandardCharsets.ISO_8859_1));
            ByteSlice input = ByteSlice.latin1(sections.get(1).stripTrailing());
            String actual = switch (kind) {
                case "tokens" -> String.join("\n", TokenDump.tokens(input));
                case "folding" -> String.join("\n", TokenDump.folded(input));
                case "html5" -> String.join("\n", TokenDump.html(input));
                case "sqli" -> Objects.requireNonNullElse(SqliDetector.detect(input), "");
                case "xss" -> XssDetector.detect(input) ? "1" : "";
                default -> throw new IOException("unknown kind of test: " + file);
            };
            boolean passed = kind.equals("xss")
                    ? isYes(sections.get(2)) == !actual.isEmpty()
                    : sections.get(2).strip().equals(actual.strip());
            counts.computeIfAbsent(kind, k -> new int[2])[passed ? 0 : 1]++;
            if (!passed) {
                failures.add(name + ": expected " + sections.get(2).strip() + " but was " + actual);
            }
        }
        report.append("\n| tests | passed | failed |\n|---|---|---|\n");
        int passed = 0;
        int failed = 0;
        for (Map.Entry<String, int[]> kind : counts.entrySet()) {
            report.append("| %s | %d | %d |%n".formatted(kind.getKey(), kind.getValue()[0], kind.getValue()[1]));
            passed += kind.getValue()[0];
            failed += kind.getValue()[1];
        }
        System.out.printf("libinjection tests: %d passed, %d failed%n", passed, failed);
        assertThat(passed).isPositive();
    }

    private void runPayloads(Path folder, List<String> failures) throws IOException {
        report.append("\n| payloads | lines | wrong answers | libinjection's own |\n|---|---|---|---|\n");
        int lines = 0;
        int wrong = 0;
        for (Path file : files(folder, "")) {
            String name = file.getFileName().toString();
            boolean benign = name.startsWith("false_positives");
            boolean xss = name.startsWith("xss-");
            if (!benign && !xss && !name.startsWith("sqli-")) {
                continue;
            }
            int fileLines = 0;
            int fileWrong = 0;
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                ByteSlice value = urlDecoded(line);
                boolean found = xss ? XssDetector.detect(value) : SqliDetector.detect(value) != null;
                fileLines++;
                fileWrong += found == benign ? 1 : 0;
            }
            int allowed = WRONG_UPSTREAM.getOrDefault(name, 0);
            report.append("| %s | %d | %d | %d |%n".formatted(name, fileLines, fileWrong, allowed));
            if (fileWrong > allowed) {
                failures.add(name + ": " + fileWrong + " wrong answers, libinjection has " + allowed);
            }
            lines += fileLines;
            wrong += fileWrong;
        }
        System.out.printf("libinjection payloads: %d lines, %d wrong answers%n", lines, wrong);
    }

    private static List<Path> files(Path folder, String prefix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)
                            && file.getFileName().toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    /** The texts after TEST, INPUT and EXPECTED. */
    private static List<String> sections(String file) throws IOException {
        int test = file.indexOf("--TEST--");
        int input = file.indexOf("--INPUT--");
        int expected = file.indexOf("--EXPECTED--");
        if (test < 0 || input < test || expected < input) {
            throw new IOException("sections are missing: " + file);
        }
        return List.of(
                file.substring(test + "--TEST--".length(), input).strip(),
                withoutFirstNewline(file.substring(input + "--INPUT--".length(), expected)),
                withoutFirstNewline(file.substring(expected + "--EXPECTED--".length())));
    }

    private static String withoutFirstNewline(String text) {
        return text.startsWith("\r\n") ? text.substring(2) : text.startsWith("\n") ? text.substring(1) : text;
    }

    private static boolean isYes(String expected) {
        String text = expected.strip().toLowerCase(java.util.Locale.ROOT);
        return text.equals("1") || text.equals("true") || text.equals("xss");
    }

    private static ByteSlice urlDecoded(String line) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            int code = c == '%' && i + 2 < line.length() && isHex(line, i) ? hex(line, i) : -1;
            if (code >= 0) {
                bytes.write(code);
                i += 2;
            } else {
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        return ByteSlice.of(bytes.toByteArray());
    }

    private static boolean isHex(String line, int percent) {
        return Character.digit(line.charAt(percent + 1), 16) >= 0 && Character.digit(line.charAt(percent + 2), 16) >= 0;
    }

    private static int hex(String line, int percent) {
        return Integer.parseInt(line.substring(percent + 1, percent + 3), 16);
    }
}
