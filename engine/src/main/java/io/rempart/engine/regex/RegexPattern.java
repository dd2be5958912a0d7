package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
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

    private final String pattern;
    private final Set<RegexFlag> flags;
    private final Map<String, Integer> groupNames;
    private final int groupCount;
    private final Program program;
    private final RequiredLiterals required;

    private RegexPattern(String pattern, Set<RegexFlag> flags) {
        this.pattern = pattern;
        this.flags = flags;
        RegexParser parser = new RegexParser(pattern, flags);
        Node tree = parser.parse();
        groupCount = parser.groupCount();
        groupNames = parser.groupNames();
        if (!NodeFacts.isRegular(tree)) {
            throw new RegexSyntaxException(
                    "look-around, back-references and atomic groups are not supported", pattern, 0);
        }
        program = ProgramCompiler.linear(tree, groupCount);
        required = RequiredLiterals.NOTHING;
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
        return true;
    }

    /** What a value must have to match; never null, but possibly {@link RequiredLiterals#NOTHING}. */
    public RequiredLiterals required() {
        return required;
    }

    /** Whether the pattern matches anywhere in the value. A search that exceeds {@link #DEFAULT_STEP_LIMIT} counts as no match. */
    public boolean find(ByteSlice value) {
        return find(value, DEFAULT_STEP_LIMIT) == Outcome.MATCH;
    }

    /** Whether the pattern matches anywhere in the value, in at most so many steps. */
    public Outcome find(ByteSlice value, long stepLimit) {
        return match(value, 0, new int[2], stepLimit);
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
        return search(value, from, false, captures, stepLimit);
    }

    private Outcome search(ByteSlice value, int from, boolean nonEmptyHere, int[] captures, long stepLimit) {
        return PikeMachine.search(program, value, from, from, null, nonEmptyHere, nonEmptyHere, captures)
                ? Outcome.MATCH
                : Outcome.NO_MATCH;
    }

    /**
     * All matches one after another, at most {@code bound}, as {@code @rxGlobal} and Perl's {@code /g} see them: after an empty
     * match, one that is not empty is tried at the same place, then the search goes on one byte further.
     */
    public List<RegexMatch> matches(ByteSlice value, int bound) {
        List<RegexMatch> found = new ArrayList<>();
        int from = 0;
        boolean afterEmpty = false;
        while (found.size() < bound && from <= value.length()) {
            int[] positions = new int[2 * (groupCount + 1)];
            Outcome outcome = search(value, from, afterEmpty, positions, DEFAULT_STEP_LIMIT);
            if (outcome == Outcome.MATCH) {
                found.add(new RegexMatch(value, positions));
                from = positions[1];
                afterEmpty = positions[0] == positions[1];
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
