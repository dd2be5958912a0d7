package io.rempart.conformance.functions;

import io.rempart.engine.bytes.ByteSlice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * One case of secrules-language-tests and of the suites in its format.
 *
 * <p>A text means the UTF-8 bytes of the JSON string, in which {@code \xHH} and {@code \}{@code uHHHH} then stand for one byte each (the
 * low one), as the suite's own driver has it; digits after {@code \x} that are not hexadecimal count as none. In the input of an
 * operator {@code \0} is a NUL byte too, as in the Perl texts from which the suite was made. Suites that mean one byte by each
 * character of the JSON string are read with {@code -Dconformance.strings=bytes}.
 *
 * @param place file and number, for reports
 * @param output null for operators
 * @param changes what the suite says in {@code ret}: that the operator matches, that the transformation changes the value
 * @param groups what the match captures; null when the case does not say
 */
record FunctionCase(
        String place,
        String type,
        String name,
        ByteSlice parameter,
        ByteSlice input,
        @Nullable ByteSlice output,
        boolean changes,
        @Nullable List<ByteSlice> groups) {

    private static final Charset STRINGS = "bytes".equals(System.getProperty("conformance.strings"))
            ? StandardCharsets.ISO_8859_1
            : StandardCharsets.UTF_8;

    static List<FunctionCase> readAll(Path root) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root)) {
            files = walk.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        List<FunctionCase> cases = new ArrayList<>();
        ObjectMapper mapper = new ObjectMapper();
        for (Path file : files) {
            JsonNode list = mapper.readTree(Files.readAllBytes(file));
            for (int i = 0; i < list.size(); i++) {
                cases.add(of(root.relativize(file) + "#" + (i + 1), list.get(i)));
            }
        }
        return cases;
    }

    private static FunctionCase of(String place, JsonNode node) {
        String type = node.path("type").asString();
        List<ByteSlice> groups = null;
        if (node.has("re_groups")) {
            groups = new ArrayList<>();
            for (JsonNode group : node.get("re_groups")) {
                groups.add(bytes(group, false));
            }
        }
        return new FunctionCase(
                place,
                type,
                node.path("name").asString(),
                bytes(node.path("param"), false),
                bytes(node.path("input"), type.equals("op")),
                node.has("output") ? bytes(node.get("output"), false) : null,
                node.path("ret").asInt() == 1,
                groups);
    }

    private static ByteSlice bytes(JsonNode text, boolean perl) {
        byte[] in = text.isString() ? text.asString().getBytes(STRINGS) : new byte[0];
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        int i = 0;
        while (i < in.length) {
            int digits = in[i] != '\\' || i + 1 == in.length ? 0 : in[i + 1] == 'x' ? 2 : in[i + 1] == 'u' ? 4 : 0;
            if (digits > 0 && areAlphanumeric(in, i + 2, digits)) {
                out.write(number(in, i + 2, digits));
                i += 2 + digits;
            } else if (perl && in[i] == '\\' && i + 1 < in.length && in[i + 1] == '0') {
                out.write(0);
                i += 2;
            } else {
                out.write(in[i++]);
            }
        }
        return ByteSlice.of(out.toByteArray());
    }

    private static boolean areAlphanumeric(byte[] in, int from, int count) {
        if (from + count > in.length) {
            return false;
        }
        for (int i = from; i < from + count; i++) {
            if (!Character.isLetterOrDigit((char) (in[i] & 0xFF)) || in[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] in, int from, int count) {
        int number = 0;
        for (int i = from; i < from + count && Character.digit(in[i], 16) >= 0; i++) {
            number = number * 16 + Character.digit(in[i], 16);
        }
        return number & 0xFF;
    }
}
