package io.rempart.conformance.modsecurity3;

import io.rempart.conformance.suite.Folder;
import io.rempart.conformance.suite.Reasons;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs the cases of the suite and keeps the counts. */
final class RegressionSuite {
    /** SHA-256 of the known cases: names and contents of their files, in order. */
    private static final String KNOWN = "1950ac6a649c8ca9794d41087d18fcedaf95bc85a90a83efc476e090c53207fb";

    /** What the bar leaves out. */
    static final Set<String> NOT_ASKED = Set.of("lua", "ssdeep", "curl");

    /** A case that does not pass. */
    record Failure(RegressionCase one, String fault) {}

    private final Path root;
    private final Path work;
    private final Map<String, int[]> counts = new TreeMap<>();
    private final List<Failure> failures = new ArrayList<>();
    private int passed;
    private int failed;
    private int failedNotAsked;
    private int passedNotAsked;

    RegressionSuite(Path root, Path work) {
        this.root = root;
        this.work = work;
    }

    void run() throws IOException {
        copyData();
        for (RegressionCase one : RegressionCase.readAll(root.resolve("regression"))) {
            String only = System.getProperty("conformance.only", "");
            if (!one.place().startsWith(only)) {
                continue;
            }
            RegressionRun run = new RegressionRun(work);
            String fault;
            try {
                fault = run.fault(one);
            } catch (IOException | RuntimeException e) {
                fault = e.toString();
            }
            boolean asked = one.resource() == null || !NOT_ASKED.contains(one.resource());
            count(one, fault, asked);
            if (!only.isEmpty()) {
                System.out.println(one.place() + ": " + fault + "\n" + run.debugLog());
            }
        }
    }

    private void count(RegressionCase one, String fault, boolean asked) {
        int[] count = counts.computeIfAbsent(one.resource() == null ? "no library" : one.resource(), r -> new int[2]);
        boolean passes = fault.isEmpty();
        count[passes ? 0 : 1]++;
        if (!passes) {
            failures.add(new Failure(one, fault));
        }
        if (asked) {
            passed += passes ? 1 : 0;
            failed += passes ? 0 : 1;
        } else {
            passedNotAsked += passes ? 1 : 0;
            failedNotAsked += passes ? 0 : 1;
        }
    }

    int passed() {
        return passed;
    }

    int failed() {
        return failed;
    }

    int passedNotAsked() {
        return passedNotAsked;
    }

    int failedNotAsked() {
        return failedNotAsked;
    }

    /** Whether these are the cases that reasons.txt speaks of. */
    boolean isTheKnownOne() throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
        try (Stream<Path> files = Files.list(root.resolve("regression"))) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
        }
        return HexFormat.of().formatHex(digest.digest()).equals(KNOWN);
    }

    /** The places of cases that do not pass and of which no one has said why. */
    List<String> failuresWithoutReason() throws IOException {
        Map<String, String> reasons = reasons();
        return failures.stream()
                .filter(failure -> !reasons.containsKey(failure.one().place())
                        && !reasons.containsKey(failure.one().file()))
                .map(failure -> failure.one().place() + ": " + failure.fault())
                .toList();
    }

    /** The places that have a reason although nothing fails there. */
    List<String> reasonsWithoutFailure() throws IOException {
        return reasons().keySet().stream()
                .filter(place -> failures.stream()
                        .noneMatch(failure -> failure.one().place().equals(place)
                                || failure.one().file().equals(place)))
                .toList();
    }

    List<Failure> failures() {
        return failures;
    }

    /** The suite's rules name their files under {@code test-cases/data}. */
    private void copyData() throws IOException {
        Path from = root.resolve("data");
        Path to = work.resolve("test-cases/data");
        Folder.copy(from, to);
    }

    /** The reasons why cases do not pass, by their place and, for suites in another order, by their title. */
    static Map<String, String> reasons() throws IOException {
        return Reasons.beside(RegressionSuite.class, "reasons.txt");
    }

    /** Writes the counts and the failures, each with its reason. */
    void report(Path file) throws IOException {
        Map<String, String> reasons = Reasons.beside(RegressionSuite.class, "reasons-of-others.txt");
        reasons.putAll(reasons());
        StringBuilder out = new StringBuilder("# ModSecurity 3's regression cases\n\n")
                .append("| needs | passed | failed |\n|---|---|---|\n");
        counts.forEach((name, count) -> out.append("| %s | %d | %d |%n".formatted(name, count[0], count[1])));
        out.append("| **all but Lua, ssdeep, network** | %d | %d |%n".formatted(passed, failed));
        out.append("\n| case | title | reason |\n|---|---|---|\n");
        for (Failure failure : failures) {
            String reason = reasons.get(failure.one().place());
            if (reason == null) {
                reason = reasons.get(failure.one().file());
            }
            out.append("| %s | %s | %s |%n"
                    .formatted(
                            failure.one().place(),
                            failure.one().title().replace("|", "\\|"),
                            reason == null
                                    ? "not explained: "
                                            + failure.fault()
                                                    .replace("|", "\\|")
                                                    .replace('\n', ' ')
                                    : reason));
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, out);
    }
}
