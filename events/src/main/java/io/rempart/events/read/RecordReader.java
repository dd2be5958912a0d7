package io.rempart.events.read;

import io.rempart.events.model.AuditFormat;
import java.util.List;

/** Reads records of one format. Stateless, thread-safe; never throws on bad input. */
public interface RecordReader {
    AuditFormat format();

    /** Whether the record looks like one of this format, from its first bytes. */
    boolean recognises(byte[] record);

    /** What the record is: one reading as a rule, several when records were glued together. */
    List<Reading> read(byte[] record, ReadContext context);

    /**
     * What the log source knows that its records don't say.
     *
     * @param zone of writers that give times without one
     */
    record ReadContext(java.time.ZoneId zone, io.rempart.events.read.FieldLimits limits) {}
}
