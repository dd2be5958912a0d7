package io.rempart.response.report;

import inet.ipaddr.IPAddressString;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What AbuseIPDB answered about an address or a network, read from its JSON (API v2, check and check-block). Immutable. */
public final class Dossier {
    private static final int MOST_OTHERS = 10;
    private static final int LONGEST_TEXT = 200;

    private Dossier() {}

    /**
     * @param confidence 0 to 100 percent
     * @param lastReported null for never
     */
    public record OfAddress(
            int confidence,
            long reports,
            long reporters,
            @Nullable Instant lastReported,
            String usage) {}

    /** @param addresses how many of its addresses were reported; {@code worst} at most 10 of them */
    public record OfNetwork(String network, long addresses, List<Neighbour> worst) {}

    /** An address of a network that was reported. */
    public record Neighbour(String address, int confidence, long reports) {}

    /** Empty when the answer is none. */
    public static Optional<OfAddress> ofAddress(String json) {
        Map<String, Object> data = ReportJson.map(ReportJson.object(json).orElse(Map.of()), "data");
        long confidence = ReportJson.number(data, "abuseConfidenceScore");
        if (confidence < 0 || confidence > 100) {
            return Optional.empty();
        }
        return Optional.of(new OfAddress(
                (int) confidence,
                Math.max(0, ReportJson.number(data, "totalReports")),
                Math.max(0, ReportJson.number(data, "numDistinctUsers")),
                instant(ReportJson.text(data, "lastReportedAt")),
                cut(ReportJson.text(data, "usageType"))));
    }

    /** Empty when the answer is none. */
    public static Optional<OfNetwork> ofNetwork(String network, String json) {
        Map<String, Object> data = ReportJson.map(ReportJson.object(json).orElse(Map.of()), "data");
        if (data.isEmpty()) {
            return Optional.empty();
        }
        List<Neighbour> all = ReportJson.objects(data, "reportedAddress").stream()
                .filter(item -> new IPAddressString(ReportJson.text(item, "ipAddress")).isIPAddress())
                .map(item -> new Neighbour(
                        ReportJson.text(item, "ipAddress"),
                        (int) Math.min(100, Math.max(0, ReportJson.number(item, "abuseConfidenceScore"))),
                        Math.max(0, ReportJson.number(item, "numReports"))))
                .sorted(Comparator.comparing(Neighbour::confidence)
                        .thenComparing(Neighbour::reports)
                        .reversed())
                .toList();
        return Optional.of(new OfNetwork(network, all.size(), all.subList(0, Math.min(MOST_OTHERS, all.size()))));
    }

    private static @Nullable Instant instant(String text) {
        try {
            return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }
}
