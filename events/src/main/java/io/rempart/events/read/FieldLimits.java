package io.rempart.events.read;

/**
 * How much of a record is kept.
 *
 * @param fieldBytes of one string of a record; of a longer one the head is kept, with the length and SHA-256 of the rest
 * @param recordBytes of one record after its fields were cut; a longer one goes to quarantine
 * @param hits of one event
 * @param headers of one message
 */
public record FieldLimits(int fieldBytes, int recordBytes, int hits, int headers) {
    public static final FieldLimits DEFAULT = new FieldLimits(64 * 1024, 16 * 1024 * 1024, 2_000, 1_000);
}
