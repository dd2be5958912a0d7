package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSlice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** The rules and requests of others that tests use where they are present: {@code REMPART_CORPORA}, else {@code ../shared/corpora}. */
final class Corpora {
    record Rule(String id, String pattern) {}

    private static final Pattern ID = Pattern.compile("\\bid:(\\d+)");

    private Corpora() {}

    static @Nullable Path find(String name) {
        String root = System.getenv("REMPART_CORPORA");
        List<Path> places = root != null
                ? List.of(Path.of(root))
                : List.of(Path.of("../shared/corpora"), Path.of("../../shared/corpora"));
        return places.stream()
                .map(place -> place.resolve(name))
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
    }

    static Path require(String name) {
        Path path = find(name);
        Assumptions.assumeTrue(path != null, name + " is not among the corpora");
        return java.util.Objects.requireNonNull(path);
    }

    /** The patterns of all {@code @rx} of the Core Rule Set, in order. */
    static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        try (Stream<Path> files = Files.list(require("crs-4.25.1/rules"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".conf")).sorted().toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1)
                        .replaceAll("(?m)^\\s*#.*$", "")
                        .replaceAll("\\\\\n\\s*", "");
                for (String line : text.split("\n")) {
                    int operator = Math.max(line.indexOf("\"@rx "), line.indexOf("\"!@rx "));
                    if (line.contains("SecRule") && operator >= 0) {
                        Matcher id = ID.matcher(line);
                        int from = line.indexOf(' ', operator) + 1;
                        rules.add(new Rule(
                                id.find() ? id.group(1) : "chained",
                                line.substring(from, closingQuote(line, from)).replace("\\\"", "\"")));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rules;
    }

    /** The values of requests: each header, path, argument name and argument, decoded once. */
    static List<ByteSlice> values(String file, int mostRequests) {
        List<ByteSlice> values = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(require("requests/" + file))), StandardCharsets.UTF_8))) {
            String line;
            for (int n = 0; n < mostRequests && (line = reader.readLine()) != null; n++) {
                String headers = line.substring(line.indexOf("\"headers\""), line.indexOf("\"body_b64\""));
                addStrings(values, headers);
                String uri = unescaped(field(line, "uri"));
                int query = uri.indexOf('?');
                add(values, decoded(query < 0 ? uri : uri.substring(0, query)));
                if (query >= 0) {
                    addForm(values, uri.substring(query + 1));
                }
                String body =
                        new String(Base64.getDecoder().decode(field(line, "body_b64")), StandardCharsets.ISO_8859_1);
                if (line.contains("x-www-form-urlencoded")) {
                    addForm(values, body);
                } else if (body.startsWith("{") || body.startsWith("[")) {
                    addStrings(values, body);
                } else {
                    add(values, body);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }

    private static int closingQuote(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) != '"') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i, text.length());
    }

    private static void addStrings(List<ByteSlice> values, String json) {
        for (int i = json.indexOf('"'); i >= 0; ) {
            int end = closingQuote(json, i + 1);
            add(values, unescaped(json.substring(i + 1, end)));
            i = json.indexOf('"', end + 1);
        }
    }

    private static void addForm(List<ByteSlice> values, String form) {
        for (String pair : form.split("&")) {
            int equals = pair.indexOf('=');
            add(values, decoded(equals < 0 ? pair : pair.substring(0, equals)));
            if (equals >= 0) {
                add(values, decoded(pair.substring(equals + 1)));
            }
        }
    }

    private static void add(List<ByteSlice> values, String latin1) {
        if (!latin1.isEmpty()) {
            values.add(ByteSlice.latin1(latin1));
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String field(String json, String name) {
        String start = "\"" + name + "\": \"";
        int at = json.indexOf(start);
        return at < 0 ? "" : json.substring(at + start.length(), closingQuote(json, at + start.length()));
    }

    private static String unescaped(String json) {
        if (json.indexOf('\\') < 0) {
            return json;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c != '\\' || i + 1 == json.length()) {
                text.append(c);
                continue;
            }
            c = json.charAt(++i);
            switch (c) {
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'r' -> text.append('\r');
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'u' -> {
                    text.append((char) Integer.parseInt(json.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                default -> text.append(c);
            }
        }
        return text.toString();
    }
}
