package io.rempart.testkit;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.ipv4.IPv4Address;
import io.rempart.events.model.Attribution;
import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.Classification;
import io.rempart.events.model.Event;
import io.rempart.events.model.Event.Disposition;
import io.rempart.events.model.HeaderField;
import io.rempart.events.model.Hit;
import io.rempart.events.model.Request;
import io.rempart.events.model.Response;
import io.rempart.events.model.Severity;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.EventEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** One event for a test, said in a line; what is not said is plain. Not thread-safe. */
public final class SampleEntry {
    private final Instant time;
    private String client = "203.0.113.7";
    private SourceClass sourceClass = SourceClass.ATTACK;
    private String uri = "/";
    private String host = "www.example.org";
    private String agent = "curl/8.5.0";
    private String country = "FR";
    private long asn = 64_496;
    private int port = 443;
    private String rule = "942100";
    private String variable = "ARGS:q";
    private boolean hits = true;
    private Severity severity = Severity.CRITICAL;

    private SampleEntry(Instant time) {
        this.time = time;
    }

    public static SampleEntry at(Instant time) {
        return new SampleEntry(time);
    }

    public SampleEntry from(String address) {
        client = address;
        return this;
    }

    public SampleEntry as(SourceClass other) {
        sourceClass = other;
        return this;
    }

    public SampleEntry uri(String text) {
        uri = text;
        return this;
    }

    public SampleEntry host(String text) {
        host = text;
        return this;
    }

    public SampleEntry agent(String text) {
        agent = text;
        return this;
    }

    public SampleEntry place(String ofCountry, long ofAsn) {
        country = ofCountry;
        asn = ofAsn;
        return this;
    }

    public SampleEntry port(int number) {
        port = number;
        return this;
    }

    public SampleEntry rule(String id, String matched) {
        rule = id;
        variable = matched;
        return this;
    }

    public SampleEntry withoutHits() {
        hits = false;
        return this;
    }

    public SampleEntry severity(Severity other) {
        severity = other;
        return this;
    }

    public EventEntry entry(long digest) {
        IPAddress address = new IPAddressString(client).getAddress();
        Request request = new Request(
                ByteText.of("GET " + uri + " HTTP/1.1"),
                ByteText.of("GET"),
                ByteText.of(uri),
                ByteText.of("HTTP/1.1"),
                List.of(
                        new HeaderField(ByteText.of("Host"), ByteText.of(host)),
                        new HeaderField(ByteText.of("User-Agent"), ByteText.of(agent))),
                ByteText.EMPTY);
        Hit hit = new Hit(
                rule,
                2,
                ByteText.of("SQL injection"),
                ByteText.EMPTY,
                variable,
                ByteText.of("1' OR 1=1"),
                severity,
                List.of("attack-sqli"),
                "",
                "",
                "",
                0,
                true,
                false);
        Event event = new Event(
                AuditFormat.MODSECURITY2_JSON,
                "tx" + digest,
                time,
                time.toString(),
                address,
                40_000,
                host,
                "192.0.2.1",
                port,
                true,
                request,
                new Response(403, ByteText.of("HTTP/1.1"), List.of(), ByteText.EMPTY),
                hits ? List.of(hit) : List.of(),
                Disposition.BLOCKED,
                "ENABLED",
                5,
                0,
                "test",
                List.of());
        return new EventEntry(
                event,
                new Attribution(address, false, country, asn, "Network " + asn),
                new Classification(sourceClass, 80, "rules/1", List.of()),
                ("record " + digest).getBytes(StandardCharsets.UTF_8),
                digest,
                false);
    }

    /** The same event at another time, from an IPv4 address that no other number gives. */
    public static EventEntry from(EventEntry entry, Instant time, long number) {
        Event event = entry.event();
        Event moved = new Event(
                event.format(),
                event.transactionId(),
                time,
                event.timeText(),
                event.peer(),
                event.peerPort(),
                event.host(),
                event.localAddress(),
                event.localPort(),
                event.tls(),
                event.request(),
                event.response(),
                event.hits(),
                event.disposition(),
                event.engineMode(),
                event.inboundScore(),
                event.outboundScore(),
                event.producer(),
                event.notes());
        Attribution attribution = entry.attribution();
        return new EventEntry(
                moved,
                new Attribution(
                        new IPv4Address((int) (0x0A00_0000 + number)),
                        attribution.behindProxy(),
                        attribution.country(),
                        attribution.asn(),
                        attribution.organisation()),
                entry.classification(),
                entry.record(),
                number,
                entry.repaired());
    }
}
