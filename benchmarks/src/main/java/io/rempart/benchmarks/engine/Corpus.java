package io.rempart.benchmarks.engine;

import io.rempart.engine.bytes.ByteSlice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the request corpora: one JSON object a line, compressed. */
final class Corpus {
    private Corpus() {}

    /** The files of a directory by the letter their name begins with. */
    static Map<String, Path> classes(Path directory) throws IOException {
        Map<String, Path> classes = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.jsonl.gz")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                classes.put(name.substring(0, Math.max(1, name.indexOf('_'))), file);
            }
        }
        return classes;
    }

    /** All requests of a file. */
    static List<Request> read(Path file) throws IOException {
        JsonMapper mapper = new JsonMapper();
        List<Request> requests = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file), 1 << 16), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                requests.add(request(mapper.readTree(line)));
            }
        }
        return requests;
    }

    private static Request request(JsonNode json) {
        List<Request.Header> headers = new ArrayList<>();
        for (JsonNode header : json.get("headers")) {
            headers.add(new Request.Header(text(header.get(0)), text(header.get(1))));
        }
        return new Request(
                text(json.get("method")),
                text(json.get("uri")),
                text(json.get("protocol")),
                json.get("client_ip").asString(),
                headers,
                ByteSlice.of(Base64.getDecoder().decode(json.get("body_b64").asString())));
    }

    /** Characters up to U+00FF are the bytes themselves; a text with others is UTF-8. */
    private static ByteSlice text(JsonNode node) {
        String text = node.asString();
        return text.chars().allMatch(c -> c < 256) ? ByteSlice.latin1(text) : ByteSlice.utf8(text);
    }
}
