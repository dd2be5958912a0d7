package io.rempart.console.text;

import io.rempart.events.model.ByteText;
import io.rempart.events.model.HeaderField;
import io.rempart.events.model.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The values a request carries, by name, wherever they stand: query, form, JSON, multipart, cookies. What can't be taken apart
 * any further is left out; the request as sent stands beside it. Bounded: {@value #MOST} values, bodies of {@value #LONGEST}
 * bytes.
 */
public final class RequestFields {
    static final int MOST = 100;
    static final int LONGEST = 64 * 1_024;
    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=(?:\"([^\"]{1,200})\"|([^\\s;\"]{1,200}))", Pattern.CASE_INSENSITIVE);
    private static final Pattern PART_NAME = Pattern.compile("(?i)[;\\s]name=\"([^\"]{0,200})\"");
    private static final Pattern FILE_NAME = Pattern.compile("(?i)filename\\*?=\"?([^\";\\r\\n]{0,200})");
    private static final JsonFactory JSON = new JsonFactory();

    private final List<ByteText> needles;
    private final List<Field> fields = new ArrayList<>();

    /**
     * One value.
     *
     * @param place {@code query}, {@code form}, {@code json}, {@code multipart}, {@code file} (name of an uploaded file) or
     *     {@code cookie}
     * @param name decoded; a path with dots and brackets for JSON
     * @param value as sent (JSON: as it reads), with the layers under it
     */
    public record Field(String place, ByteText name, Layers value) {
        public boolean hasMarks() {
            return value.hasMarks();
        }

        /** What it says once every wrapping is off. */
        public MarkedText innermost() {
            List<Layers.Layer> layers = value.decoded();
            return layers.isEmpty()
                    ? value.raw()
                    : layers.get(layers.size() - 1).text();
        }
    }

    private RequestFields(List<ByteText> needles) {
        this.needles = needles;
    }

    /** The values of a request, in its order, with the needles marked in them. */
    public static List<Field> of(Request request, List<ByteText> needles) {
        RequestFields found = new RequestFields(needles);
        String uri = head(request.uri()).toLatin1();
        int query = uri.indexOf('?');
        if (query >= 0) {
            int end = uri.indexOf('#', query);
            found.pairs("query", uri.substring(query + 1, end < 0 ? uri.length() : end), "&");
        }
        found.body(request.header("Content-Type").toLatin1(), head(request.body()));
        for (HeaderField header : request.headers()) {
            if (header.name().toLatin1().equalsIgnoreCase("Cookie")) {
                found.pairs("cookie", head(header.value()).toLatin1(), ";");
            }
        }
        return List.copyOf(found.fields);
    }

    private static ByteText head(ByteText text) {
        return text.length() > LONGEST ? text.slice(0, LONGEST) : text;
    }

    private void body(String type, ByteText body) {
        String kind = type.toLowerCase(Locale.ROOT);
        String text = body.toLatin1();
        String start = text.stripLeading();
        Matcher boundary = BOUNDARY.matcher(type);
        if (text.isEmpty()) {
            return;
        } else if (kind.contains("multipart/") && boundary.find()) {
            parts(text, boundary.group(1) == null ? boundary.group(2) : boundary.group(1));
        } else if (kind.contains("json") || start.startsWith("{") || start.startsWith("[")) {
            json(body.toArray());
        } else if (kind.contains("urlencoded") || kind.isEmpty() && text.indexOf('=') > 0) {
            pairs("form", text, "&");
        }
    }

    private void add(String place, ByteText name, ByteText value) {
        if (fields.size() < MOST) {
            fields.add(new Field(place, name, Layers.of(value, needles)));
        }
    }

    private void pairs(String place, String text, String separator) {
        for (String pair : text.split(separator, MOST + 1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!pair.isBlank()) {
                add(place, decoded(name.strip()), bytes(equals < 0 ? "" : pair.substring(equals + 1)));
            }
        }
    }

    private static ByteText decoded(String name) {
        byte[] raw = name.getBytes(StandardCharsets.ISO_8859_1);
        Decoder.Output out = new Decoder.Output(raw.length);
        Decoder.URL.decode(raw, out);
        return ByteText.of(out.bytes());
    }

    private static ByteText bytes(String latin1) {
        return ByteText.of(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void parts(String text, String boundary) {
        String[] parts = text.split(Pattern.quote("--" + boundary), MOST + 2);
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i];
            int blank = part.indexOf("\r\n\r\n");
            int length = 4;
            if (blank < 0) {
                blank = part.indexOf("\n\n");
                length = 2;
            }
            if (blank < 0 || part.startsWith("--")) {
                continue;
            }
            String head = part.substring(0, blank);
            Matcher name = PART_NAME.matcher(head);
            ByteText field = bytes(name.find() ? name.group(1) : "");
            Matcher file = FILE_NAME.matcher(head);
            if (file.find()) {
                add("file", field, bytes(file.group(1)));
            }
            add("multipart", field, bytes(withoutLineEnd(part.substring(blank + length))));
        }
    }

    private static String withoutLineEnd(String content) {
        return content.endsWith("\r\n")
                ? content.substring(0, content.length() - 2)
                : content.endsWith("\n") ? content.substring(0, content.length() - 1) : content;
    }

    private void json(byte[] body) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            for (JsonToken token = parser.nextToken();
                    token != null && fields.size() < MOST;
                    token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    add("json", ByteText.of(path(parser)), ByteText.of(parser.getString()));
                }
            }
        } catch (JacksonException | IllegalArgumentException e) {
            // cut or damaged: what was read until here is shown, the body as sent stands beside it
        }
    }

    /** {@code /order/items/0/name} as {@code order.items[0].name}. */
    private static String path(JsonParser parser) {
        String pointer = parser.streamReadContext().pathAsPointer().toString();
        StringBuilder path = new StringBuilder();
        for (String step : pointer.split("/")) {
            if (step.isEmpty()) {
                continue;
            }
            String name = step.replace("~1", "/").replace("~0", "~");
            if (name.length() < 9 && name.chars().allMatch(Character::isDigit)) {
                path.append('[').append(name).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(name);
            }
        }
        return path.toString();
    }
}
