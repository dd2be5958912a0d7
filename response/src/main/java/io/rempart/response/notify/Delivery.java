package io.rempart.response.notify;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of a message. A value, never an exception; holds no secret. */
public sealed interface Delivery {
    /** What went wrong, in one sentence; empty when nothing did. */
    String why();

    /** It arrived. */
    record Done() implements Delivery {
        @Override
        public String why() {
            return "";
        }
    }

    /**
     * It did not arrive, or nobody knows whether; worth trying again.
     *
     * @param after how long the other end asks to wait; null when it doesn't say
     */
    record Later(String why, @Nullable Duration after) implements Delivery {}

    /** The other end refuses, and would again until someone mends the configuration. */
    record Refused(String why) implements Delivery {}
}
