package io.rempart.events.read;

import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.Hit;
import io.rempart.events.model.Severity;
import java.util.ArrayList;
import java.util.List;

/**
 * libmodsecurity 3, JSON: everything inside {@code transaction}, numbers as strings, the time without a zone. It never says that
 * it stopped a request; that follows from the rule that decides, the engine's mode and the status. Stateless, thread-safe.
 */
final class ModSecurity3JsonReader extends JsonRecordReader {
    @Override
    public AuditFormat format() {
        return AuditFormat.MODSECURITY3_JSON;
    }

    @Override
    Reading one(byte[] bytes, int from, int to, ReadContext context) {
        EventDraft draft = new EventDraft(format(), context.limits());
        JsonCursor json = new JsonCursor(bytes, from, to);
        if (!json.enterObject()) {
            throw new JsonCursor.Malformed("it is no JSON object", from);
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            if (key.equals("transaction")) {
                transaction(json, draft, context);
            } else {
                json.skip();
            }
        }
        json.expectEnd();
        draft.blocked |= draft.engineMode.equals("Enabled") && Interception.follows(draft.hits, draft.status);
        return new Reading.Read(draft.build(), ModSecurity2JsonReader.slice(bytes, from, to), false);
    }

    private static void transaction(JsonCursor json, EventDraft draft, ReadContext context) {
        if (!json.enterObject()) {
            return;
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "client_ip" -> draft.peer = Addresses.of(json.text());
                case "client_port" -> draft.peerPort = Texts.small(json.text());
                case "host_ip" -> draft.localAddress = WordCache.of(json.text());
                case "host_port" -> draft.localPort = Texts.small(json.text());
                case "unique_id", "id" -> draft.transactionId = EventDraft.word(json.text());
                case "time_stamp" -> {
                    ByteText time = json.text();
                    draft.timeText = EventDraft.word(time);
                    draft.time = LogTimes.asctime(time, context.zone());
                    if (draft.time == null) {
                        draft.time = LogTimes.common(time, context.zone());
                    }
                }
                case "request" -> request(json, draft);
                case "response" -> response(json, draft);
                case "producer" -> producer(json, draft);
                case "messages" -> messages(json, draft);
                default -> json.skip();
            }
        }
    }

    private static void request(JsonCursor json, EventDraft draft) {
        if (!json.enterObject()) {
            return;
        }
        ByteText method = ByteText.EMPTY;
        ByteText uri = ByteText.EMPTY;
        ByteText version = ByteText.EMPTY;
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "method", "protocol" -> method = method.isEmpty() ? json.text() : keepAndSkip(json, method);
                case "uri" -> uri = json.text();
                case "http_version" -> version = json.text();
                case "headers" -> ModSecurity2JsonReader.headers(json, draft, draft.requestHeaders);
                case "body" ->
                    draft.requestBody =
                            draft.body("The request body", ModSecurity2JsonReader.chunks(json, draft.limits));
                default -> json.skip();
            }
        }
        draft.requestParts(method, uri, Protocols.ofVersion(version));
    }

    private static ByteText keepAndSkip(JsonCursor json, ByteText value) {
        json.skip();
        return value;
    }

    private static void response(JsonCursor json, EventDraft draft) {
        if (!json.enterObject()) {
            return;
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "http_code" -> draft.status = Texts.small(json.text());
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
        StringBuilder producer = new StringBuilder();
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            String part = switch (key) {
                case "modsecurity", "connector" -> WordCache.of(json.text());
                case "components" -> ModSecurity2JsonReader.producer(json).replace("\"", "");
                case "secrules_engine" -> {
                    draft.engineMode = WordCache.of(json.text());
                    yield "";
                }
                default -> {
                    json.skip();
                    yield "";
                }
            };
            if (!part.isEmpty()) {
                producer.append(producer.isEmpty() ? "" : "; ").append(part);
            }
        }
        draft.producer = producer.toString();
    }

    private static void messages(JsonCursor json, EventDraft draft) {
        if (!json.enterArray()) {
            return;
        }
        while (json.nextElement()) {
            if (json.enterObject()) {
                draft.hit(hit(json, draft));
            }
        }
    }

    private static Hit hit(JsonCursor json, EventDraft draft) {
        ByteText message = ByteText.EMPTY;
        ByteText match = ByteText.EMPTY;
        String ruleId = "";
        String file = "";
        int line = 0;
        ByteText data = ByteText.EMPTY;
        Severity severity = null;
        String version = "";
        String revision = "";
        List<String> tags = List.of();
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            if (key.equals("message")) {
                message = json.text();
                continue;
            }
            if (!key.equals("details")) {
                json.skip();
                continue;
            }
            if (!json.enterObject()) {
                continue;
            }
            for (String detail = json.nextKey(); detail != null; detail = json.nextKey()) {
                switch (detail) {
                    case "match" -> match = json.text();
                    case "ruleId" -> ruleId = WordCache.of(json.text());
                    case "file" -> file = WordCache.of(json.text());
                    case "lineNumber" -> line = (int) Math.max(0, Math.min(json.integer(0), Integer.MAX_VALUE));
                    case "data" -> data = json.text();
                    case "severity" -> severity = Severities.of(json.text());
                    case "ver" -> version = WordCache.of(json.text());
                    case "rev" -> revision = WordCache.of(json.text());
                    case "tags" -> tags = tags(json);
                    default -> json.skip();
                }
            }
        }
        draft.noteCut("The data of a rule match", data);
        draft.noteCut("The match of a rule", match);
        ruleId = ruleId.equals("0") ? "" : ruleId;
        String variable = MatchText.variable(match);
        if (variable.isEmpty()) {
            variable = RuleMessage.variableIn(data);
        }
        return new Hit(
                ruleId,
                0,
                message,
                match,
                variable,
                data,
                severity,
                tags,
                version,
                revision,
                file,
                line,
                !ruleId.isEmpty() && !AnomalyScores.isReport(ruleId),
                false);
    }

    static List<String> tags(JsonCursor json) {
        if (!json.enterArray()) {
            return List.of();
        }
        List<String> tags = new ArrayList<>(10);
        while (json.nextElement()) {
            String tag = WordCache.of(json.text());
            if (tags.size() < RuleMessage.MOST_TAGS) {
                tags.add(tag);
            }
        }
        return tags;
    }
}
