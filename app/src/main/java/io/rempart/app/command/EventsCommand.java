package io.rempart.app.command;

import io.rempart.app.CommandProblem;
import io.rempart.app.ExitCode;
import io.rempart.app.Installation;
import io.rempart.app.JsonLines;
import io.rempart.app.Messages;
import io.rempart.app.TerminalText;
import io.rempart.events.query.Query;
import io.rempart.events.query.QueryParser;
import io.rempart.events.store.EventStore.Cursor;
import io.rempart.events.store.EventStore.EventPage;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.events.store.EventStore.StoredEvent;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rempart events}: searches, newest first. */
@Command(name = "events", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
public final class EventsCommand extends StoreAccess {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(5);
    private static final int PAGE = 500;

    @Option(
            names = {"-q", "--query"},
            paramLabel = "QUERY",
            defaultValue = "",
            descriptionKey = "events.query")
    String query = "";

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            defaultValue = "50",
            descriptionKey = "events.limit")
    int limit = 50;

    @Option(names = "--json", descriptionKey = "json")
    boolean json;

    @Option(names = "--raw", paramLabel = "ID", descriptionKey = "events.raw")
    @Nullable
    Long raw;

    @Override
    int run(Installation installation, PrintWriter out) {
        if (limit < 1) {
            throw new CommandProblem(Messages.text("events.limit.wrong", limit));
        }
        if (raw != null) {
            return printRecord(installation, raw);
        }
        Query parsed = QueryParser.parse(query, Instant.now(), ZoneId.systemDefault());
        DateTimeFormatter times =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());
        Cursor cursor = null;
        int printed = 0;
        do {
            EventPage page = installation.events().search(parsed, cursor, Math.min(PAGE, limit - printed), TIME_LIMIT);
            for (EventSummary event : page.events()) {
                out.println(json ? JsonLines.of(asMap(event)) : line(event, times));
            }
            printed += page.events().size();
            cursor = page.next();
        } while (cursor != null && printed < limit && !out.checkError());
        if (printed == 0 && !json) {
            spec.commandLine().getErr().println(Messages.text("events.none"));
        }
        return ExitCode.OK;
    }

    private static int printRecord(Installation installation, long id) {
        StoredEvent event = installation
                .events()
                .event(id)
                .orElseThrow(() -> new CommandProblem(Messages.text("events.unknown-id", Long.toString(id))));
        // The bytes as they are: for a file or a pipe, not for a terminal.
        System.out.write(event.record(), 0, event.record().length);
        System.out.println();
        System.out.flush();
        return ExitCode.OK;
    }

    private static String line(EventSummary event, DateTimeFormatter times) {
        String client = event.client() == null ? "-" : event.client().toCanonicalString();
        return TerminalText.safe("%s  %-12s %-22s %3d %-8s %s %s %s  %s"
                .formatted(
                        times.format(event.time()),
                        event.sourceClass().key(),
                        client,
                        event.status(),
                        event.disposition().name().toLowerCase(java.util.Locale.ROOT),
                        event.host().isEmpty() ? "-" : event.host(),
                        event.method().isEmpty() ? "-" : event.method(),
                        cut(event.uri(), 120),
                        String.join(
                                ",",
                                event.ruleIds()
                                        .subList(0, Math.min(6, event.ruleIds().size())))));
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    private static Map<String, Object> asMap(EventSummary event) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", event.id());
        map.put("time", event.time());
        map.put("class", event.sourceClass().key());
        map.put("confidence", event.confidence());
        map.put("judged-by-person", event.judgedByPerson());
        map.put("client", event.client() == null ? null : event.client().toCanonicalString());
        map.put("peer", event.peer() == null ? null : event.peer().toCanonicalString());
        map.put("behind-proxy", event.behindProxy());
        map.put("country", event.country());
        map.put("asn", event.asn());
        map.put("organisation", event.organisation());
        map.put("host", event.host());
        map.put("port", event.port());
        map.put("tls", event.tls());
        map.put("method", event.method());
        map.put("uri", event.uri());
        map.put("status", event.status());
        map.put("user-agent", event.userAgent());
        map.put("disposition", event.disposition().name().toLowerCase(java.util.Locale.ROOT));
        map.put("score", event.inboundScore() < 0 ? null : event.inboundScore());
        map.put(
                "severity",
                event.severity() == null ? null : event.severity().name().toLowerCase(java.util.Locale.ROOT));
        map.put("rules", event.ruleIds());
        map.put("message", event.topMessage());
        map.put("log-source", event.logSource());
        map.put(
                "format",
                event.format().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        map.put("transaction-id", event.transactionId());
        return map;
    }
}
