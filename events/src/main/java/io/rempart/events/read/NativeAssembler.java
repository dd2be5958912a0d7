package io.rempart.events.read;

import io.rempart.events.model.ByteText;

/**
 * Gathers one native record, part by part: bodies (C, E, I) are cut as one field each, of the other parts each line is one.
 * For one thread.
 */
final class NativeAssembler {
    private static final int LONGEST_DECLARATION = 1_024;

    private final FieldLimits limits;
    private final String key;
    private final long start;
    private final boolean headless;
    private final GrowingBytes out = new GrowingBytes();
    private final FieldCutter field;
    private char part;
    private boolean tooLong;
    private boolean heldLineFeed;
    private long taken;
    private long bytesOfPart;
    private long declaredLength = -1;
    private boolean encoded;
    private boolean inFirstLine;
    private boolean midLine;

    /**
     * @param headless the record was met in its middle: its beginning is lost
     */
    NativeAssembler(Boundary boundary, long start, boolean headless, FieldLimits limits) {
        this.key = boundary.key();
        this.part = boundary.part();
        this.start = start;
        this.headless = headless;
        this.limits = limits;
        this.field = new FieldCutter(limits.fieldBytes());
    }

    String key() {
        return key;
    }

    long start() {
        return start;
    }

    boolean isHeadless() {
        return headless;
    }

    char part() {
        return part;
    }

    /** Whether the client or the application writes this part freely. */
    boolean isInBody() {
        return part == 'C' || part == 'E' || part == 'I';
    }

    /** Whether we stand in the request line of part B, which a client writes freely too. */
    boolean isInFirstLine() {
        return inFirstLine;
    }

    /** Whether more of the request body was seen than the request declared: the record must have been cut. */
    boolean isPastDeclaredLength() {
        return part == 'C' && declaredLength >= 0 && !encoded && bytesOfPart > declaredLength + 8;
    }

    /** Puts a byte before the record (what is left of a hole of NUL bytes). */
    void prefix(byte b) {
        out.add(b);
        taken++;
    }

    /** The record as it would be kept if it ended here. */
    byte[] copy() {
        GrowingBytes whole = new GrowingBytes();
        whole.add(out.array(), 0, out.length());
        if (tooLong) {
            byte[] mark = FieldCut.mark(taken - out.length());
            whole.add(mark, 0, mark.length);
        } else {
            field.copy().finish(whole);
        }
        return whole.copy();
    }

    /** The boundary line of a part, with its line end. */
    void boundary(Boundary boundary, byte[] b, int from, int to) {
        endOfField(true);
        part = boundary.part();
        bytesOfPart = 0;
        inFirstLine = part == 'B';
        field.begin();
        plain(b, from, to);
    }

    /** Bytes of the part we are in; {@code lineEnds} when they end with a line feed. */
    void content(byte[] b, int from, int to, boolean lineEnds) {
        bytesOfPart += to - from;
        taken += to - from;
        if (tooLong) {
            return;
        }
        if (isInBody()) {
            if (heldLineFeed) {
                field.rest(new byte[] {'\n'}, 0, 1);
                heldLineFeed = false;
            }
            field.take(out, b, from, lineEnds ? to - 1 : to);
            if (lineEnds && field.isCutting()) {
                heldLineFeed = true;
            } else if (lineEnds) {
                field.take(out, b, to - 1, to);
            }
        } else {
            if (part == 'B' && lineEnds && !midLine && to - from < LONGEST_DECLARATION) {
                declared(ByteText.of(b, from, to - from));
            }
            field.take(out, b, from, lineEnds ? to - 1 : to);
            if (lineEnds) {
                endOfField(false);
                out.add((byte) '\n');
                field.begin();
                inFirstLine = false;
            }
        }
        midLine = !lineEnds;
        if (out.length() > limits.recordBytes()) {
            out.cutTo(limits.fieldBytes());
            tooLong = true;
        }
    }

    private void declared(ByteText line) {
        if (line.length() > 16 && (line.at(0) | 0x20) == 'c') {
            String text = line.toLatin1();
            if (text.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                declaredLength = Texts.integer(Texts.trim(line.slice(15, line.length())), -1);
            } else if (text.regionMatches(true, 0, "Content-Encoding:", 0, 17)) {
                encoded = true;
            }
        }
    }

    private void plain(byte[] b, int from, int to) {
        taken += to - from;
        if (!tooLong) {
            out.add(b, from, to);
        }
    }

    private void endOfField(boolean ofPart) {
        if (!tooLong && field.isCutting()) {
            field.finish(out);
            if (ofPart) {
                out.add((byte) '\n');
            }
        }
        heldLineFeed = false;
    }

    /** The record as kept, without the line end after its last line. */
    byte[] finish() {
        endOfField(true);
        if (tooLong) {
            byte[] mark = FieldCut.mark(taken - out.length());
            out.add(mark, 0, mark.length);
        }
        int length = out.length();
        while (length > 0 && (out.at(length - 1) == '\n' || out.at(length - 1) == '\r')) {
            length--;
        }
        out.cutTo(length);
        return out.copy();
    }
}
