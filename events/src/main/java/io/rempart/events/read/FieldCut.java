package io.rempart.events.read;

import io.rempart.events.model.ByteText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The mark that stands for the rest of a field that was longer than {@link FieldLimits#fieldBytes()}: plain ASCII without
 * quotes or backslashes, so that it fits into a JSON string as into a native section.
 */
final class FieldCut {
    private static final String START = "[rempart: ";
    private static final String MIDDLE = " more bytes, sha256 ";
    /** No mark is longer. */
    static final int MARK_LENGTH = START.length() + 19 + MIDDLE.length() + 64 + 1;

    private FieldCut() {}

    /** The mark for {@code moreBytes} bytes of the log with this SHA-256. */
    static byte[] mark(long moreBytes, byte[] sha256) {
        return (START + moreBytes + MIDDLE + java.util.HexFormat.of().formatHex(sha256) + "]")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The mark for what is missing of a record longer than {@link FieldLimits#recordBytes()}. */
    static byte[] mark(long moreBytes) {
        return (START + moreBytes + " more bytes]").getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether the record ends with the mark of {@link #mark(long)}. */
    static boolean endsRecord(byte[] record, int to) {
        int end = to;
        if (!Texts.startsWithAt(record, " more bytes]", end - 12, end)) {
            return false;
        }
        int digits = end - 12;
        while (digits > 0 && Texts.isDigit(record[digits - 1])) {
            digits--;
        }
        return digits < end - 12 && Texts.startsWithAt(record, START, digits - START.length(), end);
    }

    /** What the mark at the end of a field says, as the end of a sentence; null when there is none. */
    static @Nullable String describe(ByteText field) {
        int end = field.length();
        if (end < MARK_LENGTH - 18 || field.at(end - 1) != ']') {
            return null;
        }
        ByteText tail = field.slice(Math.max(0, end - MARK_LENGTH), end);
        int start = Texts.lastIndexOf(tail, START);
        if (start < 0) {
            return null;
        }
        int digits = start + START.length();
        int middle = Texts.indexOf(tail, MIDDLE, digits);
        if (middle < 0 || tail.length() - middle != MIDDLE.length() + 65) {
            return null;
        }
        long more = Texts.integer(tail.slice(digits, middle), -1);
        if (more < 0) {
            return null;
        }
        String sha256 = tail.slice(middle + MIDDLE.length(), tail.length() - 1).toLatin1();
        return more + " more bytes stood in the log (SHA-256 " + sha256 + ").";
    }
}
