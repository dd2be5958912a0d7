package io.rempart.engine.regex;

import io.rempart.engine.regex.Node.AnchorKind;
import java.util.Arrays;

/**
 * How a {@link LazyAutomaton} sees the bytes of a value: those that no set or anchor of the program tells apart are one class, the end
 * of the value is a symbol of its own, and of the byte before only its context counts. Immutable.
 */
final class ByteAlphabet {
    /** What came before the current position, as far as the anchors of the pattern can tell it. */
    static final int START = 0;

    static final int OTHER = 1;
    static final int WORD = 2;
    static final int LINE = 3;
    static final int CONTEXTS = 4;

    final byte[] classes = new byte[256];
    final int endSymbol;
    final int stride;

    /** For each class, one of its bytes. */
    final byte[] samples;

    /** For each class, what it is as a byte that came before. */
    final byte[] contextAfter;

    final boolean[] isWord;
    final int lineFeedClass;
    final boolean distinguishesStart;
    final boolean distinguishesWords;
    final boolean distinguishesLines;

    ByteAlphabet(Program program) {
        boolean start = false;
        boolean words = false;
        boolean lines = false;
        boolean lineFeeds = false;
        for (int i = 0; i < program.size(); i++) {
            if (program.kinds[i] == Program.ANCHOR) {
                switch (AnchorKind.of(program.arguments[i])) {
                    case VALUE_START, SEARCH_START -> start = true;
                    case LINE_START -> {
                        start = true;
                        lines = true;
                    }
                    case LINE_END -> lineFeeds = true;
                    case WORD_BOUNDARY, NO_WORD_BOUNDARY -> words = true;
                    default -> {}
                }
            }
        }
        distinguishesStart = start;
        distinguishesWords = words;
        distinguishesLines = lines;
        int count = classify(program, words, lines || lineFeeds);
        endSymbol = count;
        stride = count + 1;
        samples = new byte[count];
        contextAfter = new byte[count];
        isWord = new boolean[count + 1];
        for (int b = 255; b >= 0; b--) {
            int c = classes[b] & 0xFF;
            samples[c] = (byte) b;
            isWord[c] = ByteClasses.WORD.contains(b);
            contextAfter[c] = (byte) (words && isWord[c] ? WORD : lines && b == '\n' ? LINE : OTHER);
        }
        lineFeedClass = lines || lineFeeds ? classes['\n'] & 0xFF : -2;
    }

    /** Fills the classes: two bytes share one when no set of the program, nor an anchor, tells them apart. Returns their number. */
    private int classify(Program program, boolean words, boolean lineFeeds) {
        int[] classOf = new int[256];
        int count = 1;
        int sets = program.sets.length / 4;
        int[] moved = new int[257];
        for (int s = 0; s < sets + 2; s++) {
            if (s == sets && !words || s == sets + 1 && !lineFeeds) {
                continue;
            }
            // split each class into the bytes in the set and the others; a class that is wholly inside keeps its number
            Arrays.fill(moved, 0, count, -1);
            int before = count;
            boolean[] outside = new boolean[before];
            for (int b = 0; b < 256; b++) {
                if (!tells(program, s, sets, b)) {
                    outside[classOf[b]] = true;
                }
            }
            for (int b = 0; b < 256; b++) {
                int c = classOf[b];
                if (c < before && outside[c] && tells(program, s, sets, b)) {
                    if (moved[c] < 0) {
                        moved[c] = count++;
                    }
                    classOf[b] = moved[c];
                }
            }
        }
        for (int b = 0; b < 256; b++) {
            classes[b] = (byte) classOf[b];
        }
        return count;
    }

    private static boolean tells(Program program, int set, int sets, int b) {
        return set < sets ? program.setContains(set, b) : set == sets ? ByteClasses.WORD.contains(b) : b == '\n';
    }
}
