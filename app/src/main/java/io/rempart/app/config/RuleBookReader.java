package io.rempart.app.config;

import io.rempart.app.config.ConfigurationFile.Mapping;
import io.rempart.app.config.ConfigurationFile.Node;
import io.rempart.app.config.ConfigurationFile.Scalar;
import io.rempart.events.classify.Glob;
import io.rempart.events.classify.RuleBook;
import io.rempart.events.classify.RuleBook.Condition;
import io.rempart.events.classify.RuleBook.Crawler;
import io.rempart.events.classify.RuleBook.NumberRange;
import io.rempart.events.classify.RuleBook.Rate;
import io.rempart.events.classify.RuleBook.Rule;
import io.rempart.events.classify.RuleBook.Spread;
import io.rempart.events.model.Event.Disposition;
import io.rempart.events.model.SourceClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads classification rules from YAML (docs/reference/classification.md); a mistake is told with its line. */
public final class RuleBookReader {
    private static final String BUILT_IN = "/io/rempart/app/classification.yaml";
    private static final List<String> BOOK_KEYS = List.of("version", "rules", "crawlers");
    private static final List<String> RULE_KEYS = List.of("id", "class", "weight", "when", "rate", "spread", "says");
    private static final List<String> CONDITION_KEYS = List.of(
            "path",
            "uri",
            "user-agent",
            "method",
            "host",
            "status",
            "rule",
            "tag",
            "message",
            "disposition",
            "minimum-score",
            "except");

    private RuleBookReader() {}

