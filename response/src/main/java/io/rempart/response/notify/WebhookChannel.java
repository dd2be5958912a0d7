package io.rempart.response.notify;

import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Posts messages as JSON. With a secret, the header {@code X-Rempart-Signature: sha256=HEX} is the HMAC-SHA256 (RFC 2104) of the
 * value of {@code X-Rempart-Timestamp}, a dot and the body, so that the receiver can tell ours from others' and new from
 * repeated. Thread-safe.
 */
public final class WebhookChannel implements Channel {
    private static final JsonFactory JSON = new JsonFactory();

    private final String name;
    private final URI url;
    private final Optional<Secret> secret;
    private final HttpSender http;

    public WebhookChannel(
            String name, URI url, Optional<Secret> secret, @Nullable SSLContext trust, NotifyTimes times) {
        this.name = name;
        this.url = url;
        this.secret = secret;
        this.http = new HttpSender(trust, times);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return "webhook";
    }

    /** The path may be a secret, as with many chat services. */
    @Override
    public String destination() {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    @Override
    public Delivery send(Post post) {
        String body = json(post);
        return http.send(
                () -> {
                    HttpRequest.Builder request = HttpRequest.newBuilder(url)
                            .header("Content-Type", "application/json; charset=utf-8")
                            .header("User-Agent", "rempart")
                            .header("Idempotency-Key", post.reference())
                            .POST(BodyPublishers.ofString(body));
                    if (secret.isPresent()) {
                        String time = Long.toString(Instant.now().getEpochSecond());
                        request.header("X-Rempart-Timestamp", time)
                                .header(
                                        "X-Rempart-Signature",
                                        "sha256=" + signature(secret.get().value(), time + "." + body));
                    }
                    return request.build();
                },
                secret);
    }

    static String signature(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }

    private static String json(Post post) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("id", post.reference());
            json.writeStringProperty("rule", post.rule());
            json.writeStringProperty("level", post.level().key());
            json.writeStringProperty("subject", post.subject());
            json.writeStringProperty("text", post.body());
            json.writeStringProperty("at", post.at().toString());
            json.writeNumberProperty("notices", post.notices());
            json.writeObjectPropertyStart("topics");
            for (Map.Entry<String, Long> count : post.topics().entrySet()) {
                json.writeNumberProperty(count.getKey(), count.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        return text.toString();
    }
}
