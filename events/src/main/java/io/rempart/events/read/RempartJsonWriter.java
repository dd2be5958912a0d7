package io.rempart.events.read;

import inet.ipaddr.IPAddress;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.Event;
import io.rempart.events.model.HeaderField;
import io.rempart.events.model.Hit;
import io.rempart.events.model.Request;
import io.rempart.events.model.Response;
import io.rempart.events.model.Severity;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Writes an event in Rempart's own form: one line of valid JSON that {@link RempartJsonReader} reads back into an equal event.
 * Stateless, thread-safe.
 *
 * <p>{@code {"rempart":1,"format":"MODSECURITY2_JSON","time":"...",...}}; what is empty is left out. Bytes that are UTF-8 are a
 * string, others {@code {"base64":"..."}}.
 */
public final class RempartJsonWriter {
    /** Of the form; a reader refuses a greater one. */
    static final int VERSION = 1;

    private final GrowingBytes out = new GrowingBytes();
    private boolean first;

    private RempartJsonWriter() {}

    /** The event as one line, without a line feed. */
    public static byte[] write(Event event) {
        RempartJsonWriter writer = new RempartJsonWriter();
        writer.event(event);
        return writer.out.copy();
    }

    private void event(Event event) {
        open('{');
        number("rempart", VERSION);
        string("format", event.format().name());
        string("id", event.transactionId());
        string("time", event.time().toString());
        string("time_text", event.timeText());
        IPAddress peer = event.peer();
        if (peer != null) {
            string("peer", peer.toCanonicalString());
        }
        number("peer_port", event.peerPort());
        string("host", event.host());
        string("local_address", event.localAddress());
        number("local_port", event.localPort());
        Boolean tls = event.tls();
        if (tls != null) {
            key("tls");
            raw(tls.toString());
        }
        request(event.request());
        response(event.response());
        if (!event.hits().isEmpty()) {
            key("hits");
            open('[');
            for (Hit hit : event.hits()) {
                hit(hit);
            }
            close(']');
        }
        string("disposition", event.disposition().name());
        string("engine_mode", event.engineMode());
        if (event.inboundScore() != -1) {
            key("inbound_score");
            raw(Integer.toString(event.inboundScore()));
        }
        if (event.outboundScore() != -1) {
            key("outbound_score");
            raw(Integer.toString(event.outboundScore()));
        }
        string("producer", event.producer());
        strings("notes", event.notes());
        close('}');
    }

    private void request(Request request) {
        if (request.equals(Request.NONE)) {
            return;
        }
        key("request");
        open('{');
        bytes("line", request.line());
        bytes("method", request.method());
        bytes("uri", request.uri());
        bytes("protocol", request.protocol());
        headers(request.headers());
        bytes("body", request.body());
        close('}');
    }

    private void response(Response response) {
        if (response.equals(Response.NONE)) {
            return;
        }
        key("response");
        open('{');
        number("status", response.status());
        bytes("protocol", response.protocol());
        headers(response.headers());
        bytes("body", response.body());
        close('}');
    }

    private void headers(List<HeaderField> headers) {
        if (headers.isEmpty()) {
            return;
        }
        key("headers");
        open('[');
        for (HeaderField field : headers) {
            comma();
            open('[');
            comma();
            value(field.name());
            comma();
            value(field.value());
            close(']');
        }
        close(']');
    }

    private void hit(Hit hit) {
        comma();
        open('{');
        string("rule", hit.ruleId());
        number("phase", hit.phase());
        bytes("message", hit.message());
        bytes("match", hit.match());
        string("variable", hit.variable());
        bytes("data", hit.data());
        Severity severity = hit.severity();
        if (severity != null) {
            string("severity", severity.name());
        }
        strings("tags", hit.tags());
        string("version", hit.version());
        string("revision", hit.revision());
        string("file", hit.file());
        number("line", hit.line());
        if (hit.detection()) {
            key("detection");
            raw("true");
        }
        if (hit.truncated()) {
            key("truncated");
            raw("true");
        }
        close('}');
    }

    private void open(char bracket) {
        out.add((byte) bracket);
        first = true;
    }

    private void close(char bracket) {
        out.add((byte) bracket);
        first = false;
    }

    private void comma() {
        if (!first) {
            out.add((byte) ',');
        }
        first = false;
    }

    private void key(String key) {
        comma();
        quoted(key.getBytes(StandardCharsets.UTF_8));
        out.add((byte) ':');
    }

    private void raw(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        out.add(ascii, 0, ascii.length);
    }

    private void number(String key, int value) {
        if (value != 0) {
            key(key);
            raw(Integer.toString(value));
        }
    }

    private void string(String key, String value) {
        if (!value.isEmpty()) {
            key(key);
            quoted(value.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void strings(String key, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        key(key);
        open('[');
        for (String value : values) {
            comma();
            quoted(value.getBytes(StandardCharsets.UTF_8));
        }
        close(']');
    }

    private void bytes(String key, ByteText value) {
        if (!value.isEmpty()) {
            key(key);
            value(value);
        }
    }

    private void value(ByteText value) {
        byte[] bytes = value.toArray();
        if (isUtf8(bytes)) {
            quoted(bytes);
            return;
        }
        open('{');
        key("base64");
        quoted(Base64.getEncoder().encode(bytes));
        close('}');
    }

    private static boolean isUtf8(byte[] bytes) {
        int i = 0;
        while (i < bytes.length && bytes[i] >= 0) {
            i++;
        }
        if (i == bytes.length) {
            return true;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, i, bytes.length - i);
        return !decoder.decode(in, CharBuffer.allocate(bytes.length - i), true).isError();
    }

    private void quoted(byte[] utf8) {
        out.add((byte) '"');
        int from = 0;
        for (int i = 0; i < utf8.length; i++) {
            byte c = utf8[i];
            if (c >= 0 && c < 0x20 || c == '"' || c == '\\' || c == 0x7F) {
                out.add(utf8, from, i);
                from = i + 1;
                if (c == '"' || c == '\\') {
                    out.add((byte) '\\');
                    out.add(c);
                } else {
                    raw(String.format("\\u%04x", (int) c));
                }
            }
        }
        out.add(utf8, from, utf8.length);
        out.add((byte) '"');
    }
}
