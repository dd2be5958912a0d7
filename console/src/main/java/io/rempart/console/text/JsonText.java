package io.rempart.console.text;

import inet.ipaddr.IPAddress;
import io.rempart.events.model.ByteText;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Writes values as JSON (RFC 8259) in plain ASCII: what attackers sent can do nothing to a terminal that shows the answer.
 * Thread-safe.
 */
public final class JsonText {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build();

    private JsonText() {}

    public static byte[] bytes(Fields object) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = generator(out)) {
            write(json, object);
        }
        return out.toByteArray();
    }

    /** Closing it writes what it holds and leaves the stream open. */
    public static JsonGenerator generator(OutputStream out) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
    }

    /**
     * Writes {@link Fields}, maps, collections, texts, numbers, truths, null; times as ISO 8601 in UTC; addresses as text; names
     * of enumerations in lower case with hyphens; bytes as text where they are UTF-8, else as <code>{"base64": "..."}</code>.
     */
    public static void write(JsonGenerator json, @Nullable Object value) {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Fields fields) {
            object(json, fields.values());
        } else if (value instanceof Map<?, ?> map) {
            object(json, map);
        } else if (value instanceof Collection<?> items) {
            json.writeStartArray();
            items.forEach(item -> write(json, item));
            json.writeEndArray();
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Integer || value instanceof Long) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Instant time) {
            json.writeString(time.toString());
        } else if (value instanceof IPAddress address) {
            json.writeString(address.toCanonicalString());
        } else if (value instanceof Enum<?> one) {
            json.writeString(word(one));
        } else if (value instanceof ByteText text) {
            bytes(json, text.toArray());
        } else if (value instanceof byte[] bytes) {
            bytes(json, bytes);
        } else {
            json.writeString(value.toString());
        }
    }

    private static void object(JsonGenerator json, Map<?, ?> fields) {
        json.writeStartObject();
        fields.forEach((name, value) -> {
            json.writeName(name instanceof Enum<?> one ? word(one) : String.valueOf(name));
            write(json, value);
        });
        json.writeEndObject();
    }

    private static void bytes(JsonGenerator json, byte[] bytes) {
        try {
            json.writeString(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            json.writeStartObject();
            json.writeName("base64");
            json.writeString(Base64.getEncoder().encodeToString(bytes));
            json.writeEndObject();
        }
    }

    /** {@code BAD_BOT} as {@code bad-bot}. */
    public static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
