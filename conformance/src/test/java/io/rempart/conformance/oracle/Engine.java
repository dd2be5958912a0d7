package io.rempart.conformance.oracle;

/** One side of the comparison. */
interface Engine extends AutoCloseable {
    /** Begins to work on an exchange, if it can do so beside the caller. */
    void send(Exchange exchange);

    /** What it says of the exchange that was sent. */
    Answer answer();

    @Override
    void close();
}
