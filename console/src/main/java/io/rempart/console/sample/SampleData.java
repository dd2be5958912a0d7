package io.rempart.console.sample;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.console.sample.SampleStories.Home;
import io.rempart.console.sample.SampleStories.Step;
import io.rempart.console.sample.SampleStories.Story;
import io.rempart.events.model.Attribution;
import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.Classification;
import io.rempart.events.model.Classification.Evidence;
import io.rempart.events.model.Event;
import io.rempart.events.model.Event.Disposition;
import io.rempart.events.model.HeaderField;
import io.rempart.events.model.Hit;
import io.rempart.events.model.Request;
import io.rempart.events.model.Response;
import io.rempart.events.model.Severity;
import io.rempart.events.read.RempartJsonWriter;
import io.rempart.events.store.Batch;
import io.rempart.events.store.EventEntry;
import io.rempart.events.store.EventStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * Two days of made-up events, so that every page shows something before there is a log. They come from a log source of their
 * own, {@value #LOG_SOURCE}, by which they are told from real ones and removed without a trace. The same for the same moment.
 */
public final class SampleData {
    public static final String LOG_SOURCE = "sample";

    private static final long SEED = 11;

    private SampleData() {}

    /** Stores the sample. */
    public static void addTo(EventStore store, Instant now) {
        List<EventEntry> events = events(now);
        long bytes = events.stream().mapToLong(entry -> entry.record().length).sum();
        store.append(new Batch(LOG_SOURCE, events, List.of(), List.of(), bytes));
    }

    /** Removes the sample and all that was counted of it. */
    public static void removeFrom(EventStore store) {
        store.removeLogSource(LOG_SOURCE);
    }

    /** Whether the sample is in the store. */
    public static boolean isIn(EventStore store) {
        return store.ledger().stream().anyMatch(entry -> entry.logSource().equals(LOG_SOURCE));
    }

    /** The events in the order of time. */
    static List<EventEntry> events(Instant now) {
        Random random = new Random(SEED);
        List<EventEntry> events = new ArrayList<>();
        int serial = 0;
        for (Story story : SampleStories.all()) {
            for (Home home : story.sources()) {
                Instant time = now.minus(Duration.ofSeconds((long) (story.start() * 3_600) - random.nextInt(300)));
                for (int round = 0; round < story.rounds(); round++) {
                    for (Step step : story.steps()) {
                        time = time.plusMillis(
                                (long) (story.pauseSeconds() * 1_000L * (0.6 + 0.8 * random.nextDouble())));
                        if (time.isBefore(now)) {
                            events.add(entry(story, home, step, round, time, serial++, random));
                        }
                    }
                }
            }
        }
        events.sort(Comparator.comparing(entry -> entry.event().time()));
        return List.copyOf(events);
    }

    private static EventEntry entry(
            Story story, Home home, Step step, int round, Instant time, int serial, Random random) {
        IPAddress client = new IPAddressString(home.address()).getAddress();
        String path = step.path().replace("page=1", "page=" + (round + 1));
        Disposition disposition = step.rule().isEmpty()
                ? Disposition.LOGGED
                : step.status() == 403 ? Disposition.BLOCKED : Disposition.DETECTED;
        List<Hit> hits = hits(step, disposition == Disposition.BLOCKED);
        ByteText body = ByteText.of(step.body());
        Request request = new Request(
                ByteText.of(step.method() + " " + path + " HTTP/1.1"),
                ByteText.of(step.method()),
                ByteText.of(path),
                ByteText.of("HTTP/1.1"),
                headers(story, body),
                body);
        Response response = new Response(
                step.status(),
                ByteText.of("HTTP/1.1"),
                List.of(field("Content-Type", "text/html; charset=utf-8"), field("Server", "Apache")),
                ByteText.EMPTY);
        Event event = new Event(
                AuditFormat.MODSECURITY2_JSON,
                "sample" + serial,
                time,
                "",
                client,
                40_000 + random.nextInt(20_000),
                story.host(),
                "192.0.2.10",
                serial % 4 == 0 ? 80 : 443,
                serial % 4 != 0,
                request,
                response,
                hits,
                disposition,
                "ENABLED",
                hits.isEmpty() ? -1 : 5,
                -1,
                "Rempart, sample data",
                List.of("Sample data: made up, to show the pages."));
        byte[] record = RempartJsonWriter.write(event);
        CRC32 digest = new CRC32();
        digest.update(record);
        return new EventEntry(
                event,
                new Attribution(client, false, home.country(), home.asn(), home.organisation()),
                classification(story, random),
                record,
                digest.getValue(),
                false);
    }

    private static Classification classification(Story story, Random random) {
        if (story.evidence().isEmpty()) {
            return Classification.NONE;
        }
        return new Classification(
                story.sourceClass(),
                75 + random.nextInt(20),
                "sample",
                List.of(new Evidence("sample", story.sourceClass(), 60, story.evidence())));
    }

    private static List<HeaderField> headers(Story story, ByteText body) {
        List<HeaderField> headers = new ArrayList<>(
                List.of(field("Host", story.host()), field("User-Agent", story.userAgent()), field("Accept", "*/*")));
        if (!body.isEmpty()) {
            headers.add(field("Content-Type", "application/x-www-form-urlencoded"));
            headers.add(field("Content-Length", Integer.toString(body.length())));
        }
        return headers;
    }

    private static HeaderField field(String name, String value) {
        return new HeaderField(ByteText.of(name), ByteText.of(value));
    }

    private static List<Hit> hits(Step step, boolean scored) {
        if (step.rule().isEmpty()) {
            return List.of();
        }
        String data = step.matched().isEmpty()
                ? ""
                : "Matched Data: " + step.matched() + " found within " + step.argument() + ": " + step.matched();
        List<Hit> hits = new ArrayList<>();
        hits.add(hit(
                step.rule(),
                "Sample of rule " + step.rule(),
                "Sample match at " + step.argument() + ".",
                step.argument(),
                data,
                scored ? Severity.CRITICAL : Severity.NOTICE));
        if (scored) {
            hits.add(hit(
                    "949110",
                    "Inbound Anomaly Score Exceeded (Total Score: 5)",
                    "Operator GE matched 5 at TX:blocking_inbound_anomaly_score.",
                    "TX:blocking_inbound_anomaly_score",
                    "",
                    Severity.CRITICAL));
        }
        return hits;
    }

    private static Hit hit(String rule, String message, String match, String variable, String data, Severity severity) {
        return new Hit(
                rule,
                2,
                ByteText.of(message),
                ByteText.of(match),
                variable,
                ByteText.of(data.getBytes(StandardCharsets.UTF_8)),
                severity,
                List.of("sample"),
                "",
                "",
                "",
                0,
                true,
                false);
    }
}
