package io.rempart.response.block;

import io.rempart.response.address.AddressSet;
import io.rempart.response.address.Span;
import io.rempart.response.guard.Guard;
import io.rempart.response.guard.GuardedAddresses;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * How wanted blocks are written, on the blocker's socket and in its journal: one JSON object a line, at most {@value
 * #LONGEST_LINE} characters. A change is
 *
 * <pre>
 * {"change":"STORE","from":3,"to":5,"whole":false}
 * {"block":17,"nets":["192.0.2.0-192.0.2.255"],"until":1790000000000}    several lines for one with many nets: "more":true
 * {"gone":12}
 * {"guard":"administrator","detail":"anne","nets":["198.51.100.7"]}
 * {"end":1}
 * </pre>
 *
 * and a feed
 *
 * <pre>
 * {"feed":"drop","version":"5f1c.1790000000","until":1790000000000}
 * {"nets":["192.0.2.0-192.0.2.255"]}
 * {"end":1}
 * </pre>
 */
final class Wire {
    static final int LONGEST_LINE = 65_536;
    private static final int NETS_OF_A_LINE = 500;
    private static final Pattern FEED_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final Pattern FEED_VERSION = Pattern.compile("[0-9a-z.]{0,60}");

    private Wire() {}

    // ---- writing

    static void write(WantedChange change, Writer out) throws IOException {
        line(out, json -> {
            json.writeStringProperty("change", change.store());
            json.writeNumberProperty("from", change.from());
            json.writeNumberProperty("to", change.to());
            json.writeBooleanProperty("whole", change.whole());
        });
        for (WantedBlock block : change.blocks()) {
            List<Span> spans = block.addresses().spans();
            for (int from = 0; from == 0 || from < spans.size(); from += NETS_OF_A_LINE) {
                int start = from;
                int end = Math.min(from + NETS_OF_A_LINE, spans.size());
                line(out, json -> {
                    json.writeNumberProperty("block", block.decision());
                    nets(json, spans.subList(start, end));
                    Instant until = block.until();
                    if (until != null) {
                        json.writeNumberProperty("until", until.toEpochMilli());
                    }
                    if (block.evenPrivate()) {
                        json.writeBooleanProperty("private", true);
                    }
                    if (end < spans.size()) {
                        json.writeBooleanProperty("more", true);
                    }
                });
            }
        }
        for (long id : change.gone()) {
            line(out, json -> json.writeNumberProperty("gone", id));
        }
        for (GuardedAddresses guarded : change.guarded()) {
            List<Span> spans = guarded.addresses().spans();
            for (int from = 0; from < spans.size(); from += NETS_OF_A_LINE) {
                List<Span> some = spans.subList(from, Math.min(from + NETS_OF_A_LINE, spans.size()));
                line(out, json -> {
                    json.writeStringProperty("guard", guarded.guard().key());
                    json.writeStringProperty("detail", cut(guarded.detail()));
                    nets(json, some);
                });
            }
        }
        line(out, json -> json.writeNumberProperty("end", 1));
    }

    static void write(WantedFeed feed, Writer out) throws IOException {
        line(out, json -> {
            json.writeStringProperty("feed", feed.name());
            json.writeStringProperty("version", feed.version());
            json.writeNumberProperty("until", feed.until().toEpochMilli());
        });
        List<Span> spans = feed.addresses().spans();
        for (int from = 0; from < spans.size(); from += NETS_OF_A_LINE) {
            List<Span> some = spans.subList(from, Math.min(from + NETS_OF_A_LINE, spans.size()));
            line(out, json -> nets(json, some));
        }
        line(out, json -> json.writeNumberProperty("end", 1));
    }

    private static String cut(String text) {
        return text.length() > 200 ? text.substring(0, 200) : text;
    }

    private static void nets(JsonGenerator json, List<Span> spans) {
        json.writeArrayPropertyStart("nets");
        spans.forEach(span -> json.writeString(span.toString()));
        json.writeEndArray();
    }

    static void line(Writer out, java.util.function.Consumer<JsonGenerator> members) throws IOException {
        out.write(Json.line(members));
        out.write('\n');
    }

    // ---- reading

    /** One line: numbers as text, arrays of texts. */
    record Line(Map<String, String> values, Map<String, List<String>> lists) {
        boolean has(String name) {
            return values.containsKey(name);
        }

        String text(String name) {
            return values.getOrDefault(name, "");
        }

        long number(String name) {
            try {
                return Long.parseLong(text(name));
            } catch (NumberFormatException e) {
                throw new BlockerException("Not understood: '" + name + "' is no number.");
            }
        }

