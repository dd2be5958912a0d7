package io.rempart.console.security;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What the browser says it did; Web Authentication Level 2, 5.8.1. Immutable.
 *
 * @param challenge as base64url
 */
record ClientData(String type, String challenge, String origin, boolean isCrossOrigin) {
    private static final int LONGEST = 4_096;
    private static final JsonFactory FACTORY = new JsonFactory();

    /** @throws IllegalArgumentException when it is no such object */
    static ClientData read(byte[] json) {
        if (json.length > LONGEST) {
            throw new IllegalArgumentException("client data of " + json.length + " bytes");
        }
        Map<String, String> texts = new HashMap<>();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("client data is no object");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value.isScalarValue()) {
                    texts.put(name, parser.getString());
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("client data is no JSON", e);
        }
        return new ClientData(
                texts.getOrDefault("type", ""),
                texts.getOrDefault("challenge", ""),
                texts.getOrDefault("origin", ""),
                texts.getOrDefault("crossOrigin", "false").equals("true"));
    }
}
