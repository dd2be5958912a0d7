package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.regex.BacktrackingMachine.Steps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression in PCRE's syntax, matched over bytes. Immutable, thread-safe.
 *
 * <p>A pattern without look-around, back-reference, atomic group or possessive quantifier is linear: its time is bounded by the
 * length of the value times the size of the pattern, whatever an attacker sends. Others are searched by backtracking with a limit of
 * steps. The definition is pcre2pattern(3) without UTF mode: bytes have no meaning beyond ASCII.
 */
public final class RegexPattern {
    /** The steps that a search may take when the caller names no limit. */
    public static final long DEFAULT_STEP_LIMIT = 1_000_000;

    /** A pattern that takes more instructions than this when its counts are written out is searched by backtracking. */
    private static final int MAX_LINEAR_SIZE = 40_000;

    /** What the exact span of a match that is known to exist may cost before the simulation's is taken instead. */
    private static final long EXACT_SPAN_STEPS = 100_000;

    private final String pattern;
    private final Set<RegexFlag> flags;
    private final Map<String, Integer> groupNames;
    private final int groupCount;
    private final RequiredLiterals required;

    /** Decides where all is regular, and says "no match" early where it is not; null if too large or not decidable by one byte. */
    private final @Nullable LazyAutomaton automaton;

    /** Null when the pattern is not regular or too large. */
    private final @Nullable Program linear;

    /** Null when {@link #linear} tells spans and groups exactly. */
    private final @Nullable Program backtracking;

    private final boolean searchStartMatters;

    private RegexPattern(String pattern, Set<RegexFlag> flags) {
        this.pattern = pattern;
        this.flags = flags;
        RegexParser parser = new RegexParser(pattern, flags);
        Node tree = NodeRewriter.simplified(parser.parse());
        groupCount = parser.groupCount();
        groupNames = parser.groupNames();
        boolean regular = NodeFacts.isRegular(tree);
        Node approximation = regular(tree);
        boolean small = NodeFacts.size(approximation) <= MAX_LINEAR_SIZE;
        Program program = small ? ProgramCompiler.linear(approximation, groupCount) : null;
        required = LiteralAnalysis.required(approximation);
        automaton = program != null && SubsetConstruction.supports(program)
                ? new LazyAutomaton(program, required.firstBytes())
                : null;
        linear = regular ? program : null;
        backtracking =
                linear == null || NodeFacts.hasEmptyLoop(tree) ? ProgramCompiler.backtracking(tree, groupCount) : null;
        searchStartMatters = NodeFacts.has(tree, Node.AnchorKind.SEARCH_START);
    }

    /**
     * Compiles a pattern given byte by byte (each character is one byte, ISO-8859-1), with exactly the flags named.
     *
     * @throws RegexSyntaxException if the pattern is broken, too large or uses what is not supported
     */
    public static RegexPattern compile(String latin1Pattern, RegexFlag... flags) {
        EnumSet<RegexFlag> set = EnumSet.noneOf(RegexFlag.class);
        set.addAll(Arrays.asList(flags));
        return compile(latin1Pattern, set);
    }

    /** The same with a set of flags, such as {@link RegexFlag#MODSECURITY_2}. */
    public static RegexPattern compile(String latin1Pattern, Set<RegexFlag> flags) {
        return new RegexPattern(latin1Pattern, Set.copyOf(flags));
    }

    /** The pattern as it was given. */
    public String pattern() {
        return pattern;
    }

    /** The flags as they were given. */
    public Set<RegexFlag> flags() {
        return flags;
    }

    /** How many groups there are, the whole match not counted. */
    public int groupCount() {
        return groupCount;
    }

    /** The numbers of the named groups. */
    public Map<String, Integer> groupNames() {
        return groupNames;
    }

    /** Whether every search takes time linear in the value, so that no limit can be exceeded. */
    public boolean isLinear() {
        return linear != null;
    }

    /** What a value must have to match; never null, but possibly {@link RequiredLiterals#NOTHING}. */
    public RequiredLiterals required() {
        return required;
    }

    /** About the bytes of memory that the pattern takes now; it grows with use up to a bound. */
    public long memory() {
        long sum = 400 + 2L * pattern.length();
        for (Program program : new Program[] {linear, backtracking}) {
            sum += program == null ? 0 : program.memory();
        }
        return sum + (automaton == null ? 0 : automaton.memory());
    }

    /** The tree of a regular pattern that matches wherever this one does, for searching several patterns together. */
    Node approximation() {
        return regular(NodeRewriter.simplified(new RegexParser(pattern, flags).parse()));
    }

    private static Node regular(Node tree) {
        return NodeFacts.isRegular(tree) ? tree : NodeRewriter.regular(tree);
    }

    /** How many instructions decide or refute it; 0 when there is no automaton. */
    int instructions() {
        return automaton == null ? 0 : automaton.instructions();
    }

    /** What decides, or at least refutes, the pattern; null when there is none. */
    @Nullable
    LazyAutomaton automaton() {
        return automaton;
    }

