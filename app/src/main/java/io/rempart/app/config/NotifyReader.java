package io.rempart.app.config;

import io.rempart.app.config.ConfigurationFile.Mapping;
import io.rempart.app.config.ConfigurationFile.Node;
import io.rempart.app.config.ConfigurationFile.Scalar;
import io.rempart.events.model.Severity;
import io.rempart.events.model.SourceClass;
import io.rempart.events.notice.Notice.Level;
import io.rempart.response.notify.Channel;
import io.rempart.response.notify.NotifyBook;
import io.rempart.response.notify.NotifyRule;
import io.rempart.response.notify.NotifyRule.Quiet;
import io.rempart.response.notify.NotifyTimes;
import io.rempart.response.notify.Topic;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads channels and rules of telling from YAML (docs/how-to/notify.md); a mistake is told with its line. At most {@value #MOST}
 * of each.
 */
public final class NotifyReader {
    static final int MOST = 30;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final List<String> RULE_KEYS = List.of(
            "name",
            "when",
            "class",
            "events",
            "severity",
            "level",
            "to",
            "per-hour",
            "digest",
            "daily-at",
            "quiet",
            "language");
    private static final int USUAL_PER_HOUR = 6;
    private static final int MOST_PER_HOUR = 60;
    private static final Duration LONGEST_DIGEST = Duration.ofDays(7);

    private NotifyReader() {}

    /** What a file says; nothing when there is none. */
    public static NotifyBook read(@Nullable Path file, Locale usual) {
        return file == null
                ? NotifyBook.EMPTY
                : book(ConfigurationFile.read(file), usual, NotifyTimes.DEFAULT, System::getenv);
    }

    static NotifyBook parse(String yaml, Locale usual, NotifyTimes times, UnaryOperator<String> environment) {
        return book(Nodes.mapping(ConfigurationFile.parse(yaml, "notify.yaml"), "the file"), usual, times, environment);
    }

    private static NotifyBook book(Mapping book, Locale usual, NotifyTimes times, UnaryOperator<String> environment) {
        Nodes.onlyKnown(book, List.of("channels", "rules"));
        ChannelReader reader = new ChannelReader(times, environment);
        List<Channel> channels = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node node : Nodes.items(book.entries().get("channels"))) {
            Mapping mapping = Nodes.mapping(node, "a channel");
            channels.add(reader.channel(mapping, name(mapping, names, channels.size())));
        }
        List<NotifyRule> rules = new ArrayList<>();
        Set<String> ruleNames = new HashSet<>();
        for (Node node : Nodes.items(book.entries().get("rules"))) {
            Mapping mapping = Nodes.mapping(node, "a rule");
            String name = name(mapping, ruleNames, rules.size());
            if (names.contains(name)) {
                throw new ConfigurationProblem(mapping.place() + ": '" + name
                        + "' is a channel already; a rule needs a name of its own, so that 'notify test' knows which"
                        + " is meant");
            }
            rules.add(rule(mapping, name, names, usual));
        }
        return new NotifyBook(List.copyOf(channels), List.copyOf(rules));
    }

    private static String name(Mapping mapping, Set<String> names, int known) {
        Node node = Nodes.required(mapping, "name");
        String name = Nodes.text(node);
        if (!NAME.matcher(name).matches()) {
            throw new ConfigurationProblem(
                    node.place() + ": '" + name + "': a name has small letters, digits and hyphens, at most 40");
        }
        if (!names.add(name)) {
            throw new ConfigurationProblem(node.place() + ": the name '" + name + "' stands here a second time");
        }
        if (known == MOST) {
            throw new ConfigurationProblem(node.place() + ": more than " + MOST + " of them");
        }
        return name;
    }

    private static NotifyRule rule(Mapping rule, String name, Set<String> channels, Locale usual) {
        Nodes.onlyKnown(rule, RULE_KEYS);
        List<String> to = new ArrayList<>();
        for (Node node : Nodes.items(Nodes.required(rule, "to"))) {
            String channel = Nodes.text(node);
            if (!channels.contains(channel)) {
                throw new ConfigurationProblem(node.place() + ": there is no channel '" + channel + "'"
                        + NearestWord.to(channel, List.copyOf(channels))
                                .map(nearest -> "; did you mean '" + nearest + "'?")
                                .orElse(""));
            }
            if (!to.contains(channel)) {
                to.add(channel);
            }
        }
        Node digest = rule.entries().get("digest");
        Node dailyAt = rule.entries().get("daily-at");
        if (digest != null && dailyAt != null) {
            throw new ConfigurationProblem(dailyAt.place() + ": 'digest' and 'daily-at' exclude each other");
        }
        Node severity = rule.entries().get("severity");
        return new NotifyRule(
                name,
                topics(Nodes.required(rule, "when")),
                classes(rule.entries().get("class")),
                number(rule.entries().get("events"), 1, 1, 1_000_000),
                severity == null ? null : word(severity, Severity.values(), Severity.class),
                levelOf(rule.entries().get("level")),
                List.copyOf(to),
                number(rule.entries().get("per-hour"), USUAL_PER_HOUR, 1, MOST_PER_HOUR),
                digest == null ? Duration.ZERO : duration(digest),
                dailyAt == null ? null : time(dailyAt),
                quiet(rule.entries().get("quiet")),
                language(rule.entries().get("language"), usual));
    }

    private static Set<Topic> topics(Node node) {
        EnumSet<Topic> topics = EnumSet.noneOf(Topic.class);
        for (Node item : Nodes.items(node)) {
            topics.add(word(item, Topic.values(), Topic.class));
        }
        if (topics.isEmpty()) {
            throw new ConfigurationProblem(node.place() + ": 'when' names nothing");
        }
        return Set.copyOf(topics);
    }

    private static Set<SourceClass> classes(@Nullable Node node) {
        EnumSet<SourceClass> classes = EnumSet.noneOf(SourceClass.class);
        for (Node item : Nodes.items(node)) {
            classes.add(word(item, SourceClass.values(), SourceClass.class));
        }
        return Set.copyOf(classes);
    }

    private static Level levelOf(@Nullable Node node) {
        return node == null ? Level.INFO : word(node, Level.values(), Level.class);
    }

    /** The constant that a word such as {@code log-silent} stands for. */
    private static <E extends Enum<E>> E word(Node node, E[] values, Class<E> type) {
        String text = Nodes.text(node).strip();
        try {
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            List<String> words = Arrays.stream(values)
                    .map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .toList();
            throw new ConfigurationProblem(
                    node.place() + ": '" + text + "' is unknown; known are " + String.join(", ", words));
        }
    }

    private static @Nullable Quiet quiet(@Nullable Node node) {
        if (node == null) {
            return null;
        }
        String[] times = Nodes.text(node).split("-", 2);
        if (times.length != 2) {
            throw new ConfigurationProblem(
                    node.place() + ": '" + Nodes.text(node) + "': expected a time such as 22:00-07:00");
        }
        return new Quiet(time(times[0], node), time(times[1], node));
    }

    private static LocalTime time(Node node) {
        return time(Nodes.text(node), node);
    }

    private static LocalTime time(String text, Node node) {
        try {
            return LocalTime.parse(text.strip());
        } catch (DateTimeException e) {
            throw new ConfigurationProblem(
                    node.place() + ": '" + text.strip() + "': expected a time such as \"08:00\", in quotes");
        }
    }

    private static Locale language(@Nullable Node node, Locale usual) {
        if (node == null) {
            return usual.getLanguage().equals("fr") ? Locale.FRENCH : Locale.ENGLISH;
        }
        return switch (Nodes.text(node)) {
            case "en" -> Locale.ENGLISH;
            case "fr" -> Locale.FRENCH;
            default -> throw new ConfigurationProblem(node.place() + ": '" + Nodes.text(node) + "': expected en or fr");
        };
    }

    static int number(@Nullable Node node, int otherwise, int least, int most) {
        if (node == null) {
            return otherwise;
        }
        int number;
        try {
            number = Integer.parseInt(Nodes.text(node).strip());
        } catch (NumberFormatException e) {
            number = least - 1;
        }
        if (number < least || number > most) {
            throw new ConfigurationProblem(
                    node.place() + ": '" + Nodes.text(node) + "': expected a number from " + least + " to " + most);
        }
        return number;
    }

    private static Duration duration(Node node) {
        Duration duration = Configuration.duration(new Scalar(Nodes.text(node), node.place()));
        if (duration == null || duration.isZero() || duration.compareTo(LONGEST_DIGEST) > 0) {
            throw new ConfigurationProblem(node.place() + ": expected a duration such as 15min, at most 7d");
        }
        return duration;
    }
}
