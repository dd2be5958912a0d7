package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.regex.Node.Anchor;
import io.rempart.engine.regex.Node.Atomic;
import io.rempart.engine.regex.Node.BackReference;
import io.rempart.engine.regex.Node.Bytes;
import io.rempart.engine.regex.Node.Choice;
import io.rempart.engine.regex.Node.Greed;
import io.rempart.engine.regex.Node.Group;
import io.rempart.engine.regex.Node.Look;
import io.rempart.engine.regex.Node.Repeat;
import io.rempart.engine.regex.Node.Sequence;
import java.util.Arrays;
import java.util.List;

/**
 * Turns a tree into a {@link Program}, from the end to the start: each node is given the instruction that follows it and returns the
 * one it begins with, so only loops need patching.
 *
 * <p>For the automaton every counted repetition is written out. For the backtracking machine runs of one set, counters, atomic
 * groups and assertions have instructions of their own, and loops whose body can be empty are guarded as PCRE guards them.
 */
final class ProgramCompiler {
    /** Above this a counted repetition becomes a counter in a program for backtracking. */
    private static final int WRITTEN_OUT = 64;

    private final boolean backtracking;
    private final int groups;
    private byte[] kinds = new byte[64];
    private int[] next = new int[64];
    private int[] arguments = new int[64];
    private int size;
    private int[] operands = new int[16];
    private int operandCount;
    private final ByteSetNumbers sets = new ByteSetNumbers();
    private int registers;

    private ProgramCompiler(boolean backtracking, int groups) {
        this.backtracking = backtracking;
        this.groups = groups;
    }

    /** For the automaton and the simulation; the tree must be regular. */
    static Program linear(Node node, int groupCount) {
        return new ProgramCompiler(false, groupCount + 1).program(node);
    }

    /** For the backtracking machine. */
    static Program backtracking(Node node, int groupCount) {
        return new ProgramCompiler(true, groupCount + 1).program(node);
    }

    private Program program(Node node) {
        int match = emit(Program.MATCH, -1, 0);
        int start = emit(Program.SAVE, node(node, emit(Program.SAVE, match, 1)), 0);
        long[] words = new long[sets.size() * 4];
        for (int i = 0; i < sets.size(); i++) {
            ByteSet set = sets.get(i);
            words[i * 4] = set.bits0();
            words[i * 4 + 1] = set.bits64();
            words[i * 4 + 2] = set.bits128();
            words[i * 4 + 3] = set.bits192();
        }
        return new Program(
                Arrays.copyOf(kinds, size),
                Arrays.copyOf(next, size),
                Arrays.copyOf(arguments, size),
                Arrays.copyOf(operands, operandCount),
                words,
                start,
                registers,
                groups);
    }

    private int node(Node node, int follow) {
        if (node instanceof Bytes bytes) {
            return bytes.set().equals(ByteSet.NONE)
                    ? emit(Program.FAIL, -1, 0)
                    : emit(Program.BYTE, follow, sets.number(bytes.set()));
        }
        if (node instanceof Sequence sequence) {
            int entry = follow;
            for (int i = sequence.parts().size() - 1; i >= 0; i--) {
                entry = node(sequence.parts().get(i), entry);
            }
            return entry;
        }
        if (node instanceof Choice choice) {
            List<Node> alternatives = choice.alternatives();
            int entry = node(alternatives.get(alternatives.size() - 1), follow);
            for (int i = alternatives.size() - 2; i >= 0; i--) {
                entry = emit(Program.SPLIT, node(alternatives.get(i), follow), entry);
            }
            return entry;
        }
        if (node instanceof Repeat repeat) {
            return repeat(repeat, follow);
        }
        if (node instanceof Group group && backtracking) {
            // a back-reference inside the group still means what the group took the last time
            int register = registers++;
            int end = emit(Program.CLOSE, follow, operands(register, 2 * group.index()));
            return emit(Program.MARK, node(group.body(), end), register);
        }
        if (node instanceof Group group) {
            int end = emit(Program.SAVE, follow, 2 * group.index() + 1);
            return emit(Program.SAVE, node(group.body(), end), 2 * group.index());
        }
        if (node instanceof Anchor anchor) {
            return emit(Program.ANCHOR, follow, anchor.kind().ordinal());
        }
        if (!backtracking) {
            throw new IllegalArgumentException("not regular: " + node.getClass().getSimpleName());
        }
        if (node instanceof Atomic atomic) {
            int register = registers++;
            int end = emit(Program.ATOMIC_END, follow, register);
            return emit(Program.ATOMIC, node(atomic.body(), end), register);
        }
        if (node instanceof Look look) {
            return look(look, follow);
        }
        BackReference reference = (BackReference) node;
        byte kind = reference.caseInsensitive() ? Program.BACK_REFERENCE_ANY_CASE : Program.BACK_REFERENCE;
        return emit(kind, follow, reference.group());
    }

