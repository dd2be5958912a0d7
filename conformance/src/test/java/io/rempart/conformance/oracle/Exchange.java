package io.rempart.conformance.oracle;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request and, where there is one, the response to it. Texts are one character a byte. Immutable.
 *
 * @param client the address of the client
 * @param uri as it stands in the request line
 * @param protocol such as {@code HTTP/1.1}
 * @param response null when the request is not answered
 */
record Exchange(
        String client,
        String method,
        String uri,
        String protocol,
        List<Field> headers,
        String body,
        @Nullable Response response) {
    /** A header field. */
    record Field(String name, String value) {}

    /** The answer of the application. */
    record Response(int status, List<Field> headers, String body) {}

    Exchange {
        headers = List.copyOf(headers);
    }

    /** The value of the first such header field, or null. */
    @Nullable
    String header(String name) {
        return headers.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .findFirst()
                .orElse(null);
    }

    Exchange withHeader(String name, String value) {
        List<Field> changed = new ArrayList<>();
        boolean done = false;
        for (Field field : headers) {
            if (!field.name().equalsIgnoreCase(name)) {
                changed.add(field);
            } else if (!done) {
                changed.add(new Field(field.name(), value));
                done = true;
            }
        }
        if (!done) {
            changed.add(new Field(name, value));
        }
        return withHeaders(changed);
    }

    Exchange withHeaders(List<Field> changed) {
        return new Exchange(client, method, uri, protocol, changed, body, response);
    }

    Exchange withRequestLine(String newMethod, String newUri, String newProtocol) {
        return new Exchange(client, newMethod, newUri, newProtocol, headers, body, response);
    }

    Exchange withUri(String changed) {
        return withRequestLine(method, changed, protocol);
    }

    /** With another body of which the type and the length are told. */
    Exchange withBody(String type, String changed) {
        return new Exchange(client, "GET".equals(method) ? "POST" : method, uri, protocol, headers, changed, response)
                .withHeader("Content-Type", type)
                .withHeader("Content-Length", Integer.toString(changed.length()));
    }

    Exchange withResponse(@Nullable Response changed) {
        return new Exchange(client, method, uri, protocol, headers, body, changed);
    }

    /** As it would look on the wire, for reports. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(method).append(' ').append(uri).append(' ').append(protocol).append('\n');
        headers.forEach(field ->
                text.append(field.name()).append(": ").append(field.value()).append('\n'));
        text.append('\n').append(body);
        if (response != null) {
            text.append("\n--- ").append(response.status()).append('\n');
            response.headers()
                    .forEach(field -> text.append(field.name())
                            .append(": ")
                            .append(field.value())
                            .append('\n'));
            text.append('\n').append(response.body());
        }
        return text.toString();
    }
}
