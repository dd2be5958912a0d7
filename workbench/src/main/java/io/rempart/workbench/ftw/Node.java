package io.rempart.workbench.ftw;

import io.rempart.workbench.WorkbenchException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map in a YAML document, asked for its members. Immutable. */
final class Node {
    private final Path file;
    private final Map<?, ?> members;

    Node(Path file, Object value) {
        this.file = file;
        if (!(value instanceof Map<?, ?> map)) {
            throw new WorkbenchException(file + ": a map is expected where there is: " + shortened(value));
        }
        members = map;
    }

    /** All members. */
    @SuppressWarnings("unchecked") // YamlTree makes maps of texts alone
    Map<String, @Nullable Object> map() {
        return (Map<String, @Nullable Object>) members;
    }

    @Nullable
    Node child(String name) {
        Object value = members.get(name);
        return value == null
                ? null
                : value instanceof List<?> ? new Node(file, Map.of(name, value)) : new Node(file, value);
    }

    Node need(String name) {
        Node child = child(name);
        if (child == null) {
            throw wrong("\"" + name + "\" is missing");
        }
        return child;
    }

    /** The maps in a list. */
    List<Node> children(String name) {
        Object value = members.get(name);
        List<Node> nodes = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object each : list) {
                if (each != null) {
                    nodes.add(new Node(file, each));
                }
            }
        } else if (value != null) {
            throw wrong("\"" + name + "\" is not a list");
        }
        return nodes;
    }

    /** The text under the first of the names that is there. */
    @Nullable
    String text(String... names) {
        for (String name : names) {
            if (members.get(name) instanceof String text) {
                return text;
            }
        }
        return null;
    }

    /** A body: a text, or lines in a list, as old tests have it. */
    @Nullable
    String data(String name) {
        return members.get(name) instanceof List<?> lines
                ? String.join("\r\n", lines.stream().map(String::valueOf).toList())
                : text(name);
    }

    /** A text or a list of texts. */
    List<String> texts(String... names) {
        for (String name : names) {
            Object value = members.get(name);
            if (value instanceof List<?> list) {
                return list.stream().map(String::valueOf).toList();
            }
            if (value instanceof String text) {
                return text.isEmpty() ? List.of() : List.of(text);
            }
        }
        return List.of();
    }

    boolean flag(String name, boolean otherwise) {
        String text = text(name);
        return text == null ? otherwise : text.equalsIgnoreCase("true") || text.equalsIgnoreCase("yes");
    }

    long number(String name, String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException none) {
            throw wrong("\"" + name + "\" is no number: " + shortened(text));
        }
    }

    WorkbenchException wrong(String what) {
        return new WorkbenchException(file + ": " + what + ".");
    }

    private static String shortened(Object value) {
        String text = String.valueOf(value);
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
