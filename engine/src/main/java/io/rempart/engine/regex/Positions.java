package io.rempart.engine.regex;

import io.rempart.engine.regex.Node.AnchorKind;

/** Whether an anchor holds at a position of a value. */
final class Positions {
    private Positions() {}

    /** All positions are indexes of the array; the value reaches from {@code begin} to {@code end}. */
    static boolean holds(AnchorKind kind, byte[] array, int begin, int end, int position, int searchStart) {
        return switch (kind) {
            case VALUE_START -> position == begin;
            case LINE_START -> position == begin || position < end && array[position - 1] == '\n';
            case VALUE_END -> position == end;
            case VALUE_END_OR_FINAL_LINE_FEED -> position == end || position == end - 1 && array[position] == '\n';
            case LINE_END -> position == end || array[position] == '\n';
            case WORD_BOUNDARY -> wordBefore(array, begin, position) != wordAt(array, end, position);
            case NO_WORD_BOUNDARY -> wordBefore(array, begin, position) == wordAt(array, end, position);
            case SEARCH_START -> position == searchStart;
        };
    }

    private static boolean wordBefore(byte[] array, int begin, int position) {
        return position > begin && ByteClasses.WORD.contains(array[position - 1] & 0xFF);
    }

    private static boolean wordAt(byte[] array, int end, int position) {
        return position < end && ByteClasses.WORD.contains(array[position] & 0xFF);
    }
}
