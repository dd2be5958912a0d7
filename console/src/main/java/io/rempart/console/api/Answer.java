package io.rempart.console.api;

import io.rempart.console.text.Fields;
import io.rempart.console.text.JsonText;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** Answers of the programming interface. */
public final class Answer {
    static final String JSON = "application/json";
    static final String PROBLEM = "application/problem+json";

    private Answer() {}

    public static ResponseEntity<byte[]> of(Fields fields) {
        return of(200, fields);
    }

    public static ResponseEntity<byte[]> of(int status, Fields fields) {
        return ResponseEntity.status(status).header("Content-Type", JSON).body(JsonText.bytes(fields));
    }

    /** A page of a list; {@code next} is what {@code after} asks for to get the next one, null when there is none. */
    static ResponseEntity<byte[]> page(List<Fields> items, @Nullable Object next) {
        return of(new Fields().with("items", items).with("next", next));
    }

    /**
     * Bytes of others, as a file.
     *
     * @param fileName of ASCII letters, digits, dots and hyphens only
     */
    static ResponseEntity<byte[]> bytes(String fileName, byte[] bytes) {
        return ResponseEntity.ok()
                .header("Content-Disposition", "attachment; filename=\"" + fileName + "\"")
                .header("Content-Type", "application/octet-stream")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .body(bytes);
    }

    /** RFC 9457, with a {@code code} that programs can tell apart. */
    static Fields problem(int status, String title, String code, String detail) {
        return new Fields()
                .with("type", "about:blank")
                .with("title", title)
                .with("status", status)
                .with("code", code)
                .with("detail", detail);
    }

    /** A refusal (RFC 9457). */
    public static ResponseEntity<byte[]> refused(int status, String title, String code, String detail) {
        return ResponseEntity.status(status)
                .header("Content-Type", PROBLEM)
                .body(JsonText.bytes(problem(status, title, code, detail)));
    }
}
