package io.rempart.events.read;

import inet.ipaddr.IPAddress;
import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.HeaderField;
import io.rempart.events.model.Hit;
import io.rempart.events.model.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Suricata, one line of {@code eve.json}: alert, http, tls, anomaly and drop are events; the rest (flow, fileinfo, dns, stats...)
 * is passed over. Stateless, thread-safe.
 *
 * <p>{@code src_ip} and {@code dest_ip} follow the packet, so in an alert on a response the server is the source. The event is
 * attributed to the client of the flow: {@code flow.src_ip} where it is there, else {@code direction}, else what the rule calls
 * its source and target, else (Suricata 6, anomalies) the end with the higher port; http and tls records go from client to
 * server. The rule's word comes late because authors err: rules on requests that name the client as their target exist.
 */
final class SuricataEveReader extends JsonRecordReader {
    @Override
    public AuditFormat format() {
        return AuditFormat.SURICATA_EVE;
    }

    /** One end of a conversation. */
    private static final class End {
        private ByteText address = ByteText.EMPTY;
        private int port;

        void address(ByteText text) {
            address = text;
        }

        boolean isKnown() {
            return !address.isEmpty();
        }
    }

    private static final class Record {
        private final End source = new End();
        private final End destination = new End();
        private final End flowSource = new End();
        private final End flowDestination = new End();
        private final End alertSource = new End();
        private final End alertTarget = new End();
        private String type = "";
        private String direction = "";
        private String application = "";
        private String flowId = "";
        private String transaction = "";
        private @Nullable Hit hit;
        private boolean stopped;
        private ByteText method = ByteText.EMPTY;
        private ByteText url = ByteText.EMPTY;
        private ByteText protocol = ByteText.EMPTY;
        private ByteText hostname = ByteText.EMPTY;
        private ByteText agent = ByteText.EMPTY;
        private ByteText referer = ByteText.EMPTY;
        private ByteText contentType = ByteText.EMPTY;
        private ByteText forwardedFor = ByteText.EMPTY;
        private ByteText tls = ByteText.EMPTY;
    }

    @Override
    Reading one(byte[] bytes, int from, int to, ReadContext context) {
        EventDraft draft = new EventDraft(format(), context.limits());
        Record record = new Record();
        JsonCursor json = new JsonCursor(bytes, from, to);
        if (!json.enterObject()) {
            throw new JsonCursor.Malformed("it is no JSON object", from);
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            top(key, json, draft, record, context);
        }
        json.expectEnd();
        switch (record.type) {
            case "alert", "http", "tls", "anomaly", "drop" -> {
                finish(draft, record);
                return new Reading.Read(draft.build(), ModSecurity2JsonReader.slice(bytes, from, to), false);
            }
            default -> {
                return new Reading.Skipped("a Suricata record of type " + record.type);
            }
        }
    }

    private static void top(String key, JsonCursor json, EventDraft draft, Record record, ReadContext context) {
        switch (key) {
            case "timestamp" -> {
                ByteText time = json.text();
                draft.timeText = EventDraft.word(time);
                draft.time = LogTimes.iso(time, context.zone());
            }
            case "event_type" -> record.type = WordCache.of(json.text());
            case "flow_id" -> record.flowId = EventDraft.word(json.text());
            case "tx_id" -> record.transaction = EventDraft.word(json.text());
            case "src_ip" -> record.source.address(json.text());
            case "src_port" -> record.source.port = Texts.small(json.text());
            case "dest_ip" -> record.destination.address(json.text());
            case "dest_port" -> record.destination.port = Texts.small(json.text());
            case "direction" -> record.direction = WordCache.of(json.text());
            case "app_proto" -> record.application = WordCache.of(json.text());
            case "host" -> draft.producer = "Suricata on " + WordCache.of(json.text());
            case "xff" -> record.forwardedFor = json.text();
            case "alert" -> alert(json, draft, record);
            case "http" -> http(json, draft, record);
            case "tls" -> tls(json, record);
            case "flow" -> flow(json, record);
            case "anomaly" -> anomaly(json, record);
            case "verdict" -> verdict(json, record);
            case "payload" -> {
                ByteText payload = json.text();
                draft.noteCut("The payload", payload);
            }
            default -> json.skip();
        }
    }

