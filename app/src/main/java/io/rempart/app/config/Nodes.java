package io.rempart.app.config;

import io.rempart.app.config.ConfigurationFile.Items;
import io.rempart.app.config.ConfigurationFile.Mapping;
import io.rempart.app.config.ConfigurationFile.Node;
import io.rempart.app.config.ConfigurationFile.Scalar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the readers of our YAML files ask of a node; what it is not is a {@link ConfigurationProblem} with its place. */
final class Nodes {
    private Nodes() {}

    static void onlyKnown(Mapping mapping, List<String> known) {
        for (String key : mapping.entries().keySet()) {
            if (!known.contains(key)) {
                throw new ConfigurationProblem(mapping.keyPlaces().get(key) + ": unknown key '" + key + "'"
                        + NearestWord.to(key, known)
                                .map(nearest -> "; did you mean '" + nearest + "'?")
                                .orElse("; known are " + String.join(", ", known)));
            }
        }
    }

    static Node required(Mapping mapping, String key) {
        Node node = mapping.entries().get(key);
        if (node == null) {
            throw new ConfigurationProblem(mapping.place() + ": '" + key + "' is missing");
        }
        return node;
    }

    static Mapping mapping(Node node, String what) {
        if (node instanceof Mapping mapping) {
            return mapping;
        }
        throw new ConfigurationProblem(node.place() + ": " + what + " must have keys of its own");
    }

    static List<Node> items(@Nullable Node node) {
        if (node == null) {
            return List.of();
        }
        return node instanceof Items items ? items.items() : List.of(node);
    }

    static String text(Node node) {
        if (node instanceof Scalar scalar) {
            return scalar.text();
        }
        throw new ConfigurationProblem(node.place() + ": expected one value here");
    }

    static String optionalText(Mapping mapping, String key) {
        Node node = mapping.entries().get(key);
        return node == null ? "" : text(node);
    }
}
