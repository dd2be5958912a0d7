package io.rempart.app;

import io.rempart.app.config.Configuration;
import io.rempart.app.config.ConfigurationKey;
import io.rempart.app.config.ConfigurationProblem;
import io.rempart.app.config.RuleBookReader;
import io.rempart.app.response.FeedRooms;
import io.rempart.app.response.ReportRooms;
import io.rempart.app.response.ResponseRooms;
import io.rempart.events.account.AccountStore;
import io.rempart.events.classify.Classifier;
import io.rempart.events.classify.CrawlerVerifier;
import io.rempart.events.classify.DnsCrawlerVerifier;
import io.rempart.events.classify.RuleBook;
import io.rempart.events.classify.RuleBookClassifier;
import io.rempart.events.decision.DecisionStore;
import io.rempart.events.enrich.ClientEnricher;
import io.rempart.events.enrich.Enricher;
import io.rempart.events.enrich.GeoLookup;
import io.rempart.events.enrich.MmdbGeoLookup;
import io.rempart.events.follow.FollowSettings;
import io.rempart.events.ingest.IngestSettings;
import io.rempart.events.ingest.LogSource;
import io.rempart.events.ingest.Steps;
import io.rempart.events.mask.MaskToken;
import io.rempart.events.mask.RecordMasker;
import io.rempart.events.mask.SecretNames;
import io.rempart.events.notice.NoticeStore;
import io.rempart.events.read.FieldLimits;
import io.rempart.events.report.ReportStore;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.IncidentStore;
import io.rempart.events.store.StatisticsStore;
import io.rempart.store.EventStores;
import io.rempart.store.StoreSettings;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The configured rooms, opened: the store, and what gives events their meaning. */
public final class Installation implements AutoCloseable {
    private final Configuration configuration;
    private final Path dataDirectory;
    private final EventStore events;
    private final RuleBook ruleBook;
    private @Nullable DnsCrawlerVerifier verifier;
    private @Nullable MmdbGeoLookup geo;

    private Installation(Configuration configuration, Path dataDirectory, EventStore events, RuleBook ruleBook) {
        this.configuration = configuration;
        this.dataDirectory = dataDirectory;
        this.events = events;
        this.ruleBook = ruleBook;
    }

    /** Opens the store (creating it when it is new) after the rest of the configuration was found right. */
    public static Installation open(Configuration configuration) {
        RuleBook ruleBook = RuleBookReader.read(configuration.path(ConfigurationKey.CLASSIFICATION_RULES));
        Path data = dataDirectory(configuration);
        try {
            Files.createDirectories(data);
        } catch (FileAlreadyExistsException e) {
            throw new ConfigurationProblem("data: " + data + " is a file, not a directory");
        } catch (IOException e) {
            throw new ConfigurationProblem(
                    "data: the directory " + data + " can't be created (" + e.getMessage() + ")");
        }
        return new Installation(configuration, data, EventStores.open(storeSettings(configuration, data)), ruleBook);
    }

    /** Where the data is, or will be. */
    public static Path dataDirectory(Configuration configuration) {
        Path configured = configuration.path(ConfigurationKey.DATA);
        if (configured != null) {
            return configured;
        }
        return Path.of(System.getProperty("rempart.home", "."), "data");
    }

    private static StoreSettings storeSettings(Configuration configuration, Path data) {
        String url = configuration.text(ConfigurationKey.DB);
        if (url.isEmpty()) {
            return StoreSettings.inDirectory(data);
        }
        String user = configuration.text(ConfigurationKey.DB_USER);
        Path passwordFile = configuration.path(ConfigurationKey.DB_PASSWORD_FILE);
        String password = null;
        if (passwordFile != null) {
            try (var lines = Files.lines(passwordFile)) {
                password = lines.findFirst().orElse("");
            } catch (IOException e) {
                throw new ConfigurationProblem(
                        "db-password-file: " + passwordFile + " can't be read (" + e.getMessage() + ")");
            }
        }
        return StoreSettings.of(url).withLogIn(user.isEmpty() ? null : user, password);
    }

    public Configuration configuration() {
        return configuration;
    }

    public Path dataDirectory() {
        return dataDirectory;
    }

    public EventStore events() {
        return events;
    }

    public IncidentStore incidents() {
        return EventStores.incidents(events);
    }

    public StatisticsStore statistics() {
        return EventStores.statistics(events);
    }

    public AccountStore accounts() {
        return EventStores.accounts(events);
    }

    public DecisionStore decisions() {
        return EventStores.decisions(events);
    }

    public ReportStore reports() {
        return EventStores.reports(events);
    }

    public NoticeStore notices() {
        return EventStores.notices(events);
    }

    /** Deciding and the way to the firewall; to be closed before this. */
    public ResponseRooms response() {
        return ResponseRooms.open(configuration, events, accounts(), decisions());
    }

    /** Reporting; empty when no key is configured. To be closed before this. */
    public Optional<ReportRooms> reports(ResponseRooms response) {
        return ReportRooms.open(configuration, events, reports(), response.decisions());
    }

    /** Lists of others. To be closed before the rooms of response. */
    public FeedRooms feeds(ResponseRooms response) {
        return FeedRooms.open(configuration, dataDirectory, EventStores.reports(events), response);
    }

