package io.rempart.fuzz;

import io.rempart.events.read.FieldLimits;
import io.rempart.events.read.RawRecord;
import io.rempart.events.read.Reading;
import io.rempart.events.read.RecordReader.ReadContext;
import io.rempart.events.read.RecordReaders;
import io.rempart.events.read.RecordSplitter;
import io.rempart.events.read.RempartJsonWriter;
import io.rempart.events.read.StreamingRecordSplitter;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes of a log: they are split the same way whatever the pieces, each record is read without an exception, and what is read is written
 * in our own format and read again as the same.
 */
public final class RecordsTarget {
    private static final FieldLimits LIMITS = new FieldLimits(300, 5_000, 50, 50);
    private static final ReadContext CONTEXT = new ReadContext(ZoneOffset.UTC, LIMITS);

    private RecordsTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        List<RawRecord> whole = split(data, Math.max(1, data.length));
        List<RawRecord> pieces = split(data, 1 + (data.length == 0 ? 0 : (data[0] & 0xFF) % 23));
        Property.holds(whole.size() == pieces.size(), whole.size() + " records, in pieces " + pieces.size());
        for (int i = 0; i < whole.size(); i++) {
            RawRecord record = whole.get(i);
            // a record that lies within another ends, as a place to go on from, where the other begins
            boolean lies = record.start() >= 0 && record.start() < data.length && record.end() >= 0;
            Property.holds(lies && record.end() <= data.length, "it lies at " + record.start() + " to " + record.end());
            Property.holds(record.bytes().length > 0, "a record has bytes");
            Property.holds(
                    Arrays.equals(record.bytes(), pieces.get(i).bytes()), "record " + i + " depends on the pieces");
            List<Reading> readings = RecordReaders.read(record.bytes(), CONTEXT);
            Property.holds(!readings.isEmpty(), "a record is read as something");
            for (Reading reading : readings) {
                if (reading instanceof Reading.Read read) {
                    List<Reading> again = RecordReaders.read(RempartJsonWriter.write(read.event()), CONTEXT);
                    Property.holds(
                            again.size() == 1
                                    && again.get(0) instanceof Reading.Read same
                                    && same.event().equals(read.event()),
                            "an event survives our own format: " + read.event());
                }
            }
        }
    }

    private static List<RawRecord> split(byte[] data, int step) {
        RecordSplitter splitter = new StreamingRecordSplitter(LIMITS);
        List<RawRecord> records = new ArrayList<>();
        for (int at = 0; at < data.length; at += step) {
            splitter.feed(data, at, Math.min(step, data.length - at));
            drain(splitter, records);
        }
        splitter.end();
        drain(splitter, records);
        return records;
    }

    private static void drain(RecordSplitter splitter, List<RawRecord> records) {
        for (RawRecord record = splitter.next(); record != null; record = splitter.next()) {
            records.add(record);
        }
    }
}
