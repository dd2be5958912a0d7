package io.rempart.response.report;

import inet.ipaddr.IPAddress;
import io.rempart.events.model.SourceClass;
import java.time.Instant;
import java.util.List;

/**
 * What we saw an address do ourselves: the only ground for a report.
 *
 * @param requests how many of its requests were of that class
 * @param ruleIds of the rules that matched, the most frequent first
 * @param targets what it asked for, the most frequent first
 */
public record Observed(
        IPAddress address,
        SourceClass sourceClass,
        long requests,
        Instant first,
        Instant last,
        List<String> ruleIds,
        List<Target> targets) {
    /** @param uri as sent: untrusted, and with what may not be told */
    public record Target(String method, String uri) {}
}
