package io.rempart.workbench.ftw;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came back. Immutable.
 *
 * @param status the HTTP status
 * @param fields the header lines as they came
 * @param text the whole answer, a character for each byte
 */
record HttpAnswer(int status, List<String> fields, String text) {
    /** The value of the first field of a name. */
    @Nullable
    String field(String name) {
        for (String field : fields) {
            int colon = field.indexOf(':');
            if (colon > 0 && field.substring(0, colon).equalsIgnoreCase(name)) {
                return field.substring(colon + 1).strip();
            }
        }
        return null;
    }

    /** The cookies it sets, as a client sends them back. */
    @Nullable
    String cookies() {
        StringBuilder cookies = new StringBuilder();
        for (String field : fields) {
            if (field.regionMatches(true, 0, "set-cookie:", 0, 11)) {
                String cookie = field.substring(11).strip();
                int end = cookie.indexOf(';');
                cookies.append(cookies.isEmpty() ? "" : "; ").append(end < 0 ? cookie : cookie.substring(0, end));
            }
        }
        return cookies.isEmpty() ? null : cookies.toString();
    }
}
