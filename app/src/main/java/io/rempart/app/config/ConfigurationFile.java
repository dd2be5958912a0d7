package io.rempart.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;

/** YAML text as a tree whose every node knows its line. At most 1 MB and 64 levels. */
final class ConfigurationFile {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 64;

    /** A node and where it stands. */
    sealed interface Node {
        /** {@code rempart.yaml:12}, or the name of a variable or flag. */
        String place();
    }

    record Scalar(String text, String place) implements Node {}

    record Items(List<Node> items, String place) implements Node {}

    record Mapping(Map<String, Node> entries, Map<String, String> keyPlaces, String place) implements Node {}

    private ConfigurationFile() {}

    static Mapping read(Path file) {
        String text;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ConfigurationProblem(file + ": the configuration is larger than 1 MB");
            }
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigurationProblem(file + ": no such configuration file");
        } catch (IOException e) {
            throw new ConfigurationProblem(file + ": can't be read (" + e.getMessage() + ")");
        }
        Node root = parse(text, file.getFileName().toString());
        if (root instanceof Mapping mapping) {
            return mapping;
        }
        if (root instanceof Scalar scalar && scalar.text().isEmpty()) {
            return new Mapping(Map.of(), Map.of(), file.toString());
        }
        throw new ConfigurationProblem(root.place() + ": expected keys such as 'data: /var/lib/rempart'");
    }

    /** Parses YAML; places are {@code origin:line}. */
    static Node parse(String text, String origin) {
        YAMLFactory factory = YAMLFactory.builder().build();
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            Node node = first == null ? new Scalar("", origin) : node(parser, first, origin, 0);
            if (parser.nextToken() != null) {
                throw new ConfigurationProblem(place(parser, origin) + ": only one YAML document is allowed");
            }
            return node;
        } catch (JacksonException e) {
            String where = e.getLocation() == null
                    ? origin
                    : origin + ":" + e.getLocation().getLineNr();
            String what = e.getOriginalMessage().lines().findFirst().orElse("not valid YAML");
            throw new ConfigurationProblem(where + ": not valid YAML (" + what + ")");
        }
    }

    private static Node node(JsonParser parser, JsonToken token, String origin, int depth) {
        String place = place(parser, origin);
        if (depth > MAX_DEPTH) {
            throw new ConfigurationProblem(place + ": nested too deeply");
        }
        switch (token) {
            case START_OBJECT -> {
                Map<String, Node> entries = new LinkedHashMap<>();
                Map<String, String> places = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String key = parser.currentName();
                    String keyPlace = place(parser, origin);
                    if (entries.containsKey(key)) {
                        throw new ConfigurationProblem(keyPlace + ": '" + key + "' stands here a second time");
                    }
                    places.put(key, keyPlace);
                    entries.put(key, node(parser, parser.nextToken(), origin, depth + 1));
                }
                return new Mapping(entries, places, place);
            }
            case START_ARRAY -> {
                List<Node> items = new ArrayList<>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    items.add(node(parser, next, origin, depth + 1));
                }
                return new Items(items, place);
            }
            case VALUE_NULL -> {
                return new Scalar("", place);
            }
            default -> {
                return new Scalar(parser.getString(), place);
            }
        }
    }

    private static String place(JsonParser parser, String origin) {
        int line = parser.currentTokenLocation().getLineNr();
        return line > 0 ? origin + ":" + line : origin;
    }
}
