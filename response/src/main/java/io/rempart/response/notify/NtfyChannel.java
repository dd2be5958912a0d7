package io.rempart.response.notify;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Publishes messages to a topic of an ntfy server (https://docs.ntfy.sh/publish/): POST of the text to the topic's URL, title,
 * priority and tags in headers, an access token as bearer. Titles with more than ASCII are encoded words (RFC 2047), which ntfy
 * reads. Thread-safe.
 */
public final class NtfyChannel implements Channel {
    /** Above 4,096 bytes ntfy makes the message an attached file. */
    private static final int MOST_BYTES = 4_000;

    private final String name;
    private final URI topic;
    private final Optional<Secret> token;
    private final HttpSender http;

    public NtfyChannel(String name, URI topic, Optional<Secret> token, @Nullable SSLContext trust, NotifyTimes times) {
        this.name = name;
        this.topic = topic;
        this.token = token;
        this.http = new HttpSender(trust, times);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return "ntfy";
    }

    /** Who knows the topic of a public server can read it: it is not shown. */
    @Override
    public String destination() {
        return topic.getScheme() + "://" + topic.getHost() + (topic.getPort() < 0 ? "" : ":" + topic.getPort());
    }

    @Override
    public Delivery send(Post post) {
        return http.send(
                () -> {
                    HttpRequest.Builder request = HttpRequest.newBuilder(topic)
                            .header("Title", encoded(post.subject()))
                            .header("Priority", priority(post))
                            .header("Tags", tags(post))
                            .header("User-Agent", "rempart")
                            .header("Content-Type", "text/plain; charset=utf-8")
                            .POST(BodyPublishers.ofString(cut(post.body())));
                    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.value()));
                    return request.build();
                },
                token);
    }

    private static String priority(Post post) {
        return switch (post.level()) {
            case INFO -> "3";
            case WARNING -> "4";
            case CRITICAL -> "5";
        };
    }

    private static String tags(Post post) {
        String sign = switch (post.level()) {
            case INFO -> "shield";
            case WARNING -> "warning";
            case CRITICAL -> "rotating_light";
        };
        return sign + "," + String.join(",", post.topics().keySet());
    }

    private static String encoded(String title) {
        boolean isAscii = title.chars().allMatch(c -> c >= ' ' && c < 127);
        return isAscii
                ? title
                : "=?UTF-8?B?" + Base64.getEncoder().encodeToString(title.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    private static String cut(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MOST_BYTES) {
            return body;
        }
        int end = MOST_BYTES;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--; // not within a character
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + "…";
    }
}
