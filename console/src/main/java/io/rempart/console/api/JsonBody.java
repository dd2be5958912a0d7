package io.rempart.console.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON object that a request brings, read strictly: at most {@value #LARGEST} bytes and {@value #DEEPEST} levels, no name
 * twice, no name that isn't known, no value of another kind. For one thread.
 */
final class JsonBody {
    static final int LARGEST = 1_048_576;
    static final int DEEPEST = 8;
    static final int MOST_IDS = 10_000;
    static final int MOST_TEXTS = 100;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String path;
    private final Map<String, @Nullable Object> values;

    private JsonBody(String path, Map<String, @Nullable Object> values) {
        this.path = path;
        this.values = values;
    }

    /** Reads the body; refuses names that are none of these. */
    static JsonBody of(HttpServletRequest request, String... known) throws IOException {
        String type = request.getContentType();
        if (type == null
                || !type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("application/json")) {
            throw new ApiProblem(415, "api.problem.not-json");
        }
        byte[] bytes = request.getInputStream().readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new ApiProblem(413, "api.problem.body-too-large", LARGEST);
        }
        return read(bytes).only(known);
    }

    private static JsonBody read(byte[] bytes) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ApiProblem(400, "api.problem.no-object");
            }
            JsonBody body = new JsonBody("", JsonValues.object(parser));
            if (parser.nextToken() != null) {
                throw new ApiProblem(400, "api.problem.no-object");
            }
            return body;
        } catch (JacksonException e) {
            throw new ApiProblem(
                    400,
                    "api.problem.bad-json",
                    e.getLocation() == null ? 0 : e.getLocation().getByteOffset());
        }
    }

    private JsonBody only(String... known) {
        Set<String> names = Set.of(known);
        for (String name : values.keySet()) {
            if (!names.contains(name)) {
                throw new ApiProblem(
                        400,
                        "api.problem.unknown-field",
                        path + (name.length() > 80 ? name.substring(0, 80) : name),
                        names.isEmpty() ? "-" : String.join(", ", List.of(known)));
            }
        }
        return this;
    }

    boolean has(String name) {
        return values.get(name) != null;
    }

    /** Empty when it isn't there. */
    String text(String name, int longest) {
        Object value = values.get(name);
        if (value == null) {
            return "";
        }
        if (!(value instanceof String text)) {
            throw wrongKind(name, "\"text\"");
        }
        if (text.length() > longest) {
            throw new ApiProblem(400, "api.problem.too-long", path + name, longest);
        }
        return text.strip();
    }

    /** A text that must be there. */
    String needed(String name, int longest) {
        String text = text(name, longest);
        if (text.isEmpty()) {
            throw new ApiProblem(400, "api.problem.missing", path + name);
        }
        return text;
    }

    boolean flag(String name) {
        Object value = values.get(name);
        if (value == null) {
            return false;
        }
        if (!(value instanceof Boolean truth)) {
            throw wrongKind(name, "true, false");
        }
        return truth;
    }

    @Nullable
    Long number(String name, long least, long most) {
        Object value = values.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Long number) || number < least || number > most) {
            throw wrongKind(name, least + ".." + most);
        }
        return number;
    }

    /** A number that must be there. */
    long neededNumber(String name) {
        Long number = number(name, 1, Long.MAX_VALUE);
        if (number == null) {
            throw new ApiProblem(400, "api.problem.missing", path + name);
        }
        return number;
    }

    /** At most {@value #MOST_IDS} ids; null when they aren't there. */
    @Nullable
    List<Long> ids(String name) {
        Object value = values.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof List<?> items)) {
            throw wrongKind(name, "[1, 2, 3]");
        }
        if (items.size() > MOST_IDS) {
            throw new ApiProblem(400, "api.problem.too-many", path + name, MOST_IDS);
        }
        List<Long> ids = new ArrayList<>(items.size());
        for (Object item : items) {
            if (!(item instanceof Long id)) {
                throw wrongKind(name, "[1, 2, 3]");
            }
            ids.add(id);
        }
        return ids;
    }

    /** Short texts, at least one and at most {@value #MOST_TEXTS}. */
    List<String> texts(String name) {
        if (!(values.get(name) instanceof List<?> items)) {
            throw has(name) ? wrongKind(name, "[\"text\"]") : new ApiProblem(400, "api.problem.missing", path + name);
        }
        if (items.isEmpty()) {
            throw new ApiProblem(400, "api.problem.missing", path + name);
        }
        if (items.size() > MOST_TEXTS) {
            throw new ApiProblem(400, "api.problem.too-many", path + name, MOST_TEXTS);
        }
        return items.stream().map(String::valueOf).toList();
    }

    /** The object in the field; null when it isn't there. */
    @Nullable
    JsonBody object(String name, String... known) {
        Object value = values.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw wrongKind(name, "{}");
        }
        Map<String, @Nullable Object> inner = new LinkedHashMap<>();
        map.forEach((key, one) -> inner.put(String.valueOf(key), one));
        return new JsonBody(path + name + ".", inner).only(known);
    }

    private ApiProblem wrongKind(String name, String expected) {
        Object value = values.get(name);
        return Asked.bad(path + name, String.valueOf(value), expected);
    }
}
