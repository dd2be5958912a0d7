package io.rempart.fuzz;

import io.rempart.engine.body.BodyLimits;
import io.rempart.engine.body.MultipartBody;
import io.rempart.engine.bytes.ByteSlice;
import java.util.Arrays;

/** The value of Content-Type, line end, a multipart body. */
public final class MultipartTarget {
    private MultipartTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        int end = 0;
        while (end < data.length && data[end] != '\n') {
            end++;
        }
        ByteSlice type = ByteSlice.of(data, 0, end);
        byte[] body = Arrays.copyOfRange(data, Math.min(data.length, end + 1), data.length);
        BodyTarget.read(body, sink -> new MultipartBody(type, BodyLimits.DEFAULT, sink));
    }
}
