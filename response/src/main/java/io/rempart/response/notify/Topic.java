package io.rempart.response.notify;

import java.util.Locale;
import java.util.Optional;

/** What can be told. The keys are configured and stored: never rename one. */
public enum Topic {
    /** A new incident that is large or severe enough. */
    INCIDENT,
    /** A policy blocked someone. */
    BLOCK,
    /** A guard refused what a policy would have blocked. */
    BLOCK_REFUSED,
    /** A report to AbuseIPDB was refused. */
    REPORT_REFUSED,
    /** AbuseIPDB refuses the key. */
    KEY_REJECTED,
    /** A feed could not be loaded. */
    FEED_FAILED,
    /** Nothing comes from a log source any more, or it can't be read. */
    LOG_SILENT,
    /** What is stored of a log source is old. */
    LOG_BEHIND,
    /** Records come that can't be read. */
    QUARANTINE,
    /** The blocker does not answer, or the firewall is not as it should be. */
    BLOCKER,
    /** The disk is nearly full. */
    DISK_LOW,
    /** A message to see whether telling works. */
    TEST;

    /** The name as users write it: {@code log-silent}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The topic of a key; empty when there is none. */
    public static Optional<Topic> ofKey(String key) {
        for (Topic topic : values()) {
            if (topic.key().equals(key)) {
                return Optional.of(topic);
            }
        }
        return Optional.empty();
    }
}
