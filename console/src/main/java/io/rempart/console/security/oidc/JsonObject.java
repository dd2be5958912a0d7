package io.rempart.console.security.oidc;

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

/**
 * A JSON object of the service: texts, numbers (as doubles), truths, lists and objects. Immutable. A name that comes twice, and
 * more than {@value #DEEPEST} levels, are refused, since readers differ in what they make of them.
 */
record JsonObject(Map<String, Object> values) {
    static final int DEEPEST = 16;
    private static final JsonFactory FACTORY = new JsonFactory();

    static JsonObject read(byte[] json) throws OidcRefusal {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw OidcRefusal.failed("the answer is no JSON object");
            }
            JsonObject object = new JsonObject(object(parser, 1));
            if (parser.nextToken() != null) {
                throw OidcRefusal.failed("something follows the JSON object");
            }
            return object;
        } catch (JacksonException e) {
            throw OidcRefusal.failed("the answer is no JSON");
        }
    }

    private static Map<String, Object> object(JsonParser parser, int depth) throws OidcRefusal {
        Map<String, Object> values = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            Object value = value(parser, depth);
            if (values.containsKey(name)) {
                throw OidcRefusal.failed("a name comes twice in the JSON object");
            }
            if (value != null) {
                values.put(name, value);
            }
        }
        return values;
    }

    private static @Nullable Object value(JsonParser parser, int depth) throws OidcRefusal {
        if (depth > DEEPEST) {
            throw OidcRefusal.failed("the JSON object is too deep");
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return object(parser, depth + 1);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                Object value = value(parser, depth + 1);
                if (value != null) {
                    list.add(value);
                }
            }
            return list;
        }
        if (token == JsonToken.VALUE_STRING) {
            return parser.getString();
        }
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return token == JsonToken.VALUE_TRUE;
        }
        return token == JsonToken.VALUE_NULL ? null : (Object) parser.getDoubleValue();
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Empty where there is none. */
    String text(String name) {
        return values.get(name) instanceof String text ? text : "";
    }

    boolean isTrue(String name) {
        return Boolean.TRUE.equals(values.get(name)) || "true".equals(values.get(name));
    }

    /** Seconds since 1970. */
    double time(String name) throws OidcRefusal {
        if (values.get(name) instanceof Double number && Math.abs(number) < 1e12) {
            return number;
        }
        throw OidcRefusal.failed("the claim " + name + " is missing or no time");
    }

    /** The texts of a list, or the one text; under the whole name, or inside objects where it has dots. */
    List<String> texts(String name) {
        Object found = values.get(name);
        if (found == null) {
            Object inner = values;
            for (String part : name.split("\\.", -1)) {
                inner = inner instanceof Map<?, ?> map ? map.get(part) : null;
            }
            found = inner;
        }
        if (found instanceof List<?> list) {
            return list.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
        }
        return found instanceof String text ? List.of(text) : List.of();
    }

    @SuppressWarnings("unchecked") // the reader makes no other maps
    List<JsonObject> objects(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .map(one -> new JsonObject((Map<String, Object>) one))
                        .toList()
                : List.of();
    }
}
