package io.rempart.engine.body;

/**
 * Finds the end of a document type declaration. Done before the JDK's parser sees the document, since that prints a stack trace on the
 * standard error output for each document that ends within one: an attacker could fill a disk with them.
 */
final class XmlDoctype {
    private static final String START = "<!DOCTYPE";

    private XmlDoctype() {}

    /** Whether the text has a declaration that does not end in it. */
    static boolean isUnfinished(String text) {
        int at = text.indexOf(START);
        if (at < 0) {
            return false;
        }
        at += START.length();
        int brackets = 0;
        int markup = 1;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (text.startsWith("<!--", at)) {
                at = end(text, at + 4, "-->");
            } else if (text.startsWith("<?", at)) {
                at = end(text, at + 2, "?>");
            } else if (c == '"' || c == '\'') {
                at = end(text, at + 1, String.valueOf(c));
            } else {
                brackets += c == '[' ? 1 : c == ']' ? -1 : 0;
                markup += c == '<' ? 1 : c == '>' ? -1 : 0;
                if (markup <= 0 && brackets <= 0) {
                    return false;
                }
                at++;
            }
        }
        return true;
    }

    /** Behind the next such text, or the end of all. */
    private static int end(String text, int from, String what) {
        int found = text.indexOf(what, from);
        return found < 0 ? text.length() : found + what.length();
    }
}
