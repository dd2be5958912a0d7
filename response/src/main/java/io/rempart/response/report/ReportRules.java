package io.rempart.response.report;

import inet.ipaddr.IPAddress;
import inet.ipaddr.ipv4.IPv4Address;
import inet.ipaddr.ipv6.IPv6Address;
import io.rempart.events.report.Report;
import io.rempart.events.report.Report.State;
import io.rempart.events.report.ReportStore;
import io.rempart.response.report.ReportProblem.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What AbuseIPDB's reporting policy and our own manners allow: nothing older than 60 days, an address once in 24 hours, only
 * public addresses, never our own nor those that are guarded. That a report rests on events of ours and not on a score (no
 * circular reports) follows from {@link Observed} being its only source.
 */
final class ReportRules {
    static final Duration OLDEST = Duration.ofDays(60);
    static final Duration BETWEEN_REPORTS = Duration.ofHours(24);

    private final ReportStore store;
    private final Predicate<IPAddress> isOurs;

    ReportRules(ReportStore store, Predicate<IPAddress> isOurs) {
        this.store = store;
        this.isOurs = isOurs;
    }

    /** Why this may never be reported; empty when it may. */
    Optional<ReportProblem> refusal(IPAddress address, Instant observedAt, Instant now) {
        if (!isPublic(address)) {
            return Optional.of(new ReportProblem(Kind.NOT_PUBLIC, address.toCanonicalString()));
        }
        if (isOurs.test(address)) {
            return Optional.of(new ReportProblem(Kind.OURS, address.toCanonicalString()));
        }
        if (observedAt.isBefore(now.minus(OLDEST))) {
            return Optional.of(new ReportProblem(Kind.TOO_OLD));
        }
        if (observedAt.isAfter(now.plus(Duration.ofDays(1)))) {
            return Optional.of(new ReportProblem(Kind.IN_THE_FUTURE));
        }
        return Optional.empty();
    }

    /** When this address may be reported again; in the past when it may now. */
    Instant notBefore(IPAddress address) {
        Instant latest = Instant.EPOCH;
        for (Report report : store.ofAddress(address, 50)) {
            Instant sent = report.sentAt();
            boolean mayHaveArrived = report.state() == State.SENT
                    || report.state() == State.SENDING
                    || report.state() == State.UNCERTAIN
                    || report.state() == State.RETRACTING
                    || report.state() == State.RETRACTED;
            if (mayHaveArrived && sent != null && sent.isAfter(latest)) {
                latest = sent;
            }
        }
        return latest.equals(Instant.EPOCH) ? latest : latest.plus(BETWEEN_REPORTS);
    }

    private static final List<String> NOT_PUBLIC_V4 = List.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3");
    private static final List<IPAddress> NOT_PUBLIC = NOT_PUBLIC_V4.stream()
            .map(text -> new inet.ipaddr.IPAddressString(text).getAddress())
            .toList();
    private static final IPAddress PUBLIC_V6 = new inet.ipaddr.IPAddressString("2000::/3").getAddress();
    private static final IPAddress DOCUMENTATION_V6 = new inet.ipaddr.IPAddressString("2001:db8::/32").getAddress();

    /** Globally reachable, by the registries of special-purpose addresses (RFC 6890). */
    static boolean isPublic(IPAddress address) {
        if (address instanceof IPv4Address) {
            return NOT_PUBLIC.stream().noneMatch(block -> block.contains(address));
        }
        return address instanceof IPv6Address && PUBLIC_V6.contains(address) && !DOCUMENTATION_V6.contains(address);
    }
}
