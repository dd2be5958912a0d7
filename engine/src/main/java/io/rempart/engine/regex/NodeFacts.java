package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.regex.Node.Anchor;
import io.rempart.engine.regex.Node.AnchorKind;
import io.rempart.engine.regex.Node.Atomic;
import io.rempart.engine.regex.Node.BackReference;
import io.rempart.engine.regex.Node.Bytes;
import io.rempart.engine.regex.Node.Choice;
import io.rempart.engine.regex.Node.Greed;
import io.rempart.engine.regex.Node.Group;
import io.rempart.engine.regex.Node.Look;
import io.rempart.engine.regex.Node.Repeat;
import io.rempart.engine.regex.Node.Sequence;

/** What can be told of a tree without matching anything. */
final class NodeFacts {
    private static final int LENGTH_CEILING = 1 << 30;

    private NodeFacts() {}

    /** The least number of bytes that any match takes. */
    static int minimumLength(Node node) {
        if (node instanceof Bytes) {
            return 1;
        }
        if (node instanceof Sequence sequence) {
            long sum = 0;
            for (Node part : sequence.parts()) {
                sum += minimumLength(part);
            }
            return (int) Math.min(sum, LENGTH_CEILING);
        }
        if (node instanceof Choice choice) {
            int least = LENGTH_CEILING;
            for (Node alternative : choice.alternatives()) {
                least = Math.min(least, minimumLength(alternative));
            }
            return least;
        }
        if (node instanceof Repeat repeat) {
            return (int) Math.min((long) repeat.min() * minimumLength(repeat.body()), LENGTH_CEILING);
        }
        if (node instanceof Group group) {
            return minimumLength(group.body());
        }
        if (node instanceof Atomic atomic) {
            return minimumLength(atomic.body());
        }
        return 0;
    }

    /** The bytes that a match can begin with; every byte when a match can be empty. */
    static ByteSet firstBytes(Node node) {
        return minimumLength(node) == 0 ? ByteSet.ALL : first(node);
    }

    private static ByteSet first(Node node) {
        if (node instanceof Bytes bytes) {
            return bytes.set();
        }
        if (node instanceof Sequence sequence) {
            ByteSet set = ByteSet.NONE;
            for (Node part : sequence.parts()) {
                set = set.or(first(part));
                if (minimumLength(part) > 0) {
                    break;
                }
            }
            return set;
        }
        if (node instanceof Choice choice) {
            ByteSet set = ByteSet.NONE;
            for (Node alternative : choice.alternatives()) {
                set = set.or(first(alternative));
            }
            return set;
        }
        if (node instanceof Repeat repeat) {
            return repeat.max() == 0 ? ByteSet.NONE : first(repeat.body());
        }
        if (node instanceof Group group) {
            return first(group.body());
        }
        if (node instanceof Atomic atomic) {
            return first(atomic.body());
        }
        // a back-reference can begin with anything, an assertion takes nothing
        return node instanceof BackReference ? ByteSet.ALL : ByteSet.NONE;
    }

    /** Whether each match begins at an anchor of that kind. */
    static boolean beginsWith(Node node, AnchorKind kind) {
        if (node instanceof Anchor anchor) {
            return anchor.kind() == kind;
        }
        if (node instanceof Sequence sequence) {
            for (Node part : sequence.parts()) {
                if (beginsWith(part, kind)) {
                    return true;
                }
                if (!(part instanceof Anchor) && !(part instanceof Look)) {
                    return false;
                }
            }
            return false;
        }
        if (node instanceof Choice choice) {
            return choice.alternatives().stream().allMatch(alternative -> beginsWith(alternative, kind));
        }
        if (node instanceof Repeat repeat) {
            return repeat.min() > 0 && beginsWith(repeat.body(), kind);
        }
        if (node instanceof Group group) {
            return beginsWith(group.body(), kind);
        }
        return node instanceof Atomic atomic && beginsWith(atomic.body(), kind);
    }

    /** Whether each match ends at an anchor of that kind. */
    static boolean endsWith(Node node, AnchorKind kind) {
        if (node instanceof Anchor anchor) {
            return anchor.kind() == kind;
        }
        if (node instanceof Sequence sequence) {
            for (int i = sequence.parts().size() - 1; i >= 0; i--) {
                Node part = sequence.parts().get(i);
                if (endsWith(part, kind)) {
                    return true;
                }
                if (!(part instanceof Anchor) && !(part instanceof Look)) {
                    return false;
                }
            }
            return false;
        }
        if (node instanceof Choice choice) {
            return choice.alternatives().stream().allMatch(alternative -> endsWith(alternative, kind));
        }
        if (node instanceof Repeat repeat) {
            return repeat.min() > 0 && endsWith(repeat.body(), kind);
        }
        if (node instanceof Group group) {
            return endsWith(group.body(), kind);
        }
        return node instanceof Atomic atomic && endsWith(atomic.body(), kind);
    }

