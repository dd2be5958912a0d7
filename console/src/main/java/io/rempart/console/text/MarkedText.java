package io.rempart.console.text;

import io.rempart.events.model.ByteText;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Bytes to show, with the ranges that a rule matched. Immutable.
 *
 * @param marks in bytes, sorted, apart from each other
 */
public record MarkedText(ByteText text, List<Range> marks) {
    public MarkedText {
        marks = List.copyOf(marks);
    }

    public static MarkedText plain(ByteText text) {
        return new MarkedText(text, List.of());
    }

    /** From {@code start} inclusive to {@code end} exclusive, in bytes. */
    public record Range(int start, int end) {}

    public boolean isEmpty() {
        return text.isEmpty();
    }

    public int length() {
        return text.length();
    }

    public boolean hasMarks() {
        return !marks.isEmpty();
    }

    /** The first bytes, with their marks. */
    public MarkedText head(int most) {
        if (text.length() <= most) {
            return this;
        }
        return new MarkedText(
                text.slice(0, most),
                marks.stream()
                        .filter(mark -> mark.start() < most)
                        .map(mark -> new Range(mark.start(), Math.min(mark.end(), most)))
                        .toList());
    }

    /** The same ranges, sorted and joined where they touch. */
    static List<Range> joined(List<Range> ranges) {
        List<Range> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingInt(Range::start));
        List<Range> joined = new ArrayList<>();
        for (Range range : sorted) {
            int last = joined.size() - 1;
            if (last >= 0 && range.start() <= joined.get(last).end()) {
                Range before = joined.get(last);
                joined.set(last, new Range(before.start(), Math.max(before.end(), range.end())));
            } else if (range.end() > range.start()) {
                joined.add(range);
            }
        }
        return joined;
    }

    /** As HTML: marks in {@code <mark>}, everything visible and harmless. Shows the first {@code most} bytes. */
    public String toHtml(int most, boolean block) {
        int end = Math.min(most, text.length());
        StringBuilder html = new StringBuilder(end + 64);
        int at = 0;
        for (Range mark : marks) {
            if (mark.start() >= end) {
                break;
            }
            append(html, at, mark.start(), block);
            html.append("<mark>");
            at = Math.min(mark.end(), end);
            append(html, mark.start(), at, block);
            html.append("</mark>");
        }
        append(html, at, end, block);
        return html.toString();
    }

    private void append(StringBuilder html, int start, int end, boolean block) {
        ByteBuffer in = text.slice(start, Math.max(start, end)).asBuffer();
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer out = CharBuffer.allocate(in.remaining());
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            out.flip();
            if (block) {
                VisibleText.appendBlock(html, out);
            } else {
                VisibleText.appendLine(html, out);
            }
            out.clear();
            if (!result.isError()) {
                return;
            }
            for (int i = 0; i < result.length(); i++) {
                VisibleText.appendByte(html, in.get() & 0xFF);
            }
            decoder.reset();
        }
    }
}
