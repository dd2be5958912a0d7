package io.rempart.console.api;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.text.Csv;
import io.rempart.console.text.JsonText;
import io.rempart.events.query.Query;
import io.rempart.events.store.EventStore.Cursor;
import io.rempart.events.store.EventStore.EventPage;
import io.rempart.events.store.EventStore.EventSummary;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import tools.jackson.core.JsonGenerator;

/**
 * All that a search finds, newest first, as a stream of any length in the memory of one page: lines of JSON, a JSON array, or a
 * table that no spreadsheet runs. Events are read page by page while they are sent: a slow reader makes the database wait for
 * nothing, and when he goes, the search ends with the page it is at. At most {@value #MOST_AT_ONCE} exports run at a time.
 */
@Controller
class EventExport {
    static final int MOST_AT_ONCE = 3;
    private static final int PAGE = 500;
    private static final Duration PAGE_TIME = Duration.ofSeconds(1);
    private static final int BUFFER = 32 * 1_024;

    private final ConsoleRooms rooms;
    private final Searches searches;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    EventExport(ConsoleRooms rooms, Searches searches) {
        this.rooms = rooms;
        this.searches = searches;
    }

    /** The form of an export. */
    private interface Form {
        void begin() throws IOException;

        void event(EventSummary event) throws IOException;

        /** Something that the reader skips, so that who went away is noticed though nothing is found for long. */
        void sign() throws IOException;

        void end() throws IOException;
    }

    @GetMapping("/api/v1/events/export")
    void export(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Asked asked = Asked.of(request, searches.zone(), "q", "from", "to", "host", "format", "zone");
        Query query = searches.query(asked);
        String format = asked.word("format", "ndjson", "json", "csv");
        ZoneId zone = asked.zone("zone");
        if (!places.tryAcquire()) {
            response.setHeader("Retry-After", "10");
            throw new ApiProblem(503, "api.problem.exports", MOST_AT_ONCE);
        }
        try {
            response.setContentType(
                    switch (format) {
                        case "json" -> "application/json";
                        case "csv" -> "text/csv;charset=utf-8";
                        default -> "application/x-ndjson";
                    });
            response.setHeader("Content-Disposition", "attachment; filename=\"rempart-events." + format + "\"");
            response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
            OutputStream out = new BufferedOutputStream(response.getOutputStream(), BUFFER);
            send(query, form(format, zone, out), out);
        } catch (IOException gone) {
            // nobody reads any more
        } catch (RuntimeException failure) {
            if (!response.isCommitted()) {
                throw failure;
            }
            // an answer that ends early must not look whole: the connection is broken off
            throw new IOException("an export broke off", failure);
        } finally {
            places.release();
        }
    }

    private void send(Query query, Form form, OutputStream out) throws IOException {
        form.begin();
        out.flush();
        Cursor cursor = null;
        do {
            EventPage page = rooms.events().search(query, cursor, PAGE, PAGE_TIME);
            for (EventSummary event : page.events()) {
                form.event(event);
            }
            if (page.events().isEmpty()) {
                form.sign();
            }
            out.flush();
            cursor = page.next();
        } while (cursor != null);
        form.end();
        out.flush();
    }

    private static Form form(String format, ZoneId zone, OutputStream out) {
        return switch (format) {
            case "csv" -> new Table(zone, out);
            case "json" -> new Array(out);
            default -> new Lines(out);
        };
    }

    private record Lines(OutputStream out) implements Form {
        @Override
        public void begin() {}

        @Override
        public void event(EventSummary event) throws IOException {
            out.write(JsonText.bytes(EventFields.of(event)));
            out.write('\n');
        }

        @Override
        public void sign() throws IOException {
            out.write('\n');
        }

        @Override
        public void end() {}
    }

    private static final class Array implements Form {
        private final OutputStream out;
        private final JsonGenerator json;

        Array(OutputStream out) {
            this.out = out;
            this.json = JsonText.generator(out);
        }

        @Override
        public void begin() {
            json.writeStartArray();
        }

        @Override
        public void event(EventSummary event) {
            JsonText.write(json, EventFields.of(event));
            json.writeRaw('\n');
        }

        @Override
        public void sign() throws IOException {
            json.flush();
            out.write(' ');
        }

        @Override
        public void end() {
            json.writeEndArray();
            json.close();
        }
    }

    /** Times are those of one zone, which the first cell names. */
    private static final class Table implements Form {
        private static final List<String> COLUMNS = List.of(
                "id",
                "class",
                "confidence",
                "judgedByPerson",
                "client",
                "peer",
                "country",
                "asn",
                "organisation",
                "host",
                "port",
                "method",
                "uri",
                "status",
                "userAgent",
                "disposition",
                "score",
                "severity",
                "rules",
                "message",
                "logSource",
                "format",
                "transactionId");

        private final ZoneId zone;
        private final OutputStream out;
        private final DateTimeFormatter times;

        Table(ZoneId zone, OutputStream out) {
            this.zone = zone;
            this.out = out;
            this.times =
                    DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS xxx").withZone(zone);
        }

        @Override
        public void begin() throws IOException {
            List<Object> head = new java.util.ArrayList<>(COLUMNS);
            head.add(0, "time (" + zone.getId() + ")");
            out.write("\uFEFF".getBytes(StandardCharsets.UTF_8));
            write(head);
        }

        @Override
        public void event(EventSummary event) throws IOException {
            write(Arrays.asList(
                    times.format(event.time()),
                    event.id(),
                    event.sourceClass().key(),
                    event.confidence(),
                    event.judgedByPerson(),
                    event.client() == null ? "" : event.client().toCanonicalString(),
                    event.peer() == null ? "" : event.peer().toCanonicalString(),
                    event.country(),
                    event.asn(),
                    event.organisation(),
                    event.host(),
                    event.port(),
                    event.method(),
                    event.uri(),
                    event.status(),
                    event.userAgent(),
                    JsonText.word(event.disposition()),
                    event.inboundScore() < 0 ? "" : event.inboundScore(),
                    event.severity() == null ? "" : JsonText.word(event.severity()),
                    String.join(" ", event.ruleIds()),
                    event.topMessage(),
                    event.logSource(),
                    JsonText.word(event.format()),
                    event.transactionId()));
        }

        private void write(List<?> cells) throws IOException {
            out.write(Csv.line(cells).getBytes(StandardCharsets.UTF_8));
        }

        /** A table has nothing that every reader skips. */
        @Override
        public void sign() {}

        @Override
        public void end() {}
    }
}
