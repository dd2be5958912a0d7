package io.rempart.console.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Builds the path and query of a page of this console; every value is encoded. Not thread-safe. */
final class Address {
    private final StringBuilder text;
    private boolean hasQuery;

    Address(String path) {
        this.text = new StringBuilder(path);
    }

    /** Adds a parameter unless its value is empty. */
    Address with(String name, String value) {
        if (!value.isEmpty()) {
            text.append(hasQuery ? '&' : '?')
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            hasQuery = true;
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
