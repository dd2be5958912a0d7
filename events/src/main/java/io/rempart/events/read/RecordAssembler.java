package io.rempart.events.read;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers records from bytes. For one thread.
 *
 * <p>Between records we read lines. A JSON record is a line; so is an entry of a concurrent log's index. A line that is an
 * opening boundary, followed by a line that begins with a time in brackets, opens a native record, and then:
 * <ul>
 *   <li>Only a boundary with the record's own random key changes its part or ends it.
 *   <li>Another opening boundary in a part that a client can't write freely (A, B, F, H...) opens a second record beside the
 *       first: writers without a lock interleave them. Lines go to the record whose boundary came last.
 *   <li>In a body (C, E, I) an opening boundary, or a line of JSON, is most likely forged by a client, but it may also be the
 *       next record after a writer was killed in the middle of this one. Nobody can tell until the record's own boundary comes
 *       (it was the client) or can't come any more (the writer died: the file ends, the declared length of the body is past, or
 *       more than {@link FieldLimits#recordBytes()} followed). Until then a second splitter, the shadow, reads along from the
 *       doubtful line; it is thrown away in the first case, and takes over in the others.
 * </ul>
 * A raw NUL byte ends a line as a line feed does: no writer writes one there, but a file that was truncated under its writer, or
 * a crash, leaves holes of them. One NUL byte is kept before the next record, so that its reader knows that it was mended.
 * Lines of no known beginning are gathered into one fragment, up to the field limit, so that the rest of a cut native record is
 * one entry in quarantine and not twenty.
 */
final class RecordAssembler {
    private static final int MOST_OPEN = 16;
    private static final int MOST_SHADOWS = 3;
    /** More records than this in a body are no records: a forger's rubbish. */
    private static final int MOST_IN_SHADOW = 65_536;

    /** A partial line is taken in pieces from here on; shorter ones wait for their end. */
    private static final int LONG_LINE = 4_096;
    /** Bytes of a long line held back, so that a boundary glued to its end can be told. */
    private static final int HELD_BACK = 64;

    private enum Mode {
        BETWEEN,
        LINE,
        NATIVE
    }

    private final FieldLimits limits;
    private final ArrayDeque<RawRecord> ready = new ArrayDeque<>();
    private int depth;

    private byte[] input = new byte[0];
    private int inputEnd;
    private int at;
    private long inputStart;
    private boolean ended;

    private Mode mode = Mode.BETWEEN;
    private long lineStart;
    private boolean afterNul;
    private final LineAssembler line;
    private final GrowingBytes fragment = new GrowingBytes();
    private long fragmentStart;

    private final List<NativeAssembler> open = new ArrayList<>();
    private @Nullable NativeAssembler current;
    private boolean inLongLine;
    private int scanned;
    private @Nullable RecordAssembler shadow;
    private long shadowStart;
    private byte[] cutBeforeShadow = {};
    private @Nullable RecordAssembler successor;

    /**
     * @param depth how many splitters this one is the shadow of
     * @param start offset in the file of the first byte that will be fed
     */
    RecordAssembler(FieldLimits limits, int depth, long start) {
        this.limits = limits;
        this.depth = depth;
        this.inputStart = start;
        this.line = new LineAssembler(limits);
    }

    /** Takes bytes; returns the assembler to go on with. */
    RecordAssembler feed(byte[] buffer, int offset, int length) {
        int left = inputEnd - at;
        if (left + length > input.length) {
            byte[] larger = new byte[Math.max(left + length, 1_024)];
            System.arraycopy(input, at, larger, 0, left);
            input = larger;
        } else if (at > 0) {
            System.arraycopy(input, at, input, 0, left);
        }
        inputStart += at;
        scanned = Math.max(0, scanned - at);
        at = 0;
        System.arraycopy(buffer, offset, input, left, length);
        inputEnd = left + length;
        process();
        return successor == null ? this : successor;
    }

    /** No more bytes will follow; returns the assembler that has the records. */
    RecordAssembler end() {
        ended = true;
        process();
        if (successor == null && shadow != null) {
            takeOver();
        }
        if (successor != null) {
            return successor;
        }
        if (mode == Mode.LINE) {
            endLine(inputEnd);
        }
        closeAll(offset());
        closeFragment(offset());
        return this;
    }

    @Nullable
    RawRecord next() {
        return ready.poll();
    }

    long position() {
        RawRecord record = ready.peek();
        long unfinished = unfinished(offset());
        return record == null ? unfinished : Math.min(record.start(), unfinished);
    }

    private long offset() {
        return inputStart + at;
    }

    /** Where the first of the records begins that are not finished; {@code otherwise} when there are none. */
    private long unfinished(long otherwise) {
        long first = otherwise;
        for (NativeAssembler record : open) {
            first = Math.min(first, record.start());
        }
        if (fragment.length() > 0) {
            first = Math.min(first, fragmentStart);
        }
        if (mode == Mode.LINE) {
            first = Math.min(first, lineStart);
        } else if (mode == Mode.BETWEEN && afterNul) {
            first = Math.min(first, offset() - 1);
        }
        return first;
    }

    private void emit(byte[] bytes, long start, long end) {
        ready.add(new RawRecord(bytes, start, unfinished(end)));
    }

    private void process() {
        boolean goesOn = true;
        while (goesOn && at < inputEnd && successor == null) {
            goesOn = switch (mode) {
                case BETWEEN -> between();
                case LINE -> inLine();
                case NATIVE -> inNative();
            };
        }
    }

    /** Passes blanks, line ends and holes; false when more bytes are needed. */
    private boolean between() {
        while (at < inputEnd) {
            byte c = input[at];
            if (c == 0) {
                closeFragment(offset());
            } else if (c != '\n' && c != '\r' && c != ' ' && c != '\t') {
                break;
            }
            afterNul = c == 0;
            at++;
        }
        if (at == inputEnd) {
            return false;
        }
        if (inputEnd - at < LineAssembler.beginningLength() && !ended && endOfLine(at) < 0) {
            return false;
        }
        if (!afterNul && input[at] == '{' && wholeRecord()) {
            return true;
        }
        lineStart = afterNul ? offset() - 1 : offset();
        line.begin(input, at, inputEnd);
        if (afterNul) {
            line.prefix((byte) 0);
            afterNul = false;
        }
        mode = Mode.LINE;
        return true;
    }

    /** Takes a line of JSON at once, the usual case: it is there to its end, and too short for a field that must be cut. */
    private boolean wholeRecord() {
        int lineFeed = endOfLine(at);
        int end = lineFeed > at && input[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
        if (lineFeed < 0
                || input[lineFeed] != '\n'
                || end - at > Math.min(limits.fieldBytes(), limits.recordBytes())
                || input[end - 1] != '}'
                || LineAssembler.isBuiltWithoutJson(input, at, lineFeed)) {
            return false;
        }
        long start = offset();
        closeFragment(start);
        byte[] bytes = Arrays.copyOfRange(input, at, end);
        at = lineFeed + 1;
        emit(bytes, start, offset());
        return true;
    }

    private int endOfLine(int from) {
        byte[] bytes = input;
        for (int i = from, end = inputEnd; i < end; i++) {
            byte b = bytes[i];
            if (b == '\n' || b == 0) {
                return i;
            }
        }
        return -1;
    }

    private boolean inLine() {
        int stop = line.take(input, at, inputEnd, ended);
        boolean lineEnds = stop < inputEnd && (input[stop] == '\n' || input[stop] == 0) || line.endsAtBrace();
        if (!lineEnds && !(ended && stop == inputEnd)) {
            at = stop;
            return false;
        }
        return endLine(stop);
    }

    /** The line ends before {@code stop}; false when more bytes are needed to tell what it is. */
    private boolean endLine(int stop) {
        GrowingBytes text = line.text();
        Boundary boundary = null;
        if (stop < inputEnd && input[stop] == '\n' && !line.isTooLong()) {
            boundary = Boundary.openingAtEnd(text.array(), 0, text.length());
            if (boundary != null) {
                Boolean opens = Boundary.isHeaderLine(input, stop + 1, inputEnd);
                if (opens == null && !ended) {
                    at = stop;
                    return false;
                }
                if (opens == null || !opens) {
                    boundary = null;
                }
            }
        }
        at = stop;
        mode = Mode.BETWEEN;
        if (boundary != null) {
            openNative(boundary);
        } else {
            wholeLine();
        }
        return true;
    }

    /** The line that was gathered ends with this boundary: what stands before it is a record of its own. */
    private void openNative(Boundary boundary) {
        GrowingBytes text = line.text();
        boolean carriageReturn = text.endsWith("\r");
        int boundaryLength = boundary.length() + (carriageReturn ? 1 : 0);
        long start = offset() - boundaryLength;
        int before = text.length() - boundaryLength;
        byte[] opening =
                (boundary.key() + (carriageReturn ? "A--\r\n" : "A--\n")).getBytes(StandardCharsets.ISO_8859_1);
        text.cutTo(before);
        boolean hole = before == 1 && text.at(0) == 0;
        if (before > 0 && !hole) {
            closeFragment(lineStart);
            emit(line.finish(), lineStart, start);
        } else {
            closeFragment(lineStart);
        }
        NativeAssembler record = new NativeAssembler(boundary, hole ? lineStart : start, false, limits);
        if (hole) {
            record.prefix((byte) 0);
        }
        record.boundary(boundary, opening, 0, opening.length);
        at++; // the line feed
        begin(record);
    }

    private void begin(NativeAssembler record) {
        open.add(record);
        current = record;
        mode = Mode.NATIVE;
        inLongLine = false;
        scanned = at;
    }

    private void wholeLine() {
        GrowingBytes text = line.text();
        int to = text.length();
        boolean atLineFeed = at < inputEnd && input[at] == '\n';
        if (to > 0 && text.at(to - 1) == '\r' && atLineFeed) {
            text.cutTo(--to);
        }
        long end = offset() + (atLineFeed ? 1 : 0);
        Boundary boundary = Boundary.of(text.array(), 0, to);
        if (boundary != null && boundary.part() != 'A' && atLineFeed) {
            closeFragment(lineStart);
            NativeAssembler record = new NativeAssembler(boundary, lineStart, true, limits);
            byte[] lineBytes = (boundary.key() + boundary.part() + "--\n").getBytes(StandardCharsets.ISO_8859_1);
            record.boundary(boundary, lineBytes, 0, lineBytes.length);
            at++;
            if (boundary.part() == 'Z') {
                emit(record.finish(), lineStart, offset());
            } else {
                begin(record);
            }
            return;
        }
        if (LineKind.standsAlone(text.array(), to) || line.isTooLong()) {
            closeFragment(lineStart);
            byte[] bytes = line.finish();
            if (atLineFeed) {
                at++;
            }
            emit(bytes, lineStart, end);
            return;
        }
        if (fragment.length() + to > limits.fieldBytes()) {
            closeFragment(lineStart);
        }
        if (fragment.length() == 0) {
            fragmentStart = lineStart;
        } else {
            fragment.add((byte) '\n');
        }
        byte[] bytes = line.finish();
        fragment.add(bytes, 0, bytes.length);
        if (atLineFeed) {
            at++;
        }
        if (fragment.length() > limits.fieldBytes()) {
            closeFragment(offset());
        }
    }

    private void closeFragment(long end) {
        if (fragment.length() > 0) {
            byte[] bytes = fragment.copy();
            long start = fragmentStart;
            fragment.clear();
            emit(bytes, start, end);
        }
    }

    private boolean inNative() {
        NativeAssembler record = current;
        if (record == null) {
            mode = Mode.BETWEEN;
            return true;
        }
        int lineFeed = -1;
        for (int i = Math.max(at, scanned); i < inputEnd; i++) {
            if (input[i] == '\n') {
                lineFeed = i;
                break;
            }
        }
        scanned = lineFeed < 0 ? inputEnd : lineFeed;
        if (lineFeed < 0 && !ended) {
            int pieces = inputEnd - at - HELD_BACK;
            if (pieces > LONG_LINE) {
                content(record, at + pieces, false);
                inLongLine = true;
            }
            return false;
        }
        int end = lineFeed < 0 ? inputEnd : lineFeed;
        if (!inLongLine && end - at <= Boundary.LONGEST + 1) {
            Boundary boundary = Boundary.of(input, at, end);
            if (boundary != null && boundary.part() != 'A') {
                for (NativeAssembler other : open) {
                    if (other.key().equals(boundary.key())) {
                        ownBoundary(other, boundary, lineFeed < 0 ? end : end + 1);
                        return true;
                    }
                }
            }
        }
        if (lineFeed >= 0) {
            Boundary opening = Boundary.openingAtEnd(input, at, end);
            if (opening != null) {
                Boolean opens = Boundary.isHeaderLine(input, lineFeed + 1, inputEnd);
                if (opens == null && !ended) {
                    return false;
                }
                if (opens != null && opens) {
                    return openingInside(record, opening, lineFeed);
                }
            }
        }
        if (!inLongLine && LineKind.isRecord(input, at, end) && !(record.isInFirstLine() && !record.isInBody())) {
            if (!record.isInBody()) {
                closeAll(offset());
                mode = Mode.BETWEEN;
                return true;
            }
            doubt(record);
        }
        inLongLine = false;
        content(record, lineFeed < 0 ? end : end + 1, lineFeed >= 0);
        return true;
    }

    /** Gives the bytes up to {@code to} to the record, and to the shadow when there is one. */
    private void content(NativeAssembler record, int to, boolean lineEnds) {
        record.content(input, at, to, lineEnds);
        RecordAssembler other = shadow;
        if (other != null) {
            other = other.feed(input, at, to - at);
            shadow = other;
        }
        at = to;
        scanned = Math.max(scanned, at);
        if (other == null) {
            return;
        }
        if (other.ready.size() > MOST_IN_SHADOW) {
            shadow = null;
        } else if (record.isPastDeclaredLength() || offset() - shadowStart > limits.recordBytes()) {
            takeOver();
        }
    }

    private void ownBoundary(NativeAssembler record, Boundary boundary, int to) {
        shadow = null;
        record.boundary(boundary, input, at, to);
        at = to;
        scanned = at;
        if (boundary.part() != 'Z') {
            current = record;
            return;
        }
        open.remove(record);
        emit(record.finish(), record.start(), offset());
        if (current == record) {
            current = open.isEmpty() ? null : open.get(open.size() - 1);
        }
        if (open.isEmpty()) {
            mode = Mode.BETWEEN;
        }
    }

    /** A line of the record ends with an opening boundary, and a line of part A follows. */
    private boolean openingInside(NativeAssembler record, Boundary opening, int lineFeed) {
        int start = lineFeed - opening.length();
        if (input[lineFeed - 1] == '\r') {
            start--;
        }
        boolean known = false;
        for (NativeAssembler other : open) {
            known |= other.key().equals(opening.key());
        }
        boolean glued = inLongLine || start > at;
        if (start > at) {
            content(record, start, false);
        }
        if (record.isInBody() && !known) {
            doubt(record);
            inLongLine = false;
            content(record, lineFeed + 1, true);
            return true;
        }
        inLongLine = false;
        if (glued || known || open.size() >= MOST_OPEN || record.isHeadless()) {
            closeAll(offset());
        }
        NativeAssembler next = new NativeAssembler(opening, offset(), false, limits);
        next.boundary(opening, input, at, lineFeed + 1);
        at = lineFeed + 1;
        begin(next);
        return true;
    }

    /** From here on the body may be no body any more. */
    private void doubt(NativeAssembler record) {
        if (shadow == null && depth < MOST_SHADOWS) {
            shadow = new RecordAssembler(limits, depth + 1, offset());
            shadowStart = offset();
            cutBeforeShadow = record.copy();
        }
    }

    /** The record we are in was cut before the doubtful line: what the shadow read is the truth. */
    private void takeOver() {
        RecordAssembler other = shadow;
        NativeAssembler cut = current;
        if (other == null || cut == null) {
            return;
        }
        shadow = null;
        open.remove(cut);
        emit(cutBeforeShadow, cut.start(), shadowStart);
        closeAll(shadowStart);
        while (!ready.isEmpty()) {
            other.ready.addFirst(ready.removeLast());
        }
        other.depth = depth;
        RecordAssembler next = other.feed(input, at, inputEnd - at);
        successor = ended ? next.end() : next;
    }

    /** What is open breaks off before {@code end}. */
    private void closeAll(long end) {
        while (!open.isEmpty()) {
            NativeAssembler record = open.remove(0);
            emit(record.finish(), record.start(), end);
        }
        current = null;
        if (mode == Mode.NATIVE) {
            mode = Mode.BETWEEN;
        }
    }
}
