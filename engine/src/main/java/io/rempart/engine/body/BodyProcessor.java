package io.rempart.engine.body;

import io.rempart.engine.bytes.ByteSlice;

/**
 * Reads one body, in chunks, and tells its {@link BodySink} what is in it. How the body is cut into chunks changes nothing
 * that is reported. Used by one thread, once. Never throws for what is in a body: a body that can't be read is an
 * {@link BodySink#error}. Time is linear in the body; what is kept between chunks is bounded by the longest line or value, and
 * by {@link BodyLimits}. The caller bounds the body itself.
 */
public interface BodyProcessor {
    /** The next bytes of the body. The bytes may be kept by reference: they must not change afterwards. */
    void write(ByteSlice chunk);

    /**
     * The end of the body. Nothing may be called after it.
     *
     * @param partial true when the caller cut the body at its limit and wants what was read inspected
     *     (SecRequestBodyLimitAction ProcessPartial): an end that is missing is then no error
     */
    void end(boolean partial);
}
