package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.literal.ByteRarity;
import io.rempart.engine.regex.Node.AnchorKind;
import io.rempart.engine.regex.Node.Bytes;
import io.rempart.engine.regex.Node.Choice;
import io.rempart.engine.regex.Node.Group;
import io.rempart.engine.regex.Node.Repeat;
import io.rempart.engine.regex.Node.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the literals that every match must contain.
 *
 * <p>Bottom up, each node gets: the set of strings it matches if that is small ({@code exact}); a set of strings one of which each of
 * its matches begins with ({@code prefixes}), and ends with ({@code suffixes}); and clauses, sets of which each match contains one.
 * One after another: exact sets multiply, the suffixes of the first times the prefixes of the second are a new clause, clauses of both
 * hold. Either or: everything is united, clauses pairwise, the best with the best. At least once: prefixes, suffixes and clauses
 * remain. Everything else: nothing is known. (The idea is that of Cox, "Regular Expression Matching with a Trigram Index", 2012,
 * without its limit to three bytes.) All text is in lower case, so the clauses hold with case ignored.
 *
 * <p>What is unsure is left out, so the result is necessary for a match, whatever is cut at the bounds below.
 */
final class LiteralAnalysis {
    /** The most strings in a set that is made by multiplying. */
    private static final int PRODUCT = 192;

    /** The most strings in any set. */
    private static final int UNION = 600;

    /** A class of more bytes than this is not multiplied out. */
    private static final int CLASS = 14;

    /** The longest string in a set; longer ones are cut, which keeps them necessary. */
    private static final int LENGTH = 24;

    /** The longest prefix or suffix that is carried on. */
    private static final int CARRIED = 10;

    /** The longest literal in the result; the rarest window of a longer one is taken. */
    private static final int RESULT_LENGTH = 12;

    private static final int CLAUSES = 3;

    /** A clause whose literals begin at more than this share of positions is not worth searching. */
    private static final double TOO_COMMON = 0.06;

    /** What one literal costs in the automaton, in terms of rarity. */
    private static final double PER_LITERAL = 1e-6;

    private static final List<String> ANYTHING = List.of("");

    /** Literals of which one occurs; found between two leaves of the tree, in their order from left to right. */
    private record Clause(List<String> literals, double weight, int from, int to) {
        boolean overlaps(Clause other) {
            return from <= other.to && other.from <= to;
        }
    }

    /** What is known of a node that reaches from one leaf to another; {@code exact} stands for a clause of its own. */
    private record Facts(
            @Nullable List<String> exact,
            List<String> prefixes,
            List<String> suffixes,
            List<Clause> clauses,
            int from,
            int prefixTo,
            int suffixFrom,
            int to) {
        List<Clause> allClauses() {
            if (exact == null) {
                return clauses;
            }
            Clause own = clause(exact, from, to);
            return own == null ? clauses : List.of(own);
        }
    }

    private static final Facts NOTHING_TAKEN = new Facts(ANYTHING, ANYTHING, ANYTHING, List.of(), 0, 0, 0, 0);

    private static final String[] SINGLE = new String[256];

    static {
        Arrays.setAll(SINGLE, b -> String.valueOf((char) b));
    }

    private final ByteSetNumbers sets = new ByteSetNumbers();
    private final List<List<String>> strings = new ArrayList<>();
    private int leaf;

    private LiteralAnalysis() {}

    /** What a match of the tree needs; the tree must be regular. */
    static RequiredLiterals required(Node tree) {
        List<List<ByteSlice>> clauses = new ArrayList<>();
        LiteralAnalysis analysis = new LiteralAnalysis();
        for (Clause clause : analysis.facts(tree).allClauses()) {
            if (clause.weight <= TOO_COMMON && clauses.size() < CLAUSES) {
                Set<String> literals = new LinkedHashSet<>();
                for (String literal : clause.literals) {
                    literals.add(rarestWindow(literal));
                }
                clauses.add(withoutSuperstrings(literals));
            }
        }
        int minimumLength = NodeFacts.minimumLength(tree);
        return new RequiredLiterals(
                List.copyOf(clauses),
                minimumLength,
                NodeFacts.firstBytes(tree),
                analysis.needed(tree).set,
                NodeFacts.beginsWith(tree, AnchorKind.VALUE_START),
                NodeFacts.endsWith(tree, AnchorKind.VALUE_END));
    }

