package io.rempart.events.read;

import java.util.List;

/** What the readers of JSON records share: the structure is checked to the end, and a broken one is a reading too. */
abstract class JsonRecordReader implements RecordReader {
    /** Reads the one record between the two positions. */
    abstract Reading one(byte[] bytes, int from, int to, ReadContext context);

    @Override
    public final boolean recognises(byte[] record) {
        Frame frame = Frame.of(record);
        return JsonShape.exact(record, frame.from(), frame.to()) == format();
    }

    @Override
    public final List<Reading> read(byte[] record, ReadContext context) {
        Frame frame = Frame.of(record);
        try {
            Reading reading = one(record, frame.from(), frame.to(), context);
            return List.of(
                    frame.mended() && reading instanceof Reading.Read read
                            ? new Reading.Read(read.event(), read.record(), true)
                            : reading);
        } catch (JsonCursor.Malformed broken) {
            return List.of(new Reading.Unreadable(record, Reasons.broken(broken, frame.from())));
        }
    }
}
