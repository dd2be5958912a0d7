package io.rempart.console.page;

import org.springframework.http.ResponseEntity;

/** Answers that a browser saves and never renders. */
final class Downloads {
    private Downloads() {}

    /** @param fileName of ASCII letters, digits, dots and hyphens only */
    static ResponseEntity<byte[]> text(String fileName, byte[] bytes) {
        return file(fileName, "text/plain;charset=utf-8", bytes);
    }

    /** @param fileName of ASCII letters, digits, dots and hyphens only */
    static ResponseEntity<byte[]> csv(String fileName, byte[] bytes) {
        return file(fileName, "text/csv;charset=utf-8", bytes);
    }

    private static ResponseEntity<byte[]> file(String fileName, String type, byte[] bytes) {
        if (!fileName.matches("[A-Za-z0-9.-]+")) {
            throw new IllegalArgumentException("not a file name: " + fileName);
        }
        return ResponseEntity.ok()
                .header("Content-Disposition", "attachment; filename=\"" + fileName + "\"")
                .header("Content-Type", type)
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .body(bytes);
    }
}
