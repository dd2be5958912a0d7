package io.rempart.engine.audit;

import io.rempart.engine.RuleMatch;
import io.rempart.engine.state.AuditPart;
import io.rempart.engine.state.TransactionState;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The JSON record of ModSecurity 3: one object on a line, everything inside {@code transaction}. */
final class JsonRecord3 implements RecordFormat {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH);

    @Override
    public byte[] write(AuditRecord record) {
        TransactionState state = record.state();
        JsonWriter json = new JsonWriter().open('{').name("transaction").open('{');
        json.name("client_ip").value(state.clientAddress);
        json.name("time_stamp").value(TIME.format(record.start()));
        json.name("server_id").value(record.settings().sensorId);
        json.name("client_port").number(state.clientPort);
        json.name("host_ip").value(state.serverAddress);
        json.name("host_port").number(state.serverPort);
        json.name("unique_id").value(state.id());
        json.name("request").open('{');
        json.name("method").value(state.head().method());
        json.name("http_version").raw(version(state.head().protocol().toString()));
        json.name("uri").value(record.uri());
        if (record.has(AuditPart.C)) {
            json.name("body").value(record.requestBody());
        }
        if (record.has(AuditPart.B)) {
            JsonRecord2.headers(json, record.requestHeaders());
        }
        json.close('}').name("response").open('{');
        if (record.has(AuditPart.E)) {
            json.name("body").value(record.responseBody());
        }
        json.name("http_code").number(record.status());
        if (record.has(AuditPart.F)) {
            JsonRecord2.headers(json, record.responseHeaders());
        }
        json.close('}');
        if (record.has(AuditPart.H)) {
            trailer(json, record);
        }
        return json.close('}').close('}').bytes();
    }

    private static void trailer(JsonWriter json, AuditRecord record) {
        json.name("producer").open('{');
        json.name("modsecurity").value(AuditRecord.PRODUCER_3);
        json.name("connector").value("");
        json.name("secrules_engine")
                .value(
                        switch (record.state().controls().engine) {
                            case ON -> "Enabled";
                            case OFF -> "Disabled";
                            case DETECTION_ONLY -> "DetectionOnly";
                        });
        json.name("components").open('[');
        record.settings().components.forEach(json::value);
        json.close(']').close('}').name("messages").open('[');
        for (RuleMatch match : record.matches()) {
            json.open('{');
            json.name("message").value(record.masked(match.message().toString()));
            json.name("details").open('{');
            json.name("match").value(record.masked(match.explanation()));
            json.name("reference").value(match.reference());
            json.name("ruleId").value(Long.toString(match.ruleId()));
            json.name("file").value(match.file());
            json.name("lineNumber").value(Integer.toString(match.line()));
            json.name("data").value(record.masked(match.data().toString()));
            json.name("severity")
                    .value(Integer.toString(
                            match.severity() == null ? 0 : match.severity().ordinal()));
            json.name("ver").value(match.version());
            json.name("rev").value(match.revision());
            json.name("tags").open('[');
            match.tags().forEach(json::value);
            json.close(']');
            json.name("maturity").value(Integer.toString(match.maturity()));
            json.name("accuracy").value(Integer.toString(match.accuracy()));
            json.close('}').close('}');
        }
        json.close(']');
    }

    /** A number as ModSecurity writes it; what is no version becomes 0.9, so that the record stays JSON. */
    static String version(String protocol) {
        String version = protocol.startsWith("HTTP/") ? protocol.substring(5) : "";
        return version.matches("[0-9](\\.[0-9])?") ? version : "0.9";
    }
}
