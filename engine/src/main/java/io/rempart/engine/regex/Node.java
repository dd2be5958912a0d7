package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSet;
import java.util.List;

/** The syntax tree of a pattern. Immutable; its depth is bounded by {@link RegexParser#MAX_DEPTH}. */
sealed interface Node {
    /** Matches the empty string. */
    Node EMPTY = new Sequence(List.of());

    /** One byte of the set; case has been folded in already. The empty set never matches. */
    record Bytes(ByteSet set) implements Node {}

    /** One after another. */
    record Sequence(List<Node> parts) implements Node {}

    /** The first alternative that lets the whole match wins. */
    record Choice(List<Node> alternatives) implements Node {}

    /** Between {@code min} and {@code max} times; {@code max} is {@link #UNBOUNDED} for no end. */
    record Repeat(Node body, int min, int max, Greed greed) implements Node {
        static final int UNBOUNDED = -1;
    }

    /** A capturing group, numbered from 1. */
    record Group(int index, Node body) implements Node {}

    /** Holds or doesn't hold at a position; takes no byte. */
    record Anchor(AnchorKind kind) implements Node {}

    /** Takes the first way its body matches and never another: {@code (?>...)}. */
    record Atomic(Node body) implements Node {}

    /** Looks at what follows or precedes without taking it. */
    record Look(boolean ahead, boolean negative, Node body) implements Node {}

    /** What a group matched, once more. */
    record BackReference(int group, boolean caseInsensitive) implements Node {}

    /** How a repetition chooses its count. */
    enum Greed {
        GREEDY,
        LAZY,
        POSSESSIVE
    }

    /** The positions that assertions without a body speak of. */
    enum AnchorKind {
        /** {@code \A}, and {@code ^} without MULTILINE. */
        VALUE_START,
        /** {@code ^} with MULTILINE: also after a line feed, unless that ends the value. */
        LINE_START,
        /** {@code \z}, and {@code $} with DOLLAR_END_ONLY. */
        VALUE_END,
        /** {@code \Z}, and plain {@code $}: also before a line feed that ends the value. */
        VALUE_END_OR_FINAL_LINE_FEED,
        /** {@code $} with MULTILINE: also before any line feed. */
        LINE_END,
        /** {@code \b}. */
        WORD_BOUNDARY,
        /** {@code \B}. */
        NO_WORD_BOUNDARY,
        /** {@code \G}: where the search began. */
        SEARCH_START;

        private static final AnchorKind[] VALUES = values();

        static AnchorKind of(int ordinal) {
            return VALUES[ordinal];
        }
    }
}