    /** The built-in rules, and those of {@code own} when there is such a file. */
    public static RuleBook read(@Nullable Path own) {
        RuleBook builtIn;
        try (InputStream in = Objects.requireNonNull(RuleBookReader.class.getResourceAsStream(BUILT_IN))) {
            builtIn = parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), "classification.yaml");
        } catch (IOException e) {
            throw new UncheckedIOException("the built-in classification rules can't be read", e);
        }
        return own == null ? builtIn : builtIn.with(book(ConfigurationFile.read(own)));
    }

    static RuleBook parse(String yaml, String origin) {
        return book(Nodes.mapping(ConfigurationFile.parse(yaml, origin), "rules"));
    }

    private static RuleBook book(Mapping book) {
        Nodes.onlyKnown(book, BOOK_KEYS);
        List<Rule> rules = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Node node : Nodes.items(book.entries().get("rules"))) {
            Rule rule = rule(Nodes.mapping(node, "a rule"));
            if (!ids.add(rule.id())) {
                throw new ConfigurationProblem(node.place() + ": two rules have the id '" + rule.id() + "'");
            }
            rules.add(rule);
        }
        List<Crawler> crawlers = new ArrayList<>();
        for (Node node : Nodes.items(book.entries().get("crawlers"))) {
            crawlers.add(crawler(Nodes.mapping(node, "a crawler")));
        }
        return new RuleBook(Nodes.text(Nodes.required(book, "version")), List.copyOf(rules), List.copyOf(crawlers));
    }

    private static Rule rule(Mapping rule) {
        Nodes.onlyKnown(rule, RULE_KEYS);
        Node classNode = Nodes.required(rule, "class");
        SourceClass sourceClass = SourceClass.ofKey(Nodes.text(classNode))
                .orElseThrow(() ->
                        new ConfigurationProblem(classNode.place() + ": unknown class '" + Nodes.text(classNode)
                                + "'; the classes are "
                                + String.join(
                                        ", ",
                                        Arrays.stream(SourceClass.values())
                                                .map(SourceClass::key)
                                                .toList())));
        Node weightNode = Nodes.required(rule, "weight");
        int weight = number(weightNode);
        if (weight < 1 || weight > 99) {
            throw new ConfigurationProblem(weightNode.place() + ": 'weight' is from 1 to 99");
        }
        Map<String, Node> entries = rule.entries();
        String english = "";
        String french = "";
        if (entries.get("says") instanceof Mapping says) {
            Nodes.onlyKnown(says, List.of("en", "fr"));
            english = Nodes.optionalText(says, "en");
            french = Nodes.optionalText(says, "fr");
        } else if (entries.get("says") instanceof Scalar says) {
            english = says.text();
            french = says.text();
        }
        return new Rule(
                Nodes.text(Nodes.required(rule, "id")),
                sourceClass,
                weight,
                condition(Nodes.mapping(Nodes.required(rule, "when"), "'when'")),
                rate(entries.get("rate")),
                spread(entries.get("spread")),
                english,
                french.isEmpty() ? english : french);
    }

    private static Condition condition(Mapping when) {
        Nodes.onlyKnown(when, CONDITION_KEYS);
        Map<String, Node> entries = when.entries();
        Node score = entries.get("minimum-score");
        Node except = entries.get("except");
        Condition condition = new Condition(
                globs(entries.get("path")),
                globs(entries.get("uri")),
                globs(entries.get("user-agent")),
                globs(entries.get("method")),
                globs(entries.get("host")),
                ranges(entries.get("status")),
                globs(entries.get("rule")),
                globs(entries.get("tag")),
                globs(entries.get("message")),
                dispositions(entries.get("disposition")),
                score == null ? 0 : number(score),
                except == null ? null : condition(Nodes.mapping(except, "'except'")));
        if (entries.isEmpty()) {
            throw new ConfigurationProblem(when.place() + ": 'when' is empty; such a rule would apply to every event");
        }
        return condition;
    }

    private static @Nullable Rate rate(@Nullable Node node) {
        if (node == null) {
            return null;
        }
        Mapping rate = Nodes.mapping(node, "'rate'");
        Nodes.onlyKnown(rate, List.of("events", "within"));
        return new Rate(counted(Nodes.required(rate, "events")), duration(Nodes.required(rate, "within")));
    }

    private static @Nullable Spread spread(@Nullable Node node) {
        if (node == null) {
            return null;
        }
        Mapping spread = Nodes.mapping(node, "'spread'");
        Nodes.onlyKnown(spread, List.of("paths", "within"));
        return new Spread(counted(Nodes.required(spread, "paths")), duration(Nodes.required(spread, "within")));
    }

    private static int counted(Node node) {
        int number = number(node);
        if (number < 2 || number > 256) {
            throw new ConfigurationProblem(node.place() + ": this number is from 2 to 256");
        }
        return number;
    }

    private static Crawler crawler(Mapping crawler) {
        Nodes.onlyKnown(crawler, List.of("name", "user-agent", "domains"));
        List<String> domains = new ArrayList<>();
        for (Node node : Nodes.items(Nodes.required(crawler, "domains"))) {
            String domain = Nodes.text(node).toLowerCase(Locale.ROOT);
            domains.add(domain.startsWith(".") ? domain : "." + domain);
        }
        return new Crawler(
                Nodes.text(Nodes.required(crawler, "name")), globs(Nodes.required(crawler, "user-agent")), domains);
    }

    // ---- nodes to values

    private static int number(Node node) {
        try {
            return Integer.parseInt(Nodes.text(node).strip());
        } catch (NumberFormatException e) {
            throw new ConfigurationProblem(node.place() + ": '" + Nodes.text(node) + "': expected a whole number");
        }
    }

    private static List<Glob> globs(@Nullable Node node) {
        return Nodes.items(node).stream().map(item -> Glob.of(Nodes.text(item))).toList();
    }

    private static List<NumberRange> ranges(@Nullable Node node) {
        List<NumberRange> ranges = new ArrayList<>();
        for (Node item : Nodes.items(node)) {
            String text = Nodes.text(item).strip();
            int dots = text.indexOf("..");
            int first = number(new Scalar(dots < 0 ? text : text.substring(0, dots), item.place()));
            int last = dots < 0 ? first : number(new Scalar(text.substring(dots + 2), item.place()));
            ranges.add(new NumberRange(first, last));
        }
        return List.copyOf(ranges);
    }

    private static List<Disposition> dispositions(@Nullable Node node) {
        List<Disposition> dispositions = new ArrayList<>();
        for (Node item : Nodes.items(node)) {
            try {
                dispositions.add(Disposition.valueOf(Nodes.text(item).toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new ConfigurationProblem(
                        item.place() + ": '" + Nodes.text(item) + "': expected blocked, detected or logged");
            }
        }
        return List.copyOf(dispositions);
    }

    private static Duration duration(Node node) {
        Duration duration = Configuration.duration(new Scalar(Nodes.text(node), node.place()));
        if (duration == null) {
            throw new ConfigurationProblem(node.place() + ": expected a duration such as 5min");
        }
        return duration;
    }
}