    private Facts facts(Node node) {
        if (node instanceof Bytes bytes) {
            return exactly(strings(bytes), ++leaf, leaf);
        }
        if (node instanceof Sequence sequence) {
            return sequence(sequence.parts());
        }
        if (node instanceof Choice choice) {
            List<Facts> alternatives = new ArrayList<>();
            for (Node alternative : choice.alternatives()) {
                alternatives.add(facts(alternative));
            }
            return either(alternatives);
        }
        if (node instanceof Repeat repeat) {
            return repeated(repeat);
        }
        if (node instanceof Group group) {
            return facts(group.body());
        }
        // an anchor
        return NOTHING_TAKEN;
    }

    /** The set's bytes in lower case as strings, or null when they are too many; sets recur, so it is remembered. */
    private @Nullable List<String> strings(Bytes bytes) {
        int number = sets.number(bytes.set());
        if (number == strings.size()) {
            List<String> known = new ArrayList<>(CLASS);
            ByteSet set = ByteClasses.lower(bytes.set());
            int size = set.size();
            if (size <= CLASS) {
                for (int b = 0; b < 256; b++) {
                    if (set.contains(b)) {
                        known.add(SINGLE[b]);
                    }
                }
            }
            strings.add(known);
        }
        List<String> known = strings.get(number);
        return known.isEmpty() ? null : known;
    }

    private Facts sequence(List<Node> parts) {
        Facts all = NOTHING_TAKEN;
        StringBuilder run = new StringBuilder();
        int runFrom = 0;
        for (Node part : parts) {
            List<String> strings = part instanceof Bytes bytes ? strings(bytes) : null;
            if (strings != null && strings.size() == 1 && run.length() < LENGTH) {
                // a literal is taken as a whole
                leaf++;
                if (run.length() == 0) {
                    runFrom = leaf;
                }
                run.append(strings.get(0));
                continue;
            }
            if (run.length() > 0) {
                all = followed(all, exactly(List.of(run.toString()), runFrom, leaf));
                run.setLength(0);
            }
            all = followed(all, strings != null ? exactly(strings, ++leaf, leaf) : facts(part));
        }
        return run.length() == 0 ? all : followed(all, exactly(List.of(run.toString()), runFrom, leaf));
    }

    private Facts unknown(int from) {
        return new Facts(null, ANYTHING, ANYTHING, List.of(), from, from, leaf, leaf);
    }

    private Facts repeated(Repeat repeat) {
        if (repeat.max() == 0) {
            return NOTHING_TAKEN;
        }
        int from = leaf + 1;
        Facts once = facts(repeat.body());
        if (repeat.min() == 0) {
            return repeat.max() == 1 && once.exact != null
                    ? exactly(united(List.of(once.exact, ANYTHING), UNION), from, leaf)
                    : unknown(from);
        }
        Facts all = once;
        int copies = Math.min(repeat.min(), 6);
        for (int i = 1; i < copies; i++) {
            all = followed(all, once);
        }
        if (copies == repeat.max()) {
            return all;
        }
        // something unknown in the middle: it begins and ends with the body
        return new Facts(null, all.prefixes, all.suffixes, all.allClauses(), all.from, all.to, all.from, all.to);
    }

    private Facts exactly(@Nullable List<String> strings, int from, int to) {
        if (strings == null) {
            return unknown(from);
        }
        for (String string : strings) {
            if (string.length() > LENGTH) {
                Clause clause = clause(strings, from, to);
                return new Facts(
                        null,
                        cut(strings, true, CARRIED),
                        cut(strings, false, CARRIED),
                        clause == null ? List.of() : List.of(clause),
                        from,
                        to,
                        from,
                        to);
            }
        }
        return new Facts(strings, strings, strings, List.of(), from, to, from, to);
    }

