package io.rempart.events.read;

import io.rempart.events.model.ByteText;
import io.rempart.events.model.HeaderField;
import io.rempart.events.read.NativeRecord.Part;
import java.util.Arrays;
import java.util.List;

/**
 * What the readers of native records share. A record that breaks off in part H or later has its request and some of its
 * messages: it is read, marked as repaired, with a note. One that breaks off before tells too little and is unreadable.
 */
abstract class NativeRecordReader implements RecordReader {
    /** Whether the key of a boundary is of this writer. */
    abstract boolean owns(String key);

    /** A line of part H. */
    abstract void message(ByteText line, EventDraft draft);

    /** A request body as it was sent. */
    ByteText requestBody(ByteText written) {
        return written;
    }

    /** A response body as it was sent. */
    ByteText responseBody(ByteText written) {
        return written;
    }

    @Override
    public final boolean recognises(byte[] record) {
        Frame frame = Frame.of(record);
        NativeRecord parts = NativeRecord.of(record, frame.from(), frame.to());
        return parts != null && owns(parts.boundary().key());
    }

    @Override
    public final List<Reading> read(byte[] record, ReadContext context) {
        Frame frame = Frame.of(record);
        NativeRecord parts = NativeRecord.of(record, frame.from(), frame.to());
        if (parts == null || !owns(parts.boundary().key())) {
            return List.of(new Reading.Unreadable(record, Reasons.NO_FORMAT));
        }
        return List.of(one(record, frame, parts, context));
    }

    final Reading one(byte[] record, Frame frame, NativeRecord parts, ReadContext context) {
        if (parts.boundary().part() != 'A') {
            return new Reading.Unreadable(
                    record,
                    Reason.HEAD_MISSING_BEFORE_PART.sentence(parts.boundary().part()));
        }
        char last = parts.parts().get(parts.parts().size() - 1).letter();
        EventDraft draft = new EventDraft(format(), context.limits());
        boolean messages = false;
        for (Part part : parts.parts()) {
            messages |= part.letter() == 'H';
            part(part, draft, context);
        }
        if (!parts.complete() && !messages) {
            return new Reading.Unreadable(record, Reason.BREAKS_OFF.sentence(last));
        }
        if (draft.time == null) {
            return new Reading.Unreadable(record, Reason.NO_TIME.sentence(draft.timeText));
        }
        if (!parts.complete()) {
            draft.note("The record breaks off in part " + last + "; what follows is lost.");
        }
        byte[] bytes = frame.from() == 0 && frame.to() == record.length
                ? record
                : Arrays.copyOfRange(record, frame.from(), frame.to());
        return new Reading.Read(draft.build(), bytes, frame.mended() || !parts.complete());
    }

    private void part(Part part, EventDraft draft, ReadContext context) {
        ByteText content = part.content();
        switch (part.letter()) {
            case 'A' -> opening(content, draft, context);
            case 'B' -> request(content, draft);
            case 'C' -> draft.requestBody = draft.body("The request body", requestBody(content));
            case 'I' -> {
                if (draft.requestBody.isEmpty()) {
                    draft.requestBody = draft.body("The request body", withoutLineFeed(content));
                }
            }
            case 'E' -> draft.responseBody = draft.body("The response body", responseBody(content));
            case 'F' -> response(content, draft);
            case 'H' -> {
                for (ByteText line : NativeRecord.lines(content)) {
                    if (!line.isEmpty()) {
                        message(line, draft);
                    }
                }
            }
            default -> {
                // D and G are reserved, J and K are in the raw record
            }
        }
    }

    static ByteText withoutLineFeed(ByteText text) {
        int end = text.length();
        return end > 0 && text.at(end - 1) == '\n' ? text.slice(0, end - 1) : text;
    }

    /** {@code [time] id client port server port}; an address may be a name. */
    private static void opening(ByteText content, EventDraft draft, ReadContext context) {
        List<ByteText> lines = NativeRecord.lines(content);
        if (lines.isEmpty()) {
            return;
        }
        ByteText line = lines.get(0);
        int bracket = Texts.indexOf(line, ']', 0);
        if (line.isEmpty() || line.at(0) != '[' || bracket < 0) {
            draft.timeText = EventDraft.word(line);
            return;
        }
        ByteText time = line.slice(1, bracket);
        draft.timeText = EventDraft.word(time);
        draft.time = LogTimes.common(time, context.zone());
        if (draft.time == null) {
            draft.time = LogTimes.slashed(time, context.zone());
        }
        String[] words =
                EventDraft.word(line.slice(bracket + 1, line.length())).strip().split(" +", 6);
        draft.transactionId = words[0];
        if (words.length > 1) {
            draft.peer = Addresses.of(ByteText.of(words[1]));
        }
        if (words.length > 2) {
            draft.peerPort = Texts.small(ByteText.of(words[2]));
        }
        if (words.length > 3) {
            draft.localAddress = words[3];
        }
        if (words.length > 4) {
            draft.localPort = Texts.small(ByteText.of(words[4]));
        }
    }

    private static void request(ByteText content, EventDraft draft) {
        int end = Texts.indexOf(content, '\n', 0);
        int lineEnd = end < 0 ? content.length() : end;
        ByteText line = content.slice(0, lineEnd);
        if (!line.isEmpty() && line.at(line.length() - 1) == '\r') {
            line = line.slice(0, line.length() - 1);
        }
        draft.requestLine(line);
        if (end >= 0) {
            headers(content.slice(end + 1, content.length()), draft, draft.requestHeaders);
        }
    }

    /** {@code HTTP/1.1 403 Forbidden}; ModSecurity 3 leaves the reason out. */
    private static void response(ByteText content, EventDraft draft) {
        int end = Texts.indexOf(content, '\n', 0);
        ByteText line = Texts.trim(content.slice(0, end < 0 ? content.length() : end));
        int blank = Texts.indexOf(line, ' ', 0);
        if (blank > 0) {
            draft.responseProtocol = line.slice(0, blank);
            int after = Texts.indexOf(line, ' ', blank + 1);
            draft.status = Texts.small(line.slice(blank + 1, after < 0 ? line.length() : after));
        }
        if (end >= 0) {
            headers(content.slice(end + 1, content.length()), draft, draft.responseHeaders);
        }
    }

    private static void headers(ByteText content, EventDraft draft, List<HeaderField> headers) {
        for (ByteText line : NativeRecord.lines(content)) {
            int colon = Texts.indexOf(line, ':', 0);
            if (colon <= 0) {
                continue;
            }
            int value = colon + 1;
            while (value < line.length() && line.at(value) == ' ') {
                value++;
            }
            draft.header(headers, line.slice(0, colon), line.slice(value, line.length()));
        }
    }

    /** The value of an H line of that name; null when the line has another. */
    static @org.jspecify.annotations.Nullable ByteText value(ByteText line, String name) {
        return Texts.startsWith(line, name) ? Texts.trim(line.slice(name.length(), line.length())) : null;
    }
}
