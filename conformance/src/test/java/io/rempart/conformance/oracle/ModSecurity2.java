package io.rempart.conformance.oracle;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** ModSecurity 2 in a private Apache: requests go over a socket, answers come from the audit log. For one thread. */
final class ModSecurity2 implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\\[id \"(\\d+)\"]");
    private static final Pattern DATA = Pattern.compile("\\[data \"(.*?)\"](?: \\[severity| \\[ver| \\[tag|$)");
    private static final int WAIT_ROUNDS = 100;

    private final ApacheServer apache;
    private final Map<Long, List<String>> cutLines = new HashMap<>();

    ModSecurity2(ApacheServer apache) {
        this.apache = apache;
    }

    /** The exchange as it goes over the wire and comes out of Apache's own parser: what Apache changes is changed before. */
    static Exchange onTheWire(Exchange exchange, long number) {
        Map<String, Exchange.Field> merged = new java.util.LinkedHashMap<>();
        for (Exchange.Field field : exchange.headers()) {
            String key = field.name().toLowerCase(Locale.ROOT);
            if (key.equals("content-length")
                    || key.equals("transfer-encoding")
                    || key.equals("expect")
                    || key.isBlank()) {
                continue;
            }
            String value = field.value().strip();
            // Apache joins fields of one name (RFC 9110, 5.2)
            merged.merge(
                    key,
                    new Exchange.Field(field.name(), value),
                    (one, other) -> new Exchange.Field(one.name(), one.value() + ", " + other.value()));
        }
        List<Exchange.Field> headers = new ArrayList<>();
        merged.values()
                .forEach(field -> headers.add(
                        new Exchange.Field(field.name(), field.value().strip())));
        if (!exchange.body().isEmpty()) {
            headers.add(new Exchange.Field(
                    "Content-Length", Integer.toString(exchange.body().length())));
        }
        headers.add(new Exchange.Field("X-Number", Long.toString(number)));
        String method = exchange.method();
        return new Exchange("127.0.0.1", method, exchange.uri(), exchange.protocol(), headers, exchange.body(), null);
    }

    void send(Exchange exchange) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringBuilder head = new StringBuilder();
        head.append(exchange.method())
                .append(' ')
                .append(exchange.uri())
                .append(' ')
                .append(exchange.protocol())
                .append("\r\n");
        exchange.headers()
                .forEach(field -> head.append(field.name())
                        .append(": ")
                        .append(field.value())
                        .append("\r\n"));
        out.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(exchange.body().getBytes(StandardCharsets.ISO_8859_1));
        apache.send(out.toByteArray());
    }

    /** The answers by the number of the exchange; what Apache refused by itself is absent. */
    Map<Long, Answer> answers() throws IOException, InterruptedException {
        long size = -1;
        for (int round = 0; round < WAIT_ROUNDS; round++) {
            long now = Files.exists(apache.auditLog()) ? Files.size(apache.auditLog()) : 0;
            if (now == size && now > 0) {
                break;
            }
            size = now;
            Thread.sleep(200);
        }
        Map<Long, Answer> answers = new HashMap<>();
        ObjectMapper mapper = new ObjectMapper();
        try (BufferedReader lines = Files.newBufferedReader(apache.auditLog(), StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read(mapper.readTree(line), answers);
            }
        }
        return answers;
    }

    /** The log lines of an exchange that end before the rule's id. */
    List<String> cutLines(long number) {
        return cutLines.getOrDefault(number, List.of());
    }

    private void read(JsonNode record, Map<Long, Answer> answers) {
        List<String> cut = new ArrayList<>();
        SortedMap<Long, String> rules = new TreeMap<>();
        String scores = "";
        long number = -1;
        for (JsonNode message : record.path("audit_data").path("messages")) {
            String text = message.asString("");
            Matcher id = ID.matcher(text);
            if (!id.find()) {
                cut.add(text);
                continue;
            }
            long rule = Long.parseLong(id.group(1));
            Matcher data = DATA.matcher(text);
            String value = data.find() ? data.group(1) : "";
            if (rule == ApacheRules.NUMBER) {
                number = Long.parseLong(value);
            } else if (rule == ApacheRules.SCORES) {
                scores = value;
            } else if (rule < ApacheRules.REQUEST_RULES_END || rule > 9_900_000) {
                rules.merge(rule, text, (one, other) -> one + "\n" + other);
            }
        }
        // a request that ended before the second phase did is not compared
        if (number >= 0 && !scores.isEmpty()) {
            answers.put(number, new Answer(0, rules, scores, 0));
            cutLines.put(number, cut);
        }
    }

    @Override
    public void close() {
        apache.close();
    }
}
