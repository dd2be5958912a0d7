package io.rempart.events.read;

import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.HeaderField;
import io.rempart.events.model.Hit;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Coraza, {@code ocsf} (OCSF 1.2.0, Web Resources Activity): one enrichment a rule, its data a JSON text inside the JSON. Times are
 * told by their size, for the writer puts nanoseconds where OCSF has milliseconds. Stateless, thread-safe.
 */
final class CorazaOcsfReader extends JsonRecordReader {
    @Override
    public AuditFormat format() {
        return AuditFormat.CORAZA_OCSF;
    }

    @Override
    Reading one(byte[] bytes, int from, int to, ReadContext context) {
        EventDraft draft = new EventDraft(format(), context.limits());
        JsonCursor json = new JsonCursor(bytes, from, to);
        if (!json.enterObject()) {
            throw new JsonCursor.Malformed("it is no JSON object", from);
        }
        ByteText message = ByteText.EMPTY;
        Instant logged = null;
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "time", "start_time" -> time(json, draft);
                case "action_id" -> draft.blocked |= json.integer(0) == 2;
                case "action" -> draft.blocked |= Texts.startsWith(json.text(), "Denied");
                case "http_request" -> request(json, draft);
                case "http_response" -> response(json, draft);
                case "src_endpoint" -> source(json, draft);
                case "dst_endpoint" -> destination(json, draft);
                case "enrichments" -> enrichments(json, draft);
                case "metadata" -> logged = metadata(json, draft);
                case "message" -> message = json.text();
                default -> json.skip();
            }
        }
        json.expectEnd();
        if (draft.time == null) {
            draft.time = logged;
        }
        if (draft.hits.isEmpty() && !message.isEmpty()) {
            draft.hit(new Hit(
                    "", 0, message, ByteText.EMPTY, "", ByteText.EMPTY, null, List.of(), "", "", "", 0, true, false));
        }
        return new Reading.Read(draft.build(), ModSecurity2JsonReader.slice(bytes, from, to), false);
    }

    private static void time(JsonCursor json, EventDraft draft) {
        ByteText text = json.text();
        Instant time = LogTimes.epoch(Texts.integer(text, 0));
        if (draft.time == null) {
            draft.time = time;
            draft.timeText = EventDraft.word(text);
        }
    }

    private static void request(JsonCursor json, EventDraft draft) {
        if (!json.enterObject()) {
            return;
        }
        ByteText method = ByteText.EMPTY;
        ByteText uri = ByteText.EMPTY;
        ByteText version = ByteText.EMPTY;
        ByteText agent = ByteText.EMPTY;
        ByteText referrer = ByteText.EMPTY;
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "http_method" -> method = json.text();
                case "version" -> version = json.text();
                case "uid" -> draft.transactionId = EventDraft.word(json.text());
                case "user_agent" -> agent = json.text();
                case "referrer" -> referrer = json.text();
                case "url" -> uri = url(json, uri);
                case "http_headers" -> headers(json, draft, draft.requestHeaders);
                default -> json.skip();
            }
        }
        complete(draft, "User-Agent", agent);
        complete(draft, "Referer", referrer);
        draft.requestParts(method, uri, Protocols.ofVersion(version));
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

    private static ByteText url(JsonCursor json, ByteText otherwise) {
        if (!json.atObject()) {
            return json.text();
        }
        json.enterObject();
        ByteText url = otherwise;
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            if (key.equals("url_string")) {
                url = json.text();
            } else {
                json.skip();
            }
        }
        return url;
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

    private static void response(JsonCursor json, EventDraft draft) {
        if (!json.enterObject()) {
            return;
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "code" -> draft.status = Texts.small(json.text());
                case "http_headers" -> headers(json, draft, draft.responseHeaders);
                default -> json.skip();
            }
        }
    }

    private static void source(JsonCursor json, EventDraft draft) {
        if (!json.enterObject()) {
            return;
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "ip" -> draft.peer = Addresses.of(json.text());
                case "port" -> draft.peerPort = Texts.small(json.text());
                default -> json.skip();
            }
        }
    }

    private static void destination(JsonCursor json, EventDraft draft) {
        if (!json.enterObject()) {
            return;
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "ip" -> draft.localAddress = WordCache.of(json.text());
                case "port" -> draft.localPort = Texts.small(json.text());
                default -> json.skip();
            }
        }
    }

    private static @Nullable Instant metadata(JsonCursor json, EventDraft draft) {
        Instant logged = null;
        if (!json.enterObject()) {
            return null;
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            if (key.equals("logged_time")) {
                logged = LogTimes.epoch(json.integer(0));
            } else if (key.equals("product") && json.atObject()) {
                json.enterObject();
                for (String inner = json.nextKey(); inner != null; inner = json.nextKey()) {
                    if (inner.equals("vendor_name")) {
                        draft.producer = WordCache.of(json.text());
                    } else {
                        json.skip();
                    }
                }
            } else {
                json.skip();
            }
        }
        return logged;
    }

    private static void enrichments(JsonCursor json, EventDraft draft) {
        if (!json.enterArray()) {
            return;
        }
        while (json.nextElement()) {
            if (!json.enterObject()) {
                continue;
            }
            ByteText name = ByteText.EMPTY;
            ByteText value = ByteText.EMPTY;
            Hit rule = null;
            for (String key = json.nextKey(); key != null; key = json.nextKey()) {
                switch (key) {
                    case "name" -> name = json.text();
                    case "value" -> value = json.text();
                    case "data" -> rule = rule(json);
                    default -> json.skip();
                }
            }
            draft.hit(completed(rule, name, value));
        }
    }

    private static @Nullable Hit rule(JsonCursor json) {
        if (json.atObject()) {
            return CorazaJsonReader.rule(json);
        }
        byte[] text = json.text().toArray();
        try {
            return CorazaJsonReader.rule(new JsonCursor(text, 0, text.length));
        } catch (JsonCursor.Malformed noRule) {
            return null;
        }
    }

    private static Hit completed(@Nullable Hit rule, ByteText name, ByteText value) {
        if (rule == null) {
            return new Hit(
                    "",
                    0,
                    name,
                    ByteText.EMPTY,
                    RuleMessage.variableIn(value),
                    value,
                    null,
                    List.of(),
                    "",
                    "",
                    "",
                    0,
                    true,
                    false);
        }
        ByteText data = rule.data().isEmpty() ? value : rule.data();
        return new Hit(
                rule.ruleId(),
                0,
                rule.message().isEmpty() ? name : rule.message(),
                ByteText.EMPTY,
                RuleMessage.variableIn(data),
                data,
                rule.severity(),
                rule.tags(),
                rule.version(),
                rule.revision(),
                rule.file(),
                rule.line(),
                rule.detection(),
                false);
    }
}
