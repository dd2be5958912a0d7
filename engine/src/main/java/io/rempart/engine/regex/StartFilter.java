package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.literal.ByteRarity;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where in a value a match can begin, by its first three bytes, ASCII case ignored. It passes more places than those, never fewer.
 * Immutable, thread-safe.
 *
 * <p>Most patterns of rules begin with words or marks of their own, and few places of ordinary text look like that. A look-up of three
 * bytes does not depend on the one before, as the steps of an automaton do. A match that an anchor ties to the beginning of the value
 * is of no account here.
 */
final class StartFilter {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BYTES = 3;
    private static final int FOLD = 0x202020;
    private static final int INDEX_BITS = 16;

    /** With more beginnings than this written out, too many places would pass. */
    private static final int MOST_BEGINNINGS = 1 << 17;

    private final long[] beginnings = new long[1 << INDEX_BITS - 6];
    private double share;

    /** Makes the filter of one program. */
    private static final class Maker {
        private final Program program;
        private final StartFilter filter = new StartFilter();
        private final int[] seen;
        private int generation;
        private final int[] stack;
        private final byte[][] bytesOf;
        private final double[] frequencyOf;
        private int written;
        private boolean matched;

        Maker(Program program, ByteAlphabet alphabet) {
            this.program = program;
            seen = new int[program.size()];
            stack = new int[program.size() + 1];
            bytesOf = new byte[alphabet.endSymbol][];
            frequencyOf = new double[alphabet.endSymbol];
            for (int c = 0; c < bytesOf.length; c++) {
                ByteSet set = ByteSet.NONE;
                for (int b = 0; b < 256; b++) {
                    set = (alphabet.classes[b] & 0xFF) == c ? set.plus(b) : set;
                }
                bytesOf[c] = folded(set);
                frequencyOf[c] = ByteRarity.of(set);
            }
        }

        private static byte[] folded(ByteSet set) {
            ByteSet lower = ByteSet.NONE;
            for (int b = 0; b < 256; b++) {
                lower = set.contains(b) ? lower.plus(b | 0x20) : lower;
            }
            byte[] bytes = new byte[256];
            int count = 0;
            for (int b = 0; b < 256; b++) {
                if (lower.contains(b)) {
                    bytes[count++] = (byte) b;
                }
            }
            return Arrays.copyOf(bytes, count);
        }

        /** False when a match may be empty, or too much is possible. */
        boolean make(byte[] samples) {
            int[] first = closure(new int[] {program.start}, false, 0);
            if (matched) {
                return false;
            }
            for (int c = 0; c < bytesOf.length; c++) {
                int[] second = closure(first, true, samples[c] & 0xFF);
                boolean matchedThere = matched;
                for (int d = 0; d < bytesOf.length && (matchedThere || second.length > 0); d++) {
                    int[] third = matchedThere ? second : closure(second, true, samples[d] & 0xFF);
                    ByteSet last = matchedThere || matched ? ByteSet.ALL : bytes(third);
                    if (!write(c, d, last)) {
                        return false;
                    }
                }
            }
            return true;
        }

        /** The instructions that take a byte, where these lead; with a byte, after it was taken. Notes whether there is a match. */
        private int[] closure(int[] from, boolean taken, int b) {
            generation++;
            matched = false;
            int[] found = new int[16];
            int count = 0;
            for (int origin : from) {
                if (taken && !program.setContains(program.arguments[origin], b)) {
                    continue;
                }
                int height = 0;
                stack[height++] = taken ? program.next[origin] : origin;
                while (height > 0) {
                    int instruction = stack[--height];
                    if (seen[instruction] == generation) {
                        continue;
                    }
                    seen[instruction] = generation;
                    switch (program.kinds[instruction]) {
                        case Program.SPLIT -> {
                            stack[height++] = program.arguments[instruction];
                            stack[height++] = program.next[instruction];
                        }
                        case Program.SAVE -> stack[height++] = program.next[instruction];
                        case Program.ANCHOR -> {
                            if (!atBeginning(instruction)) {
                                stack[height++] = program.next[instruction];
                            }
                        }
                        case Program.MATCH -> matched = true;
                        case Program.BYTE -> {
                            found = count == found.length ? Arrays.copyOf(found, count * 2) : found;
                            found[count++] = instruction;
                        }
                        default -> {}
                    }
                }
            }
            return Arrays.copyOf(found, count);
        }

        private boolean atBeginning(int instruction) {
            Node.AnchorKind kind = Node.AnchorKind.of(program.arguments[instruction]);
            return kind == Node.AnchorKind.VALUE_START || kind == Node.AnchorKind.SEARCH_START;
        }

        private ByteSet bytes(int[] instructions) {
            ByteSet all = ByteSet.NONE;
            for (int instruction : instructions) {
                int set = program.arguments[instruction] * 4;
                long[] sets = program.sets;
                all = all.or(new ByteSet(sets[set], sets[set + 1], sets[set + 2], sets[set + 3]));
            }
            return all;
        }

        private boolean write(int first, int second, ByteSet third) {
            byte[] last = folded(third);
            filter.share += frequencyOf[first] * frequencyOf[second] * ByteRarity.of(third);
            written += bytesOf[first].length * bytesOf[second].length * last.length;
            if (written > MOST_BEGINNINGS) {
                return false;
            }
            for (byte a : bytesOf[first]) {
                for (byte b : bytesOf[second]) {
                    for (byte c : last) {
                        int index = index(a & 0xFF | (b & 0xFF) << 8 | (c & 0xFF) << 16);
                        filter.beginnings[index >> 6] |= 1L << index;
                    }
                }
            }
            return true;
        }
    }

    private StartFilter() {}

    /** The filter of a program; null when there are too many beginnings to tell anything. */
    static @Nullable StartFilter of(Program program, ByteAlphabet alphabet) {
        Maker maker = new Maker(program, alphabet);
        return maker.make(alphabet.samples) ? maker.filter : null;
    }

    private static int index(int word) {
        return ((word | FOLD) & 0xFFFFFF) * 0x9E3779B1 >>> 32 - INDEX_BITS;
    }

    /** About the share of the places of ordinary text that pass. */
    double share() {
        int set = 0;
        for (long word : beginnings) {
            set += Long.bitCount(word);
        }
        return share + set / (double) (1 << INDEX_BITS);
    }

    /** The bytes of memory it takes, about. */
    long memory() {
        return 8L * beginnings.length;
    }

    /** The first place from a position on that passes; of the last places of a value, all do. */
    int next(byte[] array, int from, int end) {
        long[] beginnings = this.beginnings;
        int last = Math.min(end - BYTES, array.length - Integer.BYTES);
        int i = from;
        for (; i <= last; i++) {
            int index = index((int) INTS.get(array, i));
            if ((beginnings[index >>> 6] >>> index & 1) != 0) {
                return i;
            }
        }
        return i;
    }
}
