package io.rempart.response.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rempart.events.decision.Target;
import io.rempart.response.address.AddressSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MmdbNetworkDirectoryTest {
    @TempDir
    Path directory;

    private Path countries;
    private Path networks;
    private MmdbNetworkDirectory known;

    @BeforeEach
    void write() throws IOException {
        countries = directory.resolve("country.mmdb");
        networks = directory.resolve("asn.mmdb");
        Files.write(
                countries,
                new MmdbFile()
                        .with("192.0.2.0/25", country("FR"))
                        .with("198.51.100.0/24", country("NL"))
                        .with("203.0.113.64/26", country("FR"))
                        .bytes());
        Files.write(
                networks,
                new MmdbFile()
                        .with("192.0.2.0/24", Map.of("autonomous_system_number", 64_500))
                        .with("198.51.100.7/32", Map.of("autonomous_system_number", 64_501))
                        .bytes());
        known = new MmdbNetworkDirectory(countries, networks);
    }

    private static Map<String, ?> country(String code) {
        return Map.of("country", Map.of("iso_code", code));
    }

    private static Target target(String text) {
        return Target.of(text).orElseThrow();
    }

    @Test
    void everyRangeOfACountryOrNetworkAndNoOther() {
        assertThat(known.addressesOf(new Target.Country("FR")))
                .contains(AddressSet.ofKnown("192.0.2.0/25", "203.0.113.64/26"));
        assertThat(known.addressesOf(new Target.Country("NL"))).contains(AddressSet.ofKnown("198.51.100.0/24"));
        assertThat(known.addressesOf(new Target.Country("BR"))).contains(AddressSet.EMPTY);
        assertThat(known.addressesOf(target("AS64500"))).contains(AddressSet.ofKnown("192.0.2.0/24"));
        assertThat(known.addressesOf(target("AS64501"))).contains(AddressSet.ofKnown("198.51.100.7"));
        assertThat(known.addressesOf(target("AS64502"))).contains(AddressSet.EMPTY);
    }

    @Test
    void aRangeNeedsNoFileAndWithoutAFileThereIsNoAnswer() {
        MmdbNetworkDirectory nothing = new MmdbNetworkDirectory(null, directory.resolve("not-there.mmdb"));
        assertThat(nothing.addressesOf(target("192.0.2.0/28"))).contains(AddressSet.ofKnown("192.0.2.0/28"));
        assertThat(nothing.addressesOf(new Target.Country("FR"))).isEmpty();
        assertThat(nothing.addressesOf(target("AS64500"))).isEmpty();
    }

    @Test
    void aNewFileIsReadWithoutARestart() throws IOException {
        assertThat(known.addressesOf(new Target.Country("NL"))).contains(AddressSet.ofKnown("198.51.100.0/24"));
        Files.write(
                countries, new MmdbFile().with("203.0.113.0/24", country("NL")).bytes());
        Files.setLastModifiedTime(countries, FileTime.from(Instant.parse("2027-01-01T00:00:00Z")));
        assertThat(known.addressesOf(new Target.Country("NL"))).contains(AddressSet.ofKnown("203.0.113.0/24"));
    }

    @Test
    void aDamagedFileIsToldByNameRatherThanTakenForACountryWithoutAddresses() throws IOException {
        Files.writeString(countries, "this is no database");
        assertThatThrownBy(() -> known.addressesOf(new Target.Country("FR")))
                .hasMessageContaining(countries.toString())
                .hasMessageContaining("can't be read");
    }
}
