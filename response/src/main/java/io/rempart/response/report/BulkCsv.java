package io.rempart.response.report;

import io.rempart.events.report.Report;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The file of a bulk report: at most 2 MB and 10,000 lines with the head, comments of at most 1,024 bytes, a quotation mark
 * escaped by a backslash (abuseipdb.com/bulk-report).
 */
final class BulkCsv {
    static final String HEAD = "IP,Categories,ReportDate,Comment";

    private static final int MOST_BYTES = 2_000_000;
    private static final int MOST_ROWS = 9_999;

    private BulkCsv() {}

    static String of(List<Report> reports) {
        StringBuilder csv = new StringBuilder(HEAD).append('\n');
        reports.forEach(report -> csv.append(row(report)));
        return csv.toString();
    }

    /** As many as one file takes, in their order; each address once. */
    static List<Report> fitting(List<Report> reports) {
        List<Report> fitting = new ArrayList<>();
        Set<Object> addresses = new HashSet<>();
        int bytes = HEAD.length() + 1;
        for (Report report : reports) {
            int more = row(report).getBytes(StandardCharsets.UTF_8).length;
            if (fitting.size() == MOST_ROWS || bytes + more > MOST_BYTES) {
                break;
            }
            if (addresses.add(report.address())) {
                fitting.add(report);
                bytes += more;
            }
        }
        return fitting;
    }

    private static String row(Report report) {
        return report.address().toCanonicalString() + ",\"" + AbuseIpdbClient.numbers(report) + "\","
                + AbuseIpdbClient.time(report.observedAt()) + ",\""
                + report.comment().replace("\\", "/").replace("\"", "\\\"") + "\"\n";
    }
}
