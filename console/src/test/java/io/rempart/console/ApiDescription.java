package io.rempart.console;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The published description of the programming interface, as a test reads it: operations, and the schemas of their answers. */
final class ApiDescription {
    static final JsonMapper JSON = new JsonMapper();

    private final JsonNode root;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(Dialects.getDraft202012());
    private final Map<String, Schema> schemas = new HashMap<>();

    /** @param method in upper case */
    record Operation(String id, String method, String path, JsonNode node) {}

    ApiDescription(String document) {
        root = JSON.readTree(document);
    }

    JsonNode root() {
        return root;
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        root.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> operations.add(new Operation(
                                method.getValue().get("operationId").asString(),
                                method.getKey().toUpperCase(java.util.Locale.ROOT),
                                path.getKey(),
                                method.getValue()))));
        return operations;
    }

    /** What an answer of that kind breaks of its schema; empty when nothing, or when the kind has no schema. */
    List<String> broken(Operation operation, int status, String type, String body) {
        JsonNode responses = operation.node().get("responses");
        JsonNode response = responses.has(Integer.toString(status)) ? responses.get(Integer.toString(status)) : null;
        if (response == null) {
            response = root.get("components").get("responses").get("Problem");
        }
        String media = type.split(";", 2)[0];
        if (!response.has("content") || !response.get("content").has(media)) {
            return List.of("answers " + status + " with " + media + ", which the description does not know");
        }
        JsonNode schema = response.get("content").get(media).get("schema");
        if (schema == null || !media.contains("json") || media.equals("application/x-ndjson")) {
            return List.of();
        }
        return schemas.computeIfAbsent(schema.toString(), this::compiled).validate(body, InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }

    List<String> brokenEvent(String body) {
        return schemas
                .computeIfAbsent("{\"$ref\":\"#/components/schemas/Event\"}", this::compiled)
                .validate(body, InputFormat.JSON)
                .stream()
                .map(Error::toString)
                .toList();
    }

    private Schema compiled(String schema) {
        ObjectNode whole = JSON.createObjectNode();
        whole.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        whole.set("components", root.get("components"));
        Map<String, JsonNode> own = new LinkedHashMap<>();
        JSON.readTree(schema).properties().forEach(one -> own.put(one.getKey(), one.getValue()));
        own.forEach(whole::set);
        return registry.getSchema(whole.toString());
    }
}
