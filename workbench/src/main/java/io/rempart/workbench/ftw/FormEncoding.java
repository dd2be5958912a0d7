package io.rempart.workbench.ftw;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Encodes the body of a form that a test's author wrote plainly, as the reference runner does: where unescaping changes nothing, each
 * name and value is escaped. Stateless.
 */
final class FormEncoding {
    private FormEncoding() {}

    /** The body as it is sent. */
    static byte[] encoded(byte[] body) {
        if (!isPlain(body)) {
            return body;
        }
        StringBuilder out = new StringBuilder(body.length + 64);
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('&', at);
            String token = text.substring(at, end < 0 ? text.length() : end);
            int equals = token.indexOf('=');
            if (at > 0) {
                out.append('&');
            }
            if (equals < 0) {
                out.append(escapedBytes(token));
            } else {
                out.append(escapedBytes(token.substring(0, equals)))
                        .append('=')
                        .append(escapedBytes(token.substring(equals + 1)));
            }
            at = end < 0 ? text.length() : end + 1;
        }
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A text with all but unreserved characters escaped, the space as a plus sign. */
    static String escaped(String text) {
        return go(URLEncoder.encode(text, StandardCharsets.UTF_8));
    }

    private static String escapedBytes(String bytes) {
        return go(URLEncoder.encode(bytes, StandardCharsets.ISO_8859_1));
    }

    private static String go(String encoded) {
        // Java leaves * alone and escapes ~; the reference runner's language does the reverse
        return encoded.replace("*", "%2A").replace("%7E", "~");
    }

    /** Whether unescaping succeeds and changes nothing. */
    private static boolean isPlain(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length);
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '+') {
                out.write(' ');
            } else if (body[i] == '%') {
                // a malformed escape gives an empty text, which differs from any body that has a percent sign
                if (i + 2 >= body.length
                        || Character.digit(body[i + 1], 16) < 0
                        || Character.digit(body[i + 2], 16) < 0) {
                    return false;
                }
                out.write(Character.digit(body[i + 1], 16) * 16 + Character.digit(body[i + 2], 16));
                i += 2;
            } else {
                out.write(body[i]);
            }
        }
        return Arrays.equals(out.toByteArray(), body);
    }
}
