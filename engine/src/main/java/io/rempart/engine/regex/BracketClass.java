package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSet;

/** Reads a class in brackets ({@code [^a-z[:digit:]\\w]}). */
final class BracketClass {
    private final PatternText text;
    private final EscapedByte escapes;

    BracketClass(PatternText text, EscapedByte escapes) {
        this.text = text;
        this.escapes = escapes;
    }

    /** A class; its opening bracket has been taken. */
    ByteSet read(int start, boolean caseInsensitive) {
        boolean negated = text.peek() == '^';
        if (negated) {
            text.at++;
        }
        ByteSet set = ByteSet.NONE;
        boolean first = true;
        boolean quoted = false;
        // the last single byte, which a hyphen may make the start of a range; -1 when there is none
        int previous = -1;
        boolean range = false;
        while (true) {
            int itemStart = text.at;
            int c = text.next(start);
            if (quoted && c == '\\' && text.peek() == 'E') {
                text.at++;
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
                type = posixClass(itemStart, caseInsensitive);
            } else if (!quoted && c == '\\') {
                int escaped = text.next(start);
                if (escaped == 'Q') {
                    quoted = true;
                    continue;
                }
                if (escaped == 'E') {
                    continue;
                }
                type = EscapedByte.genericType(escaped);
                if (type == null) {
                    if ("BRXNpP".indexOf(escaped) >= 0) {
                        throw text.problem("the escape \\" + (char) escaped + " is not valid in a class", itemStart);
                    }
                    single = escaped == 'b'
                            ? '\b'
                            : escaped == '8' || escaped == '9' ? badDigit(itemStart) : escapes.read(escaped, itemStart);
                }
            } else if (!quoted
                    && c == '-'
                    && previous >= 0
                    && !range
                    && text.peek() != ']'
                    && text.peek() != PatternText.END) {
                range = true;
                continue;
            }
            if (range) {
                range = false;
                if (type != null) {
                    // [a-\d]: the hyphen is itself
                    set = set.plus('-').or(type);
                } else if (single < previous) {
                    throw text.problem("a range out of order in a class", itemStart);
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
        throw text.problem("\\8 and \\9 are not valid in a class", offset);
    }

    /** Whether what follows a bracket inside a class is {@code :name:]}. */
    private boolean isPosixClass() {
        if (text.peek() != ':' && text.peek() != '.' && text.peek() != '=') {
            return false;
        }
        char mark = text.pattern.charAt(text.at);
        for (int i = text.at + 1; i + 1 < text.pattern.length(); i++) {
            char c = text.pattern.charAt(i);
            if (c == mark && text.pattern.charAt(i + 1) == ']') {
                return true;
            }
            if (c == ']' || c == '\\' || c == '[') {
                return false;
            }
        }
        return false;
    }

    private ByteSet posixClass(int start, boolean caseInsensitive) {
        char mark = text.pattern.charAt(text.at);
        int end = text.pattern.indexOf(mark + "]", text.at + 1);
        String name = text.pattern.substring(text.at + 1, end);
        if (mark != ':') {
            throw text.problem("POSIX collating elements are not supported", start);
        }
        boolean negated = name.startsWith("^");
        String plain = negated ? name.substring(1) : name;
        if (caseInsensitive && (plain.equals("upper") || plain.equals("lower"))) {
            plain = "alpha";
        }
        ByteSet set = ByteClasses.posix(plain);
        if (set == null) {
            throw text.problem("the POSIX class [:" + name + ":] is not known", start);
        }
        text.at = end + 2;
        return negated ? set.complement() : set;
    }
}
