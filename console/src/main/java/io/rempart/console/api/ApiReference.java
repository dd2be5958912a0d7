package io.rempart.console.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The published description of the programming interface (OpenAPI 3.1), as it is served, and as a page shows it. Read when it is
 * first asked for. Thread-safe.
 */
public final class ApiReference {
    private static final String REFERENCE = "$ref";

    private final byte[] document;

    public ApiReference() {
        try (InputStream in = ApiReference.class.getResourceAsStream("/io/rempart/console/openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is missing");
            }
            document = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A parameter, or a field of a body or an answer. */
    public record Item(String name, String type, boolean required, String description) {}

    /** One operation. */
    public record Operation(
            String id,
            String method,
            String path,
            String summary,
            String description,
            List<Item> parameters,
            List<Item> body,
            String answer) {}

    /** Operations that belong together. */
    public record Group(String name, List<Operation> operations) {}

    /** A named kind of value. */
    public record Shape(String name, String description, List<Item> fields) {}

    public byte[] document() {
        return document.clone();
    }

    /** The groups in the order of the document. */
    public List<Group> groups() {
        Map<String, @Nullable Object> root = read();
        Map<String, List<Operation>> groups = new LinkedHashMap<>();
        map(root, "paths")
                .forEach((path, methods) -> map(methods).forEach((method, operation) -> {
                    Map<String, @Nullable Object> one = map(operation);
                    String tag = list(one, "tags").isEmpty()
                            ? ""
                            : String.valueOf(list(one, "tags").get(0));
                    groups.computeIfAbsent(tag, key -> new ArrayList<>()).add(operation(root, path, method, one));
                }));
        return groups.entrySet().stream()
                .map(group -> new Group(group.getKey(), List.copyOf(group.getValue())))
                .toList();
    }

    /** The kinds of values that answers hold. */
    public List<Shape> shapes() {
        List<Shape> shapes = new ArrayList<>();
        map(map(read(), "components"), "schemas").forEach((name, schema) -> {
            Map<String, @Nullable Object> one = map(schema);
            shapes.add(new Shape(name, text(one, "description"), fields(one)));
        });
        return shapes;
    }

    private static Operation operation(
            Map<String, @Nullable Object> root, String path, String method, Map<String, @Nullable Object> operation) {
        List<Item> parameters = new ArrayList<>();
        for (Object given : list(operation, "parameters")) {
            Map<String, @Nullable Object> one = map(given);
            String reference = text(one, REFERENCE);
            Map<String, @Nullable Object> parameter =
                    reference.isEmpty() ? one : map(map(map(root, "components"), "parameters"), last(reference));
            parameters.add(new Item(
                    text(parameter, "name"),
                    type(map(parameter, "schema")),
                    Boolean.TRUE.equals(parameter.get("required")),
                    text(parameter, "description")));
        }
        return new Operation(
                text(operation, "operationId"),
                method.toUpperCase(Locale.ROOT),
                path,
                text(operation, "summary"),
                text(operation, "description"),
                List.copyOf(parameters),
                fields(schema(map(operation, "requestBody"))),
                type(schema(map(map(operation, "responses"), "200"))));
    }

    private static Map<String, @Nullable Object> schema(Map<String, @Nullable Object> holder) {
        Map<String, @Nullable Object> contents = map(holder, "content");
        return contents.values().stream()
                .findFirst()
                .map(one -> map(map(one), "schema"))
                .orElse(Map.of());
    }

    private static List<Item> fields(Map<String, @Nullable Object> schema) {
        List<Object> required = list(schema, "required");
        List<Item> fields = new ArrayList<>();
        map(schema, "properties").forEach((name, field) -> {
            Map<String, @Nullable Object> one = map(field);
            fields.add(new Item(name, type(one), required.contains(name), text(one, "description")));
        });
        return List.copyOf(fields);
    }

    /** What a value is, in few words: {@code integer}, {@code [Event]}, {@code block | allow}. */
    private static String type(Map<String, @Nullable Object> schema) {
        String reference = text(schema, REFERENCE);
        if (!reference.isEmpty()) {
            return last(reference);
        }
        for (String choice : List.of("anyOf", "oneOf")) {
            List<Object> choices = list(schema, choice);
            if (!choices.isEmpty()) {
                return String.join(
                        " | ", choices.stream().map(one -> type(map(one))).toList());
            }
        }
        List<Object> words = list(schema, "enum");
        if (!words.isEmpty()) {
            return String.join(" | ", words.stream().map(String::valueOf).toList());
        }
        Object type = schema.get("type");
        if ("array".equals(type)) {
            return "[" + type(map(schema, "items")) + "]";
        }
        return type instanceof List<?> several
                ? String.join(" | ", several.stream().map(String::valueOf).toList())
                : type == null ? "" : text(schema, "format").equals("date-time") ? "time" : String.valueOf(type);
    }

    private Map<String, @Nullable Object> read() {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), document)) {
            parser.nextToken();
            return JsonValues.object(parser);
        }
    }

    private static Map<String, @Nullable Object> map(Map<String, @Nullable Object> from, String name) {
        return map(from.get(name));
    }

    private static Map<String, @Nullable Object> map(@Nullable Object value) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> some) {
            some.forEach((key, one) -> map.put(String.valueOf(key), one));
        }
        return map;
    }

    private static List<Object> list(Map<String, @Nullable Object> from, String name) {
        List<Object> list = new ArrayList<>();
        if (from.get(name) instanceof List<?> some) {
            some.forEach(one -> list.add(one == null ? "null" : one));
        }
        return list;
    }

    private static String text(Map<String, @Nullable Object> from, String name) {
        return from.get(name) instanceof String text ? text : "";
    }

    private static String last(String reference) {
        return reference.substring(reference.lastIndexOf('/') + 1);
    }
}
