package io.rempart.events.mask;

/** Replacements in a text, made from left to right; the text itself as long as there are none. */
final class Edits {
    private final String text;
    private StringBuilder edited = new StringBuilder(0);
    private int copied;
    private boolean changed;

    Edits(String text) {
        this.text = text;
    }

    /** Replaces {@code [from, to)}; ignored when it begins before the end of an earlier replacement. */
    void replace(int from, int to, String replacement) {
        if (from < copied && changed
                || text.regionMatches(from, replacement, 0, to - from) && to - from == replacement.length()) {
            return;
        }
        if (!changed) {
            edited = new StringBuilder(text.length() + 32);
            changed = true;
        }
        edited.append(text, copied, from).append(replacement);
        copied = to;
    }

    /** The very same object when nothing was replaced. */
    String result() {
        return changed ? edited.append(text, copied, text.length()).toString() : text;
    }
}
