package io.rempart.events.ingest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** The digest by which the store knows a record again: the first 64 bits of the SHA-256 of its bytes as in the log. */
public final class RecordDigest {
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(() -> {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    });

    private RecordDigest() {}

    public static long of(byte[] record) {
        return ByteBuffer.wrap(SHA_256.get().digest(record)).getLong();
    }

    /** Of each of the events, in order, of a line that they were glued together on. */
    static List<Long> ofPieces(byte[] record, int pieces) {
        if (pieces == 1) {
            return List.of(of(record));
        }
        List<Long> digests = new ArrayList<>(pieces);
        for (int piece = 0; piece < pieces; piece++) {
            digests.add(of(record, piece));
        }
        return digests;
    }

    /** Of the {@code piece}th event (from 0) of a line that several were glued together on. */
    static long of(byte[] record, int piece) {
        if (piece == 0) {
            return of(record);
        }
        MessageDigest digest = SHA_256.get();
        digest.update(record);
        digest.update((byte) (piece >>> 8));
        return ByteBuffer.wrap(digest.digest(new byte[] {(byte) piece})).getLong();
    }

    /** Of the {@code piece}th unreadable part of a record: the same bytes elsewhere are another record. */
    static long ofUnreadable(byte[] record, String place, int piece) {
        MessageDigest digest = SHA_256.get();
        digest.update(record);
        return ByteBuffer.wrap(
                        digest.digest(("\nunreadable " + piece + " at " + place).getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }
}
