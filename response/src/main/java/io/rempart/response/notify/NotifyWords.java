package io.rempart.response.notify;

import inet.ipaddr.IPAddress;
import io.rempart.events.model.SourceClass;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/**
 * The texts of messages, in English or French. Arguments are made harmless here ({@link HarmlessText}); numbers, addresses,
 * classes and durations are written as the language does. Thread-safe.
 */
public final class NotifyWords {
    private static final int LONGEST_ARGUMENT = 300;
    private static final NotifyWords ENGLISH = new NotifyWords(Locale.ENGLISH);
    private static final NotifyWords FRENCH = new NotifyWords(Locale.FRENCH);

    private final Locale language;
    private final ResourceBundle bundle;

    private NotifyWords(Locale language) {
        this.language = language;
        this.bundle = ResourceBundle.getBundle(
                "io.rempart.response.notify.messages",
                language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    public static NotifyWords of(Locale language) {
        return language.getLanguage().equals("fr") ? FRENCH : ENGLISH;
    }

    /** A text with our own words as arguments. */
    String text(String key, Object... arguments) {
        try {
            return new MessageFormat(bundle.getString(key).replace("'", "''"), language).format(arguments);
        } catch (MissingResourceException e) {
            throw new IllegalStateException("no text for '" + key + "'", e);
        }
    }

    /** One line that says what happened. */
    public String title(Happening happening) {
        return text(happening.words(), harmless(happening));
    }

    /** More lines; empty when there are none. */
    public String detail(Happening happening) {
        String key = happening.words() + ".detail";
        return bundle.containsKey(key) ? text(key, harmless(happening)) : "";
    }

    /** What a topic is called. */
    public String topic(Topic topic) {
        return text("topic." + topic.key());
    }

    /** How often a rule tells, in a few words. */
    public String rhythm(NotifyRule rule) {
        String when = rule.dailyAt() != null
                ? text("rhythm.daily", rule.dailyAt().toString())
                : rule.collect().isZero() ? text("rhythm.at-once") : text("rhythm.digest", duration(rule.collect()));
        String most = text("rhythm.most", rule.perHour());
        NotifyRule.Quiet quiet = rule.quiet();
        return quiet == null
                ? when + ", " + most
                : when + ", " + most + ", "
                        + text(
                                "rhythm.quiet",
                                quiet.from().toString(),
                                quiet.to().toString());
    }

    private Object[] harmless(Happening happening) {
        return happening.arguments().stream().map(this::harmless).toArray();
    }

    private Object harmless(Object argument) {
        if (argument instanceof Number) {
            return argument;
        }
        if (argument instanceof Plain plain) {
            return HarmlessText.line(plain.text(), LONGEST_ARGUMENT);
        }
        if (argument instanceof IPAddress address) {
            return address.toCanonicalString();
        }
        if (argument instanceof SourceClass sourceClass) {
            return text("class." + sourceClass.key());
        }
        if (argument instanceof Duration duration) {
            return duration(duration);
        }
        return HarmlessText.unlinked(argument.toString(), LONGEST_ARGUMENT);
    }

    private String duration(Duration duration) {
        long minutes = Math.max(1, duration.toMinutes());
        return minutes < 120
                ? text("minutes", minutes)
                : minutes < 2 * 24 * 60 ? text("hours", minutes / 60) : text("days", minutes / (24 * 60));
    }
}
