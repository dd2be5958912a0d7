package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a loop in which the same bytes can be matched in two ways: then n rounds can be matched in 2^n ways, and a
 * backtracking engine whose match fails behind the loop tries them all. Two ways are there when a step inside the loop can be made in
 * two ways ({@link PositionAutomaton#twice}), or when two walks over the same bytes part at a place and meet at a place
 * again. For one thread. Source: exponential degree of ambiguity, Weber and Seidl, "On the degree of ambiguity of finite
 * automata" (1991).
 */
final class AmbiguitySearch {
    /** Most pairs of steps that are looked at. */
    private static final long MOST_STEPS = 20_000_000;

    private final PositionAutomaton automaton;
    private final int size;
    private final int[] component;
    private long steps;

    AmbiguitySearch(PositionAutomaton automaton) {
        this.automaton = automaton;
        size = automaton.sets.size();
        component = new Components(automaton.follow).of();
    }

    /** Whether the search gave up; then nothing found means nothing known. */
    boolean isUndecided() {
        return steps > MOST_STEPS;
    }

    /** A value that explodes, null when none was found. */
    @Nullable
    Explosion find() {
        Map<Integer, BitSet> members = new HashMap<>();
        for (int p = 0; p < size; p++) {
            members.computeIfAbsent(component[p], any -> new BitSet()).set(p);
        }
        for (BitSet loop : members.values()) {
            if (endsAnywhere(loop)) {
                continue; // the match has succeeded before it can fail
            }
            Explosion found = doubleStep(loop);
            if (found == null && isForked(loop)) {
                found = twoWalks(loop);
            }
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private boolean endsAnywhere(BitSet loop) {
        return !automaton.asserts && loop.intersects(automaton.last);
    }

    private @Nullable Explosion doubleStep(BitSet loop) {
        for (int p = loop.nextSetBit(0); p >= 0; p = loop.nextSetBit(p + 1)) {
            BitSet steps = (BitSet) automaton.twice.get(p).clone();
            steps.and(loop);
            int q = steps.nextSetBit(0);
            if (q >= 0) {
                List<Integer> round = new ArrayList<>(List.of(q));
                round.addAll(walk(q, p, loop));
                return explosion(p, round.stream().map(automaton.sets::get).toList());
            }
        }
        return null;
    }

    /** Whether some place in the loop has two next places that take the same byte. */
    private boolean isForked(BitSet loop) {
        for (int p = loop.nextSetBit(0); p >= 0; p = loop.nextSetBit(p + 1)) {
            BitSet next = (BitSet) automaton.follow.get(p).clone();
            next.and(loop);
            ByteSet seen = ByteSet.NONE;
            for (int q = next.nextSetBit(0); q >= 0; q = next.nextSetBit(q + 1)) {
                if (seen.intersects(automaton.sets.get(q))) {
                    return true;
                }
                seen = seen.or(automaton.sets.get(q));
            }
        }
        return false;
    }

    /** From one place in two walks over the same bytes to one place; all places of a loop reach each other. */
    private @Nullable Explosion twoWalks(BitSet loop) {
        Map<Long, Long> cameFrom = new HashMap<>();
        Deque<Long> open = new ArrayDeque<>();
        for (int p = loop.nextSetBit(0); p >= 0; p = loop.nextSetBit(p + 1)) {
            open.add(pair(p, p));
        }
        while (!open.isEmpty()) {
            long from = open.remove();
            int a = (int) (from >>> 32);
            int b = (int) from;
            BitSet nextA = within(a, loop);
            BitSet nextB = within(b, loop);
            for (int c = nextA.nextSetBit(0); c >= 0; c = nextA.nextSetBit(c + 1)) {
                ByteSet bytes = automaton.sets.get(c);
                for (int d = nextB.nextSetBit(a == b ? c + 1 : 0); d >= 0; d = nextB.nextSetBit(d + 1)) {
                    if (++steps > MOST_STEPS) {
                        return null;
                    }
                    if (!bytes.intersects(automaton.sets.get(d))) {
                        continue;
                    }
                    long to = pair(c, d);
                    if (c == d) {
                        return explosion(to, from, cameFrom, loop);
                    }
                    if (cameFrom.putIfAbsent(to, from) == null) {
                        open.add(to);
                    }
                }
            }
        }
        return null;
    }

    private Explosion explosion(long end, long before, Map<Long, Long> cameFrom, BitSet loop) {
        Deque<ByteSet> round = new ArrayDeque<>();
        round.push(automaton.sets.get((int) end));
        long at = before;
        while ((int) (at >>> 32) != (int) at) {
            int a = (int) (at >>> 32);
            round.push(ByteClasses.and(automaton.sets.get(a), automaton.sets.get((int) at)));
            Long earlier = cameFrom.get(at);
            if (earlier == null) {
                break;
            }
            at = earlier;
        }
        int start = (int) at;
        List<ByteSet> whole = new ArrayList<>(round);
        walk((int) end, start, loop).forEach(place -> whole.add(automaton.sets.get(place)));
        return explosion(start, whole);
    }

    private BitSet within(int place, BitSet loop) {
        BitSet next = (BitSet) automaton.follow.get(place).clone();
        next.and(loop);
        return next;
    }

    private static long pair(int a, int b) {
        return (long) Math.min(a, b) << 32 | Math.max(a, b);
    }

    private Explosion explosion(int start, List<ByteSet> round) {
        ByteArrayOutputStream beginning = new ByteArrayOutputStream();
        for (int place : fromStart(start)) {
            beginning.write(anyOf(automaton.sets.get(place)));
        }
        ByteArrayOutputStream pump = new ByteArrayOutputStream();
        round.forEach(set -> pump.write(anyOf(set)));
        return new Explosion(ByteSlice.of(beginning.toByteArray()), ByteSlice.of(pump.toByteArray()), end(start));
    }

    /** A byte that nothing behind the loop takes, where there is one. */
    private ByteSlice end(int start) {
        ByteSet taken = ByteSet.NONE;
        for (int p = 0; p < size; p++) {
            if (component[p] == component[start]) {
                BitSet next = automaton.follow.get(p);
                for (int q = next.nextSetBit(0); q >= 0; q = next.nextSetBit(q + 1)) {
                    taken = taken.or(automaton.sets.get(q));
                }
            }
        }
        ByteSet free = taken.complement();
        return free.size() == 0 ? ByteSlice.EMPTY : ByteSlice.of(new byte[] {(byte) anyOf(free)});
    }

    private List<Integer> fromStart(int goal) {
        int[] from = new int[size];
        Arrays.fill(from, -2);
        Deque<Integer> open = new ArrayDeque<>();
        for (int p = automaton.first.nextSetBit(0); p >= 0; p = automaton.first.nextSetBit(p + 1)) {
            from[p] = -1;
            open.add(p);
        }
        return backwards(goal, from, open, null);
    }

    /** The places after one, up to another, inside a loop; empty when they are the same. */
    private List<Integer> walk(int start, int goal, BitSet loop) {
        if (start == goal) {
            return List.of();
        }
        int[] from = new int[size];
        Arrays.fill(from, -2);
        from[start] = -1;
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        List<Integer> all = backwards(goal, from, open, loop);
        return all.subList(Math.min(1, all.size()), all.size());
    }

    private List<Integer> backwards(int goal, int[] from, Deque<Integer> open, @Nullable BitSet loop) {
        while (!open.isEmpty() && from[goal] == -2) {
            int at = open.remove();
            BitSet next = automaton.follow.get(at);
            for (int q = next.nextSetBit(0); q >= 0; q = next.nextSetBit(q + 1)) {
                if (from[q] == -2 && (loop == null || loop.get(q))) {
                    from[q] = at;
                    open.add(q);
                }
            }
        }
        Deque<Integer> places = new ArrayDeque<>();
        for (int at = goal; at >= 0 && from[at] != -2; at = from[at]) {
            places.push(at);
        }
        return new ArrayList<>(places);
    }

    /** A byte of the set that can be read, where there is one. */
    private static int anyOf(ByteSet set) {
        for (String wanted :
                new String[] {"a0 -/,;=", "bcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ123456789"}) {
            for (int i = 0; i < wanted.length(); i++) {
                if (set.contains(wanted.charAt(i))) {
                    return wanted.charAt(i);
                }
            }
        }
        for (int b = 33; b < 33 + 256; b++) {
            if (set.contains(b & 255)) {
                return b & 255;
            }
        }
        return 0;
    }
}
