package io.rempart.response.notify;

import io.rempart.events.notice.Notice.Level;
import io.rempart.events.notice.NoticeMessage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message as channels send it. The texts are plain and harmless: one line, or lines, without control characters.
 *
 * @param reference the same each time the message is tried
 * @param topics how many things of each topic it tells of
 */
public record Post(
        String reference, String rule, Level level, String subject, String body, Map<String, Long> topics, Instant at) {
    static Post of(NoticeMessage message) {
        Map<String, Long> topics = new LinkedHashMap<>();
        for (String count : message.topics().split(" ")) {
            int equals = count.indexOf('=');
            if (equals > 0) {
                topics.put(count.substring(0, equals), Long.valueOf(count.substring(equals + 1)));
            }
        }
        return new Post(
                message.reference(),
                message.rule(),
                message.level(),
                message.subject(),
                message.body(),
                topics,
                message.createdAt());
    }

    long notices() {
        return topics.values().stream().mapToLong(Long::longValue).sum();
    }
}
