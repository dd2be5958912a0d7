package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSlice;
import java.util.List;
import java.util.function.IntPredicate;

/** A matcher that tries one way after another and remembers nothing, as textbooks have it; counts its steps. For one thread. */
final class PlainBacktracking {
    private final ByteSlice value;
    private final int most;
    private int steps;

    PlainBacktracking(ByteSlice value, int most) {
        this.value = value;
        this.most = most;
    }

    int steps() {
        return steps;
    }

    boolean find(Node tree) {
        for (int from = 0; from <= value.length(); from++) {
            if (match(tree, from, end -> true)) {
                return true;
            }
        }
        return false;
    }

    private boolean match(Node node, int at, IntPredicate rest) {
        if (++steps >= most) {
            steps = most;
            return false;
        }
        if (node instanceof Node.Bytes bytes) {
            return at < value.length() && bytes.set().contains(value.at(at)) && rest.test(at + 1);
        }
        if (node instanceof Node.Sequence sequence) {
            return sequence(sequence.parts(), 0, at, rest);
        }
        if (node instanceof Node.Choice choice) {
            return choice.alternatives().stream().anyMatch(each -> match(each, at, rest));
        }
        if (node instanceof Node.Group group) {
            return match(group.body(), at, rest);
        }
        if (node instanceof Node.Repeat repeat) {
            return repeat(repeat, 0, at, rest);
        }
        if (node instanceof Node.Look look) {
            return match(look.body(), at, end -> true) != look.negative() && rest.test(at);
        }
        if (node instanceof Node.Anchor anchor) {
            return (anchor.kind() == Node.AnchorKind.VALUE_START ? at == 0 : at == value.length()) && rest.test(at);
        }
        throw new IllegalArgumentException("not needed here: " + node);
    }

    private boolean sequence(List<Node> parts, int index, int at, IntPredicate rest) {
        return index == parts.size()
                ? rest.test(at)
                : match(parts.get(index), at, next -> sequence(parts, index + 1, next, rest));
    }

    private boolean repeat(Node.Repeat repeat, int count, int at, IntPredicate rest) {
        boolean may = repeat.max() == Node.Repeat.UNBOUNDED || count < repeat.max();
        if (may && match(repeat.body(), at, next -> next != at && repeat(repeat, count + 1, next, rest))) {
            return true;
        }
        return count >= repeat.min() && rest.test(at);
    }
}
