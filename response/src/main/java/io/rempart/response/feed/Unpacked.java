package io.rempart.response.feed;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads bytes to their end, unpacked where they are packed (gzip, by their name or by their first bytes), and bounded. */
final class Unpacked {
    private Unpacked() {}

    /**
     * @param encoding as in {@code Content-Encoding}
     * @throws FeedProblem when there are more than {@code most}, or they can't be unpacked
     */
    static byte[] read(InputStream in, String encoding, long most) throws IOException {
        InputStream plain = unpacked(in);
        if (encoding.toLowerCase(java.util.Locale.ROOT).contains("gzip")) {
            // What was packed for the way may be a packed file.
            plain = unpacked(plain);
        }
        try {
            return bounded(plain, most);
        } catch (ZipException | EOFException e) {
            throw new FeedProblem(FeedProblem.Kind.DAMAGED);
        }
    }

    private static InputStream unpacked(InputStream in) throws IOException {
        BufferedInputStream peeked = new BufferedInputStream(in);
        peeked.mark(2);
        boolean isPacked = peeked.read() == 0x1f && peeked.read() == 0x8b;
        peeked.reset();
        try {
            return isPacked ? new GZIPInputStream(peeked) : peeked;
        } catch (ZipException | EOFException e) {
            throw new FeedProblem(FeedProblem.Kind.DAMAGED);
        }
    }

    private static byte[] bounded(InputStream in, long most) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[16_384];
        for (int n = in.read(some); n >= 0; n = in.read(some)) {
            if (all.size() + (long) n > most) {
                throw new FeedProblem(FeedProblem.Kind.TOO_LARGE, String.valueOf(most));
            }
            all.write(some, 0, n);
        }
        return all.toByteArray();
    }
}
