package io.rempart.conformance.modsecurity2;

import io.rempart.engine.bytes.ByteSlice;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One case of a test file.
 *
 * @param file the file
 * @param place the file's path in the suite and the case's number from 1, {@code op/rx.t#3}
 * @param number the number from 1
 * @param node the case as the script prints it
 */
record SuiteCase(Path file, String place, int number, JsonNode node) {
    String type() {
        return node.path("type").asString("");
    }

    /** The function or, for a whole request, what the case is about. */
    String title() {
        return node.path("name").asString(node.path("comment").asString(""));
    }

    /** Bytes, null when the case has none of the name. */
    byte @Nullable [] bytes(String name) {
        String text = node.path(name).asString("");
        return node.has(name) ? Base64.getDecoder().decode(text) : null;
    }

    ByteSlice slice(String name) {
        byte[] bytes = bytes(name);
        return bytes == null ? ByteSlice.EMPTY : ByteSlice.of(bytes);
    }

    /** What the function returns: for an operator whether it matches, for a transformation whether it changes the value. */
    boolean returns() {
        return node.path("ret").asString("0").equals("1");
    }

    /** Whether a user agent sends it, which knows HTTP; else it is bytes. */
    boolean isOfUserAgent() {
        return node.path("agent").asBoolean(false);
    }

    boolean follows() {
        return node.path("follows").asBoolean(false);
    }
}
