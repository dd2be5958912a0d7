package io.rempart.app.command;

import io.rempart.app.CommandProblem;
import io.rempart.app.ExitCode;
import io.rempart.app.Installation;
import io.rempart.app.JsonLines;
import io.rempart.app.Messages;
import io.rempart.app.TerminalText;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.EventStore.SourcePage;
import io.rempart.events.store.EventStore.SourceSearch;
import io.rempart.events.store.EventStore.SourceSummary;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rempart sources}: addresses and what they did, the most active first. */
@Command(name = "sources", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
public final class SourcesCommand extends StoreAccess {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(10);

    @Option(names = "--days", paramLabel = "N", descriptionKey = "sources.days")
    @Nullable
    Integer days;

    @Option(names = "--class", paramLabel = "CLASS", descriptionKey = "sources.class")
    @Nullable
    String sourceClass;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            defaultValue = "50",
            descriptionKey = "sources.limit")
    int limit = 50;

    @Option(names = "--json", descriptionKey = "json")
    boolean json;

    @Override
    int run(Installation installation, PrintWriter out) {
        Instant now = Instant.now();
        Instant from = days == null ? Instant.EPOCH : now.minus(Duration.ofDays(days));
        SourcePage page = installation
                .events()
                .sources(
                        new SourceSearch(
                                from,
                                now.plus(Duration.ofDays(1)),
                                wantedClass(),
                                null,
                                null,
                                null,
                                Math.max(1, limit)),
                        TIME_LIMIT);
        for (SourceSummary source : page.sources()) {
            out.println(json ? JsonLines.of(asMap(source)) : line(source));
        }
        if (page.sources().isEmpty() && !json) {
            spec.commandLine().getErr().println(Messages.text("sources.none"));
        }
        return ExitCode.OK;
    }

    private @Nullable SourceClass wantedClass() {
        String wanted = sourceClass;
        if (wanted == null) {
            return null;
        }
        return SourceClass.ofKey(wanted)
                .orElseThrow(() -> new CommandProblem(Messages.text("sources.class.unknown", wanted)));
    }

    private static String line(SourceSummary source) {
        String classes = source.byClass().entrySet().stream()
                .sorted(Map.Entry.<SourceClass, Long>comparingByValue().reversed())
                .map(e -> e.getKey().key() + " " + e.getValue())
                .collect(Collectors.joining(", "));
        return TerminalText.safe("%-40s %8d %8d  %-2s %s  %s"
                .formatted(
                        source.client().toCanonicalString(),
                        source.events(),
                        source.blocked(),
                        source.country(),
                        source.organisation(),
                        classes));
    }

    private static Map<String, Object> asMap(SourceSummary source) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("client", source.client().toCanonicalString());
        map.put("events", source.events());
        map.put("blocked", source.blocked());
        map.put("country", source.country());
        map.put("asn", source.asn());
        map.put("organisation", source.organisation());
        Map<String, Object> classes = new LinkedHashMap<>();
        source.byClass().forEach((c, n) -> classes.put(c.key(), n));
        map.put("classes", classes);
        map.put("first-seen", source.firstSeen());
        map.put("last-seen", source.lastSeen());
        return map;
    }
}
