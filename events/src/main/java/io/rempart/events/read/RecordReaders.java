package io.rempart.events.read;

import io.rempart.events.model.AuditFormat;
import io.rempart.events.read.RecordReader.ReadContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record of whatever format: looks at it, picks the reader, and takes apart what a full disk glued together. Stateless,
 * thread-safe; never throws on bad input. The bytes of every {@link Reading.Read} can be read again and give the same event.
 */
public final class RecordReaders {
    private static final Map<AuditFormat, RecordReader> READERS = new EnumMap<>(AuditFormat.class);

    static {
        for (RecordReader reader : List.of(
                new ModSecurity2JsonReader(),
                new ModSecurity2NativeReader(),
                new ModSecurity3JsonReader(),
                new ModSecurity3NativeReader(),
                new CorazaJsonReader(),
                new CorazaLegacyJsonReader(),
                new CorazaNativeReader(),
                new CorazaOcsfReader(),
                new SuricataEveReader(),
                new RempartJsonReader())) {
            READERS.put(reader.format(), reader);
        }
    }

    private static final int LONGEST_PREFIX = 512;
    private static final int MOST_PIECES = 1_000;

    private RecordReaders() {}

    /** What the record is: at least one reading. */
    public static List<Reading> read(byte[] record, ReadContext context) {
        Frame frame = Frame.of(record);
        int from = frame.from();
        int to = frame.to();
        if (from == to) {
            return List.of(new Reading.Skipped("nothing but blanks"));
        }
        if (FieldCut.endsRecord(record, to)) {
            return List.of(new Reading.Unreadable(
                    record, Reason.TOO_LONG.sentence(context.limits().recordBytes())));
        }
        if (record[from] == '{') {
            return json(record, from, to, frame.mended(), context);
        }
        NativeRecord parts = record[from] == '-' ? NativeRecord.of(record, from, to) : null;
        if (parts != null) {
            return List.of(parts(record, frame, parts, context));
        }
        Reading index = IndexLine.read(record, from, to);
        if (index != null) {
            return List.of(index);
        }
        int brace = Texts.indexOf(record, "{\"", from, Math.min(to, from + LONGEST_PREFIX));
        if (brace > 0 && JsonShape.of(record, brace, to) != null) { // a syslog prefix such as @cee:
            return json(record, brace, to, frame.mended(), context);
        }
        int opening = nextOpening(record, from, to);
        if (opening > 0) {
            return pieces(record, from, to, context);
        }
        return List.of(new Reading.Unreadable(record, Reasons.NO_FORMAT));
    }

    private static Reading parts(byte[] record, Frame frame, NativeRecord parts, ReadContext context) {
        for (RecordReader reader : READERS.values()) {
            if (reader instanceof NativeRecordReader natives
                    && natives.owns(parts.boundary().key())) {
                return natives.one(record, frame, parts, context);
            }
        }
        return new Reading.Unreadable(record, Reasons.NO_FORMAT);
    }

    private static List<Reading> json(byte[] record, int from, int to, boolean mended, ReadContext context) {
        try {
            return List.of(one(record, from, to, mended, context));
        } catch (JsonCursor.Malformed broken) {
            if (nextOpening(record, from + 1, to) >= 0) {
                return pieces(record, from, to, context);
            }
            return List.of(new Reading.Unreadable(record, Reasons.broken(broken, from)));
        }
    }

    private static Reading one(byte[] record, int from, int to, boolean mended, ReadContext context) {
        AuditFormat format = JsonShape.of(record, from, to);
        RecordReader reader = format == null ? null : READERS.get(format);
        if (!(reader instanceof JsonRecordReader json)) {
            return unknown(record, from, to);
        }
        Reading reading = json.one(record, from, to, context);
        return mended && reading instanceof Reading.Read read
                ? new Reading.Read(read.event(), read.record(), true)
                : reading;
    }

    /** Throws when the structure is broken; gives the reason when it is whole, but nothing we know. */
    private static Reading unknown(byte[] record, int from, int to) {
        JsonCursor cursor = new JsonCursor(record, from, to);
        cursor.skip();
        cursor.expectEnd();
        boolean noJson = Texts.startsWithAt(record, "{\"error\":\"ModSecurity was not compiled with JSON", from, to);
        return new Reading.Unreadable(record, noJson ? Reasons.NO_JSON_SUPPORT : Reasons.NO_JSON_FORMAT);
    }

    /** Records glued together on a line: each begins where a writer's record begins; what does not read is kept apart. */
    private static List<Reading> pieces(byte[] record, int from, int to, ReadContext context) {
        List<Reading> readings = new ArrayList<>();
        int start = from;
        while (start < to) {
            int next = readings.size() < MOST_PIECES - 1 ? nextOpening(record, start + 1, to) : -1;
            int end = next < 0 ? to : next;
            byte[] piece = Arrays.copyOfRange(record, start, end);
            readings.add(piece(piece, context));
            start = end;
        }
        return readings;
    }

    private static Reading piece(byte[] piece, ReadContext context) {
        if (piece[0] != '{') {
            return new Reading.Unreadable(piece, Reason.HEAD_MISSING.sentence());
        }
        Frame frame = Frame.of(piece);
        try {
            return one(piece, frame.from(), frame.to(), true, context);
        } catch (JsonCursor.Malformed broken) {
            return new Reading.Unreadable(piece, Reasons.broken(broken, frame.from()));
        }
    }

    private static int nextOpening(byte[] record, int from, int to) {
        for (int i = from; i < to - 1; i++) {
            if (record[i] == '{' && record[i + 1] == '"' && LineKind.isRecord(record, i, to)) {
                return i;
            }
        }
        return -1;
    }

    /** The reader of a format; null where a format has none. */
    public static @Nullable RecordReader of(AuditFormat format) {
        return READERS.get(format);
    }
}
