package io.rempart.events.mask;

/**
 * A key of a JSON record, and what it tells about its value.
 *
 * @param text one character a byte
 * @param namesHeaders whether the value holds header fields
 * @param isSecret whether the value of a member of that name is secret
 * @param isSecretHeader whether the value of a header of that name is not just a text
 */
record RecordKey(byte[] bytes, String text, Role role, boolean namesHeaders, boolean isSecret, boolean isSecretHeader) {
    /** What kind of value follows. */
    enum Role {
        /** Made by the server or the engine: nothing of a client is in it. */
        CLEAN,
        /** The name that goes with the {@code value} member. */
        SIBLING_NAME,
        SIBLING_VALUE,
        URL,
        BODY,
        BASE64,
        /** A text that tells what matched. */
        MATCH,
        /** What the rule logged. */
        DATA,
        /** The rules that matched, as they stand in the rule set. */
        RULE_TEXT,
        OTHER
    }

    static final RecordKey NONE = new RecordKey(new byte[0], "", Role.OTHER, false, false, false);

    static RecordKey of(byte[] bytes, String text, SecretNames names) {
        return new RecordKey(
                bytes,
                text,
                role(text),
                text.regionMatches(true, text.length() - 7, "headers", 0, 7),
                names.isSecret(text) && !isSelfDescribing(text),
                TextMasker.isSecretHeader(text, names));
    }

    boolean isNameOrValue() {
        return text.equals("name") || text.equals("value");
    }

    /** A body that may be an array of pieces of one text. */
    boolean isChunked() {
        return text.equals("body") || text.equals("fake_body");
    }

    private static Role role(String key) {
        return switch (key) {
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
                    "flow_id" -> Role.CLEAN;
            case "name", "header" -> Role.SIBLING_NAME;
            case "value" -> Role.SIBLING_VALUE;
            case "request_line", "uri", "url", "url_string", "args", "http_refer", "query", "redirect", "referrer" ->
                Role.URL;
            case "body",
                    "fake_body",
                    "http_request_body_printable",
                    "http_response_body_printable",
                    "payload_printable" -> Role.BODY;
            case "payload", "packet", "http_request_body", "http_response_body" -> Role.BASE64;
            case "match", "error_message" -> Role.MATCH;
            case "data" -> Role.DATA;
            case "matched_rules" -> Role.RULE_TEXT;
            default -> Role.OTHER;
        };
    }

    /** Keys of the log formats themselves that sound secret and are not. */
    private static boolean isSelfDescribing(String key) {
        return switch (key) {
            case "signature", "signature_id", "sid", "token_count" -> true;
            default -> false;
        };
    }
}
