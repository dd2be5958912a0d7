package io.rempart.engine.literal;

import java.util.ArrayList;
import java.util.List;

/** A literal, in lower case, with its window: the part of it that is searched first ({@link LiteralScanner}). */
final class WindowedLiteral {
    private static final long[] MASKS = {0, 0, 0xFFFF, 0xFFFFFF, 0xFFFFFFFFL, 0, LiteralScanner.SIX};

    final byte[] literal;
    final List<Integer> ids = new ArrayList<>(2);
    final int windowLength;
    int offset;
    long window;

    WindowedLiteral(byte[] literal) {
        this.literal = literal;
        windowLength = literal.length >= 6 ? 6 : Math.min(4, literal.length);
        double rarest = Double.MAX_VALUE;
        for (int i = 0; i + windowLength <= literal.length; i++) {
            double rarity = 1;
            long word = 0;
            for (int k = 0; k < windowLength; k++) {
                rarity *= k < 3 ? ByteRarity.of(literal[i + k] & 0xFF) : 1;
                word |= (literal[i + k] & 0xFFL) << 8 * k;
            }
            if (rarity < rarest) {
                rarest = rarity;
                offset = i;
                window = (word | LiteralScanner.FOLD) & MASKS[windowLength];
            }
        }
    }

    boolean sharesWindow(WindowedLiteral other) {
        return window == other.window && windowLength == other.windowLength;
    }
}
