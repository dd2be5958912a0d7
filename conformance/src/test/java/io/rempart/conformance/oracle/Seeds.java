package io.rempart.conformance.oracle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The exchanges that mutation begins with: {@code requests/*.jsonl.gz} of the corpora, in the format its README describes. */
final class Seeds {
    /** Bodies beyond this are cut: libmodsecurity needs a tenth of a second for 100 kB. */
    private static final int LONGEST_BODY = 6_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private Seeds() {}

    /** The attacks and counter-examples of the Core Rule Set's own tests. */
    static List<Exchange> attacks(Path corpora) throws IOException {
        return read(corpora.resolve("requests/e_crs_regression.jsonl.gz"), Integer.MAX_VALUE);
    }

    /** What ordinary visitors send: pages, forms, JSON, uploads. */
    static List<Exchange> ordinary(Path corpora) throws IOException {
        List<Exchange> all = new ArrayList<>();
        for (String file : List.of("a_get_small", "b_form_2k", "c_json_10k", "d_multipart_100k")) {
            all.addAll(read(corpora.resolve("requests/" + file + ".jsonl.gz"), 40));
        }
        return all;
    }

    /** So many of one file, taken evenly, bodies whole. */
    static List<Exchange> some(Path file, int most) throws IOException {
        List<Exchange> all = read(file, Integer.MAX_VALUE, Integer.MAX_VALUE);
        List<Exchange> some = new ArrayList<>();
        int step = Math.max(1, all.size() / most);
        for (int i = 0; i < all.size() && some.size() < most; i += step) {
            some.add(all.get(i));
        }
        return some;
    }

    private static List<Exchange> read(Path file, int most) throws IOException {
        return read(file, most, LONGEST_BODY);
    }

    private static List<Exchange> read(Path file, int most, int longestBody) throws IOException {
        List<Exchange> exchanges = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            String line;
            while (exchanges.size() < most && (line = lines.readLine()) != null) {
                Exchange exchange = exchange(JSON.readTree(line), longestBody);
                if (fitsOnTheWire(exchange)) {
                    exchanges.add(exchange);
                }
            }
        }
        return exchanges;
    }

    private static Exchange exchange(JsonNode node, int longestBody) {
        List<Exchange.Field> headers = new ArrayList<>();
        for (JsonNode field : node.get("headers")) {
            headers.add(new Exchange.Field(field.get(0).asString(), field.get(1).asString()));
        }
        String body =
                new String(Base64.getDecoder().decode(node.get("body_b64").asString()), StandardCharsets.ISO_8859_1);
        Exchange.Response response = null;
        String uri = node.get("uri").asString();
        if (uri.contains("reflect") && body.startsWith("{")) {
            response = reflected(body);
        }
        return new Exchange(
                node.get("client_ip").asString(),
                node.get("method").asString(),
                uri,
                node.get("protocol").asString(),
                headers,
                body.length() > longestBody ? cut(body) : body,
                response);
    }

    /** Keeps the end, where a multipart body has its last boundary and JSON its brackets. */
    private static String cut(String body) {
        return body.substring(0, LONGEST_BODY / 2) + body.substring(body.length() - LONGEST_BODY / 2);
    }

    /** The tests of response rules ask the application to answer with what the request holds. */
    private static Exchange.@org.jspecify.annotations.Nullable Response reflected(String body) {
        JsonNode answer;
        try {
            answer = JSON.readTree(body);
        } catch (RuntimeException notJson) {
            return null;
        }
        List<Exchange.Field> headers = new ArrayList<>();
        if (answer.has("headers")) {
            answer.get("headers")
                    .properties()
                    .forEach(field -> headers.add(new Exchange.Field(
                            field.getKey(), latin1(field.getValue().asString()))));
        }
        if (headers.stream().noneMatch(field -> field.name().equalsIgnoreCase("Content-Type"))) {
            headers.add(new Exchange.Field("Content-Type", "text/plain"));
        }
        String content = "";
        if (answer.has("body")) {
            content = latin1(answer.get("body").asString());
        } else if (answer.has("encodedBody")) {
            content = new String(
                    Base64.getDecoder().decode(answer.get("encodedBody").asString()), StandardCharsets.ISO_8859_1);
        }
        int status = answer.has("status") ? answer.get("status").asInt() : 200;
        return new Exchange.Response(status, headers, content);
    }

    private static String latin1(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /**
     * What no HTTP parser hands on is left out; libmodsecurity's interface takes text that ends at the first zero byte, and of a
     * protocol the version alone.
     */
    static boolean fitsOnTheWire(Exchange exchange) {
        return exchange.protocol().startsWith("HTTP/")
                && isLine(exchange.method())
                && isLine(exchange.uri())
                && isLine(exchange.protocol())
                && exchange.headers().stream().allMatch(field -> isLine(field.name()) && isLine(field.value()));
    }

    private static boolean isLine(String text) {
        return text.chars().noneMatch(c -> c == 0 || c == '\r' || c == '\n' || c > 0xFF);
    }
}
