package io.rempart.app.command;

import io.rempart.app.EventReader;
import io.rempart.app.ExitCode;
import io.rempart.app.Installation;
import io.rempart.app.JsonLines;
import io.rempart.app.Messages;
import io.rempart.app.Progress;
import io.rempart.events.classify.Classifier;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rempart reclassify}: runs the classification rules over history; what a person decided stays. */
@Command(name = "reclassify", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
public final class ReclassifyCommand extends StoreAccess {
    @Option(names = "--json", descriptionKey = "json")
    boolean json;

    @Override
    int run(Installation installation, PrintWriter out) {
        Classifier classifier = installation.newClassifier();
        EventReader reader = installation.eventReader();
        AtomicLong done = new AtomicLong();
        long changed;
        long total = installation.events().eventCount();
        try (Progress progress = Progress.onTerminal()) {
            changed = installation
                    .events()
                    .reclassify(
                            stored -> reader.read(stored)
                                    .map(event -> classifier.classify(event, EventReader.attribution(stored.summary())))
                                    .orElse(stored.classification()),
                            events -> {
                                done.set(events);
                                progress.show(Messages.text("reclassify.progress", events), events, total);
                            });
        }
        if (json) {
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("events", total);
            summary.put("changed", changed);
            summary.put("rules", classifier.version());
            out.println(JsonLines.of(summary));
        } else {
            out.println(Messages.text("reclassify.done", total, changed));
        }
        return ExitCode.OK;
    }
}
