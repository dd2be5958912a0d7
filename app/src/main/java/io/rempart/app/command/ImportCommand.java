package io.rempart.app.command;

import io.rempart.app.CommandProblem;
import io.rempart.app.ExitCode;
import io.rempart.app.Installation;
import io.rempart.app.JsonLines;
import io.rempart.app.Messages;
import io.rempart.app.Progress;
import io.rempart.app.TerminalText;
import io.rempart.events.ingest.Import;
import io.rempart.events.ingest.ImportSummary;
import io.rempart.events.ingest.LogSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rempart import}: reads logs once. What the store has already is counted, not stored again. */
@Command(name = "import", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
public final class ImportCommand extends StoreAccess {
    @Parameters(arity = "1..*", paramLabel = "FILE", descriptionKey = "import.files")
    List<String> files = List.of();

    @Option(names = "--name", paramLabel = "NAME", descriptionKey = "import.name")
    @Nullable
    String name;

    @Option(names = "--storage-directory", paramLabel = "DIR", descriptionKey = "import.storage")
    @Nullable
    Path storageDirectory;

    @Option(names = "--json", descriptionKey = "import.json")
    boolean json;

    @Override
    int run(Installation installation, PrintWriter out) {
        for (String file : files) {
            if (!file.equals("-") && !Files.exists(Path.of(file))) {
                throw new CommandProblem(Messages.text("import.missing", file));
            }
        }
        List<ImportSummary> summaries = new ArrayList<>();
        try (Progress progress = Progress.onTerminal()) {
            Consumer<ImportSummary.Progress> shown = p -> progress.show(
                    Messages.text("import.progress", p.path(), p.records()),
                    p.bytesDone(),
                    Math.max(0, p.bytesTotal()));
            Import imports = new Import(installation.events(), installation.steps(), installation.ingestSettings());
            for (String file : files) {
                LogSource source = source(installation, file);
                summaries.add(
                        file.equals("-")
                                ? imports.run(System.in, source, shown)
                                : imports.run(List.of(Path.of(file)), source, shown));
            }
        }
        List<ImportSummary.Input> inputs =
                summaries.stream().flatMap(s -> s.perInput().stream()).toList();
        for (ImportSummary.Input input : inputs) {
            if (input.problem() != null) {
                spec.commandLine().getErr().println("rempart: " + TerminalText.safe(input.problem()));
            }
        }
        if (json) {
            out.println(JsonLines.of(asMap(summaries, inputs)));
        } else {
            long read = inputs.stream().mapToLong(ImportSummary.Input::read).sum();
            out.println(Messages.text(
                    "import.done",
                    read,
                    inputs.stream().mapToLong(ImportSummary.Input::stored).sum(),
                    inputs.stream().mapToLong(ImportSummary.Input::repaired).sum(),
                    inputs.stream().mapToLong(ImportSummary.Input::duplicates).sum(),
                    inputs.stream().mapToLong(ImportSummary.Input::quarantined).sum()));
        }
        return inputs.stream().allMatch(input -> input.problem() == null) ? ExitCode.OK : ExitCode.FAILED;
    }

    /** The configured log source of that path, so that its zone and proxies count; else one of the common settings. */
    private LogSource source(Installation installation, String file) {
        LogSource source = installation.configuration().logSources().stream()
                .filter(s -> s.path().equals(Path.of(file)))
                .findFirst()
                .orElseGet(() -> installation.configuration().logSource(file));
        return new LogSource(
                name == null ? source.name() : name,
                source.path(),
                storageDirectory == null ? source.storageDirectory() : storageDirectory,
                source.zone(),
                source.trustedProxies(),
                source.tlsPorts());
    }

    private static Map<String, Object> asMap(List<ImportSummary> summaries, List<ImportSummary.Input> inputs) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("read", inputs.stream().mapToLong(ImportSummary.Input::read).sum());
        map.put("stored", inputs.stream().mapToLong(ImportSummary.Input::stored).sum());
        map.put(
                "repaired",
                inputs.stream().mapToLong(ImportSummary.Input::repaired).sum());
        map.put(
                "duplicates",
                inputs.stream().mapToLong(ImportSummary.Input::duplicates).sum());
        map.put(
                "quarantined",
                inputs.stream().mapToLong(ImportSummary.Input::quarantined).sum());
        map.put("bytes", inputs.stream().mapToLong(ImportSummary.Input::bytes).sum());
        map.put(
                "seconds",
                summaries.stream().mapToDouble(ImportSummary::seconds).sum());
        map.put("peak-memory", peakMemory());
        map.put("inputs", inputs.stream().map(ImportCommand::asMap).toList());
        return map;
    }

    /** Bytes of resident memory at the most, of this process; null where the system does not tell. */
    private static @Nullable Long peakMemory() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(null);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private static Map<String, Object> asMap(ImportSummary.Input input) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("path", input.path());
        map.put("files", input.files());
        map.put("read", input.read());
        map.put("stored", input.stored());
        map.put("repaired", input.repaired());
        map.put("duplicates", input.duplicates());
        map.put("quarantined", input.quarantined());
        map.put("bytes", input.bytes());
        map.put("problem", input.problem());
        return map;
    }
}
