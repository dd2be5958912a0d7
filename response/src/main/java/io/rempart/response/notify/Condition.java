package io.rempart.response.notify;

import io.rempart.events.notice.Notice.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something that is wrong now. Immutable.
 *
 * @param words key of its texts; its end is told with {@code words.over}
 * @param subject which of many, such as the name of a log; the first argument of its texts when {@code isNamed}
 * @param isNamed whether the texts name the subject
 * @param more arguments after the subject
 */
public record Condition(Topic topic, Level level, String words, String subject, boolean isNamed, List<Object> more) {
    private static final int LONGEST_SUBJECT = 100;
    private static final String BETWEEN = "|";

    public static Condition about(Topic topic, Level level, String words, String subject, Object... more) {
        return new Condition(topic, level, words, subject, true, List.of(more));
    }

    public static Condition of(Topic topic, Level level, String words, Object... arguments) {
        return new Condition(topic, level, words, "", false, List.of(arguments));
    }

    String once() {
        String subjectName = subject.length() <= LONGEST_SUBJECT ? subject : subject.substring(0, LONGEST_SUBJECT);
        return topic.key() + BETWEEN + words + BETWEEN + subjectName;
    }

    Happening begin() {
        List<Object> arguments = new ArrayList<>();
        if (isNamed) {
            arguments.add(subject);
        }
        arguments.addAll(more);
        return Happening.of(topic, level, once(), words, arguments.toArray());
    }

    /** The end of a condition that began under this name, perhaps before a restart. */
    static Optional<Happening> end(String once) {
        String[] parts = once.split("\\|", 3);
        return parts.length < 3
                ? Optional.empty()
                : Topic.ofKey(parts[0])
                        .map(topic -> Happening.of(topic, Level.INFO, once, parts[1] + ".over", parts[2]));
    }
}
