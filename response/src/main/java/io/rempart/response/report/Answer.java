package io.rempart.response.report;

import java.time.Instant;

/** What became of a request to AbuseIPDB. A value, never an exception. */
sealed interface Answer {
    /** What went wrong, in one sentence; empty when nothing did. */
    String why();

    /** Done; the body is JSON. */
    record Done(String body) implements Answer {
        @Override
        public String why() {
            return "";
        }
    }

    /** The day's allowance of the endpoint is used up (429 with a daily limit), or the service asks to wait. */
    record Pause(Instant until, String why) implements Answer {}

    /** This one address was reported less than 15 minutes ago (429 that names the parameter ip). */
    record AddressTooSoon(String why) implements Answer {}

    /** The request itself is refused, and would be again (422 and other 4xx). */
    record Refused(String why) implements Answer {}

    /** The key is refused (401, 403). */
    record KeyRefused(String why) implements Answer {}

    /** The plan does not include it (402). */
    record NotInPlan(String why) implements Answer {}

    /** Surely not sent: no connection. */
    record NotSent(String why) implements Answer {}

    /** Sent, and nobody knows what became of it: a time-out, a reset, an error page. */
    record Unknown(String why) implements Answer {}
}
