package io.rempart.workbench.explain;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.workbench.WorkbenchException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request, and the response where it is known. Immutable.
 *
 * @param client the client's address
 * @param body the request's body, after its framing
 * @param status the response's status, 0 when there is no response
 */
public record Exchange(
        String client,
        ByteSlice method,
        ByteSlice uri,
        ByteSlice protocol,
        List<Field> headers,
        ByteSlice body,
        int status,
        List<Field> responseHeaders,
        ByteSlice responseBody) {

    /** A header field. */
    public record Field(ByteSlice name, ByteSlice value) {}

    /** A head and what follows it. */
    private record Message(ByteSlice line, List<Field> fields, ByteSlice body) {}

    /**
     * Of a raw HTTP/1 request, and a raw response or null. Line ends may be LF alone.
     *
     * @throws WorkbenchException when there is no request line
     */
    public static Exchange ofRaw(byte[] request, byte @Nullable [] response, String client) {
        Message message = message(request);
        String line = message.line().toString();
        int first = line.indexOf(' ');
        if (first <= 0) {
            throw new WorkbenchException("The request has no request line such as: GET / HTTP/1.1");
        }
        int last = line.lastIndexOf(" HTTP/");
        boolean versioned = last > first;
        Message answer = response == null ? null : message(response);
        return new Exchange(
                client,
                ByteSlice.latin1(line.substring(0, first)),
                ByteSlice.latin1(line.substring(first + 1, versioned ? last : line.length())),
                ByteSlice.latin1(versioned ? line.substring(last + 1) : ""),
                message.fields(),
                message.body(),
                answer == null ? 0 : status(answer.line().toString()),
                answer == null ? List.of() : answer.fields(),
                answer == null ? ByteSlice.EMPTY : answer.body());
    }

    /**
     * Of the words one gives to curl.
     *
     * @param url a URL, or a path
     * @param method null for GET, or POST where there is a body
     * @param headers {@code Name: value}; they replace the usual ones
     * @param body null when there is none
     */
    public static Exchange ofFlags(
            String url,
            @Nullable String method,
            List<String> headers,
            byte @Nullable [] body,
            byte @Nullable [] response,
            String client) {
        String host = "localhost";
        String target = url;
        int authority = url.indexOf("://");
        if (authority > 0) {
            int path = url.indexOf('/', authority + 3);
            int question = url.indexOf('?', authority + 3);
            int end = path < 0 ? question < 0 ? url.length() : question : path;
            host = url.substring(authority + 3, end);
            target = end == url.length() ? "/" : url.charAt(end) == '?' ? "/" + url.substring(end) : url.substring(end);
        } else if (!url.startsWith("/")) {
            throw new WorkbenchException(
                    "Neither a URL nor a path: " + url + ". Write it as http://host/path or /path.");
        }
        int fragment = target.indexOf('#');
        target = fragment < 0 ? target : target.substring(0, fragment);
        List<String> fields = new ArrayList<>(List.of("Host: " + host, "User-Agent: rempart", "Accept: */*"));
        if (body != null) {
            fields.add("Content-Type: application/x-www-form-urlencoded");
            fields.add("Content-Length: " + body.length);
        }
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon <= 0) {
                throw new WorkbenchException("No header field: " + header + ". Write it as Name: value.");
            }
            String name = header.substring(0, colon + 1);
            fields.removeIf(field -> field.regionMatches(true, 0, name, 0, name.length()));
            fields.add(header);
        }
        StringBuilder head = new StringBuilder(method == null ? body == null ? "GET" : "POST" : method)
                .append(' ')
                .append(target)
                .append(" HTTP/1.1\n");
        fields.forEach(field -> head.append(field).append('\n'));
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        raw.writeBytes(head.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        raw.writeBytes(body == null ? new byte[0] : body);
        return ofRaw(raw.toByteArray(), response, client);
    }

    private static int status(String line) {
        String[] words = line.split(" ");
        if (words.length < 2 || !words[1].matches("[1-5]\\d\\d")) {
            throw new WorkbenchException("The response has no status line such as: HTTP/1.1 200 OK");
        }
        return Integer.parseInt(words[1]);
    }

    private static Message message(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && (bytes[at] == '\r' || bytes[at] == '\n')) {
            at++;
        }
        List<ByteSlice> lines = new ArrayList<>();
        while (at < bytes.length) {
            int end = at;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            int length = end > at && bytes[end - 1] == '\r' ? end - 1 - at : end - at;
            ByteSlice line = ByteSlice.of(bytes, at, length);
            at = Math.min(end + 1, bytes.length);
            if (line.isEmpty()) {
                break;
            }
            lines.add(line);
        }
        List<Field> fields = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i).toString();
            int colon = line.indexOf(':');
            fields.add(new Field(
                    ByteSlice.latin1(colon < 0 ? line : line.substring(0, colon)),
                    ByteSlice.latin1(colon < 0 ? "" : line.substring(colon + 1).strip())));
        }
        ByteSlice body = ByteSlice.of(bytes, at, bytes.length - at);
        boolean chunked = fields.stream()
                .anyMatch(field -> field.name().toString().equalsIgnoreCase("Transfer-Encoding")
                        && field.value().toString().toLowerCase(Locale.ROOT).endsWith("chunked"));
        return new Message(lines.isEmpty() ? ByteSlice.EMPTY : lines.get(0), fields, chunked ? unchunked(body) : body);
    }

    /** The body without its chunks; as it is where they are broken. */
    private static ByteSlice unchunked(ByteSlice body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String text = new String(body.toArray(), StandardCharsets.ISO_8859_1);
        int at = 0;
        while (true) {
            int end = text.indexOf('\n', at);
            if (end < 0) {
                return body;
            }
            String size = text.substring(at, end).strip().split(";")[0];
            if (!size.matches("[0-9A-Fa-f]{1,7}")) {
                return body;
            }
            int length = Integer.parseInt(size, 16);
            if (length == 0) {
                return ByteSlice.of(out.toByteArray());
            }
            if (end + 1 + length > text.length()) {
                return body;
            }
            out.writeBytes(text.substring(end + 1, end + 1 + length).getBytes(StandardCharsets.ISO_8859_1));
            at = text.indexOf('\n', end + 1 + length) + 1;
            if (at == 0) {
                return body;
            }
        }
    }
}
