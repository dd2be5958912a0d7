package io.rempart.fuzz;

import io.rempart.engine.body.BodyLimits;
import io.rempart.engine.body.UrlEncodedBody;

/** A form. */
public final class UrlEncodedTarget {
    private UrlEncodedTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        BodyTarget.read(data, sink -> new UrlEncodedBody(BodyLimits.DEFAULT, sink));
    }
}
