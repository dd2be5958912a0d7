package io.rempart.events.follow;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of the first bytes of a file: tells the content of a file apart from what replaced it (copytruncate, a reused
 * inode), and finds it again in a copy or a compressed file. Immutable.
 *
 * @param hex lower-case hexadecimal; empty when {@code length} is 0
 * @param length how many bytes it covers, 0 to {@value #MAX_LENGTH}
 */
record Fingerprint(String hex, int length) {
    static final int MAX_LENGTH = 1024;
    static final Fingerprint NONE = new Fingerprint("", 0);

    /** Of the first {@code length} bytes (at most {@value #MAX_LENGTH}) of {@code head}. */
    static Fingerprint of(byte[] head, int length) {
        int covered = Math.min(length, MAX_LENGTH);
        if (covered == 0) {
            return NONE;
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(head, 0, covered);
            return new Fingerprint(HexFormat.of().formatHex(digest.digest()), covered);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static Fingerprint of(Bookmark bookmark) {
        return new Fingerprint(bookmark.fingerprint(), bookmark.fingerprintLength());
    }

    /** Whether content with these first bytes begins as the content this was taken of. */
    boolean matches(byte[] head, int headLength) {
        return length <= headLength && (length == 0 || of(head, length).equals(this));
    }
}
