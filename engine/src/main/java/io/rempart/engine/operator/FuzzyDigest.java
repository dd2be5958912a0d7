package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import java.util.Arrays;
import java.util.Optional;

/**
 * A context triggered piecewise hash, as ssdeep computes and compares it (Kornblum, "Identifying almost identical files using context
 * triggered piecewise hashing", 2006). Immutable.
 *
 * <p>A rolling hash over the last seven bytes cuts the value into pieces, about 64 of them; each piece gives one character. A second
 * hash with pieces twice as long makes digests of neighbouring block sizes comparable. Two digests are compared by the edits between
 * them, provided they share seven characters in a row.
 */
record FuzzyDigest(long blockSize, String first, String second) {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int LONGEST = 64;
    private static final int SMALLEST_BLOCK = 3;
    private static final int WINDOW = 7;
    private static final int HASH_START = 0x28021967;
    private static final int HASH_FACTOR = 0x01000193;

    static FuzzyDigest of(ByteSlice value) {
        long blockSize = SMALLEST_BLOCK;
        while (blockSize * LONGEST < value.length()) {
            blockSize *= 2;
        }
        while (true) {
            FuzzyDigest digest = compute(value, blockSize);
            if (blockSize == SMALLEST_BLOCK || digest.first.length() > LONGEST / 2) {
                return digest;
            }
            blockSize /= 2;
        }
    }

    private static FuzzyDigest compute(ByteSlice value, long blockSize) {
        Pieces first = new Pieces(LONGEST);
        Pieces second = new Pieces(LONGEST / 2);
        int[] window = new int[WINDOW];
        int sum = 0;
        int weighted = 0;
        int shifted = 0;
        int rolling = 0;
        for (int i = 0; i < value.length(); i++) {
            int b = value.at(i);
            int place = i % WINDOW;
            weighted += WINDOW * b - sum;
            sum += b - window[place];
            window[place] = b;
            shifted = shifted << 5 ^ b;
            rolling = sum + weighted + shifted;
            first.add(b);
            second.add(b);
            long hash = Integer.toUnsignedLong(rolling);
            if (hash % blockSize == blockSize - 1) {
                first.cut();
                if (hash % (2 * blockSize) == 2 * blockSize - 1) {
                    second.cut();
                }
            }
        }
        return new FuzzyDigest(blockSize, first.finish(rolling != 0), second.finish(rolling != 0));
    }

    /** One character for each piece; the last place takes all that is left. */
    private static final class Pieces {
        private final StringBuilder characters = new StringBuilder();
        private final int most;
        private int hash = HASH_START;

        Pieces(int most) {
            this.most = most;
        }

        void add(int b) {
            hash = hash * HASH_FACTOR ^ b;
        }

        void cut() {
            if (characters.length() < most - 1) {
                characters.append(ALPHABET.charAt(hash & 63));
                hash = HASH_START;
            }
        }

        String finish(boolean hasRest) {
            if (hasRest) {
                characters.append(ALPHABET.charAt(hash & 63));
            }
            return characters.toString();
        }
    }

    /** Reads {@code blocksize:hash:hash}, possibly followed by a comma and a file's name; empty when the text is none. */
    static Optional<FuzzyDigest> parse(String text) {
        int comma = text.indexOf(',');
        String[] parts = (comma < 0 ? text : text.substring(0, comma)).split(":", -1);
        if (parts.length != 3 || !parts[0].matches("[0-9]{1,12}")) {
            return Optional.empty();
        }
        return Optional.of(new FuzzyDigest(Long.parseLong(parts[0]), parts[1], parts[2]));
    }

    /** How alike two digests are: 0 (not) to 100. */
    int similarity(FuzzyDigest other) {
        String mine = shortened(first);
        String theirs = shortened(other.first);
        if (blockSize == other.blockSize) {
            if (mine.equals(theirs) && shortened(second).equals(shortened(other.second))) {
                return 100;
            }
            return Math.max(
                    score(mine, theirs, blockSize), score(shortened(second), shortened(other.second), 2 * blockSize));
        }
        if (blockSize == 2 * other.blockSize) {
            return score(mine, shortened(other.second), blockSize);
        }
        return other.blockSize == 2 * blockSize ? score(shortened(second), theirs, other.blockSize) : 0;
    }

    /** Runs of a character say little: at most three of each stay. */
    private static String shortened(String digest) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < digest.length(); i++) {
            char c = digest.charAt(i);
            if (i < 3 || c != digest.charAt(i - 1) || c != digest.charAt(i - 2) || c != digest.charAt(i - 3)) {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static int score(String a, String b, long blockSize) {
        if (a.length() > LONGEST || b.length() > LONGEST || !shareWindow(a, b)) {
            return 0;
        }
        int edits = edits(a, b) * LONGEST / (a.length() + b.length());
        int score = 100 - 100 * edits / LONGEST;
        if (score <= 0) {
            return 0;
        }
        // a match of small blocks must not look like more than it is
        boolean large = blockSize >= (99 + WINDOW) / WINDOW * SMALLEST_BLOCK;
        return large ? score : (int) Math.min(score, blockSize / SMALLEST_BLOCK * Math.min(a.length(), b.length()));
    }

    private static boolean shareWindow(String a, String b) {
        for (int i = 0; i + WINDOW <= a.length(); i++) {
            if (b.contains(a.substring(i, i + WINDOW))) {
                return true;
            }
        }
        return false;
    }

    /** Insertions and deletions that make one text the other. */
    private static int edits(String a, String b) {
        int[] above = new int[b.length() + 1];
        Arrays.setAll(above, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                row[j] = a.charAt(i - 1) == b.charAt(j - 1) ? above[j - 1] : 1 + Math.min(above[j], row[j - 1]);
            }
            above = row;
        }
        return above[b.length()];
    }

    @Override
    public String toString() {
        return blockSize + ":" + first + ":" + second;
    }
}
