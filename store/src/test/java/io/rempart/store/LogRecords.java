package io.rempart.store;

import io.rempart.events.classify.Classifier;
import io.rempart.events.ingest.Steps;
import io.rempart.events.model.Attribution;
import io.rempart.events.model.Classification;
import io.rempart.events.model.Event;

/** Records of a log, numbered, and the plainest steps. */
final class LogRecords {
    static final Steps STEPS = new Steps(
            record -> record, (event, source) -> new Attribution(event.peer(), false, "", 0, ""), new Classifier() {
                @Override
                public Classification classify(Event event, Attribution attribution) {
                    return Classification.NONE;
                }

                @Override
                public String version() {
                    return "none";
                }
            });

    private LogRecords() {}

    /** A line of ModSecurity 2's JSON; its transaction id is the number. */
    static String line(int number) {
        return "{\"transaction\":{\"time\":\"22/Nov/2026:09:%02d:%02d.%06d +0000\",\"transaction_id\":\"%027d\","
                        .formatted(number / 60 % 60, number % 60, number % 1_000_000, number)
                + "\"remote_address\":\"192.0.2.%d\",\"remote_port\":51997,\"local_address\":\"203.0.113.10\",\"local_port\":443},"
                        .formatted(1 + number % 200)
                + "\"request\":{\"request_line\":\"GET /wp-login.php?n=%d HTTP/1.1\",\"headers\":{\"Host\":\"www.example.org\"}},"
                        .formatted(number)
                + "\"response\":{\"protocol\":\"HTTP/1.1\",\"status\":403,\"headers\":{}},\"audit_data\":{\"messages\":[\"Warning."
                + " Pattern match \\\"x\\\" at ARGS:n. [file \\\"/etc/rules.conf\\\"] [line \\\"1\\\"] [id \\\"1001\\\"] [msg \\\"probe\\\"]\"]}}\n";
    }
}
