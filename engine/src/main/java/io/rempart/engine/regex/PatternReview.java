package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What other regular-expression engines would make of a pattern. Immutable.
 *
 * @param looksAround whether it looks ahead or behind, which RE2 (Coraza) does not know
 * @param refersBack whether it asks for what a group matched, which RE2 does not know
 * @param commits whether it has atomic groups or possessive repetitions, which RE2 does not know
 * @param lineAnchors whether it has {@code ^} or {@code $}, whose meaning depends on MULTILINE
 * @param explosion a value on which a backtracking engine takes exponential time; null when none was found
 * @param undecided whether the search for one gave up, because the pattern is too large
 */
public record PatternReview(
        boolean looksAround,
        boolean refersBack,
        boolean commits,
        boolean lineAnchors,
        @Nullable Explosion explosion,
        boolean undecided) {

    /**
     * Reviews a pattern given byte by byte.
     *
     * @throws RegexSyntaxException if the pattern is broken
     */
    public static PatternReview of(String latin1Pattern, RegexFlag... flags) {
        Set<RegexFlag> set = EnumSet.noneOf(RegexFlag.class);
        set.addAll(List.of(flags));
        Node tree = new RegexParser(latin1Pattern, set).parse();
        Features features = new Features();
        features.visit(tree);
        Explosion explosion = null;
        boolean undecided = false;
        Deque<Node> open = new ArrayDeque<>(List.of(tree));
        while (!open.isEmpty() && explosion == null) {
            try {
                PositionAutomaton automaton = new PositionAutomaton(open.remove());
                open.addAll(automaton.inner);
                AmbiguitySearch search = new AmbiguitySearch(automaton);
                explosion = failing(search.find(), latin1Pattern, set);
                undecided |= search.isUndecided();
            } catch (PositionAutomaton.TooLarge large) {
                undecided = true;
            }
        }
        return new PatternReview(
                features.looks, features.refers, features.commits, features.anchors, explosion, undecided);
    }

    /** The value with an end at which the match fails; null when it never does, for then nothing is tried twice. */
    private static @Nullable Explosion failing(@Nullable Explosion found, String pattern, Set<RegexFlag> flags) {
        if (found == null) {
            return null;
        }
        RegexPattern compiled = RegexPattern.compile(pattern, flags);
        for (ByteSlice end :
                new ByteSlice[] {found.end(), ByteSlice.EMPTY, ByteSlice.latin1("\0"), ByteSlice.latin1("!")}) {
            Explosion candidate = new Explosion(found.beginning(), found.pump(), end);
            if (!compiled.find(candidate.value(2)) && !compiled.find(candidate.value(9))) {
                return candidate;
            }
        }
        return null;
    }

    /** What is in a tree. */
    private static final class Features {
        private boolean looks;
        private boolean refers;
        private boolean commits;
        private boolean anchors;

        void visit(Node node) {
            if (node instanceof Node.Sequence sequence) {
                sequence.parts().forEach(this::visit);
            } else if (node instanceof Node.Choice choice) {
                choice.alternatives().forEach(this::visit);
            } else if (node instanceof Node.Repeat repeat) {
                commits |= repeat.greed() == Node.Greed.POSSESSIVE;
                visit(repeat.body());
            } else if (node instanceof Node.Group group) {
                visit(group.body());
            } else if (node instanceof Node.Atomic atomic) {
                commits = true;
                visit(atomic.body());
            } else if (node instanceof Node.Look look) {
                looks = true;
                visit(look.body());
            } else if (node instanceof Node.BackReference) {
                refers = true;
            } else if (node instanceof Node.Anchor anchor) {
                anchors |= switch (anchor.kind()) {
                    case VALUE_START, LINE_START, VALUE_END, VALUE_END_OR_FINAL_LINE_FEED, LINE_END -> true;
                    case WORD_BOUNDARY, NO_WORD_BOUNDARY, SEARCH_START -> false;
                };
            }
        }
    }
}
