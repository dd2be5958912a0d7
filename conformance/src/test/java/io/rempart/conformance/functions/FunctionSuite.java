package io.rempart.conformance.functions;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.operator.Operator;
import io.rempart.engine.operator.Operators;
import io.rempart.engine.transformation.Transformation;
import io.rempart.engine.transformation.Transformations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Runs the cases of a suite and keeps the count by function. */
final class FunctionSuite {
    /**
     * Cases that no engine can pass as they stand, by what {@link FunctionCase#place()} begins with, each with its reason. A case
     * here that passes is a failure too: the list must stay true.
     */
    static final Map<String, String> EXCEPTIONS = Map.of(
            "transformations/cssDecode.json#4",
            "the Perl original ends in a backslash, the digit 0 and two spaces, of which the escape takes one; here the digit has"
                    + " become a NUL byte, which takes none. The suite's own driver does not see it: it cuts texts at NUL.");

    /** How the cases of one function ended. */
    static final class Count {
        int passed;
        int failed;
        int excepted;
    }

    private final Path root;
    private final Compatibility compatibility;
    private final Map<String, Count> counts = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();

    FunctionSuite(Path root, Compatibility compatibility) {
        this.root = root;
        this.compatibility = compatibility;
    }

    List<String> failures() {
        return failures;
    }

    Count total() {
        Count total = new Count();
        for (Count count : counts.values()) {
            total.passed += count.passed;
            total.failed += count.failed;
            total.excepted += count.excepted;
        }
        return total;
    }

    void run() throws IOException {
        for (FunctionCase one : FunctionCase.readAll(root)) {
            Count count =
                    counts.computeIfAbsent((one.type().equals("op") ? "@" : "t:") + one.name(), name -> new Count());
            String fault = fault(one);
            Optional<String> reason = EXCEPTIONS.keySet().stream()
                    .filter(one.place()::startsWith)
                    .findFirst()
                    .map(EXCEPTIONS::get);
            if (reason.isPresent() && !fault.isEmpty()) {
                count.excepted++;
            } else if (reason.isPresent()) {
                count.failed++;
                failures.add(one.place() + ": passes, so it is no exception any more");
            } else if (fault.isEmpty()) {
                count.passed++;
            } else {
                count.failed++;
                failures.add(one.place() + ": " + fault);
            }
        }
    }

    /** What is wrong, or nothing. */
    private String fault(FunctionCase one) {
        try {
            return one.type().equals("op") ? operatorFault(one) : transformationFault(one);
        } catch (IOException | RuntimeException e) {
            return e.toString();
        }
    }

    private String operatorFault(FunctionCase one) throws IOException {
        if (Operators.byName(one.name()) == null) {
            return "there is no @" + one.name();
        }
        CaseContext context = new CaseContext();
        boolean matches;
        try {
            Operator operator = Operators.create(one.name(), one.parameter(), new CaseEnvironment(root, compatibility));
            matches = operator.matches(one.input(), context);
        } catch (IllegalArgumentException e) {
            // refused when the rules are loaded, so it never matches; where it should, that is a failure
            return one.changes() ? e.toString() : "";
        }
        if (matches != one.changes()) {
            return "@" + one.name() + " \"" + one.parameter() + "\" on \"" + one.input() + "\" gives " + matches;
        }
        if (one.groups() != null && !startsWith(context.captured(), one.groups())) {
            return "@" + one.name() + " captures " + context.captured() + ", not " + one.groups();
        }
        return "";
    }

    /** The suite lists the first groups; of several matches it may leave the later ones out. */
    private static boolean startsWith(List<ByteSlice> captured, List<ByteSlice> groups) {
        return captured.size() >= groups.size()
                && captured.subList(0, groups.size()).equals(groups);
    }

    /**
     * The output must be the expected one, and the identity of the object must tell exactly whether it is another than the input. The
     * suite's own flag is not held against it where the suite says "changed" and shows the same value (ModSecurity 2 says so of some
     * functions whatever they do).
     */
    private String transformationFault(FunctionCase one) {
        Optional<Transformation> transformation = Transformations.byName(one.name(), compatibility);
        if (transformation.isEmpty()) {
            return "there is no t:" + one.name();
        }
        ByteSlice output = transformation.get().apply(one.input());
        if (!output.equals(one.output())) {
            return "t:" + one.name() + " of \"" + one.input() + "\" gives \"" + output + "\", not \"" + one.output()
                    + "\"";
        }
        boolean changes = !output.equals(one.input());
        if (changes != (output != one.input())) {
            return "t:" + one.name() + " of \"" + one.input() + "\" does not tell rightly whether it changed it";
        }
        return changes && !one.changes() ? "the suite says the value stays" : "";
    }

    /** Writes the counts as a table. */
    void report(Path file) throws IOException {
        Count total = total();
        StringBuilder out = new StringBuilder("# Functions: secrules-language-tests\n\n")
                .append("| function | passed | failed | excepted |\n|---|---|---|---|\n");
        counts.forEach((name, count) ->
                out.append("| `%s` | %d | %d | %d |%n".formatted(name, count.passed, count.failed, count.excepted)));
        out.append("| **all** | %d | %d | %d |%n".formatted(total.passed, total.failed, total.excepted));
        failures.forEach(failure -> out.append("\n- ").append(failure));
        EXCEPTIONS.forEach((place, reason) ->
                out.append("\n- excepted: ").append(place).append(": ").append(reason));
        Files.createDirectories(file.getParent());
        Files.writeString(file, out);
    }
}
