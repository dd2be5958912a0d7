package io.rempart.events.model;

import java.util.List;

/**
 * The response as the log has it.
 *
 * @param status 0 where not known (HTTP/0.9, aborted)
 * @param body empty where it was not logged
 */
public record Response(int status, ByteText protocol, List<HeaderField> headers, ByteText body) {
    public static final Response NONE = new Response(0, ByteText.EMPTY, List.of(), ByteText.EMPTY);
}
