package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.regex.Node.AnchorKind;
import io.rempart.engine.regex.Node.Bytes;
import io.rempart.engine.regex.Node.Choice;
import io.rempart.engine.regex.Node.Group;
import io.rempart.engine.regex.Node.Repeat;
import io.rempart.engine.regex.Node.Sequence;
import java.util.ArrayList;
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
    private static final double PER_LITERAL = 2e-8;

    private static final List<String> ANYTHING = List.of("");

    private record Clause(List<String> literals, double weight) {}

    private record Facts(
            @Nullable List<String> exact, List<String> prefixes, List<String> suffixes, List<Clause> clauses) {}

    private static final Facts UNKNOWN = new Facts(null, ANYTHING, ANYTHING, List.of());
    private static final Facts NOTHING_TAKEN = new Facts(ANYTHING, ANYTHING, ANYTHING, List.of());

    private LiteralAnalysis() {}

    /** What a match of the tree needs; the tree must be regular. */
    static RequiredLiterals required(Node tree) {
        Facts facts = facts(tree);
        List<List<ByteSlice>> clauses = new ArrayList<>();
        List<Clause> chosen = new ArrayList<>();
        for (Clause clause : facts.clauses) {
            if (clause.weight > TOO_COMMON || chosen.stream().anyMatch(better -> implies(better, clause))) {
                continue;
            }
            chosen.add(clause);
            Set<String> literals = new LinkedHashSet<>();
            for (String literal : clause.literals) {
                literals.add(rarestWindow(literal));
            }
            clauses.add(withoutSuperstrings(literals));
            if (clauses.size() == CLAUSES) {
                break;
            }
        }
        return new RequiredLiterals(
                List.copyOf(clauses),
                NodeFacts.minimumLength(tree),
                NodeFacts.firstBytes(tree),
                NodeFacts.minimumLength(tree) == 0 ? ByteSet.ALL : needed(tree),
                NodeFacts.beginsWith(tree, AnchorKind.VALUE_START),
                NodeFacts.endsWith(tree, AnchorKind.VALUE_END));
    }

    private static Facts facts(Node node) {
        if (node instanceof Bytes bytes) {
            ByteSet set = ByteClasses.lower(bytes.set());
            if (set.size() > CLASS || set.size() == 0) {
                return UNKNOWN;
            }
            List<String> strings = new ArrayList<>();
            for (int b = 0; b < 256; b++) {
                if (set.contains(b)) {
                    strings.add(String.valueOf((char) b));
                }
            }
            return exactly(strings);
        }
        if (node instanceof Sequence sequence) {
            Facts all = NOTHING_TAKEN;
            for (Node part : sequence.parts()) {
                all = followed(all, facts(part));
            }
            return all;
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

    private static Facts repeated(Repeat repeat) {
        if (repeat.max() == 0) {
            return NOTHING_TAKEN;
        }
        Facts once = facts(repeat.body());
        if (repeat.min() == 0) {
            if (repeat.max() == 1 && once.exact != null) {
                return exactly(united(List.of(once.exact, ANYTHING), UNION));
            }
            return UNKNOWN;
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
        return new Facts(null, all.prefixes, all.suffixes, all.clauses);
    }

    private static Facts exactly(@Nullable List<String> strings) {
        if (strings == null) {
            return UNKNOWN;
        }
        for (String string : strings) {
            if (string.length() > LENGTH) {
                return new Facts(null, cut(strings, true, CARRIED), cut(strings, false, CARRIED), clause(strings));
            }
        }
        return new Facts(strings, strings, strings, clause(strings));
    }

    private static Facts followed(Facts first, Facts second) {
        if (first == NOTHING_TAKEN) {
            return second;
        }
        if (second == NOTHING_TAKEN) {
            return first;
        }
        if (first.exact != null && second.exact != null) {
            List<String> product = product(first.exact, second.exact);
            if (product != null) {
                return withClauses(exactly(product), first.clauses, second.clauses);
            }
        }
        List<String> prefixes = first.prefixes;
        if (first.exact != null) {
            List<String> longer = product(first.exact, second.prefixes);
            prefixes = longer == null ? first.exact : longer;
        }
        List<String> suffixes = second.suffixes;
        if (second.exact != null) {
            List<String> longer = product(first.suffixes, second.exact);
            suffixes = longer == null ? second.exact : longer;
        }
        List<String> across = product(cut(first.suffixes, false, CARRIED), cut(second.prefixes, true, CARRIED));
        Facts facts = new Facts(null, cut(prefixes, true, CARRIED), cut(suffixes, false, CARRIED), List.of());
        List<Clause> clauses = new ArrayList<>();
        if (across != null) {
            clauses.addAll(clause(across));
        }
        clauses.addAll(first.clauses);
        return withClauses(facts, clauses, second.clauses);
    }

    private static Facts either(List<Facts> alternatives) {
        List<List<String>> exacts = new ArrayList<>();
        List<List<String>> prefixes = new ArrayList<>();
        List<List<String>> suffixes = new ArrayList<>();
        boolean allExact = true;
        int most = CLAUSES;
        for (Facts facts : alternatives) {
            allExact &= facts.exact != null;
            if (facts.exact != null) {
                exacts.add(facts.exact);
            }
            prefixes.add(facts.prefixes);
            suffixes.add(facts.suffixes);
            most = Math.min(most, facts.clauses.isEmpty() ? 0 : CLAUSES);
        }
        List<Clause> clauses = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            List<List<String>> parts = new ArrayList<>();
            boolean another = i == 0;
            for (Facts facts : alternatives) {
                another |= i < facts.clauses.size();
                parts.add(facts.clauses.get(Math.min(i, facts.clauses.size() - 1)).literals);
            }
            List<String> literals = another ? united(parts, UNION) : null;
            if (literals != null) {
                clauses.addAll(clause(literals));
            }
        }
        List<String> exact = allExact ? united(exacts, UNION) : null;
        if (exact != null) {
            return withClauses(exactly(exact), clauses, List.of());
        }
        return withClauses(
                new Facts(null, unitedCut(prefixes, true), unitedCut(suffixes, false), List.of()), clauses, List.of());
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

    private static Facts withClauses(Facts facts, List<Clause> some, List<Clause> others) {
        List<Clause> all = new ArrayList<>(facts.clauses);
        all.addAll(some);
        all.addAll(others);
        all.sort(Comparator.comparingDouble(Clause::weight));
        List<Clause> best = new ArrayList<>();
        for (Clause clause : all) {
            if (best.size() < CLAUSES + 1 && best.stream().noneMatch(better -> implies(better, clause))) {
                best.add(clause);
            }
        }
        return new Facts(facts.exact, facts.prefixes, facts.suffixes, best);
    }

    /** The clause that one of the strings occurs; none when one of them is empty. */
    private static List<Clause> clause(List<String> strings) {
        double weight = 0;
        for (String string : strings) {
            if (string.isEmpty()) {
                return List.of();
            }
            weight += ByteRarity.of(string) + PER_LITERAL;
        }
        return strings.isEmpty() ? List.of() : List.of(new Clause(strings, weight));
    }

    /** Whether a value in which one of the first's literals occurs also has one of the second's. */
    private static boolean implies(Clause first, Clause second) {
        if (first.literals.size() * second.literals.size() > 40_000) {
            return first.literals.equals(second.literals);
        }
        for (String literal : first.literals) {
            boolean found = false;
            for (String part : second.literals) {
                if (literal.contains(part)) {
                    found = true;
                    break;
                }
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    /** Each string of the first followed by each of the second, or null when they are too many. */
    private static @Nullable List<String> product(List<String> first, List<String> second) {
        if ((long) first.size() * second.size() > PRODUCT) {
            // nothing is multiplied when one of the sets says nothing but the empty string
            if (second.equals(ANYTHING)) {
                return first;
            }
            return first.equals(ANYTHING) ? second : null;
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

    /** The rarest set of bytes of which each match contains one. */
    private static ByteSet needed(Node node) {
        if (node instanceof Bytes bytes) {
            return bytes.set();
        }
        if (node instanceof Sequence sequence) {
            ByteSet best = ByteSet.ALL;
            double weight = 2;
            for (Node part : sequence.parts()) {
                if (NodeFacts.minimumLength(part) > 0) {
                    ByteSet set = needed(part);
                    if (ByteRarity.of(set) < weight) {
                        weight = ByteRarity.of(set);
                        best = set;
                    }
                }
            }
            return best;
        }
        if (node instanceof Choice choice) {
            ByteSet all = ByteSet.NONE;
            for (Node alternative : choice.alternatives()) {
                all = all.or(NodeFacts.minimumLength(alternative) == 0 ? ByteSet.ALL : needed(alternative));
            }
            return all;
        }
        if (node instanceof Repeat repeat) {
            return repeat.min() == 0 ? ByteSet.ALL : needed(repeat.body());
        }
        return node instanceof Group group ? needed(group.body()) : ByteSet.ALL;
    }
}
