package io.rempart.app.config;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.app.config.ConfigurationFile.Items;
import io.rempart.app.config.ConfigurationFile.Mapping;
import io.rempart.app.config.ConfigurationFile.Node;
import io.rempart.app.config.ConfigurationFile.Scalar;
import io.rempart.events.ingest.LogSource;
import io.rempart.events.model.PrefixLength;
import io.rempart.response.feed.FeedSettings;
import io.rempart.response.report.Plan;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The checked configuration. A flag wins over an environment variable, that over the file, that over the default. Immutable.
 * Everything wrong is a {@link ConfigurationProblem} of one sentence with its place.
 */
public final class Configuration {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|min|h|d|w|y)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*(B|KB|MB|GB|TB)?", Pattern.CASE_INSENSITIVE);
    private static final Set<String> LOG_SOURCE_KEYS =
            Set.of("name", "path", "storage-directory", "time-zone", "trusted-proxies", "tls-ports");

    private final Map<ConfigurationKey, Node> values;

    private Configuration(Map<ConfigurationKey, Node> values) {
        this.values = values;
    }

    /**
     * Reads and checks everything, so that a mistake shows at the start and not when the key is first used.
     *
     * @param file null when there is none
     * @param environment such as {@link System#getenv()}
     * @param flags value by key, as given on the command line
     */
    public static Configuration load(
            @Nullable Path file, Map<String, String> environment, Map<ConfigurationKey, String> flags) {
        Map<ConfigurationKey, Node> values = new EnumMap<>(ConfigurationKey.class);
        if (file != null) {
            collect(ConfigurationFile.read(file), "", values);
        }
        for (ConfigurationKey key : ConfigurationKey.values()) {
            String variable = environment.get(key.environmentVariable());
            if (variable != null && !variable.isEmpty()) {
                values.put(key, structured(key, variable, key.environmentVariable()));
            }
            String flag = flags.get(key);
            if (flag != null) {
                values.put(key, structured(key, flag, key.flag()));
            }
        }
        refuseUnknownVariables(environment);
        Configuration configuration = new Configuration(values);
        configuration.check();
        return configuration;
    }

    private static Node structured(ConfigurationKey key, String text, String place) {
        return (key.kind() == ConfigurationKey.Kind.LOG_SOURCES || key.kind() == ConfigurationKey.Kind.FEEDS)
                        && text.stripLeading().startsWith("[")
                ? ConfigurationFile.parse(text, place)
                : new Scalar(text, place);
    }

    private static void collect(Mapping mapping, String prefix, Map<ConfigurationKey, Node> into) {
        mapping.entries().forEach((name, node) -> {
            String key = prefix + name;
            Optional<ConfigurationKey> known = Arrays.stream(ConfigurationKey.values())
                    .filter(k -> k.key().equals(key))
                    .findFirst();
            if (known.isPresent()) {
                into.put(known.get(), node);
            } else if (node instanceof Mapping inner
                    && Arrays.stream(ConfigurationKey.values())
                            .anyMatch(k -> k.key().startsWith(key + "."))) {
                collect(inner, key + ".", into);
            } else {
                throw new ConfigurationProblem(
                        mapping.keyPlaces().get(name) + ": unknown key '" + key + "'" + nearest(key, keyNames()));
            }
        });
    }

    private static void refuseUnknownVariables(Map<String, String> environment) {
        List<String> known = Arrays.stream(ConfigurationKey.values())
                .map(ConfigurationKey::environmentVariable)
                .toList();
        for (String name : environment.keySet()) {
            // REMPART_CONFIG names the file, REMPART_CORPORA belongs to the tests, REMPART_JAVA_OPTS to the start
            // script.
            boolean ours = name.startsWith("REMPART_")
                    && !Set.of("REMPART_CONFIG", "REMPART_CORPORA", "REMPART_JAVA_OPTS", "REMPART_HOME")
                            .contains(name);
            if (ours && !known.contains(name)) {
                throw new ConfigurationProblem("unknown environment variable " + name + nearest(name, known));
            }
        }
    }

    private static String nearest(String word, List<String> known) {
        return NearestWord.to(word, known)
                .map(n -> "; did you mean '" + n + "'?")
                .orElse("; 'rempart config' lists the keys");
    }

    private static List<String> keyNames() {
        return Arrays.stream(ConfigurationKey.values())
                .map(ConfigurationKey::key)
                .flatMap(key -> key.contains(".") ? Stream.of(key, key.substring(0, key.indexOf('.'))) : Stream.of(key))
                .distinct()
                .toList();
    }

    private void check() {
        for (ConfigurationKey key : ConfigurationKey.values()) {
            switch (key.kind()) {
                case TEXT -> text(key);
                case TEXTS -> texts(key);
                case NUMBER -> number(key);
                case NUMBERS -> numbers(key);
                case TRUTH -> truth(key);
                case PATH -> path(key);
                case DURATION -> duration(key);
                case SIZE -> size(key);
                case ZONE -> zone(key);
                case ADDRESSES -> addresses(key);
                case LOG_SOURCES -> logSources();
                case FEEDS -> feeds();
            }
        }
    }

    // ---- values

    public String text(ConfigurationKey key) {
        return scalar(node(key)).text().strip();
    }

    /** A list in YAML, or words with commas between them. */
    public List<String> texts(ConfigurationKey key) {
        return texts(node(key));
    }

    public int number(ConfigurationKey key) {
        return number(scalar(node(key)));
    }

    public List<Integer> numbers(ConfigurationKey key) {
        return numbers(node(key));
    }

    public boolean truth(ConfigurationKey key) {
        Scalar value = scalar(node(key));
        return switch (value.text().strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "oui" -> true;
            case "false", "no", "off", "non" -> false;
            default -> throw wrong(value, "expected true or false");
        };
    }

    /** Null when the key is empty. */
    public @Nullable Path path(ConfigurationKey key) {
        Scalar value = scalar(node(key));
        return value.text().isBlank() ? null : path(value);
    }

    /** Null when the key is empty. */
    public @Nullable Duration duration(ConfigurationKey key) {
        return duration(scalar(node(key)));
    }

    static @Nullable Duration duration(Scalar value) {
        if (value.text().isBlank()) {
            return null;
        }
        Matcher matcher = DURATION.matcher(value.text().strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw wrong(value, "expected a duration such as 250ms, 60s, 15min, 2h, 30d or 1y");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m", "min" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            case "w" -> Duration.ofDays(7 * amount);
            default -> Duration.ofDays(365 * amount);
        };
    }

    /** In bytes; null when the key is empty. */
    public @Nullable Long size(ConfigurationKey key) {
        Scalar value = scalar(node(key));
        if (value.text().isBlank()) {
            return null;
        }
        Matcher matcher = SIZE.matcher(value.text().strip());
        if (!matcher.matches()) {
            throw wrong(value, "expected a size such as 64KB, 500MB or 20GB");
        }
        long amount = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "B" : matcher.group(2).toUpperCase(Locale.ROOT);
        return switch (unit) {
            case "KB" -> amount << 10;
            case "MB" -> amount << 20;
            case "GB" -> amount << 30;
            case "TB" -> amount << 40;
            default -> amount;
        };
    }

    public ZoneId zone(ConfigurationKey key) {
        Scalar value = scalar(node(key));
        return value.text().isBlank() ? ZoneId.systemDefault() : zone(value);
    }

    public List<IPAddress> addresses(ConfigurationKey key) {
        return addresses(node(key));
    }

    /** The logs to follow, each name once. */
    public List<LogSource> logSources() {
        Node node = node(ConfigurationKey.LOG_SOURCES);
        List<Node> items = node instanceof Items list
                ? list.items()
                : texts(node).stream()
                        .<Node>map(t -> new Scalar(t, node.place()))
                        .toList();
        List<LogSource> sources = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node item : items) {
            LogSource source = logSource(item);
            if (!names.add(source.name())) {
                throw new ConfigurationProblem(item.place() + ": two log sources are called '" + source.name()
                        + "'; give one a name of its own");
            }
            sources.add(source);
        }
        return sources;
    }

    /** The lists of others. */
    public List<FeedSettings> feeds() {
        // Which plans there are is told where the reports are opened.
        Plan plan = Plan.ofKey(text(ConfigurationKey.ABUSEIPDB_PLAN)).orElse(Plan.STANDARD);
        return FeedReader.read(node(ConfigurationKey.FEEDS), plan);
    }

    /** A log source with the common settings, for a path given on the command line. */
    public LogSource logSource(String path) {
        return logSource(new Scalar(path, path));
    }

    private LogSource logSource(Node item) {
        if (item instanceof Scalar scalar) {
            return logSource(scalar, new Mapping(Map.of(), Map.of(), scalar.place()));
        }
        if (!(item instanceof Mapping mapping)) {
            throw new ConfigurationProblem(item.place() + ": expected a path, or keys such as 'path: /var/log/...'");
        }
        for (String name : mapping.entries().keySet()) {
            if (!LOG_SOURCE_KEYS.contains(name)) {
                throw new ConfigurationProblem(mapping.keyPlaces().get(name) + ": unknown key '" + name
                        + "' of a log source" + nearest(name, List.copyOf(LOG_SOURCE_KEYS)));
            }
        }
        Node path = mapping.entries().get("path");
        if (path == null) {
            throw new ConfigurationProblem(mapping.place() + ": this log source has no 'path'");
        }
        return logSource(scalar(path), mapping);
    }

    private LogSource logSource(Scalar path, Mapping mapping) {
        Map<String, Node> entries = mapping.entries();
        Node storage = entries.get("storage-directory");
        return new LogSource(
                optional(entries, "name", n -> scalar(n).text(), path.text()),
                path(path),
                storage == null ? null : path(scalar(storage)),
                optional(entries, "time-zone", n -> zone(scalar(n)), zone(ConfigurationKey.TIME_ZONE)),
                optional(entries, "trusted-proxies", this::addresses, addresses(ConfigurationKey.TRUSTED_PROXIES)),
                optional(entries, "tls-ports", this::numbers, numbers(ConfigurationKey.TLS_PORTS)));
    }

    private static <T> T optional(Map<String, Node> entries, String name, Function<Node, T> value, T otherwise) {
        Node node = entries.get(name);
        return node == null ? otherwise : value.apply(node);
    }

    // ---- nodes to values

    private Node node(ConfigurationKey key) {
        Node node = values.get(key);
        return node != null ? node : new Scalar(key.defaultText(), key.key());
    }

    private static Scalar scalar(Node node) {
        if (node instanceof Scalar scalar) {
            return scalar;
        }
        throw new ConfigurationProblem(node.place() + ": expected one value here, not a list or nested keys");
    }

    private static List<String> texts(Node node) {
        if (node instanceof Items list) {
            return list.items().stream()
                    .map(item -> scalar(item).text().strip())
                    .toList();
        }
        return Arrays.stream(scalar(node).text().split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static int number(Scalar value) {
        try {
            return Integer.parseInt(value.text().strip());
        } catch (NumberFormatException e) {
            throw wrong(value, "expected a whole number");
        }
    }

    private List<Integer> numbers(Node node) {
        return texts(node).stream()
                .map(text -> number(new Scalar(text, node.place())))
                .toList();
    }

    private static Path path(Scalar value) {
        try {
            String text = value.text().strip();
            return Path.of(text.startsWith("~/") ? System.getProperty("user.home") + text.substring(1) : text);
        } catch (InvalidPathException e) {
            throw wrong(value, "not a path");
        }
    }

    private static ZoneId zone(Scalar value) {
        try {
            return ZoneId.of(value.text().strip());
        } catch (DateTimeException e) {
            throw wrong(value, "not a time zone; write one such as Europe/Paris or +02:00");
        }
    }

    private List<IPAddress> addresses(Node node) {
        return texts(node).stream()
                .map(text -> address(new Scalar(text, node.place())))
                .toList();
    }

    private static IPAddress address(Scalar value) {
        try {
            if (!PrefixLength.isReadable(value.text())) {
                throw wrong(value, "not an address or range; write one such as 192.0.2.7 or 2001:db8::/32");
            }
            return new IPAddressString(value.text().strip()).toAddress().toPrefixBlock();
        } catch (AddressStringException e) {
            throw wrong(value, "not an address or range; write one such as 192.0.2.7 or 2001:db8::/32");
        }
    }

    private static ConfigurationProblem wrong(Scalar value, String sentence) {
        return new ConfigurationProblem(value.place() + ": '" + value.text() + "': " + sentence);
    }
}
