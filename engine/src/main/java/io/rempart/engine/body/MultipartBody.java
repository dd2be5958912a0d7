package io.rempart.engine.body;

import io.rempart.engine.bytes.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Processor MULTIPART: {@code multipart/form-data} bodies (RFC 7578).
 *
 * <p>The application behind reads the same bytes with another parser, so the point is less to read a good body than to notice
 * one that could be read in two ways (CVE-2022-48279). ModSecurity's flags say what is unusual; what could not be read safely
 * ends the reading with an error.
 *
 * <p>How it works. The body is cut into lines, and lines longer than {@value #LONGEST_LINE} bytes into pieces of that length, as
 * ModSecurity does, so that the same pieces are taken for boundaries. A line that begins with two dashes and the boundary ends a
 * part. Other lines are header lines until an empty one, then data. The end of a data line belongs to the data only once
 * another data line follows. Data is passed on in runs of adjoining lines, without copies where a chunk holds them whole.
 *
 * <p>A part with a file name is a file, even an empty one; any other an argument. At an error the part that was being read is
 * reported as far as it was read.
 */
public final class MultipartBody implements BodyProcessor {
    /** A header line must be shorter. */
    static final int LONGEST_LINE = 4096;

    /** How much of the body a message quotes. */
    private static final int LONGEST_QUOTE = 256;

    private static final ByteSlice CRLF = ByteSlice.latin1("\r\n");
    private static final ByteSlice LF = CRLF.slice(1, 2);

    private final BodySink sink;
    private final int uploadFiles;
    private final byte[] boundary;
    private final MultipartBoundary contentType;
    private final GrowingBytes line = new GrowingBytes();

    private long position;
    private boolean anyData;
    private boolean atLineStart = true;
    private boolean lastLineEndedInLf;
    private boolean complete;
    private int boundaries;
    private boolean anyPartBegan;
    private int files;
    private @Nullable String error;
    private @Nullable Part part;

    private boolean dataBefore;
    private boolean dataAfter;
    private boolean headerFolding;
    private boolean invalidHeaderFolding;
    private boolean lfLine;
    private boolean crlfLine;
    private boolean invalidQuoting;
    private boolean invalidPart;
    private boolean fileLimitExceeded;
    private boolean unmatchedBoundary;
    private boolean full;

    /** The part being read. */
    private static final class Part {
        final List<String> headerLines = new ArrayList<>();
        final Set<String> headerNames = new HashSet<>();

        @Nullable
        String disposition;

        long dispositionOffset = -1;
        boolean foldingDisposition;

        boolean inData;
        boolean hasData;
        ByteSlice name = ByteSlice.EMPTY;
        long nameOffset = -1;

        @Nullable
        ByteSlice filename;

        long length;
        long offset;
        final GrowingBytes value = new GrowingBytes();
        ByteSlice onlyRun = ByteSlice.EMPTY;

        byte[] runArray = new byte[0];
        int runFrom;
        int runTo;

        /** The end of the last data line, which is data only if another line follows. */
        ByteSlice lineEnd = ByteSlice.EMPTY;
    }

    /**
     * @param contentType the value of the Content-Type header; empty when there is none
     */
    public MultipartBody(ByteSlice contentType, BodyLimits limits, BodySink sink) {
        this.sink = sink;
        this.uploadFiles = limits.uploadFiles();
        this.contentType = new MultipartBoundary(contentType.toString());
        this.boundary = this.contentType.value().getBytes(StandardCharsets.ISO_8859_1);
        if (this.contentType.ignoredParameter()) {
            debug(3, "Multipart: Invalid parameter after boundary in C-T (tolerated).");
        }
        error = this.contentType.error();
        if (error != null) {
            debug(4, error);
        } else if (sink.debugs(9)) {
            String quoted = this.contentType.isQuoted() ? " (quoted)" : "";
            sink.debug(9, "Multipart: Boundary" + quoted + ": " + this.contentType.value());
        }
    }

    @Override
    public void write(ByteSlice chunk) {
        anyData |= !chunk.isEmpty();
        byte[] array = chunk.array();
        int at = chunk.offset();
        int end = chunk.end();
        while (at < end && error == null) {
            if (complete) {
                if (!dataAfter && sink.debugs(4)) {
                    sink.debug(4, "Multipart: Ignoring data after last boundary (" + (end - at) + "bytes left)");
                }
                dataAfter = true;
                return;
            }
            int room = LONGEST_LINE - line.length();
            int limit = end - at < room ? end : at + room;
            int to = at;
            while (to < limit && array[to] != '\n') {
                to++;
            }
            boolean ended = to < limit;
            if (ended) {
                to++;
            } else if (limit - at < room) {
                line.add(array, at, end);
                break;
            } else if (array[to - 1] == '\r') {
                // CR and LF stay together.
                to--;
            }
            if (line.isEmpty()) {
                piece(array, at, to, ended);
            } else {
                line.add(array, at, to);
                ByteSlice whole = line.take();
                piece(whole.array(), whole.offset(), whole.end(), ended);
            }
            at = to;
        }
        if (part != null && part.inData) {
            endRun(part);
        }
    }

    @Override
    public void end(boolean partial) {
        if (error == null && anyData && !complete) {
            lastLine();
        }
        if (error == null && anyData && !complete && !partial) {
            error = boundaries > 0
                    ? "Multipart: Final boundary missing."
                    : "Multipart: No boundaries found in payload.";
            endPart();
            flags(false);
            debug(1, error);
            sink.error("Multipart parsing error: " + error);
            return;
        }
        endPart();
        flags(error != null);
        if (error != null) {
            sink.error("Multipart parsing error: " + error);
        } else if (full) {
            sink.error("SecArgumentsLimit exceeded");
        }
    }

    /** A last line without end: the final boundary, or more data. */
    private void lastLine() {
        ByteSlice last = line.take();
        int length = last.length();
        if (boundaries > 0
                && atLineStart
                && length == boundary.length + 4
                && isBoundary(last.array(), last.offset(), last.end())
                && last.at(length - 1) == '-'
                && last.at(length - 2) == '-') {
            lfLine |= lastLineEndedInLf;
            invalidPart |= part != null && !part.hasData;
            endPart();
            complete = true;
        } else if (part != null && part.inData && length > 0) {
            data(part, last.array(), last.offset(), last.end(), last.end());
        }
    }

    /** A line, or a piece of one that is too long. */
    private void piece(byte[] array, int from, int to, boolean ended) {
        boolean isBoundary = false;
        if (atLineStart) {
            if (to - from > 3 && array[from] == '-' && array[from + 1] == '-') {
                isBoundary =
                        isBoundary(array, from, to) ? boundaryLine(array, from, to) : notTheBoundary(array, from, to);
            } else if (containsBoundary(array, from, to)) {
                unmatchedBoundary = true;
            }
        }
        boolean endsInLf = ended && !(to - from > 1 && array[to - 2] == '\r');
        if (!isBoundary && error == null) {
            if (part == null) {
                dataBefore = true;
                debug(4, "Multipart: Ignoring data before first boundary.");
            } else if (part.inData) {
                int lineEnd = !ended ? to : endsInLf ? to - 1 : to - 2;
                data(part, array, from, lineEnd, to);
            } else if (!ended) {
                fail("Multipart: Part header line over " + LONGEST_LINE + " bytes long");
            } else {
                headerLine(part, array, from, to);
            }
        }
        lastLineEndedInLf = endsInLf;
        atLineStart = ended;
        position += to - from;
    }

    private boolean isBoundary(byte[] array, int from, int to) {
        return to - from >= boundary.length + 2 && matches(array, from + 2);
    }

    private boolean matches(byte[] array, int from) {
        for (int i = 0; i < boundary.length; i++) {
            if (array[from + i] != boundary[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean containsBoundary(byte[] array, int from, int to) {
        for (int at = from, last = to - boundary.length - 2; at <= last; at++) {
            if (array[at] == '-' && array[at + 1] == '-' && matches(array, at + 2)) {
                return true;
            }
        }
        return false;
    }

    /** A line that begins with the boundary; true when it is one. */
    private boolean boundaryLine(byte[] array, int from, int to) {
        lfLine |= lastLineEndedInLf;
        if (part != null && !part.hasData) {
            // Where data should begin: parsers differ on whether that ends the part.
            invalidPart = true;
            debug(3, "Multipart: Invalid part (data contains boundary)");
            return false;
        }
        int tail = from + 2 + boundary.length;
        boolean last = to - tail >= 2 && array[tail] == '-' && array[tail + 1] == '-';
        if (last) {
            tail += 2;
        }
        if (to - tail == 1 && array[tail] == '\n') {
            lfLine = true;
        } else if (to - tail == 2 && array[tail] == '\r' && array[tail + 1] == '\n') {
            crlfLine = true;
        } else {
            String text = new String(array, from, to - from, StandardCharsets.ISO_8859_1);
            fail("Multipart: Invalid boundary: " + printable(text.stripTrailing()));
            return false;
        }
        endPart();
        boundaries++;
        if (last) {
            complete = true;
        } else {
            part = new Part();
            anyPartBegan = true;
        }
        return true;
    }

    /** A line that begins with two dashes and not with the boundary: some parser might still take it for one. */
    private boolean notTheBoundary(byte[] array, int from, int to) {
        int at = from + 2;
        if (contentType.isQuoted()
                && to - from >= boundary.length + 3
                && array[at] == '"'
                && to - at - 1 >= boundary.length
                && matches(array, at + 1)) {
            fail("Multipart: Invalid boundary (quotes).");
            return false;
        }
        while (at < to && MultipartBoundary.isSpace(array[at])) {
            at++;
        }
        if (at > from + 2 && to - at >= boundary.length && matches(array, at)) {
            fail("Multipart: Invalid boundary (whitespace).");
            return false;
        }
        unmatchedBoundary = true;
        return false;
    }

    private void headerLine(Part current, byte[] array, int from, int to) {
        for (int i = from; i < to; i++) {
            if (array[i] == 0) {
                fail("Multipart: Nul byte in part headers.");
                return;
            }
        }
        int end = to - 1;
        if (end > from && array[end - 1] == '\r') {
            crlfLine = true;
            end--;
        } else {
            lfLine = true;
        }
        if (end == from) {
            endHeaders(current, position + to - from);
        } else if (MultipartBoundary.isSpace(array[from])) {
            continuedHeader(current, new String(array, from, end - from, StandardCharsets.ISO_8859_1));
        } else {
            newHeader(current, new String(array, from, end - from, StandardCharsets.ISO_8859_1));
        }
    }

    private void continuedHeader(Part current, String text) {
        headerFolding = true;
        int begin = 0;
        while (begin < text.length() && MultipartBoundary.isSpace(text.charAt(begin))) {
            // RFC 2557 folds with space and tab; PHP takes any white space.
            invalidHeaderFolding |= text.charAt(begin) != ' ' && text.charAt(begin) != '\t';
            begin++;
        }
        if (current.headerLines.isEmpty()) {
            fail("Multipart: Invalid part header (folding error).");
            return;
        }
        int last = current.headerLines.size() - 1;
        String continued = text.substring(begin);
        String header = current.headerLines.get(last) + " " + continued;
        if (header.length() > LONGEST_LINE) {
            fail("Multipart: Part header too long.");
            return;
        }
        current.headerLines.set(last, header);
        if (current.foldingDisposition) {
            current.disposition = current.disposition + " " + continued;
            current.dispositionOffset = -1;
        }
        if (sink.debugs(9)) {
            String name = header.substring(0, header.indexOf(':'));
            sink.debug(9, "Multipart: Continued folder header \"" + name + "\" with \"" + continued + "\"");
        }
    }

    private void newHeader(Part current, String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            fail("Multipart: Invalid part header (colon missing): " + printable(text));
            return;
        }
        if (colon == 0) {
            fail("Multipart: Invalid part header (header name missing).");
            return;
        }
        String name = text.substring(0, colon);
        for (int i = 0; i < colon; i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7F) {
                fail("Multipart: Invalid part header (contains invalid character).");
                return;
            }
        }
        int begin = colon + 1;
        while (begin < text.length() && (text.charAt(begin) == ' ' || text.charAt(begin) == '\t')) {
            begin++;
        }
        String value = text.substring(begin);
        String lower = name.toLowerCase(Locale.ROOT);
        if (!current.headerNames.add(lower)) {
            fail("Multipart: Duplicate part header: " + name + ".");
            return;
        }
        current.headerLines.add(text);
        current.foldingDisposition = lower.equals("content-disposition");
        if (current.foldingDisposition) {
            current.disposition = value;
            current.dispositionOffset = position + begin;
        }
        if (sink.debugs(9)) {
            sink.debug(9, "Multipart: Added part header \"" + name + "\" \"" + value + "\".");
        }
    }

    private void endHeaders(Part current, long dataOffset) {
        String header = current.disposition;
        if (header == null) {
            fail("Multipart: Part missing Content-Disposition header.");
            return;
        }
        ContentDisposition disposition = new ContentDisposition(header, current.dispositionOffset, sink);
        int code = disposition.parse();
        invalidQuoting |= disposition.hasInvalidQuoting();
        if (code != 0) {
            fail("Multipart: Invalid Content-Disposition header (" + code + "): " + printable(header));
            return;
        }
        String name = disposition.name();
        if (name == null) {
            fail("Multipart: Content-Disposition header missing name field.");
            return;
        }
        String filename = disposition.filename();
        if (filename != null && !header.contains("filename=")) {
            // Crude parsers search for just that.
            fail("Multipart: Invalid Content-Disposition header (filename).");
            return;
        }
        current.name = bytes(name);
        current.nameOffset = current.dispositionOffset < 0 ? -1 : current.dispositionOffset + disposition.nameIndex();
        current.offset = dataOffset;
        for (String line : current.headerLines) {
            sink.partHeader(current.name, bytes(line));
        }
        long filenameOffset =
                current.dispositionOffset < 0 ? -1 : current.dispositionOffset + disposition.filenameIndex();
        current.filename = filename == null ? null : bytes(filename);
        sink.part(current.name, current.filename, current.nameOffset, filenameOffset);
        if (filename != null) {
            beginFile(current, disposition.alternativeFilename());
        }
        current.inData = true;
    }

    private void beginFile(Part current, @Nullable String alternative) {
        files++;
        if (files == uploadFiles + 1) {
            fileLimitExceeded = true;
            debug(
                    1,
                    "Multipart: Upload file limit exceeded " + uploadFiles
                            + ". Use SecUploadFileLimit to change the limit.");
        }
        ByteSlice filename = current.filename == null ? ByteSlice.EMPTY : current.filename;
        sink.fileBegin(current.name, filename, files <= uploadFiles);
        if (alternative != null) {
            sink.fileAlternativeName(current.name, bytes(alternative));
        }
    }

    /** A data line from {@code from} to {@code lineEnd}, whose end of line reaches to {@code to}. */
    private void data(Part current, byte[] array, int from, int lineEnd, int to) {
        current.hasData = true;
        if (current.filename == null && sink.debugs(9)) {
            sink.debug(9, "Multipart: Added data to variable: " + ByteSlice.of(array, from, lineEnd - from));
        }
        int held = current.lineEnd.length();
        boolean adjoins = array == current.runArray && from == current.runTo + held && current.runTo > current.runFrom;
        if (!adjoins) {
            endRun(current);
            if (held > 0) {
                content(current, current.lineEnd);
            }
            current.runArray = array;
            current.runFrom = from;
        }
        current.runTo = lineEnd;
        int endLength = to - lineEnd;
        current.lineEnd = endLength == 0 ? ByteSlice.EMPTY : endLength == 1 ? LF : CRLF;
    }

    private void endRun(Part current) {
        if (current.runTo > current.runFrom) {
            content(current, ByteSlice.of(current.runArray, current.runFrom, current.runTo - current.runFrom));
        }
        current.runFrom = 0;
        current.runTo = 0;
    }

    private void content(Part current, ByteSlice run) {
        current.length += run.length();
        if (current.filename != null) {
            sink.fileContent(run);
        } else if (current.length == run.length()) {
            current.onlyRun = run;
        } else {
            if (!current.onlyRun.isEmpty()) {
                add(current.value, current.onlyRun);
                current.onlyRun = ByteSlice.EMPTY;
            }
            add(current.value, run);
        }
    }

    private static void add(GrowingBytes to, ByteSlice bytes) {
        to.add(bytes.array(), bytes.offset(), bytes.end());
    }

    private void endPart() {
        Part ended = part;
        part = null;
        if (ended == null || !ended.inData) {
            return;
        }
        endRun(ended);
        ByteSlice filename = ended.filename;
        if (filename != null) {
            sink.fileEnd(ended.name, filename, ended.length, ended.offset);
        } else {
            ByteSlice value = ended.onlyRun.isEmpty() ? ended.value.take() : ended.onlyRun;
            full = full || !sink.argument(ended.name, value, ended.nameOffset, ended.offset);
        }
        if (sink.debugs(9)) {
            for (String header : ended.headerLines) {
                sink.debug(9, "Multipart: Added part header line:" + header);
            }
            String kind = filename == null ? "Added part" : "Added file part";
            String file = filename == null ? "" : " file name \"" + filename + "\"";
            sink.debug(
                    9,
                    "Multipart: " + kind + " to the list: name \"" + ended.name + "\"" + file + " (offset "
                            + ended.offset + ", length " + ended.length + ")");
        }
    }

    private void fail(String message) {
        error = message;
        debug(1, message);
    }

    private void flags(boolean failed) {
        flag(BodyFlag.MULTIPART_DATA_BEFORE, dataBefore, "seen data before first boundary.");
        flag(BodyFlag.MULTIPART_DATA_AFTER, dataAfter, "seen data after last boundary.");
        flag(BodyFlag.MULTIPART_BOUNDARY_QUOTED, contentType.isQuoted(), "boundary was quoted.");
        flag(BodyFlag.MULTIPART_BOUNDARY_WHITESPACE, contentType.hasWhitespace(), "boundary whitespace in C-T header.");
        flag(BodyFlag.MULTIPART_HEADER_FOLDING, headerFolding, "header folding used.");
        flag(BodyFlag.MULTIPART_CRLF_LF_LINES, crlfLine && lfLine, "mixed line endings used (CRLF/LF).");
        flag(BodyFlag.MULTIPART_LF_LINE, lfLine, "incorrect line endings used (LF).");
        flag(BodyFlag.MULTIPART_MISSING_SEMICOLON, contentType.lacksSemicolon(), "missing semicolon in C-T header.");
        flag(BodyFlag.MULTIPART_INVALID_QUOTING, invalidQuoting, "invalid quoting used.");
        flag(BodyFlag.MULTIPART_INVALID_PART, invalidPart, "invalid part parsing.");
        flag(BodyFlag.MULTIPART_INVALID_HEADER_FOLDING, invalidHeaderFolding, "invalid header folding used.");
        flag(BodyFlag.MULTIPART_FILE_LIMIT_EXCEEDED, fileLimitExceeded, "upload file limit exceeded.");
        boolean strict = failed
                || dataBefore
                || dataAfter
                || contentType.isQuoted()
                || contentType.hasWhitespace()
                || headerFolding
                || lfLine
                || contentType.lacksSemicolon()
                || invalidQuoting
                || invalidPart
                || invalidHeaderFolding
                || fileLimitExceeded;
        sink.flag(BodyFlag.MULTIPART_STRICT_ERROR, strict ? 1 : 0);
        // Since ModSecurity 3.0.4: 2 where the lines that are needed are there, in order.
        int unmatched = !unmatchedBoundary ? 0 : complete && anyPartBegan ? 2 : 1;
        sink.flag(BodyFlag.MULTIPART_UNMATCHED_BOUNDARY, unmatched);
    }

    private void flag(BodyFlag flag, boolean set, String warning) {
        sink.flag(flag, set ? 1 : 0);
        if (set) {
            debug(4, "Multipart: Warning: " + warning);
        }
    }

    private void debug(int level, String message) {
        if (sink.debugs(level)) {
            sink.debug(level, message);
        }
    }

    /** The text as it may stand in a message: short, control characters escaped. */
    private static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), LONGEST_QUOTE); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7F) {
                printable.append(String.format("\\x%02x", (int) c));
            } else {
                printable.append(c);
            }
        }
        return printable.toString();
    }

    static ByteSlice bytes(String latin1) {
        return ByteSlice.latin1(latin1);
    }
}