    private static void finish(EventDraft draft, Record record) {
        draft.transactionId = record.transaction.isEmpty() || record.flowId.isEmpty()
                ? record.flowId
                : record.flowId + "/" + record.transaction;
        if (draft.producer.isEmpty()) {
            draft.producer = "Suricata";
        }
        Ends ends = ends(record);
        draft.peer = ends.client;
        draft.peerPort = ends.clientPort;
        draft.localAddress = ends.server;
        draft.localPort = ends.serverPort;
        if (!record.application.isEmpty()) {
            draft.tls = record.application.equals("tls");
        } else if (record.type.equals("tls")) {
            draft.tls = true;
        } else if (record.type.equals("http")) {
            draft.tls = false;
        }
        if (record.hit != null) {
            draft.hit(record.hit);
        }
        draft.blocked = record.stopped || record.type.equals("drop");
        if (!record.url.isEmpty() || !record.method.isEmpty()) {
            draft.requestParts(record.method, record.url, record.protocol);
        }
        complete(draft, "Host", record.hostname);
        complete(draft, "User-Agent", record.agent);
        complete(draft, "Referer", record.referer);
        complete(draft, "X-Forwarded-For", record.forwardedFor);
        if (!record.contentType.isEmpty() && draft.responseHeaders.isEmpty()) {
            draft.header(draft.responseHeaders, ByteText.of("Content-Type"), record.contentType);
        }
        if (draft.host.isEmpty() && !record.tls.isEmpty()) {
            draft.host = EventDraft.siteName(record.tls);
        }
    }

    private record Ends(@Nullable IPAddress client, int clientPort, String server, int serverPort) {}

    private static Ends ends(Record record) {
        if (record.flowSource.isKnown() && record.flowDestination.isKnown()) {
            return of(record.flowSource, record.flowDestination);
        }
        boolean swapped = switch (record.direction) {
            case "to_client" -> true;
            case "to_server" -> false;
            default ->
                !record.type.equals("http")
                        && !record.type.equals("tls")
                        && isService(record.source, record.destination);
        };
        return swapped ? of(record.destination, record.source) : of(record.source, record.destination);
    }

    private static Ends of(End client, End server) {
        IPAddress address = Addresses.of(server.address);
        String local = address == null ? WordCache.of(server.address) : address.toCanonicalString();
        return new Ends(Addresses.of(client.address), client.port, local, server.port);
    }

    /** Servers listen on low ports, clients speak from high ones. */
    private static boolean isService(End end, End other) {
        return end.port > 0 && end.port < other.port;
    }

    private static void complete(EventDraft draft, String name, ByteText value) {
        if (value.isEmpty()) {
            return;
        }
        for (HeaderField field : draft.requestHeaders) {
            if (field.name().toLatin1().equalsIgnoreCase(name)) {
                return;
            }
        }
        draft.header(draft.requestHeaders, ByteText.of(name), value);
    }

    /** Suricata's 1 is the highest of 255, with 1 to 3 in use, 4 for what is merely worth a note. */
    private static Severity severity(long number) {
        return number <= 1
                ? Severity.CRITICAL
                : number == 2 ? Severity.ERROR : number == 3 ? Severity.WARNING : Severity.NOTICE;
    }

