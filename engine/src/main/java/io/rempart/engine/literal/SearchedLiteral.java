package io.rempart.engine.literal;

import io.rempart.engine.bytes.ByteSlice;

/** A literal, in lower case, and the ids that are found with it. Immutable. */
final class SearchedLiteral {
    final byte[] bytes;
    final int[] ids;

    SearchedLiteral(byte[] bytes, int[] ids) {
        this.bytes = bytes;
        this.ids = ids;
    }

    int length() {
        return bytes.length;
    }

    /** Up to four bytes in a row as a number, each with the bit set that tells small letters from capital ones. */
    int word(int from, int length) {
        int word = 0;
        for (int i = length - 1; i >= 0; i--) {
            word = word << 8 | bytes[from + i] & 0xFF | 0x20;
        }
        return word;
    }

    /** About how often these bytes of the literal occur in a row. */
    double rarity(int from, int length) {
        return ByteRarity.of(bytes, from, from + length);
    }

    /**
     * Notes the ids if the literal stands at that place of the array behind the value; a literal whose ids are noted already is not
     * compared.
     *
     * @return whether they are noted now
     */
    boolean isFoundAt(ByteSlice value, int start, long[] found) {
        if (isFound(found)) {
            return true;
        }
        if (start < value.offset()
                || start + bytes.length > value.end()
                || !FewLiterals.isAt(value.array(), start, bytes)) {
            return false;
        }
        for (int id : ids) {
            found[id >> 6] |= 1L << id;
        }
        return true;
    }

    private boolean isFound(long[] found) {
        for (int id : ids) {
            if ((found[id >> 6] >>> id & 1) == 0) {
                return false;
            }
        }
        return true;
    }
}
