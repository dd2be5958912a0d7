package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayList;
import java.util.List;

/** Pieces of an operator's argument. */
final class Words {
    private Words() {}

    static boolean isSpace(int b) {
        return b == ' ' || b >= '\t' && b <= '\r';
    }

    /** Without the white space around it. */
    static ByteSlice trim(ByteSlice text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.at(from))) {
            from++;
        }
        while (to > from && isSpace(text.at(to - 1))) {
            to--;
        }
        return text.slice(from, to);
    }

    /** What stands between the marks, trimmed; empty pieces are left out. */
    static List<ByteSlice> split(ByteSlice text, char mark) {
        List<ByteSlice> pieces = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.at(i) == mark) {
                ByteSlice piece = trim(text.slice(from, i));
                if (!piece.isEmpty()) {
                    pieces.add(piece);
                }
                from = i + 1;
            }
        }
        return pieces;
    }

    /** What stands between white space. */
    static List<ByteSlice> split(ByteSlice text) {
        List<ByteSlice> words = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            int from = i;
            while (i < text.length() && !isSpace(text.at(i))) {
                i++;
            }
            if (i > from) {
                words.add(text.slice(from, i));
            } else {
                i++;
            }
        }
        return words;
    }
}
