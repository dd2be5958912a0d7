package io.rempart.events.mask;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Masks one JSON record, whatever wrote it, by rewriting only the strings that hold a secret; every other byte stays. It
 * follows the strings and brackets without asking whether the JSON is valid, so that damaged records are masked too.
 *
 * <p>What a string is, is told by its key: {@code headers} hold header values, {@code body} a body, {@code uri} a URL, the
 * rest are messages. A body that is an array of chunks is masked as one text and written back as one chunk, since a secret may
 * lie across the cut.
 */
final class JsonRecordMasker {
    private static final int MAX_DEPTH = 128;

    private final TextMasker texts;
    private final SecretNames names;
    private final MaskToken token;
    private final QuickLook quick;
    private final KeyTable keys;

    JsonRecordMasker(TextMasker texts, SecretNames names, MaskToken token, boolean cards) {
        this.texts = texts;
        this.names = names;
        this.token = token;
        this.quick = new QuickLook(names, cards);
        this.keys = new KeyTable(names);
    }

    /** The very same array when there is no secret in it. */
    byte[] mask(byte[] record) {
        return new Walk(record).run();
    }

    /** An object or array that is open. Used again for others at its depth. */
    private static final class Level {
        boolean object;
        RecordKey name = RecordKey.NONE;
        /** The key whose value comes next. */
        RecordKey key = RecordKey.NONE;
        /** Whether the key was just read, so that a string that follows is most likely its value. */
        boolean afterKey;
        /** The value of a {@code name} or {@code header} member before the {@code value} one. */
        String siblingName = "";
        /** Set by a match text that names a secret variable: the data that follows is secret. */
        boolean secretMatch;

        /** Inside an object or array of header fields. */
        boolean headers;

        void begin(boolean isObject, RecordKey itsName, boolean insideHeaders) {
            object = isObject;
            name = itsName;
            key = RecordKey.NONE;
            afterKey = false;
            siblingName = "";
            secretMatch = false;
            headers = insideHeaders || itsName.namesHeaders();
        }

        /** By which the string that comes is judged. */
        RecordKey keyOfValue() {
            return object ? key : name;
        }
    }

    private final class Walk {
        private final byte[] in;
        private Level[] levels = new Level[8];
        private int depth = -1;
        private Level level;
        private @Nullable RecordBytes out;
        private int copied;

        Walk(byte[] in) {
            this.in = in;
            this.level = push(false, RecordKey.NONE, false);
        }

        byte[] run() {
            int i = 0;
            while (i < in.length) {
                switch (in[i]) {
                    case '"' -> i = string(i);
                    case ',' -> {
                        level.afterKey = false;
                        i++;
                    }
                    case '{' -> {
                        open(true);
                        i++;
                    }
                    case '[' -> {
                        RecordKey key = level.key;
                        open(false);
                        i = key.role() == RecordKey.Role.BODY && key.isChunked() && !level.object ? chunks(i) : i + 1;
                    }
                    case '}', ']' -> {
                        if (depth > 0) {
                            level = levels[--depth];
                            level.afterKey = false;
                        }
                        i++;
                    }
                    default -> i++;
                }
            }
            RecordBytes edited = out;
            if (edited == null) {
                return in;
            }
            edited.add(in, copied, in.length);
            return edited.toArray();
        }

        private Level push(boolean object, RecordKey name, boolean headers) {
            if (++depth == levels.length) {
                levels = Arrays.copyOf(levels, depth * 2);
            }
            Level next = levels[depth];
            if (next == null) {
                next = new Level();
                levels[depth] = next;
            }
            next.begin(object, name, headers);
            level = next;
            return next;
        }

        private void open(boolean object) {
            if (depth + 1 < MAX_DEPTH) {
                push(object, level.keyOfValue(), level.headers);
            }
        }

        /** @return where to go on */
        private int string(int quote) {
            int from = quote + 1;
            QuickLook.Text look = level.object && !level.afterKey ? QuickLook.Text.CLOSELY : look(level);
            int end;
            boolean suspicious;
            if (look == QuickLook.Text.NEVER || look == QuickLook.Text.CLOSELY) {
                end = QuickLook.closingQuote(in, from);
                suspicious = look == QuickLook.Text.CLOSELY;
            } else {
                int seen = quick.look(in, from, in.length, look);
                suspicious = seen < 0;
                end = suspicious ? -seen - 1 : seen;
            }
            int after = end < in.length ? end + 1 : end;
            if (level.object && isFollowedByColon(after)) {
                level.key = keys.of(in, from, Math.min(end, from + KeyTable.LONGEST));
                level.afterKey = true;
                // The rules that matched, as text of the rule set: nothing of the client is in it.
                return level.key.role() == RecordKey.Role.RULE_TEXT ? in.length : after;
            }
            level.afterKey = false;
            if (suspicious) {
                String value = JsonText.unescaped(in, from, end);
                String masked = maskValue(level, value);
                if (!masked.equals(value)) {
                    replace(from, end, masked);
                }
            } else if (end > from && level.keyOfValue().role() == RecordKey.Role.MATCH) {
                level.secretMatch = false;
            }
            return after;
        }

