package io.rempart.response;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.events.model.Attribution;
import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.Classification;
import io.rempart.events.model.Event;
import io.rempart.events.model.Event.Disposition;
import io.rempart.events.model.Request;
import io.rempart.events.model.Response;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.Batch;
import io.rempart.events.store.EventEntry;
import io.rempart.events.store.EventStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Events as the tests of response need them, appended to a store. */
public final class Events {
    private final EventStore store;
    private long digest;

    public Events(EventStore store) {
        this.store = store;
    }

    /** An event of a class, surely. */
    public void add(Instant time, String client, SourceClass sourceClass) {
        add(time, client, client, sourceClass, 90, "GET", "/x", 404);
    }

    public void add(
            Instant time,
            String client,
            String peer,
            SourceClass sourceClass,
            int confidence,
            String method,
            String path,
            int status) {
        Event event = new Event(
                AuditFormat.MODSECURITY2_JSON,
                "tx" + ++digest,
                time,
                "as written",
                address(peer),
                1,
                "shop.example.org",
                "192.0.2.1",
                443,
                true,
                new Request(
                        ByteText.of(method + " " + path + " HTTP/1.1"),
                        ByteText.of(method),
                        ByteText.of(path),
                        ByteText.of("HTTP/1.1"),
                        List.of(),
                        ByteText.EMPTY),
                new Response(status, ByteText.of("HTTP/1.1"), List.of(), ByteText.EMPTY),
                List.of(),
                Disposition.LOGGED,
                "ENABLED",
                -1,
                -1,
                "made",
                List.of());
        Classification classification = sourceClass == SourceClass.UNCLASSIFIED
                ? Classification.NONE
                : new Classification(sourceClass, confidence, "rules/1", List.of());
        store.append(new Batch(
                "log",
                List.of(new EventEntry(
                        event,
                        new Attribution(address(client), !client.equals(peer), "FR", 64_500, "Network"),
                        classification,
                        "{}".getBytes(StandardCharsets.UTF_8),
                        digest,
                        false)),
                List.of(),
                List.of(),
                2));
    }

    private static IPAddress address(String text) {
        return new IPAddressString(text).getAddress();
    }
}
