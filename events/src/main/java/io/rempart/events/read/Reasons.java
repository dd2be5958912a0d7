package io.rempart.events.read;

/** The sentences that quarantined records carry. */
final class Reasons {
    static final String NO_JSON_SUPPORT =
            "ModSecurity was built without JSON support, so it logs this line instead of the event. Install a ModSecurity that"
                    + " was built with YAJL, or set 'SecAuditLogFormat Native'; the event itself is lost.";
    static final String NO_FORMAT =
            "This line has none of the formats that Rempart reads (ModSecurity 2 and 3, Coraza, Suricata eve.json).";
    static final String NO_JSON_FORMAT =
            "This is JSON, but not of ModSecurity, Coraza, Suricata or Rempart: its keys are not known.";

    private Reasons() {}

    static String broken(JsonCursor.Malformed broken, int from) {
        return "The record is damaged or cut: at its byte " + Math.max(0, broken.offset() - from) + ", "
                + broken.getMessage() + ".";
    }
}