    public RuleBook ruleBook() {
        return ruleBook;
    }

    /** A classifier with an empty memory of sources. */
    public Classifier newClassifier() {
        CrawlerVerifier crawlers = CrawlerVerifier.OFF;
        if (configuration.truth(ConfigurationKey.CLASSIFICATION_VERIFY_CRAWLERS)) {
            if (verifier == null) {
                verifier = new DnsCrawlerVerifier();
            }
            crawlers = verifier;
        }
        return new RuleBookClassifier(ruleBook, crawlers);
    }

    /** What takes secrets out; empty when masking is switched off. */
    public Optional<RecordMasker> masker() {
        if (!configuration.truth(ConfigurationKey.MASKING_ENABLED)) {
            return Optional.empty();
        }
        SecretNames names = new SecretNames(
                configuration.texts(ConfigurationKey.MASKING_NAMES),
                configuration.texts(ConfigurationKey.MASKING_EXCEPT));
        return Optional.of(new RecordMasker(
                names, new MaskToken(maskingKey()), configuration.truth(ConfigurationKey.MASKING_CARDS)));
    }

    public FieldLimits fieldLimits() {
        return new FieldLimits(
                bytes(ConfigurationKey.FOLLOW_FIELD_LIMIT, 1 << 10, 16 << 20),
                bytes(ConfigurationKey.FOLLOW_RECORD_LIMIT, 64 << 10, 64 << 20),
                FieldLimits.DEFAULT.hits(),
                FieldLimits.DEFAULT.headers());
    }

    public EventReader eventReader() {
        return new EventReader(
                configuration.logSources().stream().collect(Collectors.toMap(LogSource::name, LogSource::zone)),
                configuration.zone(ConfigurationKey.TIME_ZONE),
                fieldLimits());
    }

    /** What happens to a record between its file and the store. */
    public Steps steps() {
        UnaryOperator<byte[]> mask =
                masker().<UnaryOperator<byte[]>>map(masker -> masker::mask).orElse(UnaryOperator.identity());
        return new Steps(mask, enricher(), newClassifier());
    }

    private Enricher enricher() {
        Path places = configuration.path(ConfigurationKey.GEOIP_CITY);
        Path networks = configuration.path(ConfigurationKey.GEOIP_ASN);
        if (places == null && networks == null) {
            return new ClientEnricher(address -> GeoLookup.Place.UNKNOWN);
        }
        for (Path file : new Path[] {places, networks}) {
            if (file != null && !Files.isReadable(file)) {
                throw new ConfigurationProblem("geoip: " + file + " does not exist or can't be read");
            }
        }
        if (geo == null) {
            geo = new MmdbGeoLookup(places, networks);
        }
        return new ClientEnricher(geo);
    }

    /** How the main flow runs. */
    public IngestSettings ingestSettings() {
        FollowSettings usual = FollowSettings.DEFAULT;
        FollowSettings follow = new FollowSettings(
                duration(ConfigurationKey.FOLLOW_POLL_INTERVAL),
                usual.rescanInterval(),
                duration(ConfigurationKey.FOLLOW_IDLE_AFTER),
                usual.rotatedGrace(),
                usual.tailIdle(),
                usual.archiveSettle(),
                usual.transactionFileWait(),
                usual.retryInterval(),
                usual.chunkBytes(),
                usual.maxOpenFiles());
        Long free = configuration.size(ConfigurationKey.FOLLOW_FREE_SPACE);
        return IngestSettings.DEFAULT
                .withLimits(fieldLimits())
                .withFollow(follow)
                .withFreeSpace(dataDirectory, free == null ? 0 : free);
    }

    private Duration duration(ConfigurationKey key) {
        Duration duration = configuration.duration(key);
        if (duration == null || duration.isZero()) {
            throw new ConfigurationProblem(key.key() + ": a duration is needed, such as " + key.defaultText());
        }
        return duration;
    }

    private int bytes(ConfigurationKey key, int least, int most) {
        Long size = configuration.size(key);
        if (size == null || size < least || size > most) {
            throw new ConfigurationProblem(
                    key.key() + ": a size from " + (least >> 10) + "KB to " + (most >> 20) + "MB is possible");
        }
        return size.intValue();
    }

    /** The key lives beside the data, not in it: who reads the database alone can't try values against the tokens. */
    private byte[] maskingKey() {
        Path file = dataDirectory.resolve("masking.key");
        try {
            if (!Files.exists(file)) {
                byte[] key = new byte[32];
                new SecureRandom().nextBytes(key);
                Path fresh = Files.createTempFile(
                        dataDirectory,
                        "masking",
                        ".key",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(fresh, HexFormat.of().formatHex(key) + "\n");
                try {
                    Files.createLink(file, fresh); // of two processes that start at once one wins, whole
                } catch (FileAlreadyExistsException e) {
                    // The other's key is the key.
                } finally {
                    Files.delete(fresh);
                }
            }
            return HexFormat.of().parseHex(Files.readString(file).strip());
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationProblem("the masking key " + file + " can't be used (" + e.getMessage()
                    + "); restore it, or remove it to begin with a new one");
        }
    }

    @Override
    public void close() {
        if (verifier != null) {
            verifier.close();
        }
        if (geo != null) {
            geo.close();
        }
        events.close();
    }
}