    private static void alert(JsonCursor json, EventDraft draft, Record record) {
        if (!json.enterObject()) {
            return;
        }
        String generator = "1";
        String signature = "";
        String revision = "";
        ByteText message = ByteText.EMPTY;
        String category = "";
        Severity severity = null;
        List<String> tags = new ArrayList<>();
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "action" -> record.stopped |= Texts.startsWith(json.text(), "blocked");
                case "gid" -> generator = WordCache.of(json.text());
                case "signature_id" -> signature = WordCache.of(json.text());
                case "rev" -> revision = WordCache.of(json.text());
                case "signature" -> message = json.text();
                case "category" -> category = WordCache.of(json.text());
                case "severity" -> severity = severity(json.integer(4));
                case "metadata" -> metadata(json, tags);
                case "source" -> end(json, record.alertSource);
                case "target" -> end(json, record.alertTarget);
                case "xff" -> record.forwardedFor = json.text();
                default -> json.skip();
            }
        }
        if (!category.isEmpty()) {
            tags.add(0, category);
        }
        record.hit = new Hit(
                signature.isEmpty() ? "" : generator + ":" + signature,
                0,
                message,
                ByteText.EMPTY,
                "",
                ByteText.EMPTY,
                severity,
                List.copyOf(tags),
                "",
                revision,
                "",
                0,
                true,
                false);
    }

    /** The rule's own key words as tags: {@code attack_target:Web_Server}. */
    private static void metadata(JsonCursor json, List<String> tags) {
        if (!json.enterObject()) {
            return;
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            boolean dates = key.endsWith("_at");
            if (!json.atArray()) {
                tag(tags, key, json.text(), dates);
                continue;
            }
            json.enterArray();
            while (json.nextElement()) {
                tag(tags, key, json.text(), dates);
            }
        }
    }

    private static void tag(List<String> tags, String key, ByteText value, boolean leaveOut) {
        if (!leaveOut && !value.isEmpty() && tags.size() < RuleMessage.MOST_TAGS) {
            tags.add(key + ":" + WordCache.of(value));
        }
    }

    private static void end(JsonCursor json, End end) {
        if (!json.enterObject()) {
            return;
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "ip" -> end.address(json.text());
                case "port" -> end.port = Texts.small(json.text());
                default -> json.skip();
            }
        }
    }

    private static void http(JsonCursor json, EventDraft draft, Record record) {
        if (!json.enterObject()) {
            return;
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "hostname" -> record.hostname = json.text();
                case "url" -> record.url = json.text();
                case "http_user_agent" -> record.agent = json.text();
                case "http_refer" -> record.referer = json.text();
                case "http_content_type" -> record.contentType = json.text();
                case "http_method" -> record.method = json.text();
                case "protocol" -> record.protocol = json.text();
                case "status" -> draft.status = Texts.small(json.text());
                case "xff" -> record.forwardedFor = json.text();
                case "request_headers" -> headers(json, draft, draft.requestHeaders);
                case "response_headers" -> headers(json, draft, draft.responseHeaders);
                case "http_request_body" -> draft.requestBody = draft.body("The request body", base64(json.text()));
                case "http_response_body" -> draft.responseBody = draft.body("The response body", base64(json.text()));
                case "http_request_body_printable" -> {
                    ByteText text = json.text();
                    if (draft.requestBody.isEmpty()) {
                        draft.requestBody = draft.body("The request body", text);
                    }
                }
                case "http_response_body_printable" -> {
                    ByteText text = json.text();
                    if (draft.responseBody.isEmpty()) {
                        draft.responseBody = draft.body("The response body", text);
                    }
                }
                default -> json.skip();
            }
        }
    }

    /** The bytes; the text itself where it is no base 64 (cut, or written by another tool). */
    private static ByteText base64(ByteText text) {
        try {
            return ByteText.of(java.util.Base64.getDecoder().decode(text.toArray()));
        } catch (IllegalArgumentException notBase64) {
            return text;
        }
    }

    private static void headers(JsonCursor json, EventDraft draft, List<HeaderField> headers) {
        if (!json.enterArray()) {
            return;
        }
        while (json.nextElement()) {
            if (!json.enterObject()) {
                continue;
            }
            ByteText name = ByteText.EMPTY;
            ByteText value = ByteText.EMPTY;
            for (String key = json.nextKey(); key != null; key = json.nextKey()) {
                switch (key) {
                    case "name" -> name = json.text();
                    case "value" -> value = json.text();
                    default -> json.skip();
                }
            }
            draft.header(headers, name, value);
        }
    }

    private static void tls(JsonCursor json, Record record) {
        if (!json.enterObject()) {
            return;
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            if (key.equals("sni")) {
                record.tls = json.text();
            } else {
                json.skip();
            }
        }
    }

    private static void flow(JsonCursor json, Record record) {
        if (!json.enterObject()) {
            return;
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "src_ip" -> record.flowSource.address(json.text());
                case "src_port" -> record.flowSource.port = Texts.small(json.text());
                case "dest_ip" -> record.flowDestination.address(json.text());
                case "dest_port" -> record.flowDestination.port = Texts.small(json.text());
                default -> json.skip();
            }
        }
    }

    private static void anomaly(JsonCursor json, Record record) {
        if (!json.enterObject()) {
            return;
        }
        ByteText event = ByteText.EMPTY;
        List<String> tags = new ArrayList<>();
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "event" -> event = json.text();
                case "type", "layer", "app_proto" -> tag(tags, key, json.text(), false);
                default -> json.skip();
            }
        }
        record.hit = new Hit(
                "", 0, event, ByteText.EMPTY, "", ByteText.EMPTY, null, List.copyOf(tags), "", "", "", 0, false, false);
    }

    /** The final word, where it is logged; {@code alert.action} is not. */
    private static void verdict(JsonCursor json, Record record) {
        if (!json.enterObject()) {
            return;
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            if (key.equals("action")) {
                ByteText action = json.text();
                record.stopped |= Texts.startsWith(action, "drop") || Texts.startsWith(action, "reject");
            } else {
                json.skip();
            }
        }
    }
}
