package io.rempart.events.model;

import inet.ipaddr.IPAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One logged transaction, or one Suricata record, as its writer told it: nothing is added here. Immutable.
 *
 * @param transactionId the writer's id; may be empty, and is not unique
 * @param time in UTC; where the writer gives no zone, read in the zone of the log source
 * @param timeText the time as written
 * @param peer the client's end of the connection as logged (behind a proxy: the proxy, or what the server made of it);
 *     for a Suricata alert the attacking side; null where it can't be read
 * @param peerPort 0 where not known
 * @param host the site asked for: Host header, or what the writer names; lower case, without port; empty where not known
 * @param localPort the server's port; 0 where not known
 * @param tls null where not known
 * @param disposition what happened to the request
 * @param engineMode the writer's word ({@code ENABLED}, {@code DETECTION_ONLY}); empty where not known
 * @param inboundScore the anomaly score of the request, -1 where not known
 * @param outboundScore the anomaly score of the response, -1 where not known
 * @param producer the engine and rule set, as written
 * @param notes what a person must know of this record: repairs, cut fields; plain sentences in English
 */
public record Event(
        AuditFormat format,
        String transactionId,
        Instant time,
        String timeText,
        @Nullable IPAddress peer,
        int peerPort,
        String host,
        String localAddress,
        int localPort,
        @Nullable Boolean tls,
        Request request,
        Response response,
        List<Hit> hits,
        Disposition disposition,
        String engineMode,
        int inboundScore,
        int outboundScore,
        String producer,
        List<String> notes) {
    /** What happened to a request. */
    public enum Disposition {
        /** The engine stopped it. */
        BLOCKED,
        /** A rule matched, the request went on. */
        DETECTED,
        /** No rule matched; logged for another reason (its status). */
        LOGGED
    }

    /** The most severe hit; null when no hit has a severity. */
    public @Nullable Severity highestSeverity() {
        Severity highest = null;
        for (Hit hit : hits) {
            Severity severity = hit.severity();
            if (severity != null && (highest == null || severity.compareTo(highest) < 0)) {
                highest = severity;
            }
        }
        return highest;
    }
}
