package io.rempart.events.read;

/** The sentences of {@link Reason} that readers say most. */
final class Reasons {
    static final String NO_JSON_SUPPORT = Reason.NO_JSON_SUPPORT.sentence();
    static final String NO_FORMAT = Reason.NO_FORMAT.sentence();
    static final String NO_JSON_FORMAT = Reason.NO_JSON_FORMAT.sentence();

    private Reasons() {}

    static String broken(JsonCursor.Malformed broken, int from) {
        return Reason.DAMAGED.sentence(Math.max(0, broken.offset() - from), String.valueOf(broken.getMessage()));
    }
}