        boolean truth(String name) {
            return text(name).equals("true");
        }

        List<String> list(String name) {
            return lists.getOrDefault(name, List.of());
        }
    }

    /** The next line; null at the end. A line that is too long or no JSON is a {@link BlockerException}. */
    static @Nullable Line read(BufferedReader in) throws IOException {
        String text = boundedLine(in);
        return text == null ? null : parse(text);
    }

    private static @Nullable String boundedLine(Reader in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                return line.toString();
            }
            if (line.length() >= LONGEST_LINE) {
                throw new BlockerException("Not understood: a line is longer than " + LONGEST_LINE + " characters.");
            }
            line.append((char) c);
        }
        // A line without its end was cut off while it was written.
        return null;
    }

    static Line parse(String text) {
        Map<String, String> values = new HashMap<>();
        Map<String, List<String>> lists = new LinkedHashMap<>();
        try (JsonParser json = Json.parser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new BlockerException("Not understood: a line is no JSON object.");
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken token = json.nextToken();
                if (token == JsonToken.START_ARRAY) {
                    List<String> items = new ArrayList<>();
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        if (!json.currentToken().isScalarValue()) {
                            throw new BlockerException("Not understood: nested values.");
                        }
                        items.add(json.getString());
                    }
                    lists.put(name, items);
                } else if (token.isScalarValue()) {
                    values.put(name, json.getString());
                } else {
                    throw new BlockerException("Not understood: nested values.");
                }
            }
        } catch (JacksonException e) {
            throw new BlockerException("Not understood: a line is no JSON (" + e.getOriginalMessage() + ").", e);
        }
        return new Line(values, lists);
    }

    /** Reads the rest of a change whose first line was read; null when it is cut off. */
    static @Nullable WantedChange change(Line first, BufferedReader in) throws IOException {
        Map<Long, WantedBlock> blocks = new LinkedHashMap<>();
        List<Long> gone = new ArrayList<>();
        List<GuardedAddresses> guarded = new ArrayList<>();
        long spans = 0;
        List<Span> nets = new ArrayList<>();
        for (Line line = read(in); line != null; line = read(in)) {
            spans += 1 + line.list("nets").size();
            if (spans > WantedChange.MOST_SPANS + (long) WantedChange.MOST_BLOCKS) {
                throw new BlockerException("Too much is wanted at once.");
            }
            if (line.has("end")) {
                return new WantedChange(
                        first.text("change"),
                        first.number("from"),
                        first.number("to"),
                        first.truth("whole"),
                        List.copyOf(blocks.values()),
                        gone,
                        guarded);
            } else if (line.has("gone")) {
                gone.add(line.number("gone"));
            } else if (line.has("guard")) {
                Guard guard = Guard.ofKey(line.text("guard")).orElse(Guard.ALLOW_LIST);
                guarded.add(new GuardedAddresses(guard, AddressSet.of(spans(line)), cut(line.text("detail"))));
            } else if (line.has("block")) {
                nets.addAll(spans(line));
                if (!line.truth("more")) {
                    long id = line.number("block");
                    Instant until = line.has("until") ? Instant.ofEpochMilli(line.number("until")) : null;
                    blocks.put(id, new WantedBlock(id, AddressSet.of(nets), until, line.truth("private")));
                    nets.clear();
                }
            }
        }
        return null;
    }

    /** Reads the rest of a feed whose first line was read; null when it is cut off. */
    static @Nullable WantedFeed feed(Line first, BufferedReader in) throws IOException {
        if (!FEED_NAME.matcher(first.text("feed")).matches()
                || !FEED_VERSION.matcher(first.text("version")).matches()) {
            throw new BlockerException("Not understood: a feed without a name or version.");
        }
        List<Span> nets = new ArrayList<>();
        for (Line line = read(in); line != null; line = read(in)) {
            if (line.has("end")) {
                return new WantedFeed(
                        first.text("feed"),
                        first.text("version"),
                        AddressSet.of(nets),
                        Instant.ofEpochMilli(first.number("until")));
            }
            nets.addAll(spans(line));
            if (nets.size() > WantedFeed.MOST_SPANS) {
                throw new BlockerException("A feed has more than " + WantedFeed.MOST_SPANS + " ranges.");
            }
        }
        return null;
    }

    private static List<Span> spans(Line line) {
        List<Span> spans = new ArrayList<>();
        for (String net : line.list("nets")) {
            spans.add(Span.of(net)
                    .orElseThrow(
                            () -> new BlockerException("Not understood: '" + net + "' is no range of addresses.")));
        }
        return spans;
    }
}
