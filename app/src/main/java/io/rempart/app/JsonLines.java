package io.rempart.app;

import io.rempart.console.text.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Writes values as JSON on one line, pure ASCII, so that hostile text can do nothing to a terminal. Stateless. */
public final class JsonLines {
    private JsonLines() {}

    /** What {@link JsonText#write} takes. */
    public static String of(Map<String, ?> object) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JsonText.generator(line)) {
            JsonText.write(json, object);
        }
        // DEL is allowed in JSON, and some terminals act on it.
        return line.toString(StandardCharsets.US_ASCII).replace("\u007f", "\\u007f");
    }
}
