package io.rempart.benchmarks.engine;

import io.rempart.engine.bytes.ByteSlice;
import java.util.List;

/** A request as both engines get it. Immutable. */
record Request(
        ByteSlice method, ByteSlice uri, ByteSlice protocol, String client, List<Header> headers, ByteSlice body) {
    /** One header line. */
    record Header(ByteSlice name, ByteSlice value) {}
}
