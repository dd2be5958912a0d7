package io.rempart.events.read;

import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.ByteText;

/** Coraza, native: ten random characters in the boundary, a time without zone, error lines in part H. Stateless, thread-safe. */
final class CorazaNativeReader extends NativeRecordReader {
    @Override
    public AuditFormat format() {
        return AuditFormat.CORAZA_NATIVE;
    }

    @Override
    boolean owns(String key) {
        return key.length() == 13;
    }

    @Override
    void message(ByteText line, EventDraft draft) {
        ByteText message = value(line, "Message: ");
        ByteText text = message == null ? line : message;
        if (message == null && Texts.indexOf(line, "Coraza: ", 0) < 0) {
            return;
        }
        RuleMessage rule = RuleMessage.of(text);
        draft.blocked |= rule.denied();
        draft.hit(rule.hit());
        if (draft.host.isEmpty() && !rule.hostname().isEmpty()) {
            draft.host = EventDraft.siteName(ByteText.of(rule.hostname()));
        }
    }
}
