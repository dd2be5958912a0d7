package io.rempart.events.read;

import inet.ipaddr.IPAddress;
import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.Event;
import io.rempart.events.model.Event.Disposition;
import io.rempart.events.model.HeaderField;
import io.rempart.events.model.Hit;
import io.rempart.events.model.Request;
import io.rempart.events.model.Response;
import io.rempart.events.model.Severity;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link RempartJsonWriter} wrote: an event equal to the one written, with the format of the writer it first came from.
 * Field limits do not apply: they did when the event was first read. Stateless, thread-safe.
 */
final class RempartJsonReader extends JsonRecordReader {
    @Override
    public AuditFormat format() {
        return AuditFormat.REMPART_JSON;
    }

    @Override
    Reading one(byte[] bytes, int from, int to, ReadContext context) {
        JsonCursor json = new JsonCursor(bytes, from, to);
        AuditFormat format = null;
        String id = "";
        Instant time = null;
        String timeText = "";
        IPAddress peer = null;
        int peerPort = 0;
        String host = "";
        String localAddress = "";
        int localPort = 0;
        Boolean tls = null;
        Request request = Request.NONE;
        Response response = Response.NONE;
        List<Hit> hits = List.of();
        Disposition disposition = Disposition.LOGGED;
        String engineMode = "";
        int inbound = -1;
        int outbound = -1;
        String producer = "";
        List<String> notes = List.of();
        if (!json.enterObject()) {
            throw new JsonCursor.Malformed("it is no JSON object", from);
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            int at = json.position();
            switch (key) {
                case "rempart" -> {
                    if (json.integer(0) > RempartJsonWriter.VERSION) {
                        throw new JsonCursor.Malformed("it was written by a newer Rempart", at);
                    }
                }
                case "format" -> format = constant(AuditFormat.class, json.text(), at);
                case "id" -> id = WordCache.whole(json.text());
                case "time" -> time = instant(json.text(), at);
                case "time_text" -> timeText = WordCache.whole(json.text());
                case "peer" -> peer = Addresses.of(json.text());
                case "peer_port" -> peerPort = number(json, 0);
                case "host" -> host = WordCache.whole(json.text());
                case "local_address" -> localAddress = WordCache.whole(json.text());
                case "local_port" -> localPort = number(json, 0);
                case "tls" -> tls = json.isTrue();
                case "request" -> request = request(json);
                case "response" -> response = response(json);
                case "hits" -> hits = hits(json);
                case "disposition" -> disposition = constant(Disposition.class, json.text(), at);
                case "engine_mode" -> engineMode = WordCache.whole(json.text());
                case "inbound_score" -> inbound = number(json, -1);
                case "outbound_score" -> outbound = number(json, -1);
                case "producer" -> producer = WordCache.whole(json.text());
                case "notes" -> notes = strings(json);
                default -> json.skip();
            }
        }
        json.expectEnd();
        if (format == null || time == null) {
            throw new JsonCursor.Malformed("the format or the time is missing", from);
        }
        Event event = new Event(
                format,
                id,
                time,
                timeText,
                peer,
                peerPort,
                host,
                localAddress,
                localPort,
                tls,
                request,
                response,
                hits,
                disposition,
                engineMode,
                inbound,
                outbound,
                producer,
                notes);
        return new Reading.Read(event, ModSecurity2JsonReader.slice(bytes, from, to), false);
    }

    private static int number(JsonCursor json, int absent) {
        long value = json.integer(absent);
        return value < Integer.MIN_VALUE || value > Integer.MAX_VALUE ? absent : (int) value;
    }

    private static <E extends Enum<E>> E constant(Class<E> type, ByteText name, int at) {
        for (E value : type.getEnumConstants()) {
            if (Texts.startsWith(name, value.name())
                    && name.length() == value.name().length()) {
                return value;
            }
        }
        throw new JsonCursor.Malformed("'" + EventDraft.word(name) + "' is not known", at);
    }

    private static Instant instant(ByteText text, int at) {
        try {
            return Instant.parse(text.toString());
        } catch (DateTimeException e) {
            throw new JsonCursor.Malformed("'" + EventDraft.word(text) + "' is no time", at);
        }
    }

