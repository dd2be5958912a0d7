package io.rempart.events.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.events.ingest.LogSource;
import io.rempart.events.model.Attribution;
import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.Event;
import io.rempart.events.model.HeaderField;
import io.rempart.events.model.Request;
import io.rempart.events.model.Response;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientEnricherTest {
    /** What a peer asked with which header, and whom it is attributed to; 10.0.0.0/8 and 2001:db8:f::/48 are trusted. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1 | 198.51.100.7 | 192.0.2.1",
                "10.0.0.1 | 198.51.100.7 | 198.51.100.7",
                "10.0.0.1 | 203.0.113.5, 198.51.100.7 | 198.51.100.7",
                "10.0.0.1 | 198.51.100.7, 10.0.0.2 | 198.51.100.7",
                "10.0.0.1 | 203.0.113.5, 198.51.100.7, 10.0.0.3, 10.0.0.2 | 198.51.100.7",
                "10.0.0.1 | 10.0.0.3, 10.0.0.2 | 10.0.0.3",
                "10.0.0.1 | 198.51.100.7:51234 | 198.51.100.7",
                "10.0.0.1 | [2001:db8::7]:443 | 2001:db8::7",
                "10.0.0.1 | [2001:db8::7] | 2001:db8::7",
                "10.0.0.1 | 2001:db8::7 | 2001:db8::7",
                "10.0.0.1 | ::ffff:198.51.100.7 | 198.51.100.7",
                "::ffff:10.0.0.1 | 198.51.100.7 | 198.51.100.7",
                "2001:db8:f::1 | 198.51.100.7 | 198.51.100.7",
                "10.0.0.1 | unknown | 10.0.0.1",
                "10.0.0.1 | 198.51.100.7, unknown | 10.0.0.1",
                "10.0.0.1 | 198.51.100.7, 10.0.0.2, junk, 10.0.0.3 | 10.0.0.3",
                "10.0.0.1 | 198.51.100.7:http | 10.0.0.1",
                "10.0.0.1 | 198.51.100.0/24 | 10.0.0.1",
                "10.0.0.1 | 3325256709 | 10.0.0.1",
                "10.0.0.1 | 198.51.100.7, | 10.0.0.1",
                "10.0.0.1 | 1.2.3.4<script> | 10.0.0.1",
            })
    void walksFromThePeerToTheLeftWhileItTrustsTheHop(String peer, String header, String client) {
        Attribution attribution =
                new ClientEnricher(GeoLookup.NONE).attribute(event(address(peer), "x-forwarded-for", header), source());
        assertThat(attribution.client()).isEqualTo(address(client));
        assertThat(attribution.behindProxy()).isEqualTo(!client.equals(peer.replace("::ffff:", "")));
    }

    @Test
    void joinsTheLinesOfAHeaderInTheirOrder() {
        Event event = event(
                address("10.0.0.1"), "X-Forwarded-For", "203.0.113.5", "X-Forwarded-For", "198.51.100.7, 10.0.0.2");
        assertThat(new ClientEnricher(GeoLookup.NONE).attribute(event, source()).client())
                .isEqualTo(address("198.51.100.7"));
    }

    @Test
    void believesOtherHeadersOnlyWhereTheyAreConfigured() {
        Event event = event(address("10.0.0.1"), "CF-Connecting-IP", "198.51.100.7", "X-Real-IP", "203.0.113.5");
        assertThat(new ClientEnricher(GeoLookup.NONE).attribute(event, source()).client())
                .isEqualTo(address("10.0.0.1"));
        assertThat(new ClientEnricher(List.of(ForwardingHeader.CF_CONNECTING_IP), GeoLookup.NONE)
                        .attribute(event, source())
                        .client())
                .isEqualTo(address("198.51.100.7"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "for=198.51.100.7;proto=https;by=10.0.0.1 | 198.51.100.7",
                "for=203.0.113.5, For=\"[2001:db8::7]:4711\" | 2001:db8::7",
                "for=198.51.100.7, for=10.0.0.9;proto=http | 198.51.100.7",
                "for=_hidden | 10.0.0.1",
                "proto=https | 10.0.0.1",
            })
    void readsForwardedAsRfc7239HasIt(String header, String client) {
        assertThat(new ClientEnricher(List.of(ForwardingHeader.FORWARDED), GeoLookup.NONE)
                        .attribute(event(address("10.0.0.1"), "Forwarded", header), source())
                        .client())
                .isEqualTo(address(client));
    }

    @Test
    void looksAtNoMoreThan64Hops() {
        String header = "198.51.100.7" + ", 10.0.0.2".repeat(100_000);
        assertThat(new ClientEnricher(GeoLookup.NONE)
                        .attribute(event(address("10.0.0.1"), "X-Forwarded-For", header), source())
                        .client())
                .isEqualTo(address("10.0.0.2"));
    }

    @Test
    void attributesNobodyWhereThereIsNoPeer() {
        Attribution attribution =
                new ClientEnricher(GeoLookup.NONE).attribute(event(null, "X-Forwarded-For", "198.51.100.7"), source());
        assertThat(attribution.client()).isNull();
        assertThat(attribution.behindProxy()).isFalse();
    }

    static IPAddress address(String text) {
        IPAddress address = new IPAddressString(text.strip()).getAddress();
        assertThat(address).isNotNull();
        return address;
    }

    private static LogSource source() {
        return new LogSource(
                "test",
                Path.of("audit.log"),
                null,
                ZoneOffset.UTC,
                Stream.of("10.0.0.0/8", "2001:db8:f::/48")
                        .map(ClientEnricherTest::address)
                        .toList(),
                List.of());
    }

    private static Event event(@Nullable IPAddress peer, String... headers) {
        List<HeaderField> fields = new ArrayList<>();
        for (int i = 0; i < headers.length; i += 2) {
            fields.add(new HeaderField(ByteText.of(headers[i]), ByteText.of(headers[i + 1])));
        }
        Request request =
                new Request(ByteText.EMPTY, ByteText.EMPTY, ByteText.EMPTY, ByteText.EMPTY, fields, ByteText.EMPTY);
        return new Event(
                AuditFormat.MODSECURITY2_JSON,
                "",
                Instant.EPOCH,
                "",
                peer,
                0,
                "",
                "",
                0,
                null,
                request,
                Response.NONE,
                List.of(),
                Event.Disposition.LOGGED,
                "",
                -1,
                -1,
                "",
                List.of());
    }
}
