package io.rempart.workbench.ftw;

import io.rempart.workbench.WorkbenchException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The application behind the firewall in a test. {@code /reflect} answers what the request's body says, as JSON: {@code status},
 * {@code headers}, {@code body} or {@code encodedBody} (base64), {@code logMessage}. {@code /capabilities} tells so. All else is
 * answered with 200. Thread-safe. The interface is that of the back end the Core Rule Set tests with
 * (github.com/coreruleset/albedo, README).
 */
final class ReflectingBackend extends Handler.Abstract {
    private static final int MOST_BODY_BYTES = 16 * 1024 * 1024;
    private static final List<String> HTML = List.of(
            "<!doctype html",
            "<html",
            "<head",
            "<script",
            "<iframe",
            "<h1",
            "<div",
            "<font",
            "<table",
            "<a",
            "<style",
            "<title",
            "<b",
            "<body",
            "<br",
            "<p",
            "<!--");
    private static final String CAPABILITIES =
            "{\"endpoints\":[{\"path\":\"/*\",\"methods\":[\"ANY\"],\"contentType\":\"*/*\"},"
                    + "{\"path\":\"/reflect\",\"methods\":[\"POST\"],\"contentType\":\"application/json\"}]}\n";

    private final AtomicReference<@Nullable Map<String, ?>> next = new AtomicReference<>();

    /** What the next request is answered with, null for the usual answer. */
    void answerNext(@Nullable Map<String, ?> response) {
        next.set(response);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Map<String, ?> prepared = next.getAndSet(null);
        String path = Request.getPathInContext(request);
        if (prepared != null) {
            reflect(prepared, response, callback);
        } else if (path.equals("/reflect") || path.equals("/reflect/")) {
            ByteBuffer body = Content.Source.asByteBuffer(request);
            if (body.remaining() > MOST_BODY_BYTES) {
                Response.writeError(request, response, callback, 413);
                return true;
            }
            String text = StandardCharsets.UTF_8.decode(body).toString();
            try {
                if (YamlTree.json(text) instanceof Map<?, ?> wanted) {
                    reflect(wanted, response, callback);
                    return true;
                }
            } catch (RuntimeException broken) {
                // answered below
            }
            Response.writeError(request, response, callback, 400);
        } else if (path.equals("/capabilities")) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            Content.Sink.write(response, true, CAPABILITIES, callback);
        } else {
            Content.Source.consumeAll(request, Callback.from(callback::succeeded, callback::failed));
        }
        return true;
    }

    private static void reflect(Map<?, ?> wanted, Response response, Callback callback) {
        Object status = wanted.get("status");
        response.setStatus(status == null ? 200 : number(status));
        if (wanted.get("headers") instanceof Map<?, ?> headers) {
            headers.forEach((name, value) -> response.getHeaders().put(String.valueOf(name), String.valueOf(value)));
        }
        Object encoded = wanted.get("encodedBody") != null ? wanted.get("encodedBody") : wanted.get("encoded_body");
        Object plain = wanted.get("body");
        byte[] body = encoded != null
                ? Base64.getMimeDecoder().decode(String.valueOf(encoded))
                : plain == null ? new byte[0] : String.valueOf(plain).getBytes(StandardCharsets.UTF_8);
        if (!response.getHeaders().contains(HttpHeader.CONTENT_TYPE)) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, mediaType(body));
        }
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    /** The media type of a body that has none, in short what mimesniff.spec.whatwg.org says. */
    private static String mediaType(byte[] body) {
        String start = new String(body, 0, Math.min(body.length, 512), StandardCharsets.ISO_8859_1);
        String text = start.stripLeading().toLowerCase(Locale.ROOT);
        if (text.startsWith("<?xml")) {
            return "text/xml; charset=utf-8";
        }
        for (String tag : HTML) {
            if (text.startsWith(tag)
                    && (text.length() == tag.length() || " >".indexOf(text.charAt(tag.length())) >= 0)) {
                return "text/html; charset=utf-8";
            }
        }
        boolean binary = start.chars().anyMatch(c -> c < 9 || c == 11 || c > 13 && c < 27 || c > 27 && c < 32);
        return binary ? "application/octet-stream" : "text/plain; charset=utf-8";
    }

    private static int number(Object status) {
        try {
            return Integer.parseInt(String.valueOf(status));
        } catch (NumberFormatException none) {
            throw new WorkbenchException("No status: " + status + ".", none);
        }
    }
}
