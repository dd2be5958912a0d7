package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSlice;

/**
 * A pattern known to make a backtracking matcher explode, and text that makes it so. Those of rule sets have the shape of the pattern
 * that was reported, in our own words.
 */
enum ExplodingPattern {
    NESTED_PLUS("^(a+)+$", "nested quantifiers (OWASP: ReDoS)", "", "a", "!"),
    NESTED_CLASS("^(([a-z])+.)+[A-Z]([a-z])+$", "class names (OWASP validation patterns)", "", "a", "!"),
    OVERLAPPING_ALTERNATIVES("^(a|aa)+$", "alternatives that overlap", "", "a", "!"),
    EVERYTHING_TWICE("(.*)*x", "anything, any number of times", "", "a", "!"),
    ALTERNATIVE_LOOP("(?:a|b)*c", "java.util.regex: one frame of the stack a round", "", "ab", "!"),
    TWO_PLUSES("(x+x+)+y", "the textbook's exponential pattern", "", "x", "!"),
    FIVE_STARS("x*x*x*x*x*y", "the fifth power of the length", "", "x", "!"),
    MAIL_ADDRESS(
            "^([a-zA-Z0-9])(([.-]|_+)?([a-zA-Z0-9]+))*@[a-z0-9]+[.]([a-z]{2,3})+$",
            "mail addresses (OWASP validation patterns)",
            "",
            "a",
            "!"),
    SPACE_AT_END("\\s+$", "the outage of a forum, 2016: space that does not end the text", "", " ", "x"),
    KEY_AND_VALUE(".*(?:.*=.*)", "the outage of a content network, 2019", "", "x", ""),
    HEADER_NAMES(
            "[\\r\\n]+(?:\\s|location|(?:set-)?cookie|host|via)\\s*:",
            "921160, issue 999 of the Core Rule Set",
            "",
            "\r\n ",
            "x"),
    SHELL_LOOP(
            "\\bfor(?:/[dflr].*)* %+[^ ]+ in\\(.*\\)\\s?do",
            "932140, issue 1354 of the Core Rule Set", "for", "/d", " in"),
    SCRIPT_TAG(
            "(?i)<[^\\w<>]*(?:[^<>\"'\\s]*:)?[^\\w<>]*\\W*?s\\W*?c\\W*?r\\W*?i\\W*?p\\W*?t\\b",
            "941160, issues 1133 of the Core Rule Set and 2019 of ModSecurity: 83 s for 800 kB",
            "<",
            ":<",
            "s"),
    QUOTED_SQL(
            "(?i)[\"'`](?:\\s*(?:or|and|\\|\\|)\\s*)*[^=]*=[^=]*[\"'`](?:;|--)",
            "SQL behind a quote: each quote reads on to the end",
            "",
            "' or ",
            "x"),
    COUNTED("(?:(?:a{1,20}){1,20}){1,5}b", "counters within counters", "", "a", "!"),
    OPTIONAL_THIRTY("(?:a?){30}a{30}$", "thirty that may be and thirty that must", "", "a", "!");

    final String pattern;
    final String knownFrom;
    private final String head;
    private final String piece;
    private final String tail;

    ExplodingPattern(String pattern, String knownFrom, String head, String piece, String tail) {
        this.pattern = pattern;
        this.knownFrom = knownFrom;
        this.head = head;
        this.piece = piece;
        this.tail = tail;
    }

    /** The text of about so many bytes. */
    ByteSlice text(int length) {
        int pieces = Math.max(1, (length - head.length() - tail.length()) / piece.length());
        return ByteSlice.latin1(head + piece.repeat(pieces) + tail);
    }
}
