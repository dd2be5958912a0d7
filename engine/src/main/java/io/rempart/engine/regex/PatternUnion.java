package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several patterns as one automaton, which tells that none of them matches in the time that one of them takes. Thread-safe.
 *
 * <p>Where it finds a match, or gives up because its states are too many, its members are searched one by one.
 */
final class PatternUnion {
    /** The most instructions of a union: its states are sets of them, and their numbers are of 16 bits. */
    static final int MOST_INSTRUCTIONS = 24_000;

    /** As many transitions may be built before they are held against the bytes that were read. */
    private static final long FREE_TRANSITIONS = 10_000;

    private static final int WORTHWHILE_BYTES_PER_TRANSITION = 512;

    /** After as many bytes it is worth knowing where a match can begin. */
    private static final int MUCH = 1 << 16;

    /** Where a match can begin at more than this share of places, all bytes are read faster. */
    private static final double SPARSE = 0.03;

    /** Where more than one in so many bytes is read from such places on, too. */
    private static final int SPARSELY_READ = 4;

    /** The bits of the members, and their patterns. */
    final int[] bits;

    private final RegexPattern[] patterns;
    private final LazyAutomaton automaton;

    /** Whether it takes no more members: with more it had too many states. */
    final boolean closed;

    private long bytesRead;
    private long bytesAsked;
    private boolean filterKnown;
    private @Nullable StartFilter filter;
    private long bytesFiltered;
    private long bytesStepped;

    private PatternUnion(int[] bits, RegexPattern[] patterns, LazyAutomaton automaton, boolean closed) {
        this.bits = bits;
        this.patterns = patterns;
        this.automaton = automaton;
        this.closed = closed;
    }

    /** One pattern alone; null when it has no automaton. */
    static @Nullable PatternUnion of(int bit, RegexPattern pattern, boolean closed) {
        LazyAutomaton automaton = pattern.automaton();
        return automaton == null
                ? null
                : new PatternUnion(new int[] {bit}, new RegexPattern[] {pattern}, automaton, closed);
    }

    private static PatternUnion of(int[] bits, RegexPattern[] patterns, boolean closed) {
        List<Node> trees = new ArrayList<>();
        for (RegexPattern pattern : patterns) {
            trees.add(pattern.approximation());
        }
        Program program = ProgramCompiler.linear(new Node.Choice(trees), 0);
        return new PatternUnion(bits, patterns, new LazyAutomaton(program, ByteSet.ALL, true), closed);
    }

    int size() {
        return bits.length;
    }

    private int instructions() {
        int sum = 0;
        for (RegexPattern pattern : patterns) {
            sum += pattern.instructions();
        }
        return sum;
    }

    /** Whether one more may join some that will be one, of at most {@code most} members. */
    static boolean mayJoin(List<PatternUnion> some, PatternUnion more, int most) {
        int members = more.size();
        int instructions = more.instructions();
        boolean closed = more.closed;
        for (PatternUnion one : some) {
            members += one.size();
            instructions += one.instructions();
            closed |= one.closed;
        }
        return !closed && members <= most && instructions <= MOST_INSTRUCTIONS;
    }

    static PatternUnion joined(List<PatternUnion> some) {
        int[] bits = {};
        RegexPattern[] patterns = {};
        for (PatternUnion one : some) {
            int size = bits.length;
            bits = Arrays.copyOf(bits, size + one.size());
            patterns = Arrays.copyOf(patterns, bits.length);
            System.arraycopy(one.bits, 0, bits, size, one.size());
            System.arraycopy(one.patterns, 0, patterns, size, one.size());
        }
        return of(bits, patterns, false);
    }

    /** A part of it, which takes no more members. */
    @Nullable
    PatternUnion part(int from, int to) {
        return to - from == 1
                ? of(bits[from], patterns[from], true)
                : of(Arrays.copyOfRange(bits, from, to), Arrays.copyOfRange(patterns, from, to), true);
    }

    /** What decides; of one member alone, its own automaton. */
    LazyAutomaton automaton() {
        return automaton;
    }

    /** Where in a value of so many bytes a match can begin, if that is known and to look there alone pays; otherwise null. */
    synchronized @Nullable StartFilter filterFor(int bytes) {
        if (!filterKnown) {
            bytesAsked += bytes;
            if (bytesAsked >= MUCH) {
                filterKnown = true;
                StartFilter made = automaton.startFilter();
                filter = made != null && made.share() <= SPARSE ? made : null;
            }
        }
        return filter;
    }

    /** Notes of how many filtered bytes how many were read all the same; when they are too many, there is no filter any more. */
    synchronized void stepped(int bytes, int stepped) {
        bytesFiltered += bytes;
        bytesStepped += stepped;
        if (bytesStepped * SPARSELY_READ > bytesFiltered + MUCH) {
            filter = null;
        }
    }

    /** The pattern of a member. */
    RegexPattern pattern(int member) {
        return patterns[member];
    }

    /** Notes that so many bytes were read; false when so many states had to be built for them that smaller unions are better. */
    synchronized boolean paysAfter(long bytes) {
        bytesRead += bytes;
        return size() == 1 || automaton.work() <= FREE_TRANSITIONS + bytesRead / WORTHWHILE_BYTES_PER_TRANSITION;
    }
}