        private boolean isFollowedByColon(int from) {
            for (int i = from; i < in.length; i++) {
                byte b = in[i];
                if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                    return b == ':';
                }
            }
            return false;
        }

        private void replace(int from, int to, String value) {
            RecordBytes target = out;
            if (target == null) {
                target = new RecordBytes(in.length + 64);
                out = target;
            }
            target.add(in, copied, from);
            JsonText.writeEscaped(value, target);
            copied = to;
        }

        /** The strings of a body in chunks, as one text. */
        private int chunks(int bracket) {
            RecordBytes joined = new RecordBytes(256);
            int first = -1;
            int last = -1;
            int i = bracket + 1;
            while (i < in.length && in[i] != ']') {
                if (in[i] == '"') {
                    int end = QuickLook.closingQuote(in, i + 1);
                    first = first < 0 ? i + 1 : first;
                    last = end;
                    joined.add(in, i + 1, end);
                    i = Math.min(end + 1, in.length);
                } else if (in[i] == '{' || in[i] == '[') {
                    return bracket + 1; // not chunks of text
                } else {
                    i++;
                }
            }
            // Whole escapes stand in each chunk, so what is joined first and unescaped then is the same text.
            if (first >= 0 && quick.look(joined.array(), 0, joined.length(), QuickLook.Text.BODY) < 0) {
                String whole = JsonText.unescaped(joined.array(), 0, joined.length());
                String masked = texts.mask(whole, TextMasker.Kind.BODY);
                if (!masked.equals(whole)) {
                    replace(first, last, masked);
                }
            }
            return i;
        }
    }

    /** How closely a string must be looked at; {@link #maskValue} decides the same for those that a secret may stand in. */
    private static QuickLook.Text look(Level level) {
        RecordKey key = level.keyOfValue();
        if (level.headers && !key.isNameOrValue()) {
            return key.isSecretHeader() ? QuickLook.Text.CLOSELY : QuickLook.Text.URL;
        }
        return switch (key.role()) {
            case CLEAN -> QuickLook.Text.NEVER;
            case SIBLING_NAME, SIBLING_VALUE, BASE64 -> QuickLook.Text.CLOSELY;
            case URL -> QuickLook.Text.URL;
            case BODY -> QuickLook.Text.BODY;
            case MATCH -> QuickLook.Text.MESSAGE;
            case DATA -> level.secretMatch ? QuickLook.Text.CLOSELY : QuickLook.Text.MESSAGE;
            case RULE_TEXT, OTHER -> level.object && key.isSecret() ? QuickLook.Text.CLOSELY : QuickLook.Text.MESSAGE;
        };
    }

    private String maskValue(Level level, String value) {
        if (value.isEmpty()) {
            return value;
        }
        RecordKey key = level.keyOfValue();
        if (level.headers && !key.isNameOrValue()) {
            return texts.header(key.text(), value);
        }
        return switch (key.role()) {
            case CLEAN -> value;
            case SIBLING_NAME -> {
                level.siblingName = value;
                yield value;
            }
            case SIBLING_VALUE -> {
                if (level.headers) {
                    yield texts.header(level.siblingName, value);
                }
                yield names.isSecret(level.siblingName) ? token.of(value) : texts.mask(value, TextMasker.Kind.MESSAGE);
            }
            case URL -> texts.mask(value, TextMasker.Kind.URL);
            case BODY -> texts.mask(value, TextMasker.Kind.BODY);
            case BASE64 -> base64(value);
            case MATCH -> {
                level.secretMatch = texts.mentionsSecretVariable(value);
                yield texts.mask(value, TextMasker.Kind.MESSAGE);
            }
            case DATA -> level.secretMatch ? texts.wholeData(value) : texts.mask(value, TextMasker.Kind.MESSAGE);
            case RULE_TEXT, OTHER ->
                level.object && key.isSecret() ? token.of(value) : texts.mask(value, TextMasker.Kind.MESSAGE);
        };
    }

    private String base64(String value) {
        try {
            String plain = new String(Base64.getDecoder().decode(value), StandardCharsets.ISO_8859_1);
            String masked = plain;
            int headersEnd = plain.indexOf("\r\n\r\n");
            if (headersEnd > 0) {
                masked = NativeRecordMasker.maskHttp(plain, headersEnd, texts);
            } else {
                masked = texts.mask(plain, TextMasker.Kind.BODY);
            }
            return masked.equals(plain)
                    ? value
                    : Base64.getEncoder().encodeToString(masked.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            return texts.mask(value, TextMasker.Kind.BODY);
        }
    }
}
