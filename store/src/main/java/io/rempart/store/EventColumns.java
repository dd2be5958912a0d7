package io.rempart.store;

import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.Severity;
import io.rempart.events.store.EventStore.EventSummary;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Rows of table {@code event} to what lists show. */
final class EventColumns {
    /** In the order of {@link #summary}. */
    static final String SELECTED =
            "e.id, e.time, e.log_source, e.format, e.transaction_id, e.client, e.peer, e.behind_proxy, e.country, e.asn,"
                    + " e.organisation, e.host, e.port, e.tls, e.method, e.uri, e.status, e.user_agent, e.disposition,"
                    + " e.inbound_score, e.severity, e.class, e.confidence, e.judged, e.rules, e.top_message, e.digest,"
                    + " e.facet, e.repaired";

    static final int DIGEST = 27;
    static final int FACET = 28;
    static final int REPAIRED = 29;
    static final int RULES = 25;

    private EventColumns() {}

    static EventSummary summary(ResultSet row, Dictionaries dictionaries) throws SQLException {
        int tls = row.getInt(14);
        Boolean overTls = row.wasNull() ? null : Boolean.valueOf(tls == 1);
        int severityNumber = row.getInt(21);
        Severity severity = row.wasNull() ? null : Severity.values()[severityNumber];
        return new EventSummary(
                row.getLong(1),
                Times.instant(row.getLong(2)),
                dictionaries.logSources.value(row.getInt(3)),
                format(row.getString(4)),
                row.getString(5),
                Addresses.address(row.getBytes(6)),
                Addresses.address(row.getBytes(7)),
                row.getInt(8) == 1,
                row.getString(9),
                row.getLong(10),
                row.getString(11),
                row.getString(12),
                row.getInt(13),
                overTls,
                row.getString(15),
                row.getString(16),
                row.getInt(17),
                row.getString(18),
                Codes.disposition(row.getInt(19)),
                row.getInt(20),
                severity,
                Codes.sourceClass(row.getInt(22)),
                row.getInt(23),
                row.getInt(24) == 1,
                ruleIds(row.getString(RULES), dictionaries),
                row.getString(26));
    }

    private static AuditFormat format(String name) {
        for (AuditFormat format : AuditFormat.values()) {
            if (format.name().equals(name)) {
                return format;
            }
        }
        return AuditFormat.REMPART_JSON;
    }

    private static List<String> ruleIds(String numbers, Dictionaries dictionaries) {
        return dictionaries.ruleIds(NumberList.numbers(numbers));
    }
}
