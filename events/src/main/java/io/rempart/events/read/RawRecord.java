package io.rempart.events.read;

/**
 * A piece of a log that belongs together: one line, or one native record.
 *
 * @param bytes the record without its line end; fields longer than the cap are already cut, with a note in the bytes
 * @param start where it begins in the (uncompressed) file
 * @param end where what follows it begins: the offset to go on from when the record is stored
 */
public record RawRecord(byte[] bytes, long start, long end) {}
