package io.rempart.app.response;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.app.config.Configuration;
import io.rempart.app.config.ConfigurationKey;
import io.rempart.app.config.ConfigurationProblem;
import io.rempart.events.decision.Target;
import io.rempart.events.notice.Notice.Level;
import io.rempart.events.report.ReportStore;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.EventStore.CountRow;
import io.rempart.events.store.EventStore.CountSearch;
import io.rempart.events.store.EventStore.Dimension;
import io.rempart.response.decision.Decisions;
import io.rempart.response.notify.Condition;
import io.rempart.response.notify.Topic;
import io.rempart.response.report.AbuseIpdbBlacklist;
import io.rempart.response.report.AbuseIpdbReporter;
import io.rempart.response.report.AbuseIpdbSettings;
import io.rempart.response.report.Observed;
import io.rempart.response.report.Plan;
import io.rempart.response.report.Reporter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reporting as configured. Thread-safe. */
public final class ReportRooms implements AutoCloseable {
    /** What is older is not reported (AbuseIPDB's reporting policy). */
    private static final Duration OLDEST = Duration.ofDays(60);

    private static final Duration BLACKLIST_PATIENCE = Duration.ofSeconds(60);
    private static final Duration NAMES_KEPT = Duration.ofMinutes(10);

    private final AbuseIpdbReporter reporter;
    private final Observations observations;
    private final @Nullable Proposals proposals;

    private ReportRooms(
            Configuration configuration, EventStore events, AbuseIpdbReporter reporter, Observations observations) {
        this.reporter = reporter;
        this.observations = observations;
        this.proposals = Proposals.of(configuration, this, events).orElse(null);
    }

    /** Empty when no key is configured. */
    public static Optional<ReportRooms> open(
            Configuration configuration, EventStore events, ReportStore reports, Decisions decisions) {
        automatic(configuration);
        String planName = configuration.text(ConfigurationKey.ABUSEIPDB_PLAN);
        Plan plan = Plan.ofKey(planName)
                .orElseThrow(() -> new ConfigurationProblem("abuseipdb.plan: '" + planName
                        + "' is unknown; the plans are standard, webmaster, supporter, basic, premium"));
        Supplier<String> key = key(configuration).orElse(null);
        if (key == null) {
            return Optional.empty();
        }
        // One that can't be read is told at the start, not with the first report.
        Objects.requireNonNull(key.get());
        AbuseIpdbSettings settings = new AbuseIpdbSettings(
                        url(configuration),
                        key,
                        plan,
                        kept(() -> ownNames(configuration, events)),
                        ReportRooms::ownAddresses,
                        address -> decisions
                                .refusal(Target.Range.of(address), false)
                                .isPresent())
                .keeping(ResponseRooms.duration(configuration, ConfigurationKey.ABUSEIPDB_KEEP));
        return Optional.of(new ReportRooms(
                configuration, events, new AbuseIpdbReporter(reports, settings), new Observations(events)));
    }

    /** AbuseIPDB's blacklist, with the key and plan of the reports; empty when no key is configured. */
    static Optional<AbuseIpdbBlacklist> blacklist(Configuration configuration, ReportStore reports) {
        Plan plan =
                Plan.ofKey(configuration.text(ConfigurationKey.ABUSEIPDB_PLAN)).orElse(Plan.STANDARD);
        return key(configuration)
                .map(key -> new AbuseIpdbBlacklist(
                        url(configuration), key, plan, reports, Clock.systemUTC(), BLACKLIST_PATIENCE));
    }

    /** The file that is configured wins over what {@code rempart report key set} keeps; empty when there is neither. */
    private static Optional<Supplier<String>> key(Configuration configuration) {
        Path keyFile = configuration.path(ConfigurationKey.ABUSEIPDB_KEY_FILE);
        if (keyFile != null) {
            return Optional.of(() -> key(keyFile));
        }
        SealedReportKey sealed = SealedReportKey.of(configuration);
        return sealed.isSet() ? Optional.of(sealed::key) : Optional.empty();
    }

    private static URI url(Configuration configuration) {
        String text = configuration.text(ConfigurationKey.ABUSEIPDB_URL);
        try {
            URI url = URI.create(text);
            if (("https".equals(url.getScheme()) || "http".equals(url.getScheme())) && url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new ConfigurationProblem(
                "abuseipdb.url: '" + text + "' is no URL such as https://api.abuseipdb.com/api/v2/");
    }

    private static String key(Path file) {
        try (var lines = Files.lines(file)) {
            String key = lines.findFirst().orElse("").strip();
            if (key.isEmpty()) {
                throw new ConfigurationProblem("abuseipdb.key-file: " + file + " is empty; its first line is the key");
            }
            return key;
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new ConfigurationProblem("abuseipdb.key-file: " + file + " can't be read");
        }
    }

    /** off, hold or send. */
    static String automatic(Configuration configuration) {
        String text = configuration.text(ConfigurationKey.ABUSEIPDB_AUTOMATIC);
        if (!Set.of("off", "hold", "send").contains(text)) {
            throw new ConfigurationProblem("abuseipdb.automatic: '" + text + "' is unknown; write off, hold or send");
        }
        return text;
    }

    /** The sites seen in the logs, this machine, and what is configured. */
    private static Collection<String> ownNames(Configuration configuration, EventStore events) {
        Set<String> names = new TreeSet<>(configuration.texts(ConfigurationKey.ABUSEIPDB_OWN_NAMES));
        Instant now = Instant.now();
        for (CountRow row : events.counts(
                new CountSearch(now.minus(OLDEST), now, List.of(Dimension.HOST), null, null, null, 1_000),
                Duration.ofSeconds(2))) {
            String host = row.values().get(0);
            // What a client asked for as a host is his word: a site of ours has a dot and is no address.
            if (host.indexOf('.') > 0 && host.indexOf('/') < 0 && !new IPAddressString(host).isValid()) {
                names.add(host.startsWith("www.") ? host.substring(4) : host);
            }
        }
        try {
            names.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            // a machine without a name has none to hide
        }
        return names;
    }

    private static Collection<IPAddress> ownAddresses() {
        List<IPAddress> addresses = new ArrayList<>();
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(address -> new IPAddressString(address.getHostAddress().replaceFirst("%.*", "")).getAddress())
                    .filter(java.util.Objects::nonNull)
                    .forEach(addresses::add);
        } catch (SocketException e) {
            // the guards ask again
        }
        return addresses;
    }

    private static Supplier<Collection<String>> kept(Supplier<Collection<String>> slow) {
        return new Supplier<>() {
            private Collection<String> names = List.of();
            private Instant until = Instant.EPOCH;

            @Override
            public synchronized Collection<String> get() {
                if (Instant.now().isAfter(until)) {
                    names = slow.get();
                    until = Instant.now().plus(NAMES_KEPT);
                }
                return names;
            }
        };
    }

    public Reporter reporter() {
        return reporter;
    }

    /** What was seen of an address that may still be reported; empty when nothing speaks against it. */
    public Optional<Observed> observed(IPAddress address) {
        return observations.of(address, Instant.now().minus(OLDEST));
    }

    /** What is wrong with reporting now. */
    List<Condition> conditions() {
        return reporter.keyRefusal()
                .map(why -> List.of(Condition.of(Topic.KEY_REJECTED, Level.CRITICAL, "key", why)))
                .orElse(List.of());
    }

    /** Begins to propose and to send what waits. */
    public void start() {
        reporter.start();
        if (proposals != null) {
            proposals.start();
        }
    }

    @Override
    public void close() {
        if (proposals != null) {
            proposals.close();
        }
        reporter.close();
    }
}
