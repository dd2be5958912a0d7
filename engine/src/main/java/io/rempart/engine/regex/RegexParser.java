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
    private static final int END = -1;

    /** The nodes of single bytes, which most nodes are. */
    private static final Node[] EXACT = new Node[256];

    private static final Node[] EITHER_CASE = new Node[256];

    static {
        for (int b = 0; b < 256; b++) {
            EXACT[b] = new Bytes(ByteClasses.single(b));
            EITHER_CASE[b] = new Bytes(ByteClasses.fold(ByteClasses.single(b)));
        }
    }

    private final String pattern;
    private int at;
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
        this.pattern = pattern;
        caseInsensitive = flags.contains(RegexFlag.CASE_INSENSITIVE);
        dotAll = flags.contains(RegexFlag.DOT_ALL);
        multiline = flags.contains(RegexFlag.MULTILINE);
        extended = flags.contains(RegexFlag.EXTENDED);
        dollarEndOnly = flags.contains(RegexFlag.DOLLAR_END_ONLY);
    }

    Node parse() {
        if (pattern.length() > MAX_LENGTH) {
            throw problem("the pattern is longer than " + MAX_LENGTH + " characters", MAX_LENGTH);
        }
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.charAt(i) > 0xFF) {
                throw problem("a character that is not one byte (the pattern must be given byte by byte)", i);
            }
        }
        if (pattern.startsWith("(*")) {
            throw problem("a verb such as (*UTF) is not supported", 0);
        }
        Node node = alternatives(false);
        if (at < pattern.length()) {
            throw problem("a closing parenthesis without an opening one", at);
        }
        for (PendingReference reference : references) {
            if (reference.group > groups) {
                throw problem("a reference to group " + reference.group + ", which does not exist", reference.offset);
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
        while (peek() == '|') {
            at++;
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
            int c = peek();
            if (c == END || c == '|' || c == ')') {
                break;
            }
            if (isQuantifier(c)) {
                if (!repeatable) {
                    throw problem("a quantifier with nothing before it to repeat", at);
                }
                parts.add(quantified(parts.remove(parts.size() - 1)));
                repeatable = false;
                continue;
            }
            int start = at;
            at++;
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
                case '[' -> parts.add(new Bytes(bracket(start)));
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
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c == '(' && pattern.startsWith("(?#", at)) {
                int close = pattern.indexOf(')', at);
                if (close < 0) {
                    throw problem("a comment (?# without its closing parenthesis", at);
                }
                at = close + 1;
            } else if (c == '\\' && pattern.startsWith("\\E", at)) {
                at += 2;
            } else if (c == '\\' && pattern.startsWith("\\Q\\E", at)) {
                at += 4;
            } else if (extended && (c <= ' ' && ByteClasses.SPACE.contains(c))) {
                at++;
            } else if (extended && c == '#') {
                int newline = pattern.indexOf('\n', at);
                at = newline < 0 ? pattern.length() : newline + 1;
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
        int i = at + 1;
        int digits = i;
        i = skipDigits(i);
        if (i == digits) {
            return -1;
        }
        if (i < pattern.length() && pattern.charAt(i) == ',') {
            i = skipDigits(i + 1);
        }
        return i < pattern.length() && pattern.charAt(i) == '}' ? i + 1 : -1;
    }

    private int skipDigits(int i) {
        while (i < pattern.length() && isDigit(pattern.charAt(i))) {
            i++;
        }
        return i;
    }

    private Node quantified(Node body) {
        int start = at;
        int c = pattern.charAt(at);
        int min;
        int max;
        if (c == '{') {
            int end = countEnd();
            String counts = pattern.substring(at + 1, end - 1);
            int comma = counts.indexOf(',');
            min = count(comma < 0 ? counts : counts.substring(0, comma), start);
            max = comma < 0
                    ? min
                    : comma == counts.length() - 1 ? Repeat.UNBOUNDED : count(counts.substring(comma + 1), start);
            if (max != Repeat.UNBOUNDED && max < min) {
                throw problem("the counts of a quantifier are out of order", start);
            }
            at = end;
        } else {
            min = c == '+' ? 1 : 0;
            max = c == '?' ? 1 : Repeat.UNBOUNDED;
            at++;
        }
        Greed greed = ungreedy ? Greed.LAZY : Greed.GREEDY;
        if (peek() == '?') {
            at++;
            greed = ungreedy ? Greed.GREEDY : Greed.LAZY;
        } else if (peek() == '+') {
            at++;
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
            throw problem("a count above " + MAX_COUNT + " in a quantifier", offset);
        }
        return value;
    }

    /** What follows an opening parenthesis; null for an option setting, which leaves no node. */
    private @Nullable Node group(int start) {
        if (++depth > MAX_DEPTH) {
            throw problem("groups nested deeper than " + MAX_DEPTH, start);
        }
        try {
            if (peek() == '*') {
                throw problem("a verb such as (*FAIL) is not supported", start);
            }
            if (peek() != '?') {
                return capturing(start);
            }
            at++;
            int c = next(start);
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
                    if (peek() == '=' || peek() == '!') {
                        boolean negative = pattern.charAt(at++) == '!';
                        Node body = enclosed(start, false);
                        requireFixedLength(body, start);
                        return new Look(false, negative, body);
                    }
                    return named(start, '>');
                case '\'':
                    return named(start, '\'');
                case 'P':
                    if (peek() == '<') {
                        at++;
                        return named(start, '>');
                    }
                    if (peek() == '=') {
                        at++;
                        return reference(start, name(start, ')'));
                    }
                    throw problem("a subroutine call (?P>name) is not supported", start);
                case '(':
                    throw problem("a conditional group (?(...)...) is not supported", start);
                case 'R':
                case '&':
                case '+':
                    throw problem("recursion and subroutine calls are not supported", start);
                case 'C':
                    throw problem("a callout (?C) is not supported", start);
                default:
                    if (isDigit(c) || c == '-' && isDigit(peek())) {
                        throw problem("recursion and subroutine calls are not supported", start);
                    }
                    at--;
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
            throw problem("two groups with the name " + name, start);
        }
        return capturing(start);
    }

    private String name(int start, char close) {
        int from = at;
        while (at < pattern.length() && ByteClasses.WORD.contains(pattern.charAt(at))) {
            at++;
        }
        if (at == from || isDigit(pattern.charAt(from)) || peek() != close) {
            throw problem("a group name must be letters, digits and _, then " + close, start);
        }
        return pattern.substring(from, at++);
    }

    /** The inside of a group and its closing parenthesis; options set inside end there. */
    private Node enclosed(int start, boolean reset) {
        boolean i = caseInsensitive;
        boolean s = dotAll;
        boolean m = multiline;
        boolean x = extended;
        boolean u = ungreedy;
        Node node = alternatives(reset);
        if (peek() != ')') {
            throw problem("a group without its closing parenthesis", start);
        }
        at++;
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
            int c = next(start);
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
                    if (peek() == 'x') {
                        throw problem("the option (?xx) is not supported", start);
                    }
                    extended = on;
                }
                case ')' -> {
                    // holds until the enclosing group ends, other alternatives included
                    return null;
                }
                case ':' -> {
                    Node node = alternatives(false);
                    if (peek() != ')') {
                        throw problem("a group without its closing parenthesis", start);
                    }
                    at++;
                    caseInsensitive = i;
                    dotAll = s;
                    multiline = m;
                    extended = x;
                    ungreedy = u;
                    return node;
                }
                default -> throw problem("an unknown option after (?", start);
            }
        }
    }

    private void requireFixedLength(Node body, int start) {
        List<Node> alternatives = body instanceof Choice choice ? choice.alternatives() : List.of(body);
        for (Node alternative : alternatives) {
            if (NodeFacts.fixedLength(alternative) < 0) {
                throw problem("a lookbehind whose alternatives are not of fixed length", start);
            }
        }
    }

    private Node reference(int start, String name) {
        Integer group = names.get(name);
        if (group == null) {
            throw problem("a reference to a group " + name + ", which is not defined before", start);
        }
        return reference(start, group);
    }

    private Node reference(int start, int group) {
        references.add(new PendingReference(start, group));
        return new BackReference(group, caseInsensitive);
    }

    /** An escape outside a class; returns whether a quantifier may follow. */
    private boolean escape(int start, List<Node> parts) {
        int c = next(start);
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
                int end = pattern.indexOf("\\E", at);
                int stop = end < 0 ? pattern.length() : end;
                while (at < stop) {
                    parts.add(literal(pattern.charAt(at++)));
                }
                at = end < 0 ? stop : end + 2;
                return true;
            }
            case 'R' -> {
                parts.add(new Atomic(new Choice(List.of(
                        new Sequence(List.of(new Bytes(ByteClasses.single('\r')), new Bytes(ByteClasses.LINE_FEED))),
                        new Bytes(ByteClasses.VERTICAL_SPACE)))));
                return true;
            }
            case 'N' -> {
                if (peek() == '{' && countEnd() < 0) {
                    throw problem("\\N{..} is not supported", start);
                }
                parts.add(new Bytes(ByteClasses.LINE_FEED.complement()));
                return true;
            }
            case 'k' -> {
                int open = next(start);
                char close = open == '<' ? '>' : open == '{' ? '}' : open == '\'' ? '\'' : 0;
                if (close == 0) {
                    throw problem("\\k without <name>, {name} or 'name'", start);
                }
                parts.add(reference(start, name(start, close)));
                return true;
            }
            case 'g' -> {
                parts.add(groupReference(start));
                return true;
            }
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                int end = skipDigits(at);
                int number = end - at > 3 ? Integer.MAX_VALUE : Integer.parseInt(pattern.substring(at - 1, end));
                if (number < 10 || c >= '8' || number <= groups) {
                    at = end;
                    parts.add(reference(start, number));
                    return true;
                }
            }
            default -> {}
        }
        ByteSet type = genericType(c);
        parts.add(type != null ? new Bytes(type) : literal(escapedByte(c, start)));
        return true;
    }

    private Node groupReference(int start) {
        int c = peek();
        if (c == '<' || c == '\'') {
            throw problem("a subroutine call \\g<name> is not supported", start);
        }
        boolean braced = c == '{';
        if (braced) {
            at++;
            if (peek() != '-' && peek() != '+' && !isDigit(peek())) {
                return reference(start, name(start, '}'));
            }
        }
        boolean relative = peek() == '-';
        if (relative) {
            at++;
        }
        int from = at;
        at = skipDigits(at);
        if (at == from || at - from > 5) {
            throw problem("\\g without the number or name of a group", start);
        }
        int number = Integer.parseInt(pattern.substring(from, at));
        if (braced && next(start) != '}') {
            throw problem("\\g{ without its closing brace", start);
        }
        int group = relative ? groups - number + 1 : number;
        if (number == 0 || group <= 0) {
            throw problem("\\g refers to a group that does not exist", start);
        }
        return reference(start, group);
    }

    /** The class that an escape letter names, or null. */
    private static @Nullable ByteSet genericType(int c) {
        return switch (c) {
            case 'd' -> ByteClasses.DIGIT;
            case 'D' -> ByteClasses.DIGIT.complement();
            case 'w' -> ByteClasses.WORD;
            case 'W' -> ByteClasses.WORD.complement();
            case 's' -> ByteClasses.SPACE;
            case 'S' -> ByteClasses.SPACE.complement();
            case 'h' -> ByteClasses.HORIZONTAL_SPACE;
            case 'H' -> ByteClasses.HORIZONTAL_SPACE.complement();
            case 'v' -> ByteClasses.VERTICAL_SPACE;
            case 'V' -> ByteClasses.VERTICAL_SPACE.complement();
            default -> null;
        };
    }

    /** The byte that an escape stands for; the letter {@code c} after the backslash has been taken. */
    private int escapedByte(int c, int start) {
        switch (c) {
            case 'a':
                return 7;
            case 'e':
                return 27;
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'c': {
                int control = next(start);
                if (control < ' ' || control > '~') {
                    throw problem("\\c must be followed by a printable ASCII character", start);
                }
                return Character.toUpperCase(control) ^ 0x40;
            }
            case 'x':
                return hexadecimal(start);
            case 'o':
                if (peek() != '{') {
                    throw problem("\\o without {digits}", start);
                }
                return braced(start, 8);
            case '0', '1', '2', '3', '4', '5', '6', '7':
                return octal(c, start);
            default:
                if (c < 128 && (Character.isLetter(c) || isDigit(c))) {
                    throw problem("the escape \\" + (char) c + " is not known or not supported", start);
                }
                return c;
        }
    }

    private int hexadecimal(int start) {
        if (peek() == '{') {
            return braced(start, 16);
        }
        int value = 0;
        for (int i = 0; i < 2 && at < pattern.length() && Character.digit(pattern.charAt(at), 16) >= 0; i++) {
            value = value * 16 + Character.digit(pattern.charAt(at++), 16);
        }
        return value;
    }

    private int braced(int start, int radix) {
        int close = pattern.indexOf('}', at);
        int value = 0;
        for (int i = at + 1; i < close && value >= 0; i++) {
            int digit = Character.digit(pattern.charAt(i), radix);
            value = digit < 0 ? -1 : value * radix + digit;
            if (value > 0xFF) {
                throw problem("a byte above FF", start);
            }
        }
        if (close <= at + 1 || value < 0) {
            throw problem("no digits, or others than digits, between braces", start);
        }
        at = close + 1;
        return value;
    }

    private int octal(int first, int start) {
        int value = first - '0';
        for (int i = 0; i < 2 && peek() >= '0' && peek() <= '7'; i++) {
            value = value * 8 + pattern.charAt(at++) - '0';
        }
        if (value > 0xFF) {
            throw problem("an octal value above \\377", start);
        }
        return value;
    }

    /** A class; its opening bracket has been taken. */
    private ByteSet bracket(int start) {
        boolean negated = peek() == '^';
        if (negated) {
            at++;
        }
        ByteSet set = ByteSet.NONE;
        boolean first = true;
        boolean quoted = false;
        // the last single byte, which a hyphen may make the start of a range; -1 when there is none
        int previous = -1;
        boolean range = false;
        while (true) {
            int itemStart = at;
            int c = next(start);
            if (quoted && c == '\\' && peek() == 'E') {
                at++;
                quoted = false;
                continue;
            }
            if (c == ']' && !first && !quoted) {
                break;
            }
            first = false;
            ByteSet type = null;
            int single = c;
            if (!quoted && c == '[' && isPosixClass()) {
                type = posixClass(itemStart);
            } else if (!quoted && c == '\\') {
                int escaped = next(start);
                if (escaped == 'Q') {
                    quoted = true;
                    continue;
                }
                if (escaped == 'E') {
                    continue;
                }
                type = genericType(escaped);
                if (type == null) {
                    if ("BRXNpP".indexOf(escaped) >= 0) {
                        throw problem("the escape \\" + (char) escaped + " is not valid in a class", itemStart);
                    }
                    single = escaped == 'b'
                            ? '\b'
                            : escaped == '8' || escaped == '9' ? badDigit(itemStart) : escapedByte(escaped, itemStart);
                }
            } else if (!quoted && c == '-' && previous >= 0 && !range && peek() != ']' && peek() != END) {
                range = true;
                continue;
            }
            if (range) {
                range = false;
                if (type != null) {
                    // [a-\d]: the hyphen is itself
                    set = set.plus('-').or(type);
                } else if (single < previous) {
                    throw problem("a range out of order in a class", itemStart);
                } else {
                    set = set.or(ByteSet.range(previous, single));
                }
                previous = -1;
            } else if (type != null) {
                set = set.or(type);
                previous = -1;
            } else {
                set = set.plus(single);
                previous = single;
            }
        }
        if (range) {
            set = set.plus('-');
        }
        if (caseInsensitive) {
            set = ByteClasses.fold(set);
        }
        return negated ? set.complement() : set;
    }

    private int badDigit(int offset) {
        throw problem("\\8 and \\9 are not valid in a class", offset);
    }

    /** Whether what follows a bracket inside a class is {@code :name:]}. */
    private boolean isPosixClass() {
        if (peek() != ':' && peek() != '.' && peek() != '=') {
            return false;
        }
        char mark = pattern.charAt(at);
        for (int i = at + 1; i + 1 < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == mark && pattern.charAt(i + 1) == ']') {
                return true;
            }
            if (c == ']' || c == '\\' || c == '[') {
                return false;
            }
        }
        return false;
    }

    private ByteSet posixClass(int start) {
        char mark = pattern.charAt(at);
        int end = pattern.indexOf(mark + "]", at + 1);
        String name = pattern.substring(at + 1, end);
        if (mark != ':') {
            throw problem("POSIX collating elements are not supported", start);
        }
        boolean negated = name.startsWith("^");
        String plain = negated ? name.substring(1) : name;
        if (caseInsensitive && (plain.equals("upper") || plain.equals("lower"))) {
            plain = "alpha";
        }
        ByteSet set = ByteClasses.posix(plain);
        if (set == null) {
            throw problem("the POSIX class [:" + name + ":] is not known", start);
        }
        at = end + 2;
        return negated ? set.complement() : set;
    }

    private int peek() {
        return at < pattern.length() ? pattern.charAt(at) : END;
    }

    private int next(int start) {
        if (at >= pattern.length()) {
            throw problem("the pattern ends inside this item", start);
        }
        return pattern.charAt(at++);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private RegexSyntaxException problem(String problem, int offset) {
        return new RegexSyntaxException(problem, pattern, offset);
    }
}
