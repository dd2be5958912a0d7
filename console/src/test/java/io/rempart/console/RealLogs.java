package io.rempart.console;

import io.rempart.events.classify.Classifier;
import io.rempart.events.enrich.ClientEnricher;
import io.rempart.events.enrich.GeoLookup;
import io.rempart.events.ingest.Import;
import io.rempart.events.ingest.IngestSettings;
import io.rempart.events.ingest.LogSource;
import io.rempart.events.ingest.Steps;
import io.rempart.events.model.Attribution;
import io.rempart.events.model.Classification;
import io.rempart.events.model.Event;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.EventStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;

/** The logs of real servers, where they are there. */
final class RealLogs {
    /** Apache + ModSecurity 2 (JSON with anomalies; concurrent), nginx + ModSecurity 3 (JSON with bodies; native). */
    private static final List<String> VARIANTS = List.of("anom", "c2", "cut", "nginx-json-bodies", "nginx-native");

    private RealLogs() {}

    private static Path root() {
        String configured = System.getenv("REMPART_CORPORA");
        Path root = configured != null ? Path.of(configured) : Path.of("..", "..", "shared", "corpora");
        return root.resolve("audit-logs");
    }

    static boolean areThere() {
        return VARIANTS.stream().allMatch(variant -> Files.isDirectory(root().resolve(variant)));
    }

    /** Imports every log of the variants, as a server's logs are. */
    static void into(EventStore store) {
        Import imports = new Import(
                store,
                new Steps(
                        UnaryOperator.identity(),
                        new ClientEnricher(address -> GeoLookup.Place.UNKNOWN),
                        new ByFirstRule()),
                IngestSettings.DEFAULT);
        for (String variant : VARIANTS) {
            try (var files = Files.list(root().resolve(variant))) {
                List<Path> logs = files.filter(
                                file -> file.getFileName().toString().endsWith(".log.gz"))
                        .filter(file -> !file.getFileName().toString().matches("(access|error)\\.log\\.gz"))
                        .sorted()
                        .toList();
                imports.run(
                        logs,
                        new LogSource(variant, Path.of("-"), null, ZoneOffset.UTC, List.of(), List.of()),
                        progress -> {});
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /** A class by the first rule: enough to fill the pages with several. */
    private static final class ByFirstRule implements Classifier {
        @Override
        public Classification classify(Event event, Attribution attribution) {
            String rule = event.hits().isEmpty() ? "" : event.hits().get(0).ruleId();
            SourceClass sourceClass = rule.startsWith("913")
                    ? SourceClass.SCANNER
                    : rule.startsWith("92")
                            ? SourceClass.BAD_BOT
                            : rule.isEmpty() ? SourceClass.UNCLASSIFIED : SourceClass.ATTACK;
            return new Classification(sourceClass, 50, version(), List.of());
        }

        @Override
        public String version() {
            return "test";
        }
    }
}
