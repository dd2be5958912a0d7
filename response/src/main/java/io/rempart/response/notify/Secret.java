package io.rempart.response.notify;

import java.util.Optional;
import java.util.function.Supplier;

/** A password or token: asked for at each use, so that a changed file counts at once, and never shown. Thread-safe. */
public final class Secret {
    private static final int SHORTEST_HIDDEN = 4;

    private final Supplier<String> source;

    public Secret(Supplier<String> source) {
        this.source = source;
    }

    String value() {
        return source.get();
    }

    /** The text without the secret, should the other end have repeated it. */
    static String hide(String text, Optional<Secret> secret) {
        if (secret.isEmpty()) {
            return text;
        }
        String value = secret.get().value();
        return value.length() < SHORTEST_HIDDEN ? text : text.replace(value, "…");
    }

    @Override
    public String toString() {
        return "Secret";
    }
}