    /** How many transitions were built and bytes simulated so far: what a search costs beyond reading tables. */
    long work() {
        return automaton == null ? 0 : automaton.work();
    }

    /** How it is searched, for measurements: sizes, states built, bytes that were simulated. */
    String describe() {
        return (linear == null ? "not linear" : linear.size() + " instructions")
                + (automaton == null ? "" : ", " + automaton.describe());
    }

    /** Whether the pattern matches anywhere in the value. A search that exceeds {@link #DEFAULT_STEP_LIMIT} counts as no match. */
    public boolean find(ByteSlice value) {
        if (automaton != null) {
            boolean found = automaton.find(value.array(), value.offset(), value.end());
            if (!found || linear != null) {
                return found;
            }
        }
        return search(value, 0, false, new int[2], new Steps(DEFAULT_STEP_LIMIT)) == Outcome.MATCH;
    }

    /** Whether the pattern matches anywhere in the value, in at most so many steps. */
    public Outcome find(ByteSlice value, long stepLimit) {
        if (automaton != null) {
            boolean found = automaton.find(value.array(), value.offset(), value.end());
            if (!found || linear != null) {
                return found ? Outcome.MATCH : Outcome.NO_MATCH;
            }
        }
        return search(value, 0, false, new int[2], new Steps(stepLimit));
    }

    /** The first match at or after a position, or null. A search that exceeds {@link #DEFAULT_STEP_LIMIT} counts as no match. */
    public @Nullable RegexMatch match(ByteSlice value, int from) {
        int[] positions = new int[2 * (groupCount + 1)];
        return match(value, from, positions, DEFAULT_STEP_LIMIT) == Outcome.MATCH
                ? new RegexMatch(value, positions)
                : null;
    }

    /**
     * Searches the first match at or after a position and fills {@code captures}: start and end (exclusive) of the whole match, then
     * of each group as far as the array reaches; -1 where a group took no part. Untouched unless the outcome is a match.
     *
     * @param from 0 to the length of the value; what precedes it is seen by {@code \b}, {@code ^} and lookbehind
     * @param captures at least two long; the shorter, the less work
     */
    public Outcome match(ByteSlice value, int from, int[] captures, long stepLimit) {
        if (from < 0 || from > value.length()) {
            throw new IndexOutOfBoundsException("from " + from + " of " + value.length());
        }
        if (captures.length < 2) {
            throw new IllegalArgumentException(
                    "captures must have room for the whole match: 2, not " + captures.length);
        }
        return search(value, from, false, captures, new Steps(stepLimit));
    }

    private Outcome search(ByteSlice value, int from, boolean nonEmptyHere, int[] captures, Steps steps) {
        int start = from;
        if (automaton != null && !nonEmptyHere && (from == 0 || !searchStartMatters)) {
            int begin = value.offset();
            start = automaton.findStart(value.array(), begin, begin + from, value.end()) - begin;
            if (start < 0) {
                return Outcome.NO_MATCH;
            }
        }
        if (backtracking != null) {
            Outcome outcome = BacktrackingMachine.search(
                    backtracking,
                    value,
                    start,
                    from,
                    required.firstBytes(),
                    nonEmptyHere || required.anchoredAtStart() && start == 0,
                    nonEmptyHere,
                    captures,
                    steps,
                    linear == null ? Long.MAX_VALUE : EXACT_SPAN_STEPS);
            if (outcome != Outcome.LIMIT_EXCEEDED || linear == null) {
                return outcome;
            }
        }
        Program program = Objects.requireNonNull(linear);
        return PikeMachine.search(
                        program,
                        value,
                        start,
                        from,
                        required.minimumLength() == 0 ? null : required.firstBytes(),
                        nonEmptyHere,
                        nonEmptyHere,
                        captures)
                ? Outcome.MATCH
                : Outcome.NO_MATCH;
    }

    /**
     * All matches one after another, at most {@code bound}, as {@code @rxGlobal} and Perl's {@code /g} see them: after an empty
     * match, one that is not empty is tried at the same place, then the search goes on one byte further. All searches together take at
     * most {@link #DEFAULT_STEP_LIMIT} steps; what they found by then is told.
     */
    public List<RegexMatch> matches(ByteSlice value, int bound) {
        List<RegexMatch> found = new ArrayList<>();
        int from = 0;
        boolean afterEmpty = false;
        Steps steps = new Steps(DEFAULT_STEP_LIMIT);
        while (found.size() < bound && from <= value.length()) {
            int[] positions = new int[2 * (groupCount + 1)];
            Outcome outcome = search(value, from, afterEmpty, positions, steps);
            if (outcome == Outcome.MATCH) {
                found.add(new RegexMatch(value, positions));
                from = positions[1];
                afterEmpty = positions[0] == positions[1];
            } else if (outcome == Outcome.LIMIT_EXCEEDED) {
                break;
            } else if (afterEmpty) {
                afterEmpty = false;
                from++;
            } else {
                break;
            }
        }
        return found;
    }

    @Override
    public String toString() {
        return pattern;
    }
}
