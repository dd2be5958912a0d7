package io.rempart.events.read;

import io.rempart.events.model.Event;

/** What one record turned out to be. A damaged line can hold several. */
public sealed interface Reading {
    /**
     * An event.
     *
     * @param record its bytes as kept
     * @param repaired true when something had to be mended to read it (glued records, a hole of NUL bytes, a BOM)
     */
    record Read(Event event, byte[] record, boolean repaired) implements Reading {}

    /**
     * Bytes that can't be read: kept, with the reason.
     *
     * @param reason a plain sentence in English: what is wrong and, where there is one, what to do
     */
    record Unreadable(byte[] bytes, String reason) implements Reading {}

    /**
     * A line of the index of a concurrent log: the record is in a file of its own.
     *
     * @param path as written, relative to the storage directory or absolute
     * @param line the index line
     */
    record InFile(String path, byte[] line) implements Reading {}

    /** Well-formed, but nothing to store (Suricata's flow and stats records, the header of a file). Not counted as read. */
    record Skipped(String why) implements Reading {}
}
