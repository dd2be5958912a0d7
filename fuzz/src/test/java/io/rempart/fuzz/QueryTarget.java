package io.rempart.fuzz;

import io.rempart.events.query.QueryParser;
import io.rempart.events.query.QueryProblem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;

/** A search: it is understood, or refused with one sentence. */
public final class QueryTarget {
    private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");

    private QueryTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            QueryParser.parse(new String(data, StandardCharsets.UTF_8), NOW, ZoneOffset.UTC);
        } catch (QueryProblem refused) {
            String message = refused.getMessage();
            Property.holds(message != null && !message.isBlank(), "a refusal says why");
        }
    }
}
