package io.rempart.events.read;

import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.Event;
import io.rempart.events.model.Hit;
import java.util.ArrayList;
import java.util.List;

/**
 * Coraza, {@code jsonlegacy}: the keys of ModSecurity 2, but {@code audit_data.messages} holds the rules' texts only, without id;
 * the rule is told by {@code error_messages}, where they are complete lines. Stateless, thread-safe.
 */
final class CorazaLegacyJsonReader extends JsonRecordReader {
    @Override
    public AuditFormat format() {
        return AuditFormat.CORAZA_LEGACY_JSON;
    }

    @Override
    Reading one(byte[] bytes, int from, int to, ReadContext context) {
        EventDraft draft = new EventDraft(format(), context.limits());
        JsonCursor json = new JsonCursor(bytes, from, to);
        if (!json.enterObject()) {
            throw new JsonCursor.Malformed("it is no JSON object", from);
        }
        List<Hit> texts = new ArrayList<>();
        List<Hit> lines = new ArrayList<>();
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "transaction" -> ModSecurity2JsonReader.transaction(json, draft, context);
                case "request" -> ModSecurity2JsonReader.request(json, draft);
                case "response" -> ModSecurity2JsonReader.response(json, draft);
                case "audit_data" -> auditData(json, draft, texts, lines);
                default -> json.skip();
            }
        }
        json.expectEnd();
        for (Hit hit : lines.isEmpty() ? texts : lines) {
            draft.hit(hit);
        }
        if (draft.engineMode.equals("On") || draft.engineMode.equals("ENABLED")) {
            draft.blocked |= Interception.follows(draft.hits, draft.status);
        }
        Event event = draft.build();
        return new Reading.Read(event, ModSecurity2JsonReader.slice(bytes, from, to), false);
    }

    private static void auditData(JsonCursor json, EventDraft draft, List<Hit> texts, List<Hit> lines) {
        if (!json.enterObject()) {
            return;
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "messages" -> hits(json, draft, texts);
                case "error_messages" -> hits(json, draft, lines);
                case "action" -> ModSecurity2JsonReader.action(json, draft);
                case "producer" -> draft.producer = ModSecurity2JsonReader.producer(json);
                case "engine_mode" -> draft.engineMode = WordCache.of(json.text());
                default -> json.skip();
            }
        }
    }

    private static void hits(JsonCursor json, EventDraft draft, List<Hit> hits) {
        if (!json.enterArray()) {
            return;
        }
        while (json.nextElement()) {
            ByteText text = json.text();
            if (text.isEmpty() || hits.size() >= draft.limits.hits()) {
                continue;
            }
            RuleMessage message = RuleMessage.of(text);
            draft.blocked |= message.denied();
            Hit hit = message.hit();
            hits.add(hit.ruleId().isEmpty() ? textOnly(text) : hit);
            if (draft.host.isEmpty() && !message.hostname().isEmpty()) {
                draft.host = EventDraft.siteName(ByteText.of(message.hostname()));
            }
        }
    }

    /** A rule matched, and its message is all that we are told of it. */
    private static Hit textOnly(ByteText text) {
        return new Hit("", 0, text, ByteText.EMPTY, "", ByteText.EMPTY, null, List.of(), "", "", "", 0, true, false);
    }
}
