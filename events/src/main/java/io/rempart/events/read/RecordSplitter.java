package io.rempart.events.read;

import org.jspecify.annotations.Nullable;

/**
 * Splits the bytes of one file into records, in bounded memory, whatever their length. Used by one thread.
 *
 * <p>Feed bytes, take records until {@link #next()} says null, feed more. {@link #position()} is where reading must start
 * again after a crash: nothing before it is needed any more.
 */
public interface RecordSplitter {
    /** Takes the bytes that follow those taken before. The buffer may be reused after the call. */
    void feed(byte[] buffer, int offset, int length);

    /** No more bytes will follow: what is left is a record, or the end of a cut one. */
    void end();

    /** The next whole record; null when more bytes are needed. */
    @Nullable
    RawRecord next();

    /** The offset in the file from which everything not yet returned begins. */
    long position();

    /** Forgets everything and goes on at an offset of the file. */
    void reset(long position);
}
