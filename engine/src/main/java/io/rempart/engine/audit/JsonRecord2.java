package io.rempart.engine.audit;

import io.rempart.engine.RuleMatch;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.rule.Rule;
import io.rempart.engine.state.AuditPart;
import io.rempart.engine.state.RequestBodyContent.UploadedFile;
import io.rempart.engine.state.Settings;
import io.rempart.engine.state.TransactionState;
import io.rempart.engine.state.Values;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The JSON record of ModSecurity 2: one object on a line. */
final class JsonRecord2 implements RecordFormat {
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss.SSSSSS xx", Locale.ENGLISH);

    private static final int MOST_RULES = 500;

    @Override
    public byte[] write(AuditRecord record) {
        JsonWriter json = new JsonWriter().open('{');
        transaction(json, record);
        request(json, record);
        response(json, record);
        auditData(json, record);
        uploads(json, record);
        matchedRules(json, record);
        return json.close('}').bytes();
    }

    private static void transaction(JsonWriter json, AuditRecord record) {
        TransactionState state = record.state();
        json.name("transaction").open('{');
        json.name("time").value(TIME.format(record.now()));
        json.name("transaction_id").value(state.id());
        json.name("remote_address").value(state.clientAddress);
        json.name("remote_port").number(state.clientPort);
        json.name("local_address").value(state.serverAddress);
        json.name("local_port").number(state.serverPort);
        json.close('}');
    }

    private static void request(JsonWriter json, AuditRecord record) {
        json.name("request").open('{');
        if (record.has(AuditPart.B)) {
            json.name("request_line").value(record.requestLine());
            headers(json, record.requestHeaders());
        }
        ByteSlice body = record.requestBody();
        boolean withoutFiles = record.has(AuditPart.I) && record.hasFiles();
        if (record.has(AuditPart.C) && !withoutFiles && !body.isEmpty()) {
            json.name("body").open('[').value(body).close(']');
        }
        if (record.has(AuditPart.I)) {
            json.name("fake_body").value(withoutFiles ? FakeBody.of(record) : ByteSlice.EMPTY);
        }
        json.close('}');
    }

    static void headers(JsonWriter json, Values headers) {
        json.name("headers").open('{');
        for (int i = 0; i < headers.size(); i++) {
            ByteSlice name = headers.key(i);
            if (name != null) {
                json.name(name).value(headers.value(i));
            }
        }
        json.close('}');
    }

    private static void response(JsonWriter json, AuditRecord record) {
        json.name("response").open('{');
        if (record.has(AuditPart.F)) {
            ByteSlice protocol = record.state().response().protocol();
            json.name("protocol")
                    .value(protocol.isEmpty() ? record.state().head().protocol() : protocol);
            json.name("status").number(record.status());
            headers(json, record.responseHeaders());
        }
        if (record.has(AuditPart.E)) {
            json.name("body").value(record.responseBody());
        }
        json.close('}');
    }

    private static void auditData(JsonWriter json, AuditRecord record) {
        if (!record.has(AuditPart.H)) {
            return;
        }
        json.name("audit_data").open('{');
        List<RuleMatch> matches = record.matches();
        if (!matches.isEmpty() || !record.notices().isEmpty()) {
            json.name("messages").open('[');
            for (String notice : record.notices()) {
                json.value(notice);
            }
            for (RuleMatch match : matches) {
                json.value(record.messageOf(match));
            }
            json.close(']');
        }
        if (record.verdict().interrupts()) {
            json.name("action").open('{');
            json.name("intercepted").raw("true");
            json.name("phase").number(record.verdict().phase());
            json.name("message").value(record.masked(record.verdict().reason()));
            json.close('}');
        }
        json.name("stopwatch").open('{');
        long[] nanos = record.state().phaseNanos();
        for (int phase = 1; phase <= 5; phase++) {
            json.name("p" + phase).number(nanos[phase] / 1000);
        }
        json.name("sr")
                .number(0)
                .name("sw")
                .number(0)
                .name("l")
                .number(0)
                .name("gc")
                .number(0);
        json.close('}');
        List<String> components = record.settings().components;
        if (components.isEmpty()) {
            json.name("producer").value(AuditRecord.PRODUCER_2);
        } else {
            json.name("producer").open('[').value(AuditRecord.PRODUCER_2);
            components.forEach(json::value);
            json.close(']');
        }
        if (!record.settings().serverSignature.isEmpty()) {
            json.name("server").value(record.settings().serverSignature);
        }
        if (!record.settings().sensorId.isEmpty()) {
            json.name("sensor_id").value(record.settings().sensorId);
        }
        json.name("engine_mode")
                .value(
                        record.state().controls().engine == Settings.Engine.DETECTION_ONLY
                                ? "DETECTION_ONLY"
                                : "ENABLED");
        json.close('}');
    }

    private static void uploads(JsonWriter json, AuditRecord record) {
        var content = record.state().content();
        if (!record.has(AuditPart.J) || content == null || content.files().isEmpty()) {
            return;
        }
        json.name("uploads").open('{').name("info").open('[');
        for (UploadedFile file : content.files()) {
            json.open('{');
            json.name("file_size").number(file.size());
            json.name("file_name").value(file.filename());
            json.name("content_type").value("<Unknown Content-Type>");
            json.close('}');
        }
        json.close(']').name("total").number(content.filesCombinedSize()).close('}');
    }

    private static void matchedRules(JsonWriter json, AuditRecord record) {
        List<TransactionState.RunningRule> matched = record.state().matchedRules();
        if (!record.has(AuditPart.K) || matched.isEmpty()) {
            return;
        }
        json.name("matched_rules").open('[');
        int count = 0;
        for (TransactionState.RunningRule running : matched) {
            if (running instanceof Rule rule && count++ < MOST_RULES) {
                json.open('{')
                        .name("chain")
                        .raw(rule.next == null ? "false" : "true")
                        .name("rules")
                        .open('[');
                for (Rule link = rule; link != null; link = link.next) {
                    rule(json, link, rule);
                }
                json.close(']');
                if (rule.next != null) {
                    json.name("full_chain_match").raw("true");
                }
                json.close('}');
            }
        }
        json.close(']');
    }

    private static void rule(JsonWriter json, Rule link, Rule head) {
        json.open('{').name("actionset").open('{');
        if (link == head) {
            json.name("id").value(Long.toString(head.id));
            if (!head.version.isEmpty()) {
                json.name("version").value(head.version);
            }
            if (head.severity != null) {
                json.name("severity").number(head.severity.ordinal());
            }
        }
        json.name("phase").number(head.phase);
        json.name("is_chained").raw(head.next == null ? "false" : "true");
        if (link == head && head.next != null) {
            json.name("chain_starter").raw("true");
        }
        json.close('}');
        if (link.operator != null) {
            json.name("operator").open('{');
            json.name("operator").value(link.operatorName);
            json.name("operator_param").value(link.operatorArgument);
            json.name("target").value(targets(link));
            json.name("negated").raw(Boolean.toString(link.negated));
            json.close('}');
        }
        json.name("config").open('{');
        json.name("filename").value(link.file);
        json.name("line_num").number(link.line);
        json.close('}');
        json.name("unparsed").value(link.source);
        json.name("is_matched").raw("true").close('}');
    }

    private static String targets(Rule rule) {
        StringBuilder text = new StringBuilder();
        rule.targets.forEach(target -> text.append(text.isEmpty() ? "" : "|").append(target));
        return text.toString();
    }
}