    private static Request request(JsonCursor json) {
        if (!json.enterObject()) {
            return Request.NONE;
        }
        ByteText line = ByteText.EMPTY;
        ByteText method = ByteText.EMPTY;
        ByteText uri = ByteText.EMPTY;
        ByteText protocol = ByteText.EMPTY;
        List<HeaderField> headers = List.of();
        ByteText body = ByteText.EMPTY;
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "line" -> line = bytes(json);
                case "method" -> method = bytes(json);
                case "uri" -> uri = bytes(json);
                case "protocol" -> protocol = bytes(json);
                case "headers" -> headers = headers(json);
                case "body" -> body = bytes(json);
                default -> json.skip();
            }
        }
        return new Request(line, method, uri, protocol, headers, body);
    }

    private static Response response(JsonCursor json) {
        if (!json.enterObject()) {
            return Response.NONE;
        }
        int status = 0;
        ByteText protocol = ByteText.EMPTY;
        List<HeaderField> headers = List.of();
        ByteText body = ByteText.EMPTY;
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "status" -> status = number(json, 0);
                case "protocol" -> protocol = bytes(json);
                case "headers" -> headers = headers(json);
                case "body" -> body = bytes(json);
                default -> json.skip();
            }
        }
        return new Response(status, protocol, headers, body);
    }

    private static List<HeaderField> headers(JsonCursor json) {
        List<HeaderField> headers = new ArrayList<>();
        if (json.enterArray()) {
            while (json.nextElement()) {
                List<ByteText> pair = new ArrayList<>(2);
                if (json.enterArray()) {
                    while (json.nextElement()) {
                        pair.add(bytes(json));
                    }
                }
                if (pair.size() == 2) {
                    headers.add(new HeaderField(pair.get(0), pair.get(1)));
                }
            }
        }
        return List.copyOf(headers);
    }

    private static List<Hit> hits(JsonCursor json) {
        List<Hit> hits = new ArrayList<>();
        if (json.enterArray()) {
            while (json.nextElement()) {
                if (json.enterObject()) {
                    hits.add(hit(json));
                }
            }
        }
        return List.copyOf(hits);
    }

    private static Hit hit(JsonCursor json) {
        String rule = "";
        int phase = 0;
        ByteText message = ByteText.EMPTY;
        ByteText match = ByteText.EMPTY;
        String variable = "";
        ByteText data = ByteText.EMPTY;
        @Nullable Severity severity = null;
        List<String> tags = List.of();
        String version = "";
        String revision = "";
        String file = "";
        int line = 0;
        boolean detection = false;
        boolean truncated = false;
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            int at = json.position();
            switch (key) {
                case "rule" -> rule = WordCache.whole(json.text());
                case "phase" -> phase = number(json, 0);
                case "message" -> message = bytes(json);
                case "match" -> match = bytes(json);
                case "variable" -> variable = WordCache.whole(json.text());
                case "data" -> data = bytes(json);
                case "severity" -> severity = constant(Severity.class, json.text(), at);
                case "tags" -> tags = strings(json);
                case "version" -> version = WordCache.whole(json.text());
                case "revision" -> revision = WordCache.whole(json.text());
                case "file" -> file = WordCache.whole(json.text());
                case "line" -> line = number(json, 0);
                case "detection" -> detection = json.isTrue();
                case "truncated" -> truncated = json.isTrue();
                default -> json.skip();
            }
        }
        return new Hit(
                rule, phase, message, match, variable, data, severity, tags, version, revision, file, line, detection,
                truncated);
    }

    private static List<String> strings(JsonCursor json) {
        List<String> strings = new ArrayList<>();
        if (json.enterArray()) {
            while (json.nextElement()) {
                strings.add(WordCache.whole(json.text()));
            }
        }
        return List.copyOf(strings);
    }

    private static ByteText bytes(JsonCursor json) {
        if (!json.atObject()) {
            return json.text();
        }
        ByteText bytes = ByteText.EMPTY;
        json.enterObject();
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            int at = json.position();
            if (!key.equals("base64")) {
                json.skip();
                continue;
            }
            try {
                bytes = ByteText.of(Base64.getDecoder().decode(json.text().toArray()));
            } catch (IllegalArgumentException e) {
                throw new JsonCursor.Malformed("a base 64 text is damaged", at);
            }
        }
        return bytes;
    }
}