    private int look(Look look, int follow) {
        int register = registers;
        registers += 2;
        int end = look.negative()
                ? emit(Program.NEGATIVE_LOOK_END, -1, register)
                : emit(Program.LOOK_END, follow, register);
        int body;
        if (look.ahead()) {
            body = node(look.body(), end);
        } else {
            List<Node> alternatives =
                    look.body() instanceof Choice choice ? choice.alternatives() : List.of(look.body());
            body = -1;
            for (int i = alternatives.size() - 1; i >= 0; i--) {
                Node alternative = alternatives.get(i);
                int entry = emit(Program.BACK, node(alternative, end), NodeFacts.fixedLength(alternative));
                body = body < 0 ? entry : emit(Program.SPLIT, entry, body);
            }
        }
        return look.negative()
                ? emit(Program.NEGATIVE_LOOK, body, operands(register, follow))
                : emit(Program.LOOK, body, register);
    }

    private int repeat(Repeat repeat, int follow) {
        Node body = repeat.body();
        int min = repeat.min();
        int max = repeat.max();
        if (max == 0) {
            return follow;
        }
        if (backtracking) {
            if (body instanceof Bytes bytes && !bytes.set().equals(ByteSet.NONE) && (min != 1 || max != 1)) {
                byte kind = switch (repeat.greed()) {
                    case GREEDY -> Program.RUN_GREEDY;
                    case LAZY -> Program.RUN_LAZY;
                    case POSSESSIVE -> Program.RUN_POSSESSIVE;
                };
                return emit(
                        kind,
                        follow,
                        operands(sets.number(bytes.set()), min, max == Repeat.UNBOUNDED ? Integer.MAX_VALUE : max));
            }
            if (repeat.greed() == Greed.POSSESSIVE) {
                return node(new Atomic(new Repeat(body, min, max, Greed.GREEDY)), follow);
            }
            int copies = Math.max(min, max);
            if (min > 1 && max == Repeat.UNBOUNDED && NodeFacts.minimumLength(body) == 0) {
                // only the rounds beyond the required ones end the loop when they take nothing
                int rest = plus(repeat, follow);
                return node(new Repeat(body, min - 1, min - 1, repeat.greed()), rest);
            }
            if (copies > 1 && copies * Math.min(NodeFacts.size(body), Integer.MAX_VALUE) > WRITTEN_OUT) {
                return counted(repeat, follow);
            }
        }
        int entry = follow;
        if (max == Repeat.UNBOUNDED) {
            entry = min == 0 ? star(repeat, follow) : plus(repeat, follow);
            min = Math.max(0, min - 1);
        } else {
            for (int i = min; i < max; i++) {
                entry = choose(repeat.greed(), node(body, entry), follow);
            }
        }
        for (int i = 0; i < min; i++) {
            entry = node(body, entry);
        }
        return entry;
    }

    private int counted(Repeat repeat, int follow) {
        int register = registers++;
        int max = repeat.max() == Repeat.UNBOUNDED ? Integer.MAX_VALUE : repeat.max();
        int operandIndex = operands(register, repeat.min(), max, -1, repeat.greed() == Greed.LAZY ? 1 : 0);
        int count = emit(Program.COUNT, follow, operandIndex);
        int body = node(repeat.body(), count);
        operands[operandIndex + 3] = body;
        return emit(Program.COUNT_START, count, register);
    }

    private int star(Repeat repeat, int follow) {
        if (NodeFacts.minimumLength(repeat.body()) == 0) {
            // (x+)? and not (x)*: a thread that took nothing must be able to leave with the priority it has
            return choose(repeat.greed(), plus(repeat, follow), follow);
        }
        int loop = emit(Program.SPLIT, follow, follow);
        patch(loop, repeat.greed(), node(repeat.body(), loop), follow);
        return loop;
    }

    private int plus(Repeat repeat, int follow) {
        int loop = emit(Program.SPLIT, follow, follow);
        int body;
        if (backtracking && NodeFacts.minimumLength(repeat.body()) == 0) {
            int register = registers++;
            int check = emit(Program.CHECK, loop, operands(register, follow));
            body = emit(Program.MARK, node(repeat.body(), check), register);
        } else {
            body = node(repeat.body(), loop);
        }
        patch(loop, repeat.greed(), body, follow);
        return body;
    }

    private int choose(Greed greed, int more, int enough) {
        return greed == Greed.LAZY ? emit(Program.SPLIT, enough, more) : emit(Program.SPLIT, more, enough);
    }

    private void patch(int split, Greed greed, int more, int enough) {
        next[split] = greed == Greed.LAZY ? enough : more;
        arguments[split] = greed == Greed.LAZY ? more : enough;
    }

    private int operands(int... values) {
        int index = operandCount;
        if (index + values.length > operands.length) {
            operands = Arrays.copyOf(operands, Math.max(operands.length * 2, index + values.length));
        }
        System.arraycopy(values, 0, operands, index, values.length);
        operandCount += values.length;
        return index;
    }

    private int emit(byte kind, int follow, int argument) {
        if (size == kinds.length) {
            kinds = Arrays.copyOf(kinds, size * 2);
            next = Arrays.copyOf(next, size * 2);
            arguments = Arrays.copyOf(arguments, size * 2);
        }
        kinds[size] = kind;
        next[size] = follow;
        arguments[size] = argument;
        return size++;
    }
}
