package io.rempart.events.ingest;

import io.rempart.events.follow.ConcurrentStorage;
import io.rempart.events.model.Attribution;
import io.rempart.events.model.Classification;
import io.rempart.events.read.RawRecord;
import io.rempart.events.read.Reading;
import io.rempart.events.read.Reason;
import io.rempart.events.read.RecordReader.ReadContext;
import io.rempart.events.read.RecordSplitter;
import io.rempart.events.read.StreamingRecordSplitter;
import io.rempart.events.store.EventEntry;
import io.rempart.events.store.QuarantinedRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes what the store takes of the records of one log source: events, and what goes to quarantine. Whatever a record is, it
 * becomes one of the two, or is no record at all. One thread.
 */
final class RecordConversion {
    private static final String NO_JSON = "was not compiled with JSON support";

    private final LogSource source;
    private final Steps steps;
    private final IngestSettings settings;
    private final ReadContext context;
    private final QuarantineBudget budget;

    RecordConversion(LogSource source, Steps steps, IngestSettings settings) {
        this.source = source;
        this.steps = steps;
        this.settings = settings;
        this.context = new ReadContext(source.zone(), settings.limits());
        this.budget = new QuarantineBudget(settings.quarantineRecordBytes(), settings.quarantineBytesPerHour());
    }

    /**
     * What became of a record.
     *
     * @param bytes of the record in memory, for the bounds of batches
     * @param filesRead bytes of the transaction files that it led to
     * @param waitsFor the transaction file that is not there, or not whole, yet; null when there is nothing to wait for
     * @param withoutJson whether the writer says that it can't write JSON
     * @param missingFiles how many transaction files were given up
     */
    record Converted(
            List<EventEntry> events,
            List<QuarantinedRecord> quarantined,
            long bytes,
            long filesRead,
            @Nullable String waitsFor,
            boolean withoutJson,
            int missingFiles) {}

    /** Whether these bytes are exactly one event that needs no repair. */
    boolean isWhole(RawRecord record) {
        try {
            List<Reading> readings = steps.reader().apply(record.bytes(), context);
            return readings.size() == 1 && readings.get(0) instanceof Reading.Read read && !read.repaired();
        } catch (RuntimeException e) {
            return false;
        }
    }

    RecordSplitter newSplitter() {
        return new StreamingRecordSplitter(settings.limits());
    }

    /**
     * A record that was masked and read: what of the conversion depends on nothing but the record, and so may be done for many
     * records at once.
     *
     * @param digests one for each reading, by which the store knows it again
     * @param failure what went wrong; the readings are empty then
     */
    record Prepared(
            RawRecord record,
            List<Reading> readings,
            List<Long> digests,
            @Nullable RuntimeException failure) {}

    /** Masks and reads. Thread-safe; never throws. */
    Prepared prepare(RawRecord record) {
        try {
            byte[] masked = steps.masker().apply(record.bytes());
            List<Reading> readings = steps.reader().apply(masked, context);
            return new Prepared(record, readings, RecordDigest.ofPieces(record.bytes(), readings.size()), null);
        } catch (RuntimeException e) {
            return new Prepared(record, List.of(), List.of(), e);
        }
    }

    /** @param patient whether to wait for a transaction file that is not there or not whole */
    Converted convert(RawRecord record, Path path, ConcurrentStorage storage, boolean patient, Instant now) {
        return convert(prepare(record), path, storage, patient, now);
    }

    /** The rest of the conversion; called in the order of the log. */
    Converted convert(Prepared prepared, Path path, ConcurrentStorage storage, boolean patient, Instant now) {
        RawRecord record = prepared.record();
        Draft draft = new Draft(false);
        try {
            convert(prepared, path, storage, patient, now, draft);
        } catch (RuntimeException e) {
            // a record must never stop the flow: what can't be made sense of is kept as bytes
            draft = new Draft(false);
            draft.quarantine(record, path, record.bytes(), Reason.FAILED.sentence(e), now);
        }
        return draft.done();
    }

    private void convert(
            Prepared prepared,
            Path path,
            @Nullable ConcurrentStorage storage,
            boolean patient,
            Instant now,
            Draft draft) {
        RuntimeException failure = prepared.failure();
        if (failure != null) {
            throw failure;
        }
        RawRecord record = prepared.record();
        int piece = 0;
        for (Reading reading : prepared.readings()) {
            if (reading instanceof Reading.Read read) {
                draft.event(read, prepared.digests().get(piece++));
            } else if (reading instanceof Reading.Unreadable unreadable) {
                draft.quarantine(record, path, unreadable.bytes(), unreadable.reason(), now);
                draft.withoutJson |= contains(unreadable.bytes(), NO_JSON);
            } else if (reading instanceof Reading.InFile inFile) {
                if (storage == null) {
                    draft.quarantine(record, path, inFile.line(), Reason.INDEX_IN_FILE.sentence(), now);
                } else {
                    transactionFile(record, path, inFile, storage, patient, now, draft);
                }
            }
        }
    }

