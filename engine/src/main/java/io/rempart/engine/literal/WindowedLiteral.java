package io.rempart.engine.literal;

/** A literal with its window: the part of it that is searched first ({@link WindowSearch}). */
final class WindowedLiteral {
    private static final long[] MASKS = {0, 0, 0xFFFF, 0xFFFFFF, 0xFFFFFFFFL, 0, WindowSearch.SIX};

    final SearchedLiteral literal;
    final int windowLength;
    int offset;
    long window;

    WindowedLiteral(SearchedLiteral searched) {
        literal = searched;
        byte[] bytes = searched.bytes;
        windowLength = bytes.length >= 6 ? 6 : Math.min(4, bytes.length);
        double rarest = Double.MAX_VALUE;
        for (int i = 0; i + windowLength <= bytes.length; i++) {
            double rarity = 1;
            long word = 0;
            for (int k = 0; k < windowLength; k++) {
                rarity *= k < 3 ? ByteRarity.of(bytes[i + k] & 0xFF) : 1;
                word |= (bytes[i + k] & 0xFFL) << 8 * k;
            }
            if (rarity < rarest) {
                rarest = rarity;
                offset = i;
                window = (word | WindowSearch.FOLD) & MASKS[windowLength];
            }
        }
    }

    boolean sharesWindow(WindowedLiteral other) {
        return window == other.window && windowLength == other.windowLength;
    }
}
