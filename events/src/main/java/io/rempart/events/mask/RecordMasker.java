package io.rempart.events.mask;

/**
 * Takes secrets out of a raw record before it is read, so that the event, the stored record and the quarantine all come from
 * masked bytes. Works on every format and on damaged records. Thread-safe.
 */
public final class RecordMasker {
    private final JsonRecordMasker json;
    private final NativeRecordMasker sections;

    /**
     * @param names whose values are secret
     * @param token what stands in their place
     * @param cards whether payment card numbers are masked wherever they stand
     */
    public RecordMasker(SecretNames names, MaskToken token, boolean cards) {
        TextMasker texts = new TextMasker(names, token, cards);
        this.json = new JsonRecordMasker(texts, names, token, cards);
        this.sections = new NativeRecordMasker(texts);
    }

    /** The very same array when there is no secret in it. */
    public byte[] mask(byte[] record) {
        for (byte b : record) {
            if (b == '{') {
                return json.mask(record);
            }
            if (b == '-') {
                return sections.mask(record);
            }
            if (b > ' ') {
                break;
            }
        }
        // The tail of a record whose head is missing, or something else: both ways of writing occur in it.
        return json.mask(sections.mask(record));
    }
}
