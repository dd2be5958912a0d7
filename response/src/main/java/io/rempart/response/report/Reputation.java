package io.rempart.response.report;

import io.rempart.response.report.Reporter.LookUp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the service knows of an address (its endpoint CHECK). Immutable.
 *
 * @param score confidence of abuse, 0 to 100; -1 when it is not known
 * @param reports reports of the last 90 days; -1 when not known
 * @param reporters by how many users; -1 when not known
 * @param usage what the address is used for, in the service's words; may be empty
 * @param provider may be empty
 * @param lastReportedAt null when never
 * @param at when it was asked; null when it never was
 * @param problem why there is no fresh answer; empty when there is
 */
public record Reputation(
        int score,
        long reports,
        long reporters,
        String usage,
        String provider,
        @Nullable Instant lastReportedAt,
        @Nullable Instant at,
        String problem) {
    static Reputation of(LookUp lookUp) {
        Map<String, Object> data = lookUp.answer()
                .flatMap(ReportJson::object)
                .map(answer -> ReportJson.map(answer, "data"))
                .orElse(Map.of());
        return new Reputation(
                (int) Math.max(-1, Math.min(100, ReportJson.number(data, "abuseConfidenceScore"))),
                ReportJson.number(data, "totalReports"),
                ReportJson.number(data, "numDistinctUsers"),
                ReportJson.text(data, "usageType"),
                ReportJson.text(data, "isp"),
                time(ReportJson.text(data, "lastReportedAt")),
                lookUp.at().orElse(null),
                lookUp.problem());
    }

    private static @Nullable Instant time(String text) {
        try {
            return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