    /** Whether an anchor of that kind occurs anywhere. */
    static boolean has(Node node, AnchorKind kind) {
        if (node instanceof Anchor anchor) {
            return anchor.kind() == kind;
        }
        if (node instanceof Sequence sequence) {
            return sequence.parts().stream().anyMatch(part -> has(part, kind));
        }
        if (node instanceof Choice choice) {
            return choice.alternatives().stream().anyMatch(alternative -> has(alternative, kind));
        }
        if (node instanceof Repeat repeat) {
            return has(repeat.body(), kind);
        }
        if (node instanceof Group group) {
            return has(group.body(), kind);
        }
        if (node instanceof Atomic atomic) {
            return has(atomic.body(), kind);
        }
        return node instanceof Look look && has(look.body(), kind);
    }

    /** The number of bytes that every match takes, or -1 when matches differ in length. */
    static int fixedLength(Node node) {
        if (node instanceof Bytes) {
            return 1;
        }
        if (node instanceof Sequence sequence) {
            long sum = 0;
            for (Node part : sequence.parts()) {
                int length = fixedLength(part);
                if (length < 0) {
                    return -1;
                }
                sum += length;
            }
            return sum > LENGTH_CEILING ? -1 : (int) sum;
        }
        if (node instanceof Choice choice) {
            int length = fixedLength(choice.alternatives().get(0));
            for (Node alternative : choice.alternatives()) {
                if (fixedLength(alternative) != length) {
                    return -1;
                }
            }
            return length;
        }
        if (node instanceof Repeat repeat) {
            int length = fixedLength(repeat.body());
            if (length < 0 || repeat.min() != repeat.max() && length != 0) {
                return -1;
            }
            long total = (long) length * repeat.min();
            return total > LENGTH_CEILING ? -1 : (int) total;
        }
        if (node instanceof Group group) {
            return fixedLength(group.body());
        }
        if (node instanceof Atomic atomic) {
            return fixedLength(atomic.body());
        }
        return node instanceof BackReference ? -1 : 0;
    }

    /** Whether a finite automaton can decide the pattern: no look-around, back-reference, atomic group, possessive quantifier. */
    static boolean isRegular(Node node) {
        if (node instanceof Sequence sequence) {
            return sequence.parts().stream().allMatch(NodeFacts::isRegular);
        }
        if (node instanceof Choice choice) {
            return choice.alternatives().stream().allMatch(NodeFacts::isRegular);
        }
        if (node instanceof Repeat repeat) {
            return repeat.greed() != Greed.POSSESSIVE && isRegular(repeat.body());
        }
        if (node instanceof Group group) {
            return isRegular(group.body());
        }
        return node instanceof Bytes || node instanceof Anchor;
    }

    /**
     * Whether a repetition without end has a body that can match nothing. PCRE leaves such a loop after a round that took nothing,
     * which a simulation of threads doesn't reproduce in every span and group (what matches at all is not affected).
     */
    static boolean hasEmptyLoop(Node node) {
        if (node instanceof Sequence sequence) {
            return sequence.parts().stream().anyMatch(NodeFacts::hasEmptyLoop);
        }
        if (node instanceof Choice choice) {
            return choice.alternatives().stream().anyMatch(NodeFacts::hasEmptyLoop);
        }
        if (node instanceof Repeat repeat) {
            return repeat.max() == Repeat.UNBOUNDED && minimumLength(repeat.body()) == 0 || hasEmptyLoop(repeat.body());
        }
        if (node instanceof Group group) {
            return hasEmptyLoop(group.body());
        }
        if (node instanceof Atomic atomic) {
            return hasEmptyLoop(atomic.body());
        }
        return node instanceof Look look && hasEmptyLoop(look.body());
    }

    /** About how many instructions the tree takes when each counted repetition is written out. */
    static long size(Node node) {
        if (node instanceof Sequence sequence) {
            long sum = 0;
            for (Node part : sequence.parts()) {
                sum += size(part);
            }
            return sum;
        }
        if (node instanceof Choice choice) {
            long sum = choice.alternatives().size();
            for (Node alternative : choice.alternatives()) {
                sum += size(alternative);
            }
            return sum;
        }
        if (node instanceof Repeat repeat) {
            long body = size(repeat.body());
            long copies = repeat.max() == Repeat.UNBOUNDED ? Math.max(1, repeat.min()) : repeat.max();
            // saturates: nested counters multiply
            return Math.min((body + 1) * copies + 2, Integer.MAX_VALUE);
        }
        if (node instanceof Group group) {
            return size(group.body()) + 2;
        }
        if (node instanceof Atomic atomic) {
            return size(atomic.body()) + 2;
        }
        if (node instanceof Look look) {
            return size(look.body()) + 3;
        }
        return 1;
    }
}
