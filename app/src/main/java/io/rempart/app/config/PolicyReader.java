package io.rempart.app.config;

import io.rempart.app.config.ConfigurationFile.Mapping;
import io.rempart.app.config.ConfigurationFile.Node;
import io.rempart.app.config.ConfigurationFile.Scalar;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query;
import io.rempart.events.query.QueryParser;
import io.rempart.events.query.QueryProblem;
import io.rempart.response.policy.Policy;
import io.rempart.response.policy.Policy.Mode;
import io.rempart.response.policy.PolicyBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads policies from YAML (docs/how-to/block.md); a mistake is told with its line. At most {@value #MOST} policies. */
public final class PolicyReader {
    static final int MOST = 50;
    private static final String BUILT_IN = "/io/rempart/app/policies.yaml";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final List<String> POLICY_KEYS = List.of("name", "mode", "when", "block", "says");
    private static final List<String> WHEN_KEYS = List.of("class", "confidence", "events", "within", "search");
    private static final List<String> BLOCK_KEYS = List.of("for", "ipv4-prefix", "ipv6-prefix");

    private PolicyReader() {}

    /** The built-in policies, and those of {@code own} when there is such a file. */
    public static PolicyBook read(@Nullable Path own) {
        PolicyBook builtIn;
        try (InputStream in = Objects.requireNonNull(PolicyReader.class.getResourceAsStream(BUILT_IN))) {
            builtIn = parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), "policies.yaml", Query.All::new);
        } catch (IOException e) {
            throw new UncheckedIOException("the built-in policies can't be read", e);
        }
        PolicyBook fixed = builtIn;
        return own == null ? builtIn : builtIn.with(book(ConfigurationFile.read(own), fixed::loggedIn));
    }

    static PolicyBook parse(String yaml, String origin, java.util.function.Supplier<Query> loggedIn) {
        return book(Nodes.mapping(ConfigurationFile.parse(yaml, origin), "policies"), loggedIn);
    }

    private static PolicyBook book(Mapping book, java.util.function.Supplier<Query> loggedIn) {
        Nodes.onlyKnown(book, List.of("logged-in", "policies"));
        List<Policy> policies = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node node : Nodes.items(book.entries().get("policies"))) {
            Policy policy = policy(Nodes.mapping(node, "a policy"));
            if (!names.add(policy.name())) {
                throw new ConfigurationProblem(
                        node.place() + ": two policies are called '" + policy.name() + "'; give one a name of its own");
            }
            if (policies.size() == MOST) {
                throw new ConfigurationProblem(node.place() + ": more than " + MOST + " policies");
            }
            policies.add(policy);
        }
        Node people = book.entries().get("logged-in");
        return new PolicyBook(List.copyOf(policies), people == null ? loggedIn.get() : search(people));
    }

    private static Policy policy(Mapping policy) {
        Nodes.onlyKnown(policy, POLICY_KEYS);
        Node nameNode = Nodes.required(policy, "name");
        String name = Nodes.text(nameNode);
        if (!NAME.matcher(name).matches()) {
            throw new ConfigurationProblem(
                    nameNode.place() + ": '" + name + "': a name has small letters, digits and hyphens, at most 40");
        }
        Mapping when = Nodes.mapping(Nodes.required(policy, "when"), "'when'");
        Nodes.onlyKnown(when, WHEN_KEYS);
        Node blockNode = policy.entries().get("block");
        Map<String, Node> block = Map.of();
        if (blockNode != null) {
            Mapping mapping = Nodes.mapping(blockNode, "'block'");
            Nodes.onlyKnown(mapping, BLOCK_KEYS);
            block = mapping.entries();
        }
        String english = "";
        String french = "";
        if (policy.entries().get("says") instanceof Mapping says) {
            Nodes.onlyKnown(says, List.of("en", "fr"));
            english = Nodes.optionalText(says, "en");
            french = Nodes.optionalText(says, "fr");
        } else if (policy.entries().get("says") instanceof Scalar says) {
            english = says.text();
        }
        Node search = when.entries().get("search");
        Node lasting = block.get("for");
        return new Policy(
                name,
                mode(policy.entries().get("mode")),
                classes(Nodes.required(when, "class")),
                number(when.entries().get("confidence"), 0, 0, 100),
                number(Nodes.required(when, "events"), 1, 1, 1_000),
                duration(Nodes.required(when, "within")),
                search == null ? new Query.All() : search(search),
                lasting == null ? null : duration(lasting),
                number(block.get("ipv4-prefix"), 32, 16, 32),
                number(block.get("ipv6-prefix"), 64, 32, 128),
                english,
                french.isEmpty() ? english : french);
    }

    private static Mode mode(@Nullable Node node) {
        if (node == null) {
            return Mode.OFF;
        }
        return switch (Nodes.text(node)) {
            case "off", "false" -> Mode.OFF;
            case "dry-run" -> Mode.DRY_RUN;
            case "on", "true" -> Mode.ON;
            default ->
                throw new ConfigurationProblem(
                        node.place() + ": '" + Nodes.text(node) + "': expected off, dry-run or on");
        };
    }

    private static Set<SourceClass> classes(Node node) {
        EnumSet<SourceClass> classes = EnumSet.noneOf(SourceClass.class);
        for (Node item : Nodes.items(node)) {
            SourceClass found = SourceClass.ofKey(Nodes.text(item))
                    .orElseThrow(() -> new ConfigurationProblem(item.place() + ": unknown class '" + Nodes.text(item)
                            + "'; the classes are "
                            + String.join(
                                    ", ",
                                    Arrays.stream(SourceClass.values())
                                            .map(SourceClass::key)
                                            .toList())));
            if (found == SourceClass.GOOD_BOT || found == SourceClass.FALSE_POSITIVE) {
                throw new ConfigurationProblem(item.place() + ": events of the class '" + found.key()
                        + "' are legitimate; no policy blocks them");
            }
            classes.add(found);
        }
        if (classes.isEmpty()) {
            throw new ConfigurationProblem(node.place() + ": 'class' names no class");
        }
        return Set.copyOf(classes);
    }

    private static Query search(Node node) {
        try {
            return QueryParser.parse(Nodes.text(node), Instant.now(), ZoneOffset.UTC);
        } catch (QueryProblem e) {
            throw new ConfigurationProblem(node.place() + ": " + e.getMessage());
        }
    }

    private static int number(@Nullable Node node, int otherwise, int least, int most) {
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
        if (duration == null || duration.isZero()) {
            throw new ConfigurationProblem(node.place() + ": expected a duration such as 10min");
        }
        return duration;
    }
}
