package io.rempart.app.command;

import io.rempart.app.CommandProblem;
import io.rempart.app.Messages;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.Event;
import io.rempart.events.model.HeaderField;
import io.rempart.events.read.FieldLimits;
import io.rempart.events.read.RawRecord;
import io.rempart.events.read.Reading;
import io.rempart.events.read.RecordReader.ReadContext;
import io.rempart.events.read.RecordReaders;
import io.rempart.events.read.StreamingRecordSplitter;
import io.rempart.workbench.explain.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The exchange that an audit record tells of, whatever its format. Stateless. */
final class AuditedExchange {
    private AuditedExchange() {}

    /** The first record of a log, or the one with the transaction id. */
    static Exchange read(Path log, @Nullable String id) throws IOException {
        if (!Files.isReadable(log)) {
            throw new CommandProblem(Messages.text("import.missing", log));
        }
        StreamingRecordSplitter splitter = new StreamingRecordSplitter(FieldLimits.DEFAULT);
        ReadContext context = new ReadContext(ZoneOffset.UTC, FieldLimits.DEFAULT);
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = Files.newInputStream(log)) {
            for (boolean more = true; more; ) {
                int count = in.read(buffer);
                more = count >= 0;
                if (more) {
                    splitter.feed(buffer, 0, count);
                } else {
                    splitter.end();
                }
                for (RawRecord record = splitter.next(); record != null; record = splitter.next()) {
                    for (Reading reading : RecordReaders.read(record.bytes(), context)) {
                        if (reading instanceof Reading.Read read
                                && (id == null || read.event().transactionId().equals(id))) {
                            return exchange(read.event());
                        }
                    }
                }
            }
        }
        throw new CommandProblem(
                id == null ? Messages.text("rules.explain.no-record", log) : Messages.text("events.unknown-id", id));
    }

    private static Exchange exchange(Event event) {
        var request = event.request();
        var response = event.response();
        return new Exchange(
                event.peer() == null ? "192.0.2.1" : event.peer().toCanonicalString(),
                slice(request.method()),
                slice(request.uri()),
                slice(request.protocol()),
                fields(request.headers()),
                slice(request.body()),
                response.status(),
                fields(response.headers()),
                slice(response.body()));
    }

    private static List<Exchange.Field> fields(List<HeaderField> fields) {
        return fields.stream()
                .map(field -> new Exchange.Field(slice(field.name()), slice(field.value())))
                .toList();
    }

    private static ByteSlice slice(ByteText text) {
        return ByteSlice.of(text.toArray());
    }
}
