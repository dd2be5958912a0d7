package io.rempart.app.config;

import io.rempart.app.config.ConfigurationFile.Items;
import io.rempart.app.config.ConfigurationFile.Mapping;
import io.rempart.app.config.ConfigurationFile.Node;
import io.rempart.app.config.ConfigurationFile.Scalar;
import io.rempart.response.block.WantedFeed;
import io.rempart.response.feed.FeedSettings;
import io.rempart.response.feed.FeedSettings.Action;
import io.rempart.response.feed.FeedSettings.Source;
import io.rempart.response.report.AbuseIpdbBlacklist;
import io.rempart.response.report.Plan;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the key {@code feeds} (docs/how-to/feeds.md); a mistake is told with its line. */
final class FeedReader {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final List<String> KEYS = List.of(
            "name",
            "url",
            "file",
            "abuseipdb",
            "action",
            "interval",
            "expiry",
            "max-entries",
            "max-size",
            "size-factor",
            "widest-ipv4",
            "widest-ipv6");
    private static final List<String> BLACKLIST_KEYS = List.of("confidence", "limit", "ip-version");
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Duration USUAL_INTERVAL = Duration.ofHours(6);
    private static final Duration USUAL_FILE_INTERVAL = Duration.ofMinutes(1);
    private static final Duration USUAL_EXPIRY = Duration.ofDays(7);
    private static final Duration BLACKLIST_EXPIRY = Duration.ofDays(1);
    private static final int LARGEST_MB = 64;

    private FeedReader() {}