    private Facts followed(Facts first, Facts second) {
        if (first == NOTHING_TAKEN) {
            return second;
        }
        if (second == NOTHING_TAKEN) {
            return first;
        }
        if (first.exact != null && second.exact != null) {
            List<String> product = product(first.exact, second.exact);
            if (product != null) {
                return exactly(product, first.from, second.to);
            }
        }
        List<String> prefixes = first.prefixes;
        int prefixTo = first.prefixTo;
        if (first.exact != null) {
            List<String> longer = product(first.exact, second.prefixes);
            prefixes = longer == null ? first.exact : longer;
            prefixTo = longer == null ? first.to : second.prefixTo;
        }
        List<String> suffixes = second.suffixes;
        int suffixFrom = second.suffixFrom;
        if (second.exact != null) {
            List<String> longer = product(first.suffixes, second.exact);
            suffixes = longer == null ? second.exact : longer;
            suffixFrom = longer == null ? second.from : first.suffixFrom;
        }
        List<Clause> clauses = new ArrayList<>();
        List<String> across = first.suffixes.equals(ANYTHING) || second.prefixes.equals(ANYTHING)
                ? null // nothing that one of them does not say itself
                : product(cut(first.suffixes, false, CARRIED), cut(second.prefixes, true, CARRIED));
        Clause between = across == null ? null : clause(across, first.suffixFrom, second.prefixTo);
        if (between != null) {
            clauses.add(between);
        }
        clauses.addAll(first.allClauses());
        clauses.addAll(second.allClauses());
        return new Facts(
                null,
                cut(prefixes, true, CARRIED),
                cut(suffixes, false, CARRIED),
                best(clauses),
                first.from,
                prefixTo,
                suffixFrom,
                second.to);
    }

    private Facts either(List<Facts> alternatives) {
        List<List<String>> exacts = new ArrayList<>();
        List<List<String>> prefixes = new ArrayList<>();
        List<List<String>> suffixes = new ArrayList<>();
        int from = Integer.MAX_VALUE;
        int to = 0;
        for (Facts facts : alternatives) {
            if (facts.exact != null) {
                exacts.add(facts.exact);
            }
            prefixes.add(facts.prefixes);
            suffixes.add(facts.suffixes);
            if (facts != NOTHING_TAKEN) {
                from = Math.min(from, facts.from);
                to = Math.max(to, facts.to);
            }
        }
        if (to == 0) {
            return NOTHING_TAKEN;
        }
        if (exacts.size() == alternatives.size()) {
            List<String> exact = united(exacts, UNION);
            if (exact != null) {
                return exactly(exact, from, to);
            }
        }
        List<List<Clause>> theirs = new ArrayList<>();
        int least = CLAUSES;
        int most = 0;
        for (Facts facts : alternatives) {
            List<Clause> clauses = facts.allClauses();
            theirs.add(clauses);
            least = Math.min(least, clauses.size());
            most = Math.max(most, clauses.size());
        }
        List<Clause> clauses = new ArrayList<>();
        for (int i = 0; i < Math.min(most, CLAUSES) && least > 0; i++) {
            List<List<String>> parts = new ArrayList<>();
            for (List<Clause> own : theirs) {
                parts.add(own.get(Math.min(i, own.size() - 1)).literals);
            }
            List<String> literals = united(parts, UNION);
            Clause clause = literals == null ? null : clause(literals, from, to);
            if (clause != null) {
                clauses.add(clause);
            }
        }
        return new Facts(null, unitedCut(prefixes, true), unitedCut(suffixes, false), clauses, from, to, from, to);
    }

    private static List<String> unitedCut(List<List<String>> sets, boolean front) {
        for (int length = CARRIED; length > 0; length = length > 4 ? length / 2 : length - 1) {
            List<List<String>> shorter = new ArrayList<>();
            for (List<String> set : sets) {
                shorter.add(cut(set, front, length));
            }
            List<String> all = united(shorter, PRODUCT);
            if (all != null) {
                return all;
            }
        }
        return ANYTHING;
    }

    /** The best clauses, each from a place of its own. */
    private static List<Clause> best(List<Clause> clauses) {
        clauses.sort(Comparator.comparingDouble(Clause::weight));
        List<Clause> best = new ArrayList<>(CLAUSES);
        for (Clause clause : clauses) {
            boolean free = true;
            for (Clause better : best) {
                free &= !better.overlaps(clause);
            }
            if (free && best.size() < CLAUSES) {
                best.add(clause);
            }
        }
        return best;
    }

