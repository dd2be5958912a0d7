package io.rempart.fuzz;

import io.rempart.engine.body.BodyLimits;
import io.rempart.engine.body.JsonBody;

/** A JSON document. */
public final class JsonTarget {
    private JsonTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        BodyTarget.read(data, sink -> new JsonBody(BodyLimits.DEFAULT.withJsonDepth(100), sink));
    }
}
