package io.rempart.response.notify;

/** A way to people. {@link #send} takes a bounded time. Thread-safe. */
public interface Channel {
    String name();

    /** {@code email}, {@code webhook} or {@code ntfy}. */
    String kind();

    /** Where it leads, without secrets, to be shown. */
    String destination();

    /** Sends one message, or says why not. */
    Delivery send(Post post);
}
