package io.rempart.engine.audit;

import java.io.IOException;

/** Puts records where they belong. Thread-safe. */
interface AuditWriter extends AutoCloseable {
    void write(AuditRecord record, byte[] bytes) throws IOException;

    @Override
    void close() throws IOException;
}
