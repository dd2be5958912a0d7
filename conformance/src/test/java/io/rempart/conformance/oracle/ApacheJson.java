package io.rempart.conformance.oracle;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/** What ModSecurity 2 makes of a JSON body, where that is not what its names are meant to be. For one exchange. */
final class ApacheJson {
    private final StringBuilder form = new StringBuilder();
    private @Nullable String prefix;
    private @Nullable String key;

    private ApacheJson() {}

    /** The body as a form with the arguments that ModSecurity 2 makes of it, up to the first error. */
    static Exchange asForm(Exchange exchange) {
        ApacheJson json = new ApacheJson();
        json.read(exchange.body());
        return Rewriting.body(
                exchange.withHeader("Content-Type", "application/x-www-form-urlencoded"), json.form.toString());
    }

    /** Whether a text begins behind the document and does not end. */
    static boolean endsInUnfinishedText(String body) {
        try (JsonParser parser = parser(body)) {
            parser.nextToken();
            parser.skipChildren();
            long end = parser.currentLocation().getByteOffset();
            return body.substring((int) end).strip().matches("\"[^\"]*");
        } catch (JacksonException broken) {
            return false;
        }
    }

    private static JsonParser parser(String body) {
        return JsonFactory.builder().build().createParser(body.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void read(String body) {
        try (JsonParser parser = parser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_OBJECT, START_ARRAY -> begin(token == JsonToken.START_ARRAY);
                    case END_OBJECT, END_ARRAY -> end(token == JsonToken.END_OBJECT);
                    case PROPERTY_NAME -> key = untilZero(parser.getString());
                    case VALUE_NULL -> argument("");
                    default -> argument(parser.getString());
                }
            }
        } catch (JacksonException broken) {
            // what comes behind the error is not seen
        }
    }

    private void begin(boolean array) {
        if (key == null && array) {
            prefix = "array";
            key = prefix;
        } else if (key != null) {
            prefix = prefix == null ? key : prefix + "." + key;
        }
    }

    /** The last dot of the prefix is taken for the place where the name of the container begins. */
    private void end(boolean object) {
        if (prefix == null) {
            return;
        }
        int dot = prefix.lastIndexOf('.');
        if (object) {
            key = prefix.substring(dot + 1);
        }
        prefix = dot < 0 ? null : prefix.substring(0, dot);
    }

    private void argument(String value) {
        String name = prefix == null ? Objects.requireNonNullElse(key, "") : prefix + "." + key;
        form.append(form.length() == 0 ? "" : "&")
                .append(encoded(name))
                .append('=')
                .append(encoded(value));
    }

    private static String untilZero(String name) {
        int zero = name.indexOf('\0');
        return zero < 0 ? name : name.substring(0, zero);
    }

    private static String encoded(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            out.append(String.format("%%%02x", b & 0xFF));
        }
        return out.toString();
    }
}