    private void transactionFile(
            RawRecord line,
            Path index,
            Reading.InFile inFile,
            ConcurrentStorage storage,
            boolean patient,
            Instant now,
            Draft draft) {
        ConcurrentStorage.Found found = storage.find(inFile.path());
        Path file = found.file();
        if (file == null) {
            if (patient && found.mayComeYet()) {
                draft.waitsFor = inFile.path();
            } else {
                draft.quarantine(line, index, inFile.line(), found.reason(), now);
                draft.missing++;
            }
            return;
        }
        Draft ofFile = new Draft(true);
        try {
            read(file, ofFile, now);
        } catch (IOException e) {
            if (patient) {
                draft.waitsFor = inFile.path();
            } else {
                draft.quarantine(
                        line,
                        index,
                        inFile.line(),
                        Reason.FILE_UNREADABLE.sentence(e.getClass().getSimpleName()),
                        now);
                draft.missing++;
            }
            return;
        }
        if (patient && (ofFile.events.isEmpty() || !ofFile.quarantined.isEmpty())) {
            draft.waitsFor = inFile.path();
            return;
        }
        if (ofFile.events.isEmpty() && ofFile.quarantined.isEmpty()) {
            draft.quarantine(line, index, inFile.line(), Reason.FILE_EMPTY.sentence(), now);
            draft.missing++;
        }
        draft.add(ofFile);
    }

    private void read(Path file, Draft draft, Instant now) throws IOException {
        RecordSplitter splitter = newSplitter();
        byte[] buffer = new byte[64 * 1024];
        long length = 0;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            int read;
            while (length < settings.transactionFileBytes()
                    && (read = in.read(
                                    buffer, 0, (int) Math.min(buffer.length, settings.transactionFileBytes() - length)))
                            > 0) {
                length += read;
                splitter.feed(buffer, 0, read);
                drain(splitter, file, draft, now);
            }
        }
        splitter.end();
        drain(splitter, file, draft, now);
        draft.filesRead += length;
    }

    private void drain(RecordSplitter splitter, Path file, Draft draft, Instant now) {
        for (RawRecord record = splitter.next(); record != null; record = splitter.next()) {
            convert(prepare(record), file, null, false, now, draft);
            draft.bytes += record.bytes().length;
        }
    }

    private static boolean contains(byte[] bytes, String text) {
        return bytes.length < 4_096 && new String(bytes, StandardCharsets.ISO_8859_1).contains(text);
    }

    private final class Draft {
        private final boolean isTransactionFile;
        final List<EventEntry> events = new ArrayList<>(1);
        final List<QuarantinedRecord> quarantined = new ArrayList<>(0);
        long bytes;
        long filesRead;

        @Nullable
        String waitsFor;

        boolean withoutJson;
        int missing;

        Draft(boolean isTransactionFile) {
            this.isTransactionFile = isTransactionFile;
        }

        void event(Reading.Read read, long digest) {
            Attribution attribution = steps.enricher().attribute(read.event(), source);
            Classification classification = steps.classifier().classify(read.event(), attribution);
            events.add(
                    new EventEntry(read.event(), attribution, classification, read.record(), digest, read.repaired()));
            bytes += read.record().length;
        }

        void quarantine(RawRecord record, Path path, byte[] content, String reason, Instant now) {
            int kept = budget.take(content.length, now);
            byte[] head = kept < content.length ? Arrays.copyOf(content, kept) : content;
            // Of a transaction file, which holds one record, the place is its name.
            String place = isTransactionFile ? String.valueOf(path.getFileName()) : Long.toString(record.start());
            quarantined.add(new QuarantinedRecord(
                    now,
                    source.name(),
                    path.toString(),
                    record.start(),
                    Math.max(content.length, record.end() - record.start()),
                    head,
                    reason,
                    RecordDigest.ofUnreadable(record.bytes(), place, quarantined.size())));
            bytes += head.length;
        }

        void add(Draft other) {
            events.addAll(other.events);
            quarantined.addAll(other.quarantined);
            bytes += other.bytes;
            filesRead += other.filesRead;
            withoutJson |= other.withoutJson;
            missing += other.missing;
        }

        Converted done() {
            return new Converted(events, quarantined, bytes, filesRead, waitsFor, withoutJson, missing);
        }
    }

    /** How many bytes of unreadable records are kept, so that rubbish in a log does not fill the store. */
    private static final class QuarantineBudget {
        private static final int AT_LEAST = 256;
        private final int perRecord;
        private final long perHour;
        private long left;
        private @Nullable Instant hourEnds;

        QuarantineBudget(int perRecord, long perHour) {
            this.perRecord = perRecord;
            this.perHour = perHour;
        }

        int take(int length, Instant now) {
            if (hourEnds == null || !now.isBefore(hourEnds)) {
                hourEnds = now.plusSeconds(3_600);
                left = perHour;
            }
            int kept = Math.min(length, perRecord);
            if (kept > left) {
                kept = Math.min(length, AT_LEAST);
            }
            left -= kept;
            return kept;
        }
    }
}
