package io.rempart.events.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that can't be read, kept as bytes (head only past the cap, with the full length).
 *
 * @param path the file it stood in
 * @param offset where in the (uncompressed) file
 * @param length of the whole record in bytes
 * @param reason a plain sentence in English; {@link io.rempart.events.read.Reason} tells which
 * @param digest by which a store knows it again when its log is read again: the same bytes at the same place; null where it is
 *     not to be known
 */
public record QuarantinedRecord(
        Instant foundAt,
        String logSource,
        String path,
        long offset,
        long length,
        byte[] bytes,
        String reason,
        @Nullable Long digest) {
    /** One that is not to be known again. */
    public QuarantinedRecord(
            Instant foundAt, String logSource, String path, long offset, long length, byte[] bytes, String reason) {
        this(foundAt, logSource, path, offset, length, bytes, reason, null);
    }
}
