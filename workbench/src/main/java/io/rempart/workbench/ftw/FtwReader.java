package io.rempart.workbench.ftw;

import io.rempart.workbench.WorkbenchException;
import io.rempart.workbench.ftw.FtwTest.Header;
import io.rempart.workbench.ftw.FtwTest.Input;
import io.rempart.workbench.ftw.FtwTest.Output;
import io.rempart.workbench.ftw.FtwTest.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads test files of all three schemas: version 2 ({@code stages} of {@code input} and {@code output}), version 3 ({@code
 * template} and {@code payload}), and the older one of CRS 3.3 ({@code stage}, {@code stop_magic}, {@code log_contains}, lists of
 * statuses). Stateless. Source: github.com/coreruleset/ftw-tests-schema, spec/v3.0.0; docs of fastly/ftw, YAMLFormat.
 */
public final class FtwReader {
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private FtwReader() {}

    /** All tests of a file, or of all {@code .yaml} files under a folder, in the order of their paths. */
    public static List<FtwTest> read(Path place) {
        return read(place, broken -> {
            throw broken;
        });
    }

    /** The same, but a file that can't be read is told of, and the others are read all the same. */
    public static List<FtwTest> read(Path place, Consumer<WorkbenchException> unreadable) {
        if (!Files.exists(place)) {
            throw new WorkbenchException("There is no " + place + ".");
        }
        List<FtwTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.walk(place)) {
            files.filter(Files::isRegularFile)
                    .filter(file ->
                            file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
                    .sorted(Comparator.comparing(Path::toString))
                    .forEach(file -> {
                        try {
                            tests.addAll(file(file));
                        } catch (WorkbenchException broken) {
                            unreadable.accept(broken);
                        }
                    });
        } catch (IOException failed) {
            throw new WorkbenchException(place + " can't be read: " + failed.getMessage(), failed);
        }
        return tests;
    }

    private static List<FtwTest> file(Path file) {
        Object document = YamlTree.read(file);
        if (document == null) {
            return List.of();
        }
        Node root = new Node(file, document);
        long ruleId = ruleId(file, root);
        Node template = root.child("template");
        List<FtwTest> tests = new ArrayList<>();
        for (Node each : root.children("tests")) {
            tests.add(test(file, ruleId, tests.size() + 1, each, template));
        }
        return tests;
    }

    /** The rule a file is about: {@code rule_id}, else the first number in the file's name. */
    private static long ruleId(Path file, Node root) {
        String written = root.text("rule_id");
        if (written != null) {
            return root.number("rule_id", written);
        }
        Matcher number = NUMBER.matcher(file.getFileName().toString());
        return number.find() ? Long.parseLong(number.group()) : 0;
    }

    private static FtwTest test(Path file, long ruleId, int position, Node test, @Nullable Node template) {
        String written = test.text("test_id", "id");
        int testId = written == null ? position : (int) test.number("test_id", written);
        String title = test.text("test_title");
        String name = title == null ? ruleId + "-" + testId : title;
        String description = test.text("desc", "description");
        List<Stage> stages = new ArrayList<>();
        for (Node each : test.children("stages")) {
            boolean older = each.child("stage") != null;
            Node stage = older ? each.need("stage") : each;
            stages.add(new Stage(input(stage.need("input"), older), output(stage.child("output"))));
        }
        if (stages.isEmpty()) {
            String payload = test.text("payload");
            Node own = test.child("template");
            if (own == null && template == null) {
                throw test.wrong("the test " + name + " has neither stages nor a template");
            }
            stages.add(new Stage(fromTemplate(own, template, payload), output(test.child("output"))));
        }
        return new FtwTest(file, name, ruleId, testId, description == null ? "" : description, List.copyOf(stages));
    }

