package io.rempart.engine.audit;

/** Writes one record as bytes. Stateless. */
interface RecordFormat {
    byte[] write(AuditRecord record);
}