    /** @param plan of AbuseIPDB: how often its list may be asked for */
    static List<FeedSettings> read(Node node, Plan plan) {
        if (node instanceof Scalar scalar && scalar.text().isBlank()) {
            return List.of();
        }
        if (!(node instanceof Items items)) {
            throw new ConfigurationProblem(node.place() + ": expected a list of feeds, each with 'name' and 'url'");
        }
        if (items.items().size() > WantedFeed.MOST_FEEDS) {
            throw new ConfigurationProblem(node.place() + ": more than " + WantedFeed.MOST_FEEDS + " feeds");
        }
        List<FeedSettings> feeds = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node item : items.items()) {
            FeedSettings feed = feed(Nodes.mapping(item, "a feed"), plan);
            if (!names.add(feed.name())) {
                throw new ConfigurationProblem(
                        item.place() + ": two feeds are called '" + feed.name() + "'; give one a name of its own");
            }
            feeds.add(feed);
        }
        return List.copyOf(feeds);
    }

    private static FeedSettings feed(Mapping feed, Plan plan) {
        Nodes.onlyKnown(feed, KEYS);
        Node nameNode = Nodes.required(feed, "name");
        String name = Nodes.text(nameNode);
        if (!NAME.matcher(name).matches()) {
            throw new ConfigurationProblem(
                    nameNode.place() + ": '" + name + "': a name has small letters, digits and hyphens, at most 40");
        }
        Source source = source(feed);
        boolean isBlacklist = source instanceof FeedSettings.Blacklist;
        Duration usual = source instanceof FeedSettings.Disk ? USUAL_FILE_INTERVAL : USUAL_INTERVAL;
        Duration shortest = isBlacklist ? AbuseIpdbBlacklist.shortestInterval(plan) : SHORTEST;
        Duration interval = duration(feed, "interval", usual, shortest, isBlacklist ? plan : null);
        Duration expiry = duration(feed, "expiry", isBlacklist ? BLACKLIST_EXPIRY : USUAL_EXPIRY, SHORTEST, null);
        if (expiry.compareTo(interval) < 0) {
            throw new ConfigurationProblem(feed.place() + ": the feed '" + name
                    + "' would end before it is asked for again; 'expiry' must be longer than 'interval'");
        }
        return new FeedSettings(
                name,
                source,
                action(feed.entries().get("action")),
                interval,
                expiry,
                number(feed, "max-entries", FeedSettings.MOST_ENTRIES, 1, WantedFeed.MOST_SPANS),
                (long) number(feed, "max-size", (int) (FeedSettings.MOST_BYTES >> 20), 1, LARGEST_MB) << 20,
                number(feed, "size-factor", FeedSettings.SIZE_FACTOR, 0, 1_000),
                number(feed, "widest-ipv4", FeedSettings.WIDEST_IPV4, 8, 32),
                number(feed, "widest-ipv6", FeedSettings.WIDEST_IPV6, 16, 128));
    }

    private static Source source(Mapping feed) {
        Node url = feed.entries().get("url");
        Node file = feed.entries().get("file");
        Node blacklist = feed.entries().get("abuseipdb");
        int given = (url == null ? 0 : 1) + (file == null ? 0 : 1) + (blacklist == null ? 0 : 1);
        if (given != 1) {
            throw new ConfigurationProblem(feed.place() + ": a feed has one of 'url', 'file' and 'abuseipdb'");
        }
        if (url != null) {
            return web(url);
        } else if (file != null) {
            return disk(file);
        }
        return blacklist(java.util.Objects.requireNonNull(blacklist));
    }

    private static Source web(Node node) {
        String text = Nodes.text(node).strip();
        try {
            URI url = URI.create(text);
            if (("https".equals(url.getScheme()) || "http".equals(url.getScheme())) && url.getHost() != null) {
                return new FeedSettings.Web(url);
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new ConfigurationProblem(
                node.place() + ": '" + text + "': expected an address such as https://lists.example.org/drop.txt");
    }

    private static Source disk(Node node) {
        try {
            return new FeedSettings.Disk(Path.of(Nodes.text(node).strip()));
        } catch (InvalidPathException e) {
            throw new ConfigurationProblem(node.place() + ": not a path");
        }
    }

    private static Source blacklist(Node node) {
        if (node instanceof Scalar scalar && scalar.text().equals("blacklist")) {
            return new FeedSettings.Blacklist(100, 10_000, 0);
        }
        Mapping keys = Nodes.mapping(node, "'abuseipdb'");
        Nodes.onlyKnown(keys, BLACKLIST_KEYS);
        int version = number(keys, "ip-version", 0, 0, 6);
        if (version != 0 && version != 4 && version != 6) {
            throw new ConfigurationProblem(node.place() + ": 'ip-version' is 4 or 6; without it both are meant");
        }
        return new FeedSettings.Blacklist(
                number(keys, "confidence", 100, 25, 100),
                number(keys, "limit", 10_000, 1, WantedFeed.MOST_SPANS),
                version);
    }

    private static Action action(@Nullable Node node) {
        if (node == null) {
            return Action.BLOCK;
        }
        return switch (Nodes.text(node)) {
            case "block" -> Action.BLOCK;
            case "label" -> Action.LABEL;
            default ->
                throw new ConfigurationProblem(node.place() + ": '" + Nodes.text(node) + "': expected block or label");
        };
    }

    private static Duration duration(
            Mapping feed, String key, Duration otherwise, Duration shortest, @Nullable Plan plan) {
        Node node = feed.entries().get(key);
        if (node == null) {
            return otherwise.compareTo(shortest) < 0 ? shortest : otherwise;
        }
        Duration duration = Configuration.duration(new Scalar(Nodes.text(node), node.place()));
        if (duration == null || duration.compareTo(shortest) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new ConfigurationProblem(node.place() + ": '" + Nodes.text(node) + "': expected from "
                    + shortest.toMinutes() + "min to 366d"
                    + (plan == null ? "" : "; the plan " + plan.key() + " allows no more requests in a day"));
        }
        return duration;
    }

    private static int number(Mapping mapping, String key, int otherwise, int least, int most) {
        Node node = mapping.entries().get(key);
        if (node == null) {
            return otherwise;
        }
        String text = Nodes.text(node).strip();
        String digits = key.equals("max-size") ? text.replaceFirst("(?i)\\s*MB$", "") : text;
        int number;
        try {
            number = Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            number = least - 1;
        }
        if (number < least || number > most) {
            throw new ConfigurationProblem(node.place() + ": '" + text + "': expected a number from " + least + " to "
                    + most + (key.equals("max-size") ? " and MB" : ""));
        }
        return number;
    }
}