    private static Input input(Node input, boolean older) {
        List<Header> headers = new ArrayList<>();
        if (input.child("ordered_headers") != null) {
            headers.addAll(tuples(input, "ordered_headers", null));
        } else {
            // the reference runner keeps them in a map and sends them in the order of their names
            Map<String, String> sorted = new TreeMap<>();
            Node fields = input.child("headers");
            if (fields != null) {
                fields.map().forEach((name, value) -> sorted.put(name, value == null ? "" : value.toString()));
            }
            sorted.forEach((name, value) -> headers.add(new Header(name, value)));
        }
        String data = input.data("data");
        Node response = input.child("response");
        return new Input(
                or(input.text("method"), "GET"),
                or(input.text("uri"), "/"),
                or(input.text("version"), "HTTP/1.1"),
                headers,
                data == null ? null : GoTemplate.expand(data, null),
                base64(input, "encoded_data"),
                request(input),
                completes(input),
                older,
                response == null ? null : response.map(),
                input.flag("save_cookie", false),
                input.flag("follow_redirect", false));
    }

    private static Input fromTemplate(@Nullable Node own, @Nullable Node common, @Nullable String payload) {
        List<Header> headers = List.of();
        for (Node each : nodes(own, common)) {
            if (each.child("headers") != null) {
                headers = tuples(each, "headers", payload);
                break;
            }
        }
        String data = first(own, common, "data");
        return new Input(
                or(first(own, common, "method"), "GET"),
                GoTemplate.expand(or(first(own, common, "uri"), "/"), payload),
                or(first(own, common, "version"), "HTTP/1.1"),
                headers,
                data == null ? null : GoTemplate.expand(data, payload),
                null,
                null,
                nodes(own, common).stream().allMatch(FtwReader::completes),
                false,
                null,
                false,
                false);
    }

    private static List<Node> nodes(@Nullable Node own, @Nullable Node common) {
        return Stream.of(own, common).filter(node -> node != null).toList();
    }

    private static @Nullable String first(@Nullable Node own, @Nullable Node common, String name) {
        for (Node each : nodes(own, common)) {
            String text = each.data(name);
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    private static List<Header> tuples(Node node, String name, @Nullable String payload) {
        List<Header> headers = new ArrayList<>();
        for (Node each : node.children(name)) {
            headers.add(new Header(or(each.text("name"), ""), GoTemplate.expand(or(each.data("value"), ""), payload)));
        }
        return headers;
    }

    private static boolean completes(Node input) {
        return input.text("autocomplete_headers") != null
                ? input.flag("autocomplete_headers", true)
                : !input.flag("stop_magic", false);
    }

    static Output output(@Nullable Node output) {
        if (output == null) {
            return new Output(Set.of(), null, Set.of(), Set.of(), List.of(), List.of(), null, false, false);
        }
        Node log = output.child("log");
        List<String> matches = new ArrayList<>(output.texts("log_contains"));
        List<String> noMatches = new ArrayList<>(output.texts("no_log_contains"));
        Set<Long> expected = new LinkedHashSet<>();
        Set<Long> unexpected = new LinkedHashSet<>();
        if (log != null) {
            matches.addAll(log.texts("match_regex"));
            noMatches.addAll(log.texts("no_match_regex"));
            log.texts("expect_ids", "expect_id").forEach(id -> expected.add(log.number("expect_ids", id)));
            log.texts("no_expect_ids", "no_expect_id").forEach(id -> unexpected.add(log.number("no_expect_ids", id)));
        }
        Set<Integer> statuses = new LinkedHashSet<>();
        output.texts("status").forEach(status -> statuses.add((int) output.number("status", status)));
        return new Output(
                statuses,
                output.text("response_contains", "html_contains"),
                expected,
                unexpected,
                matches,
                noMatches,
                output.text("expect_error") == null ? null : output.flag("expect_error", false),
                output.flag("retry_once", false),
                output.flag("isolated", false));
    }

    /** A whole request: in base64, or as the text it is, as old tests have it. */
    private static byte @Nullable [] request(Node input) {
        byte[] encoded = base64(input, "encoded_request");
        String raw = input.text("raw_request");
        return encoded != null || raw == null ? encoded : raw.getBytes(StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] base64(Node input, String name) {
        String text = input.text(name);
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException broken) {
            throw input.wrong(name + " is no base64");
        }
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }
}
