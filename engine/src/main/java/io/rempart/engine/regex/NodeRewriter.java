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
import java.util.ArrayList;
import java.util.List;

/** Makes simpler trees of trees. */
final class NodeRewriter {
    private NodeRewriter() {}

    /**
     * The same pattern with fewer nodes, and with possessive quantifiers made greedy where that changes nothing: a run of bytes that
     * what must follow can't begin with gives nothing back that would help.
     */
    static Node simplified(Node node) {
        if (node instanceof Sequence sequence) {
            List<Node> parts = new ArrayList<>();
            for (Node part : sequence.parts()) {
                Node simple = simplified(part);
                if (simple instanceof Sequence inner) {
                    parts.addAll(inner.parts());
                } else {
                    parts.add(simple);
                }
            }
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i) instanceof Repeat repeat && repeat.greed() == Greed.POSSESSIVE) {
                    parts.set(i, unpossessed(repeat, new Sequence(List.copyOf(parts.subList(i + 1, parts.size())))));
                }
            }
            return parts.size() == 1 ? parts.get(0) : new Sequence(List.copyOf(parts));
        }
        if (node instanceof Choice choice) {
            List<Node> alternatives = new ArrayList<>();
            for (Node alternative : choice.alternatives()) {
                Node simple = simplified(alternative);
                int last = alternatives.size() - 1;
                if (simple instanceof Bytes bytes && last >= 0 && alternatives.get(last) instanceof Bytes before) {
                    alternatives.set(last, new Bytes(before.set().or(bytes.set())));
                } else {
                    alternatives.add(simple);
                }
            }
            return alternatives.size() == 1 ? alternatives.get(0) : new Choice(List.copyOf(alternatives));
        }
        if (node instanceof Repeat repeat) {
            Node body = simplified(repeat.body());
            return repeat.min() == 1 && repeat.max() == 1 && repeat.greed() != Greed.POSSESSIVE
                    ? body
                    : new Repeat(body, repeat.min(), repeat.max(), repeat.greed());
        }
        if (node instanceof Group group) {
            return new Group(group.index(), simplified(group.body()));
        }
        if (node instanceof Atomic atomic) {
            Node body = simplified(atomic.body());
            // one way to match only: nothing to give back
            return isBytesOnly(body) ? body : new Atomic(body);
        }
        if (node instanceof Look look) {
            return new Look(look.ahead(), look.negative(), simplified(look.body()));
        }
        return node;
    }

    private static boolean isBytesOnly(Node node) {
        return node instanceof Bytes
                || node instanceof Sequence sequence
                        && sequence.parts().stream().allMatch(NodeRewriter::isBytesOnly);
    }

    private static Node unpossessed(Repeat repeat, Sequence follow) {
        if (!(repeat.body() instanceof Bytes bytes)) {
            return repeat;
        }
        boolean endsThere = !follow.parts().isEmpty()
                && follow.parts().get(0) instanceof Anchor anchor
                && anchor.kind() == AnchorKind.VALUE_END;
        boolean disjoint = NodeFacts.minimumLength(follow) > 0
                && !NodeFacts.firstBytes(follow).intersects(bytes.set());
        return endsThere || disjoint ? new Repeat(repeat.body(), repeat.min(), repeat.max(), Greed.GREEDY) : repeat;
    }

    /** A regular pattern that matches wherever this one does, and in more places if this one is not regular. */
    static Node regular(Node node) {
        if (node instanceof Sequence sequence) {
            return new Sequence(
                    sequence.parts().stream().map(NodeRewriter::regular).toList());
        }
        if (node instanceof Choice choice) {
            return new Choice(
                    choice.alternatives().stream().map(NodeRewriter::regular).toList());
        }
        if (node instanceof Repeat repeat) {
            Greed greed = repeat.greed() == Greed.POSSESSIVE ? Greed.GREEDY : repeat.greed();
            return new Repeat(regular(repeat.body()), repeat.min(), repeat.max(), greed);
        }
        if (node instanceof Group group) {
            return new Group(group.index(), regular(group.body()));
        }
        if (node instanceof Atomic atomic) {
            return regular(atomic.body());
        }
        if (node instanceof Look) {
            return Node.EMPTY;
        }
        if (node instanceof BackReference) {
            return new Repeat(new Bytes(ByteSet.ALL), 0, Repeat.UNBOUNDED, Greed.GREEDY);
        }
        return node;
    }
}
