package io.rempart.events.follow;

import io.rempart.events.read.RawRecord;
import io.rempart.events.read.RecordSplitter;

/** What a follower must know of records: how to split bytes into them, and whether one is whole. */
public interface Splitters {
    /** A splitter for one file. */
    RecordSplitter newSplitter();

    /** Whether this is exactly one record that needs no repair. */
    boolean isWhole(RawRecord record);
}
