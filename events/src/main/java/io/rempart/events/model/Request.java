package io.rempart.events.model;

import java.util.List;

/**
 * The request as the log has it, byte-exact.
 *
 * @param line the request line; for writers that give parts only, rebuilt as {@code METHOD uri HTTP/x}
 * @param method empty where the line is malformed
 * @param uri as sent, with its query; empty where the line is malformed
 * @param protocol such as {@code HTTP/1.1}; empty for HTTP/0.9 and where not known
 * @param headers in the order of the log
 * @param body the chunks of the log joined; empty where it was not logged
 */
public record Request(
        ByteText line, ByteText method, ByteText uri, ByteText protocol, List<HeaderField> headers, ByteText body) {
    public static final Request NONE =
            new Request(ByteText.EMPTY, ByteText.EMPTY, ByteText.EMPTY, ByteText.EMPTY, List.of(), ByteText.EMPTY);

    /** The first header of that name (ASCII case ignored); empty text when there is none. */
    public ByteText header(String name) {
        for (HeaderField field : headers) {
            if (field.name().length() == name.length()
                    && field.name().toLatin1().equalsIgnoreCase(name)) {
                return field.value();
            }
        }
        return ByteText.EMPTY;
    }
}
