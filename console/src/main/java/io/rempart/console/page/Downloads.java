package io.rempart.console.page;

import org.springframework.http.ResponseEntity;

/** Answers that a browser saves and never renders. */
final class Downloads {
    private Downloads() {}

    /** @param fileName of ASCII letters, digits, dots and hyphens only */
    static ResponseEntity<byte[]> text(String fileName, byte[] bytes) {
        if (!fileName.matches("[A-Za-z0-9.-]+")) {
            throw new IllegalArgumentException("not a file name: " + fileName);
        }
        return ResponseEntity.ok()
                .header("Content-Disposition", "attachment; filename=\"" + fileName + "\"")
                .header("Content-Type", "text/plain;charset=utf-8")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .body(bytes);
    }
}
