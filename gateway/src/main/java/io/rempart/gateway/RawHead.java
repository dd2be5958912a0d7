package io.rempart.gateway;

import io.rempart.engine.bytes.ByteSlice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request, byte for byte as it was sent. Immutable.
 *
 * @param method the first word of the request line
 * @param target the request target as it was sent
 * @param protocol such as {@code HTTP/1.1}; empty in HTTP/0.9
 * @param fields the header fields in their order; fields of one name are combined into the first of them
 * @param refusal why the request is not served, null when it may be
 */
public record RawHead(
        ByteSlice method,
        ByteSlice target,
        ByteSlice protocol,
        List<Field> fields,
        @Nullable Refusal refusal) {

    /** One header field; white space around the value is gone, line folding is one space. */
    public record Field(ByteSlice name, ByteSlice value) {}

    /**
     * Why a request is answered with an error and never forwarded.
     *
     * @param status 400 or another status of that family
     * @param reason a sentence for logs
     * @param readable whether the head could be read, so that rules can look at it before the answer
     */
    public record Refusal(int status, String reason, boolean readable) {}

    /** An HTTP/0.9 request: one line without a protocol, answered without a head. */
    public boolean isVersion09() {
        return protocol.isEmpty() && refusal == null;
    }

    /** The value of a header field, null when it is absent. */
    public @Nullable ByteSlice field(String name) {
        for (Field field : fields) {
            if (sameName(field.name(), name)) {
                return field.value();
            }
        }
        return null;
    }

    /** This head, refused. */
    RawHead refused(Refusal why) {
        return new RawHead(method, target, protocol, fields, why);
    }

    /** This head without the fields of a name. */
    RawHead without(String name) {
        List<Field> kept =
                fields.stream().filter(field -> !sameName(field.name(), name)).toList();
        return new RawHead(method, target, protocol, kept, refusal);
    }

    private static boolean sameName(ByteSlice name, String other) {
        return name.length() == other.length() && name.toString().equalsIgnoreCase(other);
    }
}
