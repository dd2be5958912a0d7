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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pattern in PCRE's syntax (pcre2pattern(3), without UTF mode: one character is one byte) into a {@link Node} tree.
 *
 * <p>Recursive descent, one recursion per open group, so bounded by {@link #MAX_DEPTH}. Where PCRE 1 and PCRE 2 disagree the more
 * lenient reading is taken ({@code [\w-.]}: the hyphen is itself). Not supported, and refused: recursion and subroutine calls,
 * conditions, callouts, {@code (*VERBS)}, {@code \K}, {@code \X}, {@code \C}, {@code \p{..}}. Single use, one thread.
 */
final class RegexParser {
    /** How deep groups may be nested; PCRE's own default. */
    static final int MAX_DEPTH = 250;

    /** The longest pattern, in characters. */
    static final int MAX_LENGTH = 256 * 1024;

    private static final int MAX_COUNT = 65535;

    /** The nodes of single bytes, which most nodes are. */
    private static final Node[] EXACT = new Node[256];

    private static final Node[] EITHER_CASE = new Node[256];

    static {
        for (int b = 0; b < 256; b++) {
            EXACT[b] = new Bytes(ByteClasses.single(b));
            EITHER_CASE[b] = new Bytes(ByteClasses.fold(ByteClasses.single(b)));
        }
    }

    private final PatternText text;
    private final EscapedByte escapes;
    private final BracketClass brackets;
    private int depth;
    private int groups;
    private final Map<String, Integer> names = new HashMap<>();
    private final List<PendingReference> references = new ArrayList<>();

    private boolean caseInsensitive;
    private boolean dotAll;
    private boolean multiline;
    private boolean extended;
    private boolean ungreedy;
    private final boolean dollarEndOnly;

    /** A reference to a group by number, to be checked when all groups are known. */
    private record PendingReference(int offset, int group) {}

    RegexParser(String pattern, Set<RegexFlag> flags) {
        text = new PatternText(pattern);
        escapes = new EscapedByte(text);
        brackets = new BracketClass(text, escapes);
        caseInsensitive = flags.contains(RegexFlag.CASE_INSENSITIVE);
        dotAll = flags.contains(RegexFlag.DOT_ALL);
        multiline = flags.contains(RegexFlag.MULTILINE);
        extended = flags.contains(RegexFlag.EXTENDED);
        dollarEndOnly = flags.contains(RegexFlag.DOLLAR_END_ONLY);
    }

    Node parse() {
        if (text.pattern.length() > MAX_LENGTH) {
            throw text.problem("the text.pattern is longer than " + MAX_LENGTH + " characters", MAX_LENGTH);
        }
        for (int i = 0; i < text.pattern.length(); i++) {
            if (text.pattern.charAt(i) > 0xFF) {
                throw text.problem("a character that is not one byte (the text.pattern must be given byte by byte)", i);
            }
        }
        if (text.pattern.startsWith("(*")) {
            throw text.problem("a verb such as (*UTF) is not supported", 0);
        }
        Node node = alternatives(false);
        if (text.at < text.pattern.length()) {
            throw text.problem("a closing parenthesis without an opening one", text.at);
        }
        for (PendingReference reference : references) {
            if (reference.group > groups) {
                throw text.problem(
                        "a reference to group " + reference.group + ", which does not exist", reference.offset);
            }
        }
        return node;
    }

    int groupCount() {
        return groups;
    }

    Map<String, Integer> groupNames() {
        return Map.copyOf(names);
    }

    /** Everything up to the closing parenthesis or the end; with {@code reset} each alternative numbers its groups anew. */
    private Node alternatives(boolean reset) {
        int firstGroup = groups;
        int mostGroups = groups;
        List<Node> alternatives = new ArrayList<>();
        alternatives.add(sequence());
        while (text.peek() == '|') {
            text.at++;
            mostGroups = Math.max(mostGroups, groups);
            if (reset) {
                groups = firstGroup;
            }
            alternatives.add(sequence());
        }
        groups = Math.max(mostGroups, groups);
        return alternatives.size() == 1 ? alternatives.get(0) : new Choice(List.copyOf(alternatives));
    }

    private Node sequence() {
        List<Node> parts = new ArrayList<>();
        boolean repeatable = false;
        while (true) {
            skipIgnored();
            int c = text.peek();
            if (c == PatternText.END || c == '|' || c == ')') {
                break;
            }
            if (isQuantifier(c)) {
                if (!repeatable) {
                    throw text.problem("a quantifier with nothing before it to repeat", text.at);
                }
                parts.add(quantified(parts.remove(parts.size() - 1)));
                repeatable = false;
                continue;
            }
            int start = text.at;
            text.at++;
            repeatable = true;
            switch (c) {
                case '(' -> {
                    Node group = group(start);
                    if (group == null) {
                        repeatable = false;
                    } else {
                        parts.add(group);
                    }
                }
                case '[' -> parts.add(new Bytes(brackets.read(start, caseInsensitive)));
                case '.' -> parts.add(new Bytes(dotAll ? ByteSet.ALL : ByteClasses.LINE_FEED.complement()));
                case '^' -> {
                    parts.add(new Anchor(multiline ? AnchorKind.LINE_START : AnchorKind.VALUE_START));
                    repeatable = false;
                }
                case '$' -> {
                    parts.add(new Anchor(dollar()));
                    repeatable = false;
                }
                case '\\' -> repeatable = escape(start, parts);
                default -> parts.add(literal(c));
            }
        }
        return parts.size() == 1 ? parts.get(0) : parts.isEmpty() ? Node.EMPTY : new Sequence(List.copyOf(parts));
    }

    private AnchorKind dollar() {
        if (multiline) {
            return AnchorKind.LINE_END;
        }
        return dollarEndOnly ? AnchorKind.VALUE_END : AnchorKind.VALUE_END_OR_FINAL_LINE_FEED;
    }

    private Node literal(int c) {
        return caseInsensitive ? EITHER_CASE[c] : EXACT[c];
    }

    /** Skips comments, and with EXTENDED white space: they may stand between an item and its quantifier too. */
    private void skipIgnored() {
        while (text.at < text.pattern.length()) {
            char c = text.pattern.charAt(text.at);
            if (c == '(' && text.pattern.startsWith("(?#", text.at)) {
                int close = text.pattern.indexOf(')', text.at);
                if (close < 0) {
                    throw text.problem("a comment (?# without its closing parenthesis", text.at);
                }
                text.at = close + 1;
            } else if (c == '\\' && text.pattern.startsWith("\\E", text.at)) {
                text.at += 2;
            } else if (c == '\\' && text.pattern.startsWith("\\Q\\E", text.at)) {
                text.at += 4;
            } else if (extended && (c <= ' ' && ByteClasses.SPACE.contains(c))) {
                text.at++;
            } else if (extended && c == '#') {
                int newline = text.pattern.indexOf('\n', text.at);
                text.at = newline < 0 ? text.pattern.length() : newline + 1;
            } else {
                return;
            }
        }
    }

    private boolean isQuantifier(int c) {
        return c == '*' || c == '+' || c == '?' || c == '{' && countEnd() > 0;
    }

    /** Where the {@code {n,m}} at the current place ends, or -1 when the brace is a literal. */
    private int countEnd() {
        int i = text.at + 1;
        int digits = i;
        i = text.skipDigits(i);
        if (i == digits) {
            return -1;
        }
        if (i < text.pattern.length() && text.pattern.charAt(i) == ',') {
            i = text.skipDigits(i + 1);
        }
        return i < text.pattern.length() && text.pattern.charAt(i) == '}' ? i + 1 : -1;
    }

    private Node quantified(Node body) {
        int start = text.at;
        int c = text.pattern.charAt(text.at);
        int min;
        int max;
        if (c == '{') {
            int end = countEnd();
            String counts = text.pattern.substring(text.at + 1, end - 1);
            int comma = counts.indexOf(',');
            min = count(comma < 0 ? counts : counts.substring(0, comma), start);
            max = comma < 0
                    ? min
                    : comma == counts.length() - 1 ? Repeat.UNBOUNDED : count(counts.substring(comma + 1), start);
            if (max != Repeat.UNBOUNDED && max < min) {
                throw text.problem("the counts of a quantifier are out of order", start);
            }
            text.at = end;
        } else {
            min = c == '+' ? 1 : 0;
            max = c == '?' ? 1 : Repeat.UNBOUNDED;
            text.at++;
        }
        Greed greed = ungreedy ? Greed.LAZY : Greed.GREEDY;
        if (text.peek() == '?') {
            text.at++;
            greed = ungreedy ? Greed.GREEDY : Greed.LAZY;
        } else if (text.peek() == '+') {
            text.at++;
            greed = Greed.POSSESSIVE;
        }
        if (body instanceof Look look) {
            // PCRE: an assertion says the same however often it is asked, so only "not at all" differs
            if (max == 0) {
                return Node.EMPTY;
            }
            return min > 0 ? look : new Repeat(look, 0, 1, greed);
        }
        return new Repeat(body, min, max, greed);
    }

    private int count(String digits, int offset) {
        int value = digits.length() > 5 ? MAX_COUNT + 1 : Integer.parseInt(digits);
        if (value > MAX_COUNT) {
            throw text.problem("a count above " + MAX_COUNT + " in a quantifier", offset);
        }
        return value;
    }

    /** What follows an opening parenthesis; null for an option setting, which leaves no node. */
    private @Nullable Node group(int start) {
        if (++depth > MAX_DEPTH) {
            throw text.problem("groups nested deeper than " + MAX_DEPTH, start);
        }
        try {
            if (text.peek() == '*') {
                throw text.problem("a verb such as (*FAIL) is not supported", start);
            }
            if (text.peek() != '?') {
                return capturing(start);
            }
            text.at++;
            int c = text.next(start);
            switch (c) {
                case ':':
                    return enclosed(start, false);
                case '|':
                    return enclosed(start, true);
                case '>':
                    return new Atomic(enclosed(start, false));
                case '=':
                    return new Look(true, false, enclosed(start, false));
                case '!':
                    return new Look(true, true, enclosed(start, false));
                case '<':
                    if (text.peek() == '=' || text.peek() == '!') {
                        boolean negative = text.pattern.charAt(text.at++) == '!';
                        Node body = enclosed(start, false);
                        requireFixedLength(body, start);
                        return new Look(false, negative, body);
                    }
                    return named(start, '>');
                case '\'':
                    return named(start, '\'');
                case 'P':
                    if (text.peek() == '<') {
                        text.at++;
                        return named(start, '>');
                    }
                    if (text.peek() == '=') {
                        text.at++;
                        return reference(start, name(start, ')'));
                    }
                    throw text.problem("a subroutine call (?P>name) is not supported", start);
                case '(':
                    throw text.problem("a conditional group (?(...)...) is not supported", start);
                case 'R':
                case '&':
                case '+':
                    throw text.problem("recursion and subroutine calls are not supported", start);
                case 'C':
                    throw text.problem("a callout (?C) is not supported", start);
                default:
                    if (PatternText.isDigit(c) || c == '-' && PatternText.isDigit(text.peek())) {
                        throw text.problem("recursion and subroutine calls are not supported", start);
                    }
                    text.at--;
                    return options(start);
            }
        } finally {
            depth--;
        }
    }

    private Node capturing(int start) {
        int index = ++groups;
        return new Group(index, enclosed(start, false));
    }

    private Node named(int start, char close) {
        String name = name(start, close);
        if (names.putIfAbsent(name, groups + 1) != null) {
            throw text.problem("two groups with the name " + name, start);
        }
        return capturing(start);
    }

    private String name(int start, char close) {
        int from = text.at;
        while (text.at < text.pattern.length() && ByteClasses.WORD.contains(text.pattern.charAt(text.at))) {
            text.at++;
        }
        if (text.at == from || PatternText.isDigit(text.pattern.charAt(from)) || text.peek() != close) {
            throw text.problem("a group name must be letters, digits and _, then " + close, start);
        }
        return text.pattern.substring(from, text.at++);
    }

    /** The inside of a group and its closing parenthesis; options set inside end there. */
    private Node enclosed(int start, boolean reset) {
        boolean i = caseInsensitive;
        boolean s = dotAll;
        boolean m = multiline;
        boolean x = extended;
        boolean u = ungreedy;
        Node node = alternatives(reset);
        if (text.peek() != ')') {
            throw text.problem("a group without its closing parenthesis", start);
        }
        text.at++;
        caseInsensitive = i;
        dotAll = s;
        multiline = m;
        extended = x;
        ungreedy = u;
        return node;
    }

    private @Nullable Node options(int start) {
        boolean i = caseInsensitive;
        boolean s = dotAll;
        boolean m = multiline;
        boolean x = extended;
        boolean u = ungreedy;
        boolean on = true;
        while (true) {
            int c = text.next(start);
            switch (c) {
                case '^' -> {
                    caseInsensitive = false;
                    dotAll = false;
                    multiline = false;
                    extended = false;
                }
                case '-' -> on = false;
                case 'i' -> caseInsensitive = on;
                case 's' -> dotAll = on;
                case 'm' -> multiline = on;
                case 'U' -> ungreedy = on;
                case 'x' -> {
                    if (text.peek() == 'x') {
                        throw text.problem("the option (?xx) is not supported", start);
                    }
                    extended = on;
                }
                case ')' -> {
                    // holds until the enclosing group ends, other alternatives included
                    return null;
                }
                case ':' -> {
                    Node node = alternatives(false);
                    if (text.peek() != ')') {
                        throw text.problem("a group without its closing parenthesis", start);
                    }
                    text.at++;
                    caseInsensitive = i;
                    dotAll = s;
                    multiline = m;
                    extended = x;
                    ungreedy = u;
                    return node;
                }
                default -> throw text.problem("an unknown option after (?", start);
            }
        }
    }

    private void requireFixedLength(Node body, int start) {
        List<Node> alternatives = body instanceof Choice choice ? choice.alternatives() : List.of(body);
        for (Node alternative : alternatives) {
            if (NodeFacts.fixedLength(alternative) < 0) {
                throw text.problem("a lookbehind whose alternatives are not of fixed length", start);
            }
        }
    }

    private Node reference(int start, String name) {
        Integer group = names.get(name);
        if (group == null) {
            throw text.problem("a reference to a group " + name + ", which is not defined before", start);
        }
        return reference(start, group);
    }

    private Node reference(int start, int group) {
        references.add(new PendingReference(start, group));
        return new BackReference(group, caseInsensitive);
    }

    /** An escape outside a class; returns whether a quantifier may follow. */
    private boolean escape(int start, List<Node> parts) {
        int c = text.next(start);
        switch (c) {
            case 'b' -> {
                parts.add(new Anchor(AnchorKind.WORD_BOUNDARY));
                return false;
            }
            case 'B' -> {
                parts.add(new Anchor(AnchorKind.NO_WORD_BOUNDARY));
                return false;
            }
            case 'A' -> {
                parts.add(new Anchor(AnchorKind.VALUE_START));
                return false;
            }
            case 'z' -> {
                parts.add(new Anchor(AnchorKind.VALUE_END));
                return false;
            }
            case 'Z' -> {
                parts.add(new Anchor(AnchorKind.VALUE_END_OR_FINAL_LINE_FEED));
                return false;
            }
            case 'G' -> {
                parts.add(new Anchor(AnchorKind.SEARCH_START));
                return false;
            }
            case 'Q' -> {
                int end = text.pattern.indexOf("\\E", text.at);
                int stop = end < 0 ? text.pattern.length() : end;
                while (text.at < stop) {
                    parts.add(literal(text.pattern.charAt(text.at++)));
                }
                text.at = end < 0 ? stop : end + 2;
                return true;
            }
            case 'R' -> {
                parts.add(new Atomic(new Choice(List.of(
                        new Sequence(List.of(new Bytes(ByteClasses.single('\r')), new Bytes(ByteClasses.LINE_FEED))),
                        new Bytes(ByteClasses.VERTICAL_SPACE)))));
                return true;
            }
            case 'N' -> {
                if (text.peek() == '{' && countEnd() < 0) {
                    throw text.problem("\\N{..} is not supported", start);
                }
                parts.add(new Bytes(ByteClasses.LINE_FEED.complement()));
                return true;
            }
            case 'k' -> {
                int open = text.next(start);
                char close = open == '<' ? '>' : open == '{' ? '}' : open == '\'' ? '\'' : 0;
                if (close == 0) {
                    throw text.problem("\\k without <name>, {name} or 'name'", start);
                }
                parts.add(reference(start, name(start, close)));
                return true;
            }
            case 'g' -> {
                parts.add(groupReference(start));
                return true;
            }
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                int end = text.skipDigits(text.at);
                int number = end - text.at > 3
                        ? Integer.MAX_VALUE
                        : Integer.parseInt(text.pattern.substring(text.at - 1, end));
                if (number < 10 || c >= '8' || number <= groups) {
                    text.at = end;
                    parts.add(reference(start, number));
                    return true;
                }
            }
            default -> {}
        }
        ByteSet type = EscapedByte.genericType(c);
        parts.add(type != null ? new Bytes(type) : literal(escapes.read(c, start)));
        return true;
    }

    private Node groupReference(int start) {
        int c = text.peek();
        if (c == '<' || c == '\'') {
            throw text.problem("a subroutine call \\g<name> is not supported", start);
        }
        boolean braced = c == '{';
        if (braced) {
            text.at++;
            if (text.peek() != '-' && text.peek() != '+' && !PatternText.isDigit(text.peek())) {
                return reference(start, name(start, '}'));
            }
        }
        boolean relative = text.peek() == '-';
        if (relative) {
            text.at++;
        }
        int from = text.at;
        text.at = text.skipDigits(text.at);
        if (text.at == from || text.at - from > 5) {
            throw text.problem("\\g without the number or name of a group", start);
        }
        int number = Integer.parseInt(text.pattern.substring(from, text.at));
        if (braced && text.next(start) != '}') {
            throw text.problem("\\g{ without its closing brace", start);
        }
        int group = relative ? groups - number + 1 : number;
        if (number == 0 || group <= 0) {
            throw text.problem("\\g refers to a group that does not exist", start);
        }
        return reference(start, group);
    }
}