    /** The clause that one of the strings occurs; none when one of them is empty. */
    private static @Nullable Clause clause(List<String> strings, int from, int to) {
        double weight = 0;
        for (String string : strings) {
            if (string.isEmpty()) {
                return null;
            }
            weight += ByteRarity.of(string) + PER_LITERAL;
        }
        return strings.isEmpty() ? null : new Clause(strings, weight, from, to);
    }

    /** Each string of the first followed by each of the second, or null when they are too many. */
    private static @Nullable List<String> product(List<String> first, List<String> second) {
        if (second.equals(ANYTHING)) {
            return first;
        }
        if (first.equals(ANYTHING)) {
            return second;
        }
        if ((long) first.size() * second.size() > PRODUCT) {
            return null;
        }
        if (first.size() == 1 && second.size() == 1) {
            return List.of(first.get(0) + second.get(0));
        }
        Set<String> product = new LinkedHashSet<>();
        for (String a : first) {
            for (String b : second) {
                product.add(a + b);
            }
        }
        return new ArrayList<>(product);
    }

    private static @Nullable List<String> united(List<List<String>> sets, int bound) {
        Set<String> all = new LinkedHashSet<>();
        for (List<String> set : sets) {
            all.addAll(set);
            if (all.size() > bound) {
                return null;
            }
        }
        return new ArrayList<>(all);
    }

    private static List<String> cut(List<String> strings, boolean front, int length) {
        boolean shortEnough = true;
        for (String string : strings) {
            shortEnough &= string.length() <= length;
        }
        if (shortEnough) {
            return strings;
        }
        Set<String> all = new LinkedHashSet<>();
        for (String string : strings) {
            int size = string.length();
            all.add(size <= length ? string : front ? string.substring(0, length) : string.substring(size - length));
        }
        return new ArrayList<>(all);
    }

    private static String rarestWindow(String literal) {
        String best = literal.substring(0, Math.min(literal.length(), RESULT_LENGTH));
        for (int i = 1; i + RESULT_LENGTH <= literal.length(); i++) {
            String window = literal.substring(i, i + RESULT_LENGTH);
            if (ByteRarity.of(window) < ByteRarity.of(best)) {
                best = window;
            }
        }
        return best;
    }

    /** A literal that contains another adds nothing. */
    private static List<ByteSlice> withoutSuperstrings(Collection<String> literals) {
        List<ByteSlice> kept = new ArrayList<>();
        Set<String> all = new HashSet<>(literals);
        for (String literal : literals) {
            boolean redundant = false;
            for (int from = 0; from < literal.length() && !redundant; from++) {
                for (int to = from + 1; to <= literal.length() && !redundant; to++) {
                    redundant = to - from < literal.length() && all.contains(literal.substring(from, to));
                }
            }
            if (!redundant) {
                kept.add(ByteSlice.latin1(literal));
            }
        }
        return List.copyOf(kept);
    }

    /** A set of bytes of which each match contains one, and how common it is. */
    private record Needed(ByteSet set, double rarity) {}

    private static final Needed NONE_NEEDED = new Needed(ByteSet.ALL, 1);

    /** The rarest such set; every byte when a match can be empty. */
    private Needed needed(Node node) {
        if (node instanceof Bytes bytes) {
            return new Needed(bytes.set(), ByteRarity.of(bytes.set()));
        }
        if (node instanceof Sequence sequence) {
            Needed best = NONE_NEEDED;
            for (Node part : sequence.parts()) {
                Needed one = needed(part);
                best = one.rarity < best.rarity ? one : best;
            }
            return best;
        }
        if (node instanceof Choice choice) {
            ByteSet all = ByteSet.NONE;
            for (Node alternative : choice.alternatives()) {
                all = all.or(needed(alternative).set);
            }
            return new Needed(all, ByteRarity.of(all));
        }
        if (node instanceof Repeat repeat) {
            return repeat.min() == 0 ? NONE_NEEDED : needed(repeat.body());
        }
        return node instanceof Group group ? needed(group.body()) : NONE_NEEDED;
    }
}
