package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Tells which of several patterns can't match anywhere in long values: as few automatons as there are {@link PatternUnions}, four at a
 * time. For one thread, used again and again.
 *
 * <p>An automaton waits for each look-up before it can make the next, and a core does little else meanwhile. Automatons of different
 * patterns and of different values do not depend on each other: four of them in one loop take hardly longer than one. What is told of
 * a pattern is what {@link RegexPattern#find} would find, "no match" is certain. The work is bounded as there. Automatons that have
 * little to do because a match can begin in few places of a value ({@link StartFilter}) go there alone, without company.
 */
public final class JointSearch {
    private static final int AT_ONCE = 4;

    private final Deque<Lane> waiting = new ArrayDeque<>();
    private final Lane[] lanes = new Lane[AT_ONCE];
    private final SparseSearch sparse = new SparseSearch();

    /** Makes an empty search. */
    public JointSearch() {
        Arrays.fill(lanes, Lane.EMPTY);
    }

    /** One automaton in one value; without a search, one that stays where it is. */
    private static final class Lane {
        private static final int OPEN = -1;
        private static final int STANDSTILL = 256;
        private static final char[] ONE_STATE = new char[STANDSTILL + 1];

        static {
            // all bytes have class 0, and with that class the one row leads to itself
            ONE_STATE[STANDSTILL] = STANDSTILL;
        }

        static final Lane EMPTY = new Lane();

        final @Nullable PatternUnions unions;
        final @Nullable PatternUnion union;
        final long[] bits;
        final byte[] array;
        final int begin;
        final int end;
        private final LazyAutomaton.@Nullable Search search;
        int decided;
        char[] table = ONE_STATE;
        int state = STANDSTILL;
        int at;

        private Lane() {
            unions = null;
            union = null;
            search = null;
            decided = StateTable.DEAD;
            array = new byte[0];
            bits = new long[0];
            begin = 0;
            end = 0;
        }

        Lane(PatternUnions unions, PatternUnion union, long[] bits, ByteSlice value) {
            this.unions = unions;
            this.union = union;
            this.bits = bits;
            array = value.array();
            begin = value.offset();
            end = value.end();
            at = begin;
            LazyAutomaton.Search begun = union.automaton().search(begin);
            search = begun;
            decided = OPEN;
            table = begun.table();
            state = union.automaton().start(begun);
        }

        boolean isOpen() {
            return decided == OPEN;
        }

        /** Whether the table does not lead on from here. */
        boolean needsStep() {
            return at == end || table[state + table[array[at] & 0xFF]] <= StateTable.MATCH;
        }

        /** Takes the next byte, or the end, whatever it leads to. */
        void step() {
            if (union == null || search == null) {
                return;
            }
            int next = union.automaton().next(search, state, array, at, end);
            at++;
            if (next > StateTable.MATCH) {
                state = next;
                table = search.table();
            } else {
                decided = next;
            }
        }
    }

    /**
     * Adds a value. {@link #run} takes those of the bits away whose patterns do not match in it; of bits without a pattern nothing is
     * told.
     *
     * @return how many automatons will read the value, those not counted that read it again for the members of a union that matches
     */
    public int add(ByteSlice value, long[] bits, PatternUnions unions) {
        PatternUnion[] all = unions.of(bits);
        for (PatternUnion union : all) {
            StartFilter filter = union.filterFor(value.length());
            if (filter != null) {
                findSparsely(unions, union, filter, bits, value);
            } else if (union.size() > 1 && membersAmong(union, bits) > 1) {
                waiting.add(new Lane(unions, union, bits, value));
            } else {
                addMembers(unions, union, bits, value);
            }
        }
        return all.length;
    }

    private void findSparsely(
            PatternUnions unions, PatternUnion union, StartFilter filter, long[] bits, ByteSlice value) {
        int decided = sparse.find(union.automaton(), filter, value.array(), value.offset(), value.end());
        union.stepped(value.length(), sparse.stepped);
        decided(unions, union, decided, value.length(), bits, value);
    }

    private static int membersAmong(PatternUnion union, long[] bits) {
        int count = 0;
        for (int bit : union.bits) {
            count += has(bits, bit) ? 1 : 0;
        }
        return count;
    }

    private static boolean has(long[] bits, int bit) {
        return (bits[bit >> 6] >>> bit & 1) != 0;
    }

    private void addMembers(PatternUnions unions, PatternUnion union, long[] bits, ByteSlice value) {
        for (int member = 0; member < union.size(); member++) {
            int bit = union.bits[member];
            PatternUnion alone = has(bits, bit)
                    ? union.size() == 1 ? union : PatternUnion.of(bit, union.pattern(member), true)
                    : null;
            if (alone == null) {
                continue;
            }
            if (!alone.automaton().beginsRarely()) {
                waiting.add(new Lane(unions, alone, bits, value));
            } else if (!alone.automaton().find(value.array(), value.offset(), value.end())) {
                bits[bit >> 6] &= ~(1L << bit);
            }
        }
    }

    /** Searches all that was added. */
    public void run() {
        while (true) {
            int open = 0;
            for (int n = 0; n < AT_ONCE; n++) {
                if (lanes[n].isOpen()) {
                    Lane lane = lanes[n];
                    lanes[n] = lanes[open];
                    lanes[open++] = lane;
                }
            }
            for (; open < AT_ONCE && !waiting.isEmpty(); open++) {
                lanes[open] = waiting.remove();
            }
            if (open == 0) {
                return;
            }
            Arrays.fill(lanes, open, AT_ONCE, Lane.EMPTY);
            advance(open);
            for (int n = 0; n < open; n++) {
                Lane lane = lanes[n];
                if (lane.needsStep()) {
                    lane.step();
                    if (!lane.isOpen()) {
                        decided(lane);
                    }
                }
            }
        }
    }

    private void decided(Lane lane) {
        PatternUnions unions = lane.unions;
        PatternUnion union = lane.union;
        if (unions != null && union != null) {
            ByteSlice value = ByteSlice.of(lane.array, lane.begin, lane.end - lane.begin);
            decided(unions, union, lane.decided, lane.at - lane.begin, lane.bits, value);
        }
    }

    private void decided(
            PatternUnions unions, PatternUnion union, int decided, int read, long[] bits, ByteSlice value) {
        if (union.size() > 1) {
            unions.read(union, read);
        }
        if (decided == StateTable.DEAD) {
            for (int bit : union.bits) {
                bits[bit >> 6] &= ~(1L << bit);
            }
        } else if (union.size() > 1) {
            addMembers(unions, union, bits, value);
        }
    }

    /** Reads on until an automaton needs more than its table, or one of the first {@code open} is at its end. */
    private void advance(int open) {
        int most = Integer.MAX_VALUE;
        for (int n = 0; n < open; n++) {
            most = Math.min(most, lanes[n].end - lanes[n].at);
        }
        Lane first = lanes[0];
        int read = read(first, lanes[1], lanes[2], lanes[3], most, first);
        for (int n = 0; n < open; n++) {
            lanes[n].at += read;
        }
    }

    private static int read(Lane a, Lane b, Lane c, Lane d, int most, Lane filler) {
        byte[] arrayA = a.array;
        byte[] arrayB = b.isOpen() ? b.array : filler.array;
        byte[] arrayC = c.isOpen() ? c.array : filler.array;
        byte[] arrayD = d.isOpen() ? d.array : filler.array;
        int atA = a.at;
        int atB = b.isOpen() ? b.at : filler.at;
        int atC = c.isOpen() ? c.at : filler.at;
        int atD = d.isOpen() ? d.at : filler.at;
        char[] tableA = a.table;
        char[] tableB = b.table;
        char[] tableC = c.table;
        char[] tableD = d.table;
        int stateA = a.state;
        int stateB = b.state;
        int stateC = c.state;
        int stateD = d.state;
        int least = StateTable.MATCH + 1;
        int i = 0;
        for (; i < most; i++) {
            int nextA = tableA[stateA + tableA[arrayA[atA + i] & 0xFF]];
            int nextB = tableB[stateB + tableB[arrayB[atB + i] & 0xFF]];
            int nextC = tableC[stateC + tableC[arrayC[atC + i] & 0xFF]];
            int nextD = tableD[stateD + tableD[arrayD[atD + i] & 0xFF]];
            if ((nextA - least | nextB - least | nextC - least | nextD - least) < 0) {
                break;
            }
            stateA = nextA;
            stateB = nextB;
            stateC = nextC;
            stateD = nextD;
        }
        a.state = stateA;
        b.state = stateB;
        c.state = stateC;
        d.state = stateD;
        return i;
    }
}
