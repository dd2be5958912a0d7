package io.rempart.events.mask;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
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

    JsonRecordMasker(TextMasker texts, SecretNames names, MaskToken token) {
        this.texts = texts;
        this.names = names;
        this.token = token;
    }

    /** The very same array when there is no secret in it. */
    byte[] mask(byte[] record) {
        return new Walk(record).run();
    }

    /** An object or array that is open. */
    private static final class Level {
        final boolean object;
        final String name;
        /** The key whose value comes next. */
        String key = "";
        /** The value of a {@code name} or {@code header} member before the {@code value} one. */
        String siblingName = "";
        /** Set by a match text that names a secret variable: the data that follows is secret. */
        boolean secretMatch;

        /** Inside an object or array of header fields. */
        final boolean headers;

        Level(boolean object, String name, boolean headers) {
            this.object = object;
            this.name = name;
            this.headers = headers || name.regionMatches(true, name.length() - 7, "headers", 0, 7);
        }
    }

    private final class Walk {
        private final byte[] in;
        private final Deque<Level> levels = new ArrayDeque<>();
        private @Nullable ByteArrayOutputStream out;
        private int copied;

        Walk(byte[] in) {
            this.in = in;
            levels.push(new Level(false, "", false));
        }

        byte[] run() {
            int i = 0;
            while (i < in.length) {
                switch (in[i]) {
                    case '"' -> i = string(i);
                    case '{' -> {
                        open(true);
                        i++;
                    }
                    case '[' -> {
                        String key = level().key;
                        open(false);
                        i = isBody(key) && level().object == false ? chunks(i) : i + 1;
                    }
                    case '}', ']' -> {
                        if (levels.size() > 1) {
                            levels.pop();
                        }
                        i++;
                    }
                    default -> i++;
                }
            }
            if (out == null) {
                return in;
            }
            out.write(in, copied, in.length - copied);
            return out.toByteArray();
        }

        private Level level() {
            return levels.getFirst();
        }

        private void open(boolean object) {
            Level parent = level();
            if (levels.size() < MAX_DEPTH) {
                levels.push(new Level(object, parent.object ? parent.key : parent.name, parent.headers));
            }
        }

        /** @return where to go on */
        private int string(int quote) {
            int end = closingQuote(quote + 1);
            int after = end < in.length ? end + 1 : end;
            Level level = level();
            if (level.object && isFollowedByColon(after)) {
                level.key = new String(in, quote + 1, Math.min(end - quote - 1, 256), StandardCharsets.ISO_8859_1);
                // The rules that matched, as text of the rule set: nothing of the client is in it.
                return level.key.equals("matched_rules") ? in.length : after;
            }
            String value = JsonText.unescaped(in, quote + 1, end);
            String masked = maskValue(level, value);
            if (!masked.equals(value)) {
                replace(quote + 1, end, masked);
            }
            return after;
        }

        private int closingQuote(int from) {
            int i = from;
            while (i < in.length && in[i] != '"') {
                i += in[i] == '\\' ? 2 : 1;
            }
            return Math.min(i, in.length);
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
            ByteArrayOutputStream target = out;
            if (target == null) {
                target = new ByteArrayOutputStream(in.length + 64);
                out = target;
            }
            target.write(in, copied, from - copied);
            JsonText.writeEscaped(value, target);
            copied = to;
        }

        /** The strings of a body in chunks, as one text. */
        private int chunks(int bracket) {
            StringBuilder joined = new StringBuilder();
            int first = -1;
            int last = -1;
            int i = bracket + 1;
            while (i < in.length && in[i] != ']') {
                if (in[i] == '"') {
                    int end = closingQuote(i + 1);
                    first = first < 0 ? i + 1 : first;
                    last = end;
                    joined.append(JsonText.unescaped(in, i + 1, end));
                    i = Math.min(end + 1, in.length);
                } else if (in[i] == '{' || in[i] == '[') {
                    return bracket + 1; // not chunks of text
                } else {
                    i++;
                }
            }
            if (first >= 0) {
                String whole = joined.toString();
                String masked = texts.mask(whole, TextMasker.Kind.BODY);
                if (!masked.equals(whole)) {
                    replace(first, last, masked);
                }
            }
            return i;
        }
    }

    private static boolean isBody(String key) {
        return key.equals("body") || key.equals("fake_body");
    }

    private String maskValue(Level level, String value) {
        if (value.isEmpty()) {
            return value;
        }
        String key = level.object ? level.key : level.name;
        if (level.headers && !isNameOrValue(key)) {
            return texts.header(key, value);
        }
        switch (key) {
            case "transaction_id",
                    "unique_id",
                    "id",
                    "uid",
                    "time",
                    "timestamp",
                    "time_stamp",
                    "unix_timestamp",
                    "stopwatch",
                    "file",
                    "filename",
                    "ruleId",
                    "reference",
                    "producer",
                    "server",
                    "raw",
                    "tags",
                    "md5",
                    "sha1",
                    "sha256",
                    "ja3",
                    "fingerprint",
                    "flow_id" -> {
                return value;
            }
            case "name", "header" -> {
                level.siblingName = value;
                return value;
            }
            case "value" -> {
                if (level.headers) {
                    return texts.header(level.siblingName, value);
                }
                return names.isSecret(level.siblingName) ? token.of(value) : texts.mask(value, TextMasker.Kind.MESSAGE);
            }
            case "request_line", "uri", "url", "url_string", "args", "http_refer", "query", "redirect", "referrer" -> {
                return texts.mask(value, TextMasker.Kind.URL);
            }
            case "body",
                    "fake_body",
                    "http_request_body_printable",
                    "http_response_body_printable",
                    "payload_printable" -> {
                return texts.mask(value, TextMasker.Kind.BODY);
            }
            case "payload", "packet", "http_request_body", "http_response_body" -> {
                return base64(value);
            }
            case "match", "error_message" -> {
                level.secretMatch = texts.mentionsSecretVariable(value);
                return texts.mask(value, TextMasker.Kind.MESSAGE);
            }
            case "data" -> {
                return level.secretMatch ? texts.wholeData(value) : texts.mask(value, TextMasker.Kind.MESSAGE);
            }
            default -> {
                return level.object && names.isSecret(key) && !isSelfDescribing(key)
                        ? token.of(value)
                        : texts.mask(value, TextMasker.Kind.MESSAGE);
            }
        }
    }

    private static boolean isNameOrValue(String key) {
        return key.equals("name") || key.equals("value");
    }

    /** Keys of the log formats themselves that sound secret and are not. */
    private static boolean isSelfDescribing(String key) {
        return switch (key) {
            case "signature", "signature_id", "sid", "token_count" -> true;
            default -> false;
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
