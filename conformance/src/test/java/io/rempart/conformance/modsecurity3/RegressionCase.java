package io.rempart.conformance.modsecurity3;

import io.rempart.engine.bytes.ByteSlice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * One case of ModSecurity 3's regression tests: rules, a request, a response, and what logs and status must show.
 *
 * <p>Each element of a body is a line, with a line feed after it (since 2026 the elements have it themselves); the lines of the rules
 * are joined by line feeds. A body that is a string and no list is no body, as the suite's own driver has it.
 *
 * @param file the name of the JSON file; the suite reports mistakes in rules under it
 * @param number the place in the file, from 0
 * @param resource the optional library that the case needs, null when none
 * @param node the case as it was read
 */
record RegressionCase(
        String file, int number, String title, @Nullable String resource, JsonNode node) {
    /** One header field. */
    record Header(ByteSlice name, ByteSlice value) {}

    static List<RegressionCase> readAll(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        List<RegressionCase> cases = new ArrayList<>();
        // the suite explains some cases in comments and escapes more than JSON does
        ObjectMapper mapper = JsonMapper.builder()
                .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
                .build();
        for (Path file : files) {
            JsonNode list = mapper.readTree(Files.readAllBytes(file));
            for (int i = 0; i < list.size(); i++) {
                JsonNode node = list.get(i);
                if (node.path("enabled").asInt(1) != 0) {
                    String resource = node.path("resource").asString("");
                    cases.add(new RegressionCase(
                            file.getFileName().toString(),
                            i,
                            node.path("title").asString(""),
                            resource.isEmpty() ? null : resource,
                            node));
                }
            }
        }
        return cases;
    }

    String place() {
        return file + "#" + number;
    }

    String rules() {
        List<String> lines = new ArrayList<>();
        node.path("rules").forEach(line -> lines.add(line.asString("")));
        return String.join("\n", lines);
    }

    ByteSlice text(String part, String field, String otherwise) {
        return ByteSlice.utf8(node.path(part).path(field).asString(otherwise));
    }

    int number(String part, String field) {
        return node.path(part).path(field).asInt(0);
    }

    /** The version as the suite writes it, {@code 1.1}; empty when the case has none. */
    String httpVersion() {
        JsonNode version = node.path("request").path("http_version");
        return version.isNumber() ? version.numberValue().toString() : version.asString("");
    }

    List<Header> headers(String part) {
        List<Header> headers = new ArrayList<>();
        JsonNode fields = node.path(part).path("headers");
        if (fields.isObject()) {
            fields.properties()
                    .forEach(field -> headers.add(new Header(
                            ByteSlice.utf8(field.getKey()),
                            ByteSlice.utf8(field.getValue().asString("")))));
        }
        return headers;
    }

    ByteSlice body(String part) {
        JsonNode lines = node.path(part).path("body");
        StringBuilder body = new StringBuilder();
        boolean whole = lines.size() > 1;
        for (JsonNode line : lines) {
            whole &= line.asString("").endsWith("\n");
        }
        if (lines.isArray()) {
            for (JsonNode line : lines) {
                body.append(line.asString("")).append(whole ? "" : "\n");
            }
        }
        return ByteSlice.utf8(body.toString());
    }

    /** A pattern that something must match; empty when the case asks for nothing. */
    String expected(String what) {
        return node.path("expected").path(what).asString("");
    }

    int expectedStatus() {
        return node.path("expected").path("http_code").asInt(200);
    }
}
