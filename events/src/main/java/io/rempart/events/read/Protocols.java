package io.rempart.events.read;

import io.rempart.events.model.ByteText;

/** The protocol of a request from what writers give of it. Stateless. */
final class Protocols {
    private Protocols() {}

    /** {@code 1.1} is {@code HTTP/1.1}; 0.9, which has no protocol in its request line, and an absent version are empty. */
    static ByteText ofVersion(ByteText version) {
        if (version.isEmpty() || Texts.startsWith(version, "0.9")) {
            return ByteText.EMPTY;
        }
        return Texts.startsWith(version, "HTTP/") ? version : ByteText.of("HTTP/" + EventDraft.word(version));
    }
}
