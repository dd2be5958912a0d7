package io.rempart.events.classify;

/**
 * Which pairs of neighbouring characters stand in a text. A glob that asks for a pair the text does not have can't match, so of
 * hundreds of globs the few that may are found in one pass. Pairs share places, so a pair may seem to be there that is not.
 * Immutable.
 */
final class CharacterPairs {
    private static final int PLACES = 4_096;

    private final long[] seen = new long[PLACES / 64];

    CharacterPairs(String text) {
        for (int i = 1; i < text.length(); i++) {
            int place = place(text.charAt(i - 1), text.charAt(i));
            seen[place >>> 6] |= 1L << place;
        }
    }

    /** Where the pairs of a text have their places. */
    static int[] places(String text) {
        int[] places = new int[Math.max(0, text.length() - 1)];
        for (int i = 1; i < text.length(); i++) {
            places[i - 1] = place(text.charAt(i - 1), text.charAt(i));
        }
        return places;
    }

    private static int place(char first, char second) {
        return (first * 67 + second) & PLACES - 1;
    }

    boolean has(int[] places) {
        for (int place : places) {
            if ((seen[place >>> 6] & 1L << place) == 0) {
                return false;
            }
        }
        return true;
    }
}
