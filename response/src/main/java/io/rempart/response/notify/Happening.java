package io.rempart.response.notify;

import io.rempart.events.model.Severity;
import io.rempart.events.model.SourceClass;
import io.rempart.events.notice.Notice.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that people may want told. Immutable.
 *
 * @param once its name: what has the same name is told once by each rule
 * @param words key of its texts ({@link NotifyWords})
 * @param arguments of the texts; what attackers wrote is made harmless there
 * @param sourceClass of an incident; null for other things
 * @param events of an incident
 * @param severity of an incident; null when it has none
 */
public record Happening(
        Topic topic,
        Level level,
        String once,
        String words,
        List<Object> arguments,
        @Nullable SourceClass sourceClass,
        long events,
        @Nullable Severity severity) {
    /** One that is no incident. */
    public static Happening of(Topic topic, Level level, String once, String words, Object... arguments) {
        return new Happening(topic, level, once, words, List.of(arguments), null, 0, null);
    }
}
