package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.regex.Node.Repeat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * The automaton of a pattern's positions (Glushkov): one state for each place where a byte is taken, and which place may follow
 * which. Beside each step it keeps whether there are several ways to make it, which a set of states forgets and a backtracking
 * engine pays for: in {@code (a+)+} the step from {@code a} to {@code a} is made by the inner loop or by the outer.
 *
 * <p>Repetitions of a range of counts are unrolled to at most three copies, from 16 on taken for loops; assertions take no byte; an atomic group is
 * one place, because an engine never goes back into it. So it is an approximation, good for warnings. For one thread.
 */
final class PositionAutomaton {
    /** Most places. */
    static final int MOST = 8_000;

    private static final int LOOP_FROM = 16;

    /** What has more places than {@link #MOST}. */
    static final class TooLarge extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** How a part begins and ends; the empty string in none, one, or several ways (0 to 2). */
    private record Part(BitSet first, BitSet firstTwice, BitSet last, BitSet lastTwice, int empties) {
        static Part empty() {
            return new Part(new BitSet(), new BitSet(), new BitSet(), new BitSet(), 1);
        }
    }

    final List<ByteSet> sets = new ArrayList<>();
    final List<BitSet> follow = new ArrayList<>();
    final List<BitSet> twice = new ArrayList<>();

    /** The places a match may begin and end with. */
    final BitSet first;

    final BitSet last;

    /** Whether it has assertions or references, so that a match may fail without a byte. */
    boolean asserts;

    /** Bodies that are searched by themselves: of assertions and of atomic groups. */
    final Deque<Node> inner = new ArrayDeque<>();

    PositionAutomaton(Node tree) throws TooLarge {
        Part whole = part(tree);
        first = whole.first();
        last = whole.last();
    }

    private Part part(Node node) throws TooLarge {
        if (node instanceof Node.Bytes bytes) {
            return place(bytes.set());
        }
        if (node instanceof Node.Sequence sequence) {
            Part all = Part.empty();
            for (Node each : sequence.parts()) {
                all = joined(all, part(each));
            }
            return all;
        }
        if (node instanceof Node.Choice choice) {
            return choice(choice);
        }
        if (node instanceof Repeat repeat) {
            return repeat.greed() == Node.Greed.POSSESSIVE ? atomic(repeat) : repeat(repeat);
        }
        if (node instanceof Node.Group group) {
            return part(group.body());
        }
        if (node instanceof Node.Atomic atomic) {
            return atomic(atomic.body());
        }
        asserts |= !(node instanceof Node.Anchor anchor) || mayFailBehind(anchor.kind());
        if (node instanceof Node.Look look) {
            inner.add(look.body());
        }
        return Part.empty();
    }

    /** Whether the assertion may fail after bytes were taken. */
    private static boolean mayFailBehind(Node.AnchorKind kind) {
        return kind != Node.AnchorKind.VALUE_START
                && kind != Node.AnchorKind.LINE_START
                && kind != Node.AnchorKind.SEARCH_START;
    }

    private Part place(ByteSet set) throws TooLarge {
        int number = sets.size();
        if (number == MOST) {
            throw new TooLarge();
        }
        sets.add(set);
        follow.add(new BitSet());
        twice.add(new BitSet());
        BitSet self = new BitSet();
        self.set(number);
        return new Part(self, new BitSet(), (BitSet) self.clone(), new BitSet(), 0);
    }

    private Part choice(Node.Choice choice) throws TooLarge {
        Part all = new Part(new BitSet(), new BitSet(), new BitSet(), new BitSet(), 0);
        for (Node each : choice.alternatives()) {
            Part one = part(each);
            all.first().or(one.first());
            all.firstTwice().or(one.firstTwice());
            all.last().or(one.last());
            all.lastTwice().or(one.lastTwice());
            all = new Part(
                    all.first(),
                    all.firstTwice(),
                    all.last(),
                    all.lastTwice(),
                    Math.min(2, all.empties() + one.empties()));
        }
        return all;
    }

    private Part repeat(Repeat repeat) throws TooLarge {
        if (repeat.max() == 0) {
            return Part.empty();
        }
        if (repeat.max() == Repeat.UNBOUNDED || repeat.max() >= LOOP_FROM) {
            Part body = part(repeat.body());
            link(body, body);
            return withEmpties(body, repeat.min() == 0 ? 1 : body.empties());
        }
        boolean exact = repeat.min() == repeat.max();
        int min = exact ? repeat.min() : Math.min(repeat.min(), 2);
        int max = exact ? min : Math.min(repeat.max(), min + 1);
        Part all = Part.empty();
        for (int i = 0; i < max; i++) {
            Part copy = part(repeat.body());
            all = joined(all, i < min ? copy : withEmpties(copy, 1));
        }
        return all;
    }

    private Part atomic(Node body) throws TooLarge {
        Node searched = body instanceof Repeat repeat ? repeat.body() : body;
        inner.add(searched);
        ByteSet any = bytesOf(body);
        Part place = any.equals(ByteSet.NONE) ? Part.empty() : place(any);
        return NodeFacts.minimumLength(body) == 0 ? withEmpties(place, 1) : place;
    }

    private static ByteSet bytesOf(Node node) {
        if (node instanceof Node.Bytes bytes) {
            return bytes.set();
        }
        List<Node> parts = node instanceof Node.Sequence sequence
                ? sequence.parts()
                : node instanceof Node.Choice choice
                        ? choice.alternatives()
                        : node instanceof Repeat repeat
                                ? List.of(repeat.body())
                                : node instanceof Node.Group group
                                        ? List.of(group.body())
                                        : node instanceof Node.Atomic atomic ? List.of(atomic.body()) : List.of();
        ByteSet all = ByteSet.NONE;
        for (Node part : parts) {
            all = all.or(bytesOf(part));
        }
        return all;
    }

    private static Part withEmpties(Part part, int empties) {
        return new Part(part.first(), part.firstTwice(), part.last(), part.lastTwice(), empties);
    }

    private Part joined(Part a, Part b) {
        link(a, b);
        BitSet first = (BitSet) a.first().clone();
        BitSet firstTwice = (BitSet) a.firstTwice().clone();
        if (a.empties() > 0) {
            first.or(b.first());
            firstTwice.or(a.empties() > 1 ? b.first() : b.firstTwice());
        }
        BitSet last = (BitSet) b.last().clone();
        BitSet lastTwice = (BitSet) b.lastTwice().clone();
        if (b.empties() > 0) {
            last.or(a.last());
            lastTwice.or(b.empties() > 1 ? a.last() : a.lastTwice());
        }
        return new Part(first, firstTwice, last, lastTwice, Math.min(2, a.empties() * b.empties()));
    }

    /** Each end of the one may be followed by each beginning of the other. */
    private void link(Part from, Part to) {
        for (int p = from.last().nextSetBit(0); p >= 0; p = from.last().nextSetBit(p + 1)) {
            BitSet again = (BitSet) follow.get(p).clone();
            again.and(to.first());
            twice.get(p).or(again);
            twice.get(p).or(from.lastTwice().get(p) ? to.first() : to.firstTwice());
            follow.get(p).or(to.first());
        }
    }
}
