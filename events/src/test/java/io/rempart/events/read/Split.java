package io.rempart.events.read;

import io.rempart.events.model.Event;
import io.rempart.events.read.RecordReader.ReadContext;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A log split and read in one go, for tests. */
final class Split {
    static final ReadContext CONTEXT = new ReadContext(ZoneOffset.UTC, FieldLimits.DEFAULT);

    final List<RawRecord> records = new ArrayList<>();
    final List<Reading> readings = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    int repaired;
    int unreadable;
    int skipped;
    int inFiles;

    static List<RawRecord> records(byte[] log, int chunk, FieldLimits limits) {
        RecordSplitter splitter = new StreamingRecordSplitter(limits);
        List<RawRecord> records = new ArrayList<>();
        for (int at = 0; at < log.length; at += chunk) {
            splitter.feed(log, at, Math.min(chunk, log.length - at));
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

    static Split of(byte[] log) {
        return of(log, 64 * 1024, CONTEXT);
    }

    static Split of(byte[] log, int chunk, ReadContext context) {
        Split split = new Split();
        split.records.addAll(records(log, chunk, context.limits()));
        for (RawRecord record : split.records) {
            split.add(RecordReaders.read(record.bytes(), context));
        }
        return split;
    }

    void add(List<Reading> read) {
        readings.addAll(read);
        for (Reading reading : read) {
            if (reading instanceof Reading.Read event) {
                events.add(event.event());
                repaired += event.repaired() ? 1 : 0;
            } else if (reading instanceof Reading.Unreadable) {
                unreadable++;
            } else if (reading instanceof Reading.Skipped) {
                skipped++;
            } else {
                inFiles++;
            }
        }
    }

    @Override
    public String toString() {
        return "read " + events.size() + " (repaired " + repaired + "), unreadable " + unreadable + ", skipped "
                + skipped + ", in files " + inFiles;
    }
}
