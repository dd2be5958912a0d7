package io.rempart.events.read;

import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.ByteText;

/** ModSecurity 2, native: {@code --27cdeb15-A--} to {@code --27cdeb15-Z--}. Stateless, thread-safe. */
final class ModSecurity2NativeReader extends NativeRecordReader {
    @Override
    public AuditFormat format() {
        return AuditFormat.MODSECURITY2_NATIVE;
    }

    @Override
    boolean owns(String key) {
        return key.length() == 11;
    }

    @Override
    void message(ByteText line, EventDraft draft) {
        ByteText message = value(line, "Message: ");
        if (message != null) {
            RuleMessage rule = RuleMessage.ofModSecurity2(message);
            draft.blocked |= rule.denied();
            draft.hit(rule.hit());
            return;
        }
        ByteText error = value(line, "Apache-Error: ");
        if (error != null) {
            int at = draft.host.isEmpty() ? Texts.lastIndexOf(error, "[hostname \"") : -1;
            int quote = at < 0 ? -1 : Texts.indexOf(error, "\"]", at + 11);
            if (quote > 0) {
                draft.host = EventDraft.siteName(error.slice(at + 11, quote));
            }
            return;
        }
        ByteText action = value(line, "Action: ");
        if (action != null) {
            draft.blocked |= Texts.startsWith(action, "Intercepted");
            return;
        }
        ByteText producer = value(line, "Producer: ");
        if (producer == null) {
            producer = value(line, "WAF: ");
        }
        if (producer != null) {
            String text = EventDraft.word(producer);
            draft.producer = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
            return;
        }
        ByteText mode = value(line, "Engine-Mode: ");
        if (mode != null) {
            draft.engineMode = EventDraft.word(mode).replace("\"", "");
        }
    }
}
