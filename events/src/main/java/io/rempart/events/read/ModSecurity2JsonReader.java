package io.rempart.events.read;

import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.HeaderField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/** ModSecurity 2, {@code SecAuditLogFormat JSON}: one object a line, all keys optional. Stateless, thread-safe. */
final class ModSecurity2JsonReader extends JsonRecordReader {
    @Override
    public AuditFormat format() {
        return AuditFormat.MODSECURITY2_JSON;
    }

    @Override
    Reading one(byte[] bytes, int from, int to, ReadContext context) {
        EventDraft draft = new EventDraft(AuditFormat.MODSECURITY2_JSON, context.limits());
        JsonCursor json = new JsonCursor(bytes, from, to);
        int errorMessages = -1;
        int matchedRules = -1;
        if (!json.enterObject()) {
            throw new JsonCursor.Malformed("it is no JSON object", from);
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "transaction" -> transaction(json, draft, context);
                case "request" -> request(json, draft);
                case "response" -> response(json, draft);
                case "audit_data" -> errorMessages = auditData(json, draft);
                case "matched_rules" -> {
                    matchedRules = json.position();
                    json.skip();
                }
                default -> json.skip();
            }
        }
        json.expectEnd();
        if (draft.corazaLegacy) {
            return new CorazaLegacyJsonReader().one(bytes, from, to, context);
        }
        if (matchedRules >= 0) {
            json.jumpTo(matchedRules);
            MatchedRules.complete(draft.hits, json);
        }
        if (errorMessages >= 0 && !hasHost(draft)) {
            json.jumpTo(errorMessages);
            draft.host = hostname(json);
        }
        return new Reading.Read(draft.build(), slice(bytes, from, to), false);
    }

    static byte[] slice(byte[] bytes, int from, int to) {
        return from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
    }

    private static boolean hasHost(EventDraft draft) {
        for (HeaderField field : draft.requestHeaders) {
            if (field.name().length() == 4 && field.name().toLatin1().equalsIgnoreCase("host")) {
                return !field.value().isEmpty();
            }
        }
        return false;
    }

    static void transaction(JsonCursor json, EventDraft draft, ReadContext context) {
        if (!json.enterObject()) {
            return;
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "time" -> {
                    ByteText time = json.text();
                    draft.timeText = EventDraft.word(time);
                    draft.time = LogTimes.common(time, context.zone());
                    if (draft.time == null) { // Coraza's legacy form
                        draft.time = LogTimes.slashed(time, context.zone());
                    }
                }
                case "transaction_id" -> draft.transactionId = EventDraft.word(json.text());
                case "remote_address" -> draft.peer = Addresses.of(json.text());
                case "remote_port" -> draft.peerPort = Texts.small(json.text());
                case "local_address" -> draft.localAddress = WordCache.of(json.text());
                case "local_port" -> draft.localPort = Texts.small(json.text());
                default -> json.skip();
            }
        }
    }

    static void request(JsonCursor json, EventDraft draft) {
        if (!json.enterObject()) {
            return;
        }
        ByteText fakeBody = ByteText.EMPTY;
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "request_line" -> draft.requestLine(json.text());
                case "headers" -> headers(json, draft, draft.requestHeaders);
                case "body" -> draft.requestBody = draft.body("The request body", chunks(json, draft.limits));
                case "fake_body" -> fakeBody = json.text();
                default -> json.skip();
            }
        }
        if (draft.requestBody.isEmpty() && !fakeBody.isEmpty()) {
            draft.requestBody = draft.body("The request body", fakeBody);
        }
    }

    static void response(JsonCursor json, EventDraft draft) {
        if (!json.enterObject()) {
            return;
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "protocol" -> draft.responseProtocol = json.text();
                case "status" -> draft.status = Texts.small(json.text());
                case "headers" -> headers(json, draft, draft.responseHeaders);
                case "body" -> draft.responseBody = draft.body("The response body", chunks(json, draft.limits));
                default -> json.skip();
            }
        }
    }

    /** Every header in order; a name may come again, a value may be a list (Coraza). */
    static void headers(JsonCursor json, EventDraft draft, List<HeaderField> headers) {
        if (!json.enterObject()) {
            return;
        }
        for (ByteText name = json.nextName(); name != null; name = json.nextName()) {
            if (json.atArray()) {
                json.enterArray();
                while (json.nextElement()) {
                    draft.header(headers, name, json.text());
                }
            } else {
                draft.header(headers, name, json.text());
            }
        }
    }

    /**
     * A body: one string, or the chunks of an array joined as bytes (the writer cuts inside UTF-8 characters). Of a body longer
     * than the field limit no more than that and the mark of a cut is joined, so that the notes can tell its length.
     */
    static ByteText chunks(JsonCursor json, FieldLimits limits) {
        if (!json.atArray()) {
            return json.text();
        }
        json.enterArray();
        List<ByteText> chunks = new ArrayList<>();
        long length = 0;
        while (json.nextElement()) {
            ByteText chunk = json.text();
            length += chunk.length();
            chunks.add(chunk);
        }
        if (chunks.size() == 1) {
            return chunks.get(0);
        }
        byte[] joined = new byte[(int) Math.min(length, Integer.MAX_VALUE - 64)];
        int at = 0;
        for (ByteText chunk : chunks) {
            chunk.asBuffer().get(joined, at, chunk.length());
            at += chunk.length();
        }
        return ByteText.of(joined);
    }

    /** Returns where {@code error_messages} stands, -1 when there are none. */
    private static int auditData(JsonCursor json, EventDraft draft) {
        int errorMessages = -1;
        if (!json.enterObject()) {
            return errorMessages;
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "messages" -> messages(json, draft);
                case "error_messages" -> {
                    errorMessages = json.position();
                    json.skip();
                }
                case "action" -> action(json, draft);
                case "producer" -> draft.producer = producer(json);
                case "engine_mode" -> draft.engineMode = WordCache.of(json.text());
                case "stopwatch" -> draft.corazaLegacy = JsonShape.isCapitalised(json);
                default -> json.skip();
            }
        }
        return errorMessages;
    }

    private static void messages(JsonCursor json, EventDraft draft) {
        if (!json.enterArray()) {
            return;
        }
        while (json.nextElement()) {
            RuleMessage message = RuleMessage.ofModSecurity2(json.text());
            draft.blocked |= message.denied();
            draft.hit(message.hit());
        }
    }

    static void action(JsonCursor json, EventDraft draft) {
        if (!json.enterObject()) {
            return;
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            if (key.equals("intercepted")) {
                draft.blocked |= json.isTrue();
            } else {
                json.skip();
            }
        }
    }

    /** A string, or an array when rule sets name themselves. */
    static String producer(JsonCursor json) {
        if (!json.atArray()) {
            return WordCache.of(json.text());
        }
        StringJoiner joined = new StringJoiner("; ");
        json.enterArray();
        while (json.nextElement()) {
            String part = WordCache.of(json.text());
            if (!part.isEmpty() && joined.length() < 1_024) {
                joined.add(part);
            }
        }
        return joined.toString();
    }

    private static String hostname(JsonCursor json) {
        if (!json.enterArray()) {
            return "";
        }
        while (json.nextElement()) {
            ByteText message = json.text();
            int at = Texts.lastIndexOf(message, "[hostname \"");
            int quote = at < 0 ? -1 : Texts.indexOf(message, "\"]", at + 11);
            if (quote > 0) {
                return EventDraft.siteName(message.slice(at + 11, quote));
            }
        }
        return "";
    }
}
