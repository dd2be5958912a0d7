package io.rempart.events.read;

import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.Hit;
import io.rempart.events.model.Severity;
import java.util.List;

/**
 * Coraza, {@code json}: {@code messages} stands beside {@code transaction}; numbers are numbers, header values lists. With part H
 * but without K a message has only its {@code error_message}. Also the line that connectors without an audit log leave: an object
 * whose {@code message} is such an error line. Stateless, thread-safe.
 */
final class CorazaJsonReader extends JsonRecordReader {
    @Override
    public AuditFormat format() {
        return AuditFormat.CORAZA_JSON;
    }

    @Override
    Reading one(byte[] bytes, int from, int to, ReadContext context) {
        EventDraft draft = new EventDraft(format(), context.limits());
        JsonCursor json = new JsonCursor(bytes, from, to);
        if (!json.enterObject()) {
            throw new JsonCursor.Malformed("it is no JSON object", from);
        }
        Interrupted interrupted = new Interrupted();
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "transaction" -> transaction(json, draft, context, interrupted);
                case "messages" -> messages(json, draft);
                case "time", "ts", "timestamp" -> wrapperTime(json, draft, context);
                case "message", "msg" -> errorLine(json.text(), draft);
                default -> json.skip();
            }
        }
        json.expectEnd();
        if (interrupted.known) {
            draft.blocked |= interrupted.value;
        } else if (draft.engineMode.equals("On")) {
            draft.blocked |= Interception.follows(draft.hits, draft.status);
        }
        return new Reading.Read(draft.build(), ModSecurity2JsonReader.slice(bytes, from, to), false);
    }

    private static final class Interrupted {
        private boolean known;
        private boolean value;
    }

    private static void transaction(JsonCursor json, EventDraft draft, ReadContext context, Interrupted interrupted) {
        if (!json.enterObject()) {
            return;
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "timestamp" -> {
                    ByteText time = json.text();
                    draft.timeText = EventDraft.word(time);
                    if (draft.time == null) {
                        draft.time = anyTime(time, context);
                    }
                }
                case "unix_timestamp" -> {
                    java.time.Instant exact = LogTimes.epoch(json.integer(0));
                    draft.time = exact == null ? draft.time : exact;
                }
                case "id" -> draft.transactionId = EventDraft.word(json.text());
                case "client_ip" -> draft.peer = Addresses.of(json.text());
                case "client_port" -> draft.peerPort = Texts.small(json.text());
                case "host_ip" -> draft.localAddress = WordCache.of(json.text());
                case "host_port" -> draft.localPort = Texts.small(json.text());
                case "request" -> request(json, draft);
                case "response" -> response(json, draft);
                case "producer" -> producer(json, draft);
                case "is_interrupted" -> {
                    interrupted.known = true;
                    interrupted.value = json.isTrue();
                }
                default -> json.skip();
            }
        }
    }

    static java.time.@org.jspecify.annotations.Nullable Instant anyTime(ByteText time, ReadContext context) {
        java.time.Instant found = LogTimes.slashed(time, context.zone());
        if (found == null) {
            found = LogTimes.common(time, context.zone());
        }
        if (found == null) {
            found = LogTimes.iso(time, context.zone());
        }
        return found;
    }

    private static void request(JsonCursor json, EventDraft draft) {
        if (!json.enterObject()) {
            return;
        }
        ByteText method = ByteText.EMPTY;
        ByteText uri = ByteText.EMPTY;
        ByteText protocol = ByteText.EMPTY;
        ByteText version = ByteText.EMPTY;
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "method" -> method = json.text();
                case "uri" -> uri = json.text();
                case "protocol" -> protocol = json.text();
                case "http_version" -> version = json.text();
                case "headers" -> ModSecurity2JsonReader.headers(json, draft, draft.requestHeaders);
                case "body" ->
                    draft.requestBody =
                            draft.body("The request body", ModSecurity2JsonReader.chunks(json, draft.limits));
                default -> json.skip();
            }
        }
        draft.requestParts(method, uri, protocol.isEmpty() ? Protocols.ofVersion(version) : protocol);
    }

    private static void response(JsonCursor json, EventDraft draft) {
        if (!json.enterObject()) {
            return;
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "protocol" -> draft.responseProtocol = json.text();
                case "status" -> draft.status = Texts.small(json.text());
                case "headers" -> ModSecurity2JsonReader.headers(json, draft, draft.responseHeaders);
                case "body" ->
                    draft.responseBody =
                            draft.body("The response body", ModSecurity2JsonReader.chunks(json, draft.limits));
                default -> json.skip();
            }
        }
    }

    private static void producer(JsonCursor json, EventDraft draft) {
        if (!json.enterObject()) {
            return;
        }
        StringBuilder producer = new StringBuilder("Coraza");
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "connector", "server" -> append(producer, "; ", WordCache.of(json.text()));
                case "version" -> append(producer, " ", WordCache.of(json.text()));
                case "rulesets" -> append(producer, "; ", ModSecurity2JsonReader.producer(json));
                case "rule_engine" -> draft.engineMode = WordCache.of(json.text());
                default -> json.skip();
            }
        }
        draft.producer = producer.toString();
    }

    private static void append(StringBuilder text, String before, String part) {
        if (!part.isEmpty()) {
            text.append(before).append(part);
        }
    }

    private static void messages(JsonCursor json, EventDraft draft) {
        if (!json.enterArray()) {
            return;
        }
        while (json.nextElement()) {
            if (!json.enterObject()) {
                continue;
            }
            ByteText message = ByteText.EMPTY;
            ByteText errorMessage = ByteText.EMPTY;
            Hit hit = null;
            for (String key = json.nextKey(); key != null; key = json.nextKey()) {
                switch (key) {
                    case "message" -> message = json.text();
                    case "error_message" -> errorMessage = json.text();
                    case "data" -> hit = rule(json);
                    default -> json.skip();
                }
            }
            RuleMessage line = RuleMessage.of(errorMessage);
            draft.blocked |= line.denied();
            Hit stated = errorMessage.isEmpty() ? null : line.hit();
            if (hit == null || hit.ruleId().isEmpty()) {
                if (stated != null) {
                    draft.hit(stated);
                } else if (hit != null || !message.isEmpty()) {
                    draft.hit(merged(hit == null ? NOTHING : hit, null, message));
                }
            } else {
                draft.hit(merged(hit, stated, message));
            }
        }
    }

    private static final Hit NOTHING = new Hit(
            "", 0, ByteText.EMPTY, ByteText.EMPTY, "", ByteText.EMPTY, null, List.of(), "", "", "", 0, false, false);

    /** The rule's own data, with what only the error line says. */
    private static Hit merged(Hit hit, @org.jspecify.annotations.Nullable Hit stated, ByteText message) {
        ByteText match = stated == null ? ByteText.EMPTY : stated.match();
        String variable =
                stated == null || stated.variable().isEmpty() ? RuleMessage.variableIn(hit.data()) : stated.variable();
        return new Hit(
                hit.ruleId(),
                stated == null ? 0 : stated.phase(),
                hit.message().isEmpty() ? message : hit.message(),
                match,
                variable,
                hit.data(),
                hit.severity(),
                hit.tags(),
                hit.version(),
                hit.revision(),
                hit.file(),
                hit.line(),
                !hit.ruleId().isEmpty() && !AnomalyScores.isReport(hit.ruleId()),
                false);
    }

    /** A rule's data; severity -1 is none, id 0 too. */
    static Hit rule(JsonCursor json) {
        if (!json.enterObject()) {
            return NOTHING;
        }
        String id = "";
        String file = "";
        int line = 0;
        ByteText message = ByteText.EMPTY;
        ByteText data = ByteText.EMPTY;
        Severity severity = null;
        String version = "";
        String revision = "";
        List<String> tags = List.of();
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "file" -> file = WordCache.of(json.text());
                case "line" -> line = (int) Math.max(0, Math.min(json.integer(0), Integer.MAX_VALUE));
                case "id" -> id = WordCache.of(json.text());
                case "rev" -> revision = WordCache.of(json.text());
                case "msg" -> message = json.text();
                case "data" -> data = json.text();
                case "severity" -> severity = Severities.of(json.text());
                case "ver" -> version = WordCache.of(json.text());
                case "tags" -> tags = ModSecurity3JsonReader.tags(json);
                default -> json.skip();
            }
        }
        id = id.equals("0") ? "" : id;
        return new Hit(
                id,
                0,
                message,
                ByteText.EMPTY,
                RuleMessage.variableIn(data),
                data,
                severity,
                tags,
                version,
                revision,
                file,
                line,
                !id.isEmpty() && !AnomalyScores.isReport(id),
                false);
    }

    private static void wrapperTime(JsonCursor json, EventDraft draft, ReadContext context) {
        boolean text = json.atString();
        ByteText time = json.text();
        draft.timeText = EventDraft.word(time);
        if (text) {
            draft.time = anyTime(time, context);
            return;
        }
        int point = Texts.indexOf(time, '.', 0);
        long seconds = Texts.integer(point < 0 ? time : time.slice(0, point), 0);
        draft.time = LogTimes.epoch(seconds);
        if (point >= 0 && draft.time != null) {
            ByteText fraction = time.slice(point + 1, Math.min(time.length(), point + 10));
            long nanos = Texts.integer(fraction, 0);
            for (int digits = fraction.length(); digits < 9; digits++) {
                nanos *= 10;
            }
            draft.time = draft.time.plusNanos(nanos);
        }
    }

    private static void errorLine(ByteText text, EventDraft draft) {
        if (Texts.indexOf(text, "Coraza: ", 0) < 0) {
            return;
        }
        RuleMessage rule = RuleMessage.of(text);
        draft.blocked |= rule.denied();
        draft.hit(rule.hit());
        draft.peer = Addresses.of(ByteText.of(rule.client()));
        draft.transactionId = rule.uniqueId();
        if (!rule.hostname().isEmpty()) {
            draft.host = EventDraft.siteName(ByteText.of(rule.hostname()));
        }
        if (!rule.uri().isEmpty()) {
            draft.requestParts(ByteText.EMPTY, ByteText.of(rule.uri()), ByteText.EMPTY);
        }
        draft.note("Only an error line was logged, without the request. Switch the audit log on to see it.");
    }
}
