package io.rempart.events.read;

import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.ByteText;
import java.util.Arrays;

/** libmodsecurity 3, native: {@code ---UiaqbUYK---A--} to {@code ---UiaqbUYK---Z--}. Stateless, thread-safe. */
final class ModSecurity3NativeReader extends NativeRecordReader {
    @Override
    public AuditFormat format() {
        return AuditFormat.MODSECURITY3_NATIVE;
    }

    @Override
    boolean owns(String key) {
        return key.length() == 14;
    }

    @Override
    void message(ByteText line, EventDraft draft) {
        if (!Texts.startsWith(line, "ModSecurity: ")) {
            return;
        }
        RuleMessage rule = RuleMessage.of(line);
        draft.blocked |= rule.denied();
        draft.hit(rule.hit());
    }

    /** This writer ends a body with a line feed of its own. */
    @Override
    ByteText requestBody(ByteText written) {
        return withoutLineFeed(written);
    }

    /** This writer escapes control bytes ({@code \x0d\x0a}) but no backslash, and ends a body with a line feed of its own. */
    @Override
    ByteText responseBody(ByteText body) {
        ByteText written = withoutLineFeed(body);
        if (Texts.indexOf(written, "\\x", 0) < 0) {
            return written;
        }
        byte[] out = new byte[written.length()];
        int length = 0;
        for (int i = 0; i < written.length(); i++) {
            if (Texts.startsWithAt(written, i, "\\x")
                    && i + 3 < written.length()
                    && Texts.isHex(written.at(i + 2))
                    && Texts.isHex(written.at(i + 3))) {
                out[length++] =
                        (byte) (Character.digit(written.at(i + 2), 16) << 4 | Character.digit(written.at(i + 3), 16));
                i += 3;
            } else {
                out[length++] = (byte) written.at(i);
            }
        }
        return ByteText.of(Arrays.copyOf(out, length));
    }
}
