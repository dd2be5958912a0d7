package io.rempart.workbench.ftw;

import io.rempart.workbench.WorkbenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;

/**
 * A YAML document as maps, lists and texts: numbers and booleans stay as they were written, because a test's {@code 2.10} must not
 * become {@code 2.1}. Stateless.
 */
final class YamlTree {
    private static final YAMLFactory YAML = new YAMLFactory();
    private static final JsonFactory JSON = new JsonFactory();
    private static final int DEEPEST = 50;

    private YamlTree() {}

    /** The document in a file; null when the file is empty. */
    static @Nullable Object read(Path file) {
        try {
            return read(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException | JacksonException broken) {
            throw new WorkbenchException(
                    file + " can't be read as YAML: " + firstLine(String.valueOf(broken.getMessage())), broken);
        }
    }

    /** The document in a text; null when it is empty. */
    static @Nullable Object read(String text) {
        try (JsonParser parser = YAML.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            return first == null ? null : value(parser, 0);
        }
    }

    /** The document in a JSON text. */
    static @Nullable Object json(String text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            return parser.nextToken() == null ? null : value(parser, 0);
        }
    }

    private static @Nullable Object value(JsonParser parser, int depth) {
        if (depth > DEEPEST) {
            throw new WorkbenchException("A YAML document is nested deeper than " + DEEPEST + " levels.");
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                map.put(name, value(parser, depth + 1));
            }
            return map;
        }
        if (token == JsonToken.START_ARRAY) {
            List<@Nullable Object> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(parser, depth + 1));
            }
            return list;
        }
        return token == JsonToken.VALUE_NULL ? null : parser.getString();
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
