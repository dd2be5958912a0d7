package io.rempart.events.enrich;

import com.maxmind.db.Reader;
import inet.ipaddr.IPAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Places of addresses from MMDB files (MaxMind GeoLite2, GeoIP2, DB-IP Lite): one with countries (City or Country), one with
 * autonomous systems; either may be missing. The files are memory-mapped, and opened anew within a minute when they change. A
 * file that is missing or damaged leaves its fields empty, and {@link #problem()} says so. Thread-safe.
 */
public final class MmdbGeoLookup implements GeoLookup, AutoCloseable {
    private static final int CACHED = 20_000;
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(30);
    private static final int LONGEST_ORGANISATION = 200;

    private final Clock clock;
    private final @Nullable Database places;
    private final @Nullable Database networks;
    private final Map<IPAddress, Place> cache = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<IPAddress, Place> eldest) {
            return size() > CACHED;
        }
    };
    private Instant nextLook = Instant.MIN;

    /** @param countries City or Country database; null for none */
    public MmdbGeoLookup(@Nullable Path countries, @Nullable Path asn) {
        this(countries, asn, Clock.systemUTC());
    }

    MmdbGeoLookup(@Nullable Path countries, @Nullable Path asn, Clock clock) {
        this.clock = clock;
        this.places = countries == null ? null : new Database(countries);
        this.networks = asn == null ? null : new Database(asn);
    }

    @Override
    public synchronized Place find(IPAddress address) {
        Instant now = clock.instant();
        if (!now.isBefore(nextLook)) {
            nextLook = now.plus(LOOK_INTERVAL);
            boolean changed = places != null && places.refresh();
            changed |= networks != null && networks.refresh();
            if (changed) {
                cache.clear();
            }
        }
        Place known = cache.get(address);
        if (known == null) {
            known = look(address);
            cache.put(address, known);
        }
        return known;
    }

    /** One sentence when a database that is configured can't be used. */
    public synchronized Optional<String> problem() {
        for (Database database : new @Nullable Database[] {places, networks}) {
            if (database != null && database.problem != null) {
                return Optional.of(database.problem);
            }
        }
        return Optional.empty();
    }

    private Place look(IPAddress address) {
        String country = "";
        long asn = 0;
        String organisation = "";
        Map<?, ?> place = places == null ? Map.of() : places.get(address);
        for (String key : new String[] {"country", "registered_country"}) {
            if (country.isEmpty()
                    && place.get(key) instanceof Map<?, ?> part
                    && part.get("iso_code") instanceof String code) {
                country = code.matches("[A-Za-z]{2}") ? code.toUpperCase(Locale.ROOT) : "";
            }
        }
        Map<?, ?> network = networks == null ? Map.of() : networks.get(address);
        if (network.get("autonomous_system_number") instanceof Number number) {
            asn = number.longValue();
        }
        if (network.get("autonomous_system_organization") instanceof String name) {
            organisation = name.length() > LONGEST_ORGANISATION ? name.substring(0, LONGEST_ORGANISATION) : name;
        }
        return country.isEmpty() && asn == 0 && organisation.isEmpty()
                ? Place.UNKNOWN
                : new Place(country, asn, organisation);
    }

    @Override
    public synchronized void close() {
        if (places != null) {
            places.close();
        }
        if (networks != null) {
            networks.close();
        }
        cache.clear();
    }

    private static final class Database {
        private final Path path;
        private @Nullable Reader reader;
        private @Nullable FileTime modified;
        private long size = -1;
        private @Nullable String problem;

        Database(Path path) {
            this.path = path;
        }

        /** Opens the file when it is another than before; whether it was. The old one is used until a new one opens. */
        boolean refresh() {
            try {
                FileTime now = Files.getLastModifiedTime(path);
                long bytes = Files.size(path);
                if (now.equals(modified) && bytes == size) {
                    return false;
                }
                Reader fresh = new Reader(path.toFile());
                close();
                reader = fresh;
                modified = now;
                size = bytes;
                problem = null;
                return true;
            } catch (IOException | RuntimeException e) {
                problem = "The GeoIP database " + path + " can't be read ("
                        + e.getClass().getSimpleName() + "); fetch it again or correct its path.";
                return false;
            }
        }

        Map<?, ?> get(IPAddress address) {
            Reader open = reader;
            if (open == null) {
                return Map.of();
            }
            try {
                Map<?, ?> found = open.get(address.toInetAddress(), Map.class);
                return found == null ? Map.of() : found;
            } catch (IOException | RuntimeException e) {
                problem = "The GeoIP database " + path + " is damaged ("
                        + e.getClass().getSimpleName() + "); fetch it again.";
                return Map.of();
            }
        }

        void close() {
            Reader open = reader;
            reader = null;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException e) {
                    // it was only read
                }
            }
        }
    }
}
