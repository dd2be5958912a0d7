package io.rempart.events.read;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** Lets the head of a field through, counts and hashes the rest, and puts the mark of {@link FieldCut} in its place. */
final class FieldCutter {
    private final int limit;
    private int kept;
    private long more;
    private @Nullable MessageDigest digest;

    FieldCutter(int limit) {
        this.limit = limit;
    }

    /** A new field begins. */
    void begin() {
        kept = 0;
        more = 0;
    }

    /** How many bytes more are let through. */
    int room() {
        return more > 0 ? 0 : limit - kept;
    }

    /** Whether the field is longer than the limit. */
    boolean isCutting() {
        return more > 0;
    }

    /** Takes bytes that may be cut anywhere. */
    void take(GrowingBytes out, byte[] from, int start, int end) {
        int length = end - start;
        if (more == 0) {
            int room = limit - kept;
            if (length <= room) {
                out.add(from, start, end);
                kept += length;
                return;
            }
            out.add(from, start, start + room);
            kept = limit;
            start += room;
        }
        rest(from, start, end);
    }

    /** Takes bytes that must not be cut (an escape). */
    void takeWhole(GrowingBytes out, byte[] from, int start, int end) {
        if (more == 0 && end - start <= limit - kept) {
            out.add(from, start, end);
            kept += end - start;
        } else {
            rest(from, start, end);
        }
    }

    /** Counts bytes that are not kept. */
    void rest(byte[] from, int start, int end) {
        if (end == start) {
            return;
        }
        MessageDigest hash = digest;
        if (hash == null) {
            hash = sha256();
            digest = hash;
        }
        if (more == 0) {
            hash.reset();
        }
        hash.update(from, start, end - start);
        more += end - start;
    }

    /** A cutter in the same state. */
    FieldCutter copy() {
        FieldCutter copy = new FieldCutter(limit);
        copy.kept = kept;
        copy.more = more;
        MessageDigest hash = digest;
        if (hash != null && more > 0) {
            try {
                copy.digest = (MessageDigest) hash.clone();
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("the platform's SHA-256 can be copied", e);
            }
        }
        return copy;
    }

    /** The field ends: writes the mark when it was cut. */
    void finish(GrowingBytes out) {
        MessageDigest hash = digest;
        if (more > 0 && hash != null) {
            byte[] mark = FieldCut.mark(more, hash.digest());
            out.add(mark, 0, mark.length);
        }
        more = 0;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
