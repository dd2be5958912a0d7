package io.rempart.conformance.modsecurity2;

import io.rempart.conformance.functions.CaseContext;
import io.rempart.conformance.functions.CaseEnvironment;
import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.operator.Operators;
import io.rempart.engine.transformation.Transformation;
import io.rempart.engine.transformation.Transformations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Runs a case of an operator or a transformation. */
record FunctionRun(Path root) {
    /** What is wrong, empty when nothing is. */
    String fault(SuiteCase one) throws IOException {
        return one.type().equals("op") ? operatorFault(one) : transformationFault(one);
    }

    private String operatorFault(SuiteCase one) throws IOException {
        if (Operators.byName(one.title()) == null) {
            return "there is no @" + one.title();
        }
        boolean matches;
        try {
            matches = Operators.create(one.title(), one.slice("param"), new CaseEnvironment(root, Compatibility.V2))
                    .matches(one.slice("input"), new CaseContext());
        } catch (IllegalArgumentException refused) {
            // refused when the rules are loaded, so it never matches; where it should, that is a failure
            return one.returns() ? refused.toString() : "";
        }
        return matches == one.returns()
                ? ""
                : "@" + one.title() + " \"" + one.slice("param") + "\" on \"" + one.slice("input") + "\" gives "
                        + matches;
    }

    /** The value must be the expected one; whether it was changed must be told rightly of it. */
    private String transformationFault(SuiteCase one) {
        Optional<Transformation> known = Transformations.byName(one.title(), Compatibility.V2);
        if (known.isEmpty()) {
            return "there is no t:" + one.title();
        }
        ByteSlice input = one.slice("input");
        ByteSlice output = known.get().apply(input);
        if (!output.equals(one.slice("output"))) {
            return "t:" + one.title() + " of \"" + input + "\" gives \"" + output + "\", not \"" + one.slice("output")
                    + "\"";
        }
        boolean changes = !output.equals(input);
        if (changes != (output != input)) {
            return "t:" + one.title() + " of \"" + input + "\" does not tell rightly whether it changed it";
        }
        return changes && !one.returns() ? "the suite says the value stays" : "";
    }
}
