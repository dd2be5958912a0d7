package io.rempart.events.store;

import java.time.Instant;

/**
 * A record that can't be read, kept as bytes (head only past the cap, with the full length).
 *
 * @param path the file it stood in
 * @param offset where in the (uncompressed) file
 * @param length of the whole record in bytes
 * @param reason a plain sentence
 */
public record QuarantinedRecord(
        Instant foundAt, String logSource, String path, long offset, long length, byte[] bytes, String reason) {}
