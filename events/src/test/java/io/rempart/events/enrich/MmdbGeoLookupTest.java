package io.rempart.events.enrich;

import static io.rempart.events.enrich.ClientEnricherTest.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MmdbGeoLookupTest {
    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-11-22T09:00:00Z");

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    private static Path corpus() {
        String configured = System.getenv("REMPART_CORPORA");
        Path corpora = configured == null ? Path.of("../../shared/corpora") : Path.of(configured);
        Path database = corpora.resolve("modsecurity-v3/data/GeoIP2-City-Test.mmdb");
        assumeTrue(Files.exists(database), "the corpora are not there: " + database);
        return database;
    }

    @Test
    void findsTheCountryOfAnAddress() {
        try (MmdbGeoLookup geo = new MmdbGeoLookup(corpus(), null)) {
            assertThat(geo.find(address("200.249.12.31")).country()).isEqualTo("BR");
            assertThat(geo.find(address("192.0.2.1"))).isEqualTo(GeoLookup.Place.UNKNOWN);
            assertThat(geo.problem()).isEmpty();
        }
    }

    @Test
    void opensADatabaseThatAppearsOrChangesWhileItRuns() throws IOException {
        Path source = corpus();
        Path database = directory.resolve("city.mmdb");
        try (MmdbGeoLookup geo = new MmdbGeoLookup(database, null, clock)) {
            assertThat(geo.find(address("200.249.12.31"))).isEqualTo(GeoLookup.Place.UNKNOWN);
            assertThat(geo.problem())
                    .hasValueSatisfying(sentence -> assertThat(sentence).contains(database.toString()));
            Files.copy(source, database);
            now = now.plusSeconds(60);
            assertThat(geo.find(address("200.249.12.31")).country()).isEqualTo("BR");
            assertThat(geo.problem()).isEmpty();
            // a broken download: what was good stays in use
            Path broken = directory.resolve("broken");
            Files.writeString(broken, "this is no database");
            Files.move(broken, database, StandardCopyOption.REPLACE_EXISTING);
            now = now.plusSeconds(60);
            assertThat(geo.find(address("200.249.12.31")).country()).isEqualTo("BR");
            assertThat(geo.problem()).isPresent();
        }
    }

    @Test
    void knowsNothingWithoutDatabases() {
        try (MmdbGeoLookup geo = new MmdbGeoLookup(null, null)) {
            assertThat(geo.find(address("2001:db8::1"))).isEqualTo(GeoLookup.Place.UNKNOWN);
            assertThat(geo.problem()).isEmpty();
        }
    }
}
