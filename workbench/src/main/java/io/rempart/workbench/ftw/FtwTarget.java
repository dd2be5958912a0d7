package io.rempart.workbench.ftw;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A firewall under test: takes requests, and tells what it logged of them. For one thread. */
public interface FtwTarget extends AutoCloseable {
    /**
     * What became of one request.
     *
     * @param answer the answer, null when none came
     * @param error why none came, null when one did
     * @param log the lines that the firewall logged meanwhile
     */
    record Outcome(@Nullable HttpAnswer answer, @Nullable String error, List<String> log) {}

    /**
     * Sends a request.
     *
     * @param request its bytes
     * @param head whether the answer has no body, because the method is HEAD
     * @param response what the back end shall answer, null for its own answer
     * @throws IOException when the target can't be asked at all
     */
    Outcome send(byte[] request, boolean head, @Nullable Map<String, ?> response) throws IOException;

    @Override
    void close();
}
