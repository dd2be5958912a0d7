package io.rempart.workbench.ftw;

import io.rempart.workbench.ftw.FtwTest.Header;
import io.rempart.workbench.ftw.FtwTest.Input;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a test's request, as the reference runner (go-ftw) sends them: fields in the order of their names, Connection,
 * Content-Length and Content-Type completed, forms encoded, the lines of multipart bodies ended by CRLF. Stateless.
 */
final class FtwRequest {
    /** As the reference runner has it: anchored at one alternative each, so {@code OUTPUT} takes a body too. */
    private static final Pattern METHOD_WITH_BODY = Pattern.compile("^POST|PUT|PATCH|DELETE$");

    private static final Pattern LINE_END = Pattern.compile("\r?\n");

    private static final String FORM = "application/x-www-form-urlencoded";

    private FtwRequest() {}

    /** The request; cookies and a target from the stage before replace those of the test. */
    static byte[] bytes(Input input, @Nullable String cookies, @Nullable String target) {
        byte[] whole = input.encodedRequest();
        if (whole != null) {
            return whole;
        }
        List<Header> headers = new ArrayList<>(input.headers());
        if (cookies != null) {
            headers.add(new Header("Cookie", cookies));
        }
        byte[] body = body(input);
        if (body.length > 0 && input.completesHeaders()) {
            add(headers, "Content-Type", FORM);
            if (FORM.equals(value(headers, "Content-Type"))) {
                body = FormEncoding.encoded(body);
            }
        }
        String type = value(headers, "Content-Type");
        if (type != null && type.startsWith("multipart/form-data;")) {
            // old tests end the lines by CRLF themselves
            String text = LINE_END.matcher(new String(body, StandardCharsets.ISO_8859_1))
                    .replaceAll("\r\n");
            body = text.getBytes(StandardCharsets.ISO_8859_1);
        }
        if (input.completesHeaders()) {
            add(headers, "Connection", "close");
            boolean mayHaveBody = METHOD_WITH_BODY.matcher(input.method()).find();
            if (body.length > 0 || mayHaveBody && !input.older()) {
                add(headers, "Content-Length", Integer.toString(body.length));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 512);
        String uri = target == null ? input.uri() : target;
        write(out, input.method() + " " + uri + " " + input.version() + "\r\n");
        headers.forEach(header -> write(out, header.name() + ": " + header.value() + "\r\n"));
        write(out, "\r\n");
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static byte[] body(Input input) {
        byte[] encoded = input.encodedData();
        if (encoded != null) {
            return encoded;
        }
        String data = input.data();
        return data == null ? new byte[0] : data.getBytes(StandardCharsets.UTF_8);
    }

    /** Adds a field that is not there, or is there without a value. */
    private static void add(List<Header> headers, String name, String value) {
        String known = value(headers, name);
        if (known == null || known.isEmpty()) {
            headers.removeIf(header -> header.name().equals(name));
            headers.add(new Header(name, value));
        }
    }

    private static @Nullable String value(List<Header> headers, String name) {
        for (Header header : headers) {
            if (header.name().equals(name)) {
                return header.value();
            }
        }
        return null;
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
