package io.rempart.engine.operator;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.literal.Requirement;
import io.rempart.engine.regex.RegexPattern;
import io.rempart.engine.regex.RegexSyntaxException;
import io.rempart.engine.regex.RequiredLiterals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code @rx} and {@code @rxGlobal} share: the pattern, compiled once; one with macros is compiled for each text it expands to,
 * and the last of these are kept.
 */
abstract class PatternOperator implements Operator {
    private static final int KEPT = 64;

    /** A set of more bytes than this, of which one is needed, hardly ever rules a value out. */
    private static final int MOST_NEEDED = 64;

    private static final int LONGEST_EXPANDED = 8192;
    private static final int LONGEST_SHOWN = 252;

    private final Argument argument;
    private final Compatibility compatibility;
    private final @Nullable RegexPattern constant;
    private final Map<ByteSlice, Optional<RegexPattern>> expanded = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteSlice, Optional<RegexPattern>> eldest) {
            return size() > KEPT;
        }
    };

    /** How many steps a search may take. */
    final int stepLimit;

    PatternOperator(ByteSlice pattern, OperatorEnvironment environment) {
        argument = Argument.of(pattern);
        compatibility = environment.compatibility();
        stepLimit = environment.regexMatchLimit();
        constant = argument.hasMacros() ? null : Patterns.compile(pattern, compatibility);
    }

    /** The compiled pattern, or null when it has macros. */
    @Override
    public final @Nullable RegexPattern pattern() {
        return constant;
    }

    /** The pattern for this transaction, or null when what it expands to can't be compiled. */
    final @Nullable RegexPattern pattern(OperatorContext context) {
        if (constant != null) {
            return constant;
        }
        ByteSlice text = argument.value(context);
        if (text.length() > LONGEST_EXPANDED) {
            context.describe("The pattern is longer than " + LONGEST_EXPANDED + " bytes with its macros expanded.");
            return null;
        }
        synchronized (expanded) {
            Optional<RegexPattern> known = expanded.get(text);
            if (known != null) {
                return known.orElse(null);
            }
        }
        RegexPattern compiled = null;
        try {
            compiled = Patterns.compile(text, compatibility);
        } catch (RegexSyntaxException e) {
            context.describe("The pattern can't be compiled with its macros expanded: " + e.getMessage());
        }
        synchronized (expanded) {
            expanded.put(ByteSlice.of(text.toArray()), Optional.ofNullable(compiled));
        }
        return compiled;
    }

    @Override
    public final Requirement requirement() {
        if (constant == null) {
            return Requirement.UNKNOWN;
        }
        RequiredLiterals required = constant.required();
        List<List<ByteSlice>> clauses = new ArrayList<>(required.clauses());
        ByteSet needed = required.neededBytes();
        if (required.minimumLength() > 0 && needed.size() <= MOST_NEEDED) {
            clauses.addAll(Requirement.anyByte(needed).clauses());
        }
        return new Requirement(clauses, false);
    }

    @Override
    public final String message(ByteSlice value, String target, OperatorContext context) {
        return "Pattern match \"" + LogText.escape(argument.value(context), LONGEST_SHOWN) + "\" at " + target + ".";
    }
}
