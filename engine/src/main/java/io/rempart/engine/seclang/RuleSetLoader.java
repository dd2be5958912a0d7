package io.rempart.engine.seclang;

import io.rempart.engine.CollectionStore;
import io.rempart.engine.Compatibility;
import io.rempart.engine.EngineException;
import io.rempart.engine.Limits;
import io.rempart.engine.RuleError;
import io.rempart.engine.RuleSetException;
import io.rempart.engine.audit.AuditLog;
import io.rempart.engine.audit.DebugFile;
import io.rempart.engine.audit.LogLine;
import io.rempart.engine.body.BodyLimits;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.collection.DataDirectory;
import io.rempart.engine.evaluation.CompiledRuleSet;
import io.rempart.engine.rule.RuleCompiler;
import io.rempart.engine.rule.RuleDraft;
import io.rempart.engine.rule.RuleProgram;
import io.rempart.engine.state.DebugLog;
import io.rempart.engine.state.Settings;
import io.rempart.engine.state.Variable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Loads rules: files and texts, in the order in which they are named. All errors are reported together. For one thread, once.
 *
 * <pre>{@code
 * RuleSet rules = new RuleSetLoader()
 *         .file(Path.of("/etc/rempart/crs-setup.conf"))
 *         .file(Path.of("/usr/share/modsecurity-crs/rules/*.conf"))
 *         .load();
 * }</pre>
 */
public final class RuleSetLoader {
    private interface Part {
        void read(RuleLoad load);
    }

    private final Settings settings = new Settings();
    private final Map<String, ByteSlice> data = new HashMap<>();
    private final List<Part> parts = new ArrayList<>();
    private Path base = Path.of("");
    private @Nullable CollectionStore store;
    private DebugLog.@Nullable Sink debugSink;
    private CompiledRuleSet.@Nullable TransactionEnd end;
    private @Nullable Consumer<String> errorLog;
    private Consumer<Directive> observer = directive -> {};
    private boolean gated = true;
    private boolean writesAuditLog = true;

    /** Whose meaning rules get where engines disagree; ModSecurity 2 when nothing is said. */
    public RuleSetLoader compatibility(Compatibility whose) {
        settings.compatibility = whose;
        if (whose == Compatibility.V3) {
            // what ModSecurity 3 does until SecRuleEngine and SecRequestBodyAccess say otherwise
            settings.engine = Settings.Engine.DETECTION_ONLY;
            settings.requestBodyAccess = true;
            settings.macroTakesPercent = true;
            settings.everyResponseBodyType = true;
            settings.responseBodyMimeTypes.clear();
            settings.requestBodyLimitAction = Settings.LimitAction.PROCESS_PARTIAL;
            settings.responseBodyLimitAction = Settings.LimitAction.PROCESS_PARTIAL;
        }
        return this;
    }

    /**
     * How the arguments of a JSON body are named, for rules that name them. When nothing is said (null): as in ModSecurity 3, also
     * with the meaning of ModSecurity 2, and as in Coraza with Coraza's.
     */
    public RuleSetLoader jsonNames(BodyLimits.@Nullable JsonNames names) {
        settings.jsonNames = names;
        return this;
    }

    /** The bounds of each transaction. */
    public RuleSetLoader limits(Limits limits) {
        settings.limits = limits;
        return this;
    }

    /** Lets rules start programs (exec, {@code @inspectFile}). */
    public RuleSetLoader allowPrograms() {
        settings.externalProgramsAllowed = true;
        return this;
    }

    /** Lets rules ask the network ({@code @rbl}). */
    public RuleSetLoader allowNetwork() {
        settings.networkAllowed = true;
        return this;
    }

    /** Where persistent collections are kept; in memory when nothing is said. */
    public RuleSetLoader collections(CollectionStore where) {
        store = where;
        return this;
    }

    /** Who takes the debug log, up to the level (1 to 9); SecDebugLogLevel changes the level. */
    public RuleSetLoader debug(DebugLog.Sink sink, int level) {
        debugSink = sink;
        settings.debugLogLevel = level;
        return this;
    }

    /** Who is told of the end of each transaction. */
    public RuleSetLoader whenEnded(CompiledRuleSet.TransactionEnd listener) {
        end = listener;
        return this;
    }

    /** Who takes the lines of the error log: one for each match that a rule logs, when the transaction ends. */
    public RuleSetLoader errorLog(Consumer<String> lines) {
        errorLog = lines;
        return this;
    }

    /** Who is told of each directive as it is read, right or wrong, for tools that check rules. */
    public RuleSetLoader observe(Consumer<Directive> directives) {
        observer = directives;
        return this;
    }

    /** Evaluates every rule on every value, to prove that sharing makes no difference. */
    public RuleSetLoader withoutGate() {
        gated = false;
        return this;
    }

    /** Adds a rule file, or the files that a path with {@code *} in its last part stands for, in the order of their names. */
    public RuleSetLoader file(Path file) {
        parts.add(load -> {
            try {
                List<Path> files = load.files().matching(file.toString());
                if (files.isEmpty()) {
                    load.errors().add(new RuleError(file.toString(), 0, "", "No file matches.", "Check the path."));
                }
                for (Path each : files) {
                    RuleText.read(each, load);
                }
            } catch (IOException unreadable) {
                load.errors()
                        .add(new RuleError(
                                file.toString(),
                                0,
                                "",
                                "It can't be read. " + unreadable.getMessage(),
                                "Check the path."));
            }
        });
        return this;
    }

    /** Adds rules given as text; files they name are looked for among {@link #data} and in the working directory. */
    public RuleSetLoader text(String name, String rules) {
        String bytes = new String(rules.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        parts.add(load -> RuleText.read(name, bytes, null, load));
        return this;
    }

    /** Leaves SecAuditLog and SecDataDir alone: nothing is written, whatever the rules say. For checks and tests. */
    public RuleSetLoader withoutAuditLog() {
        writesAuditLog = false;
        return this;
    }

    /** Where files that rules name are looked for when they are not beside the rule file: the working directory if nothing is said. */
    public RuleSetLoader directory(Path directory) {
        base = directory;
        return this;
    }

    /** Hands in a data file, so that rules find it without a file system. */
    public RuleSetLoader data(String name, ByteSlice content) {
        data.put(name, content);
        return this;
    }

    /**
     * Loads.
     *
     * @throws RuleSetException with everything that is wrong
     */
    public CompiledRuleSet load() {
        RuleLoad load = new RuleLoad(settings, new RuleFiles(data, base), observer);
        for (Part part : parts) {
            part.read(load);
        }
        RuleDraft open = load.chainEnd();
        if (open != null && settings.compatibility == Compatibility.V3) {
            load.warnings()
                    .add(new RuleError(
                            open.file,
                            open.line,
                            "",
                            "A chain is not finished, so it never matches as a whole.",
                            "Add its end."));
        } else if (open != null) {
            load.errors()
                    .add(new RuleError(
                            open.file,
                            open.line,
                            "",
                            "A chain is not finished: the last rule says chain.",
                            "Add its end."));
        }
        if (!load.errors().isEmpty()) {
            throw new RuleSetException(load.errors());
        }
        warnAboutMarkers(load);
        if (settings.uploadKeepFiles != Settings.KeepFiles.OFF && settings.uploadDirectory == null) {
            load.warn("SecUploadKeepFiles keeps nothing without SecUploadDir.");
        }
        if (settings.auditLog2 != null && settings.auditType != Settings.AuditType.CONCURRENT) {
            load.warn("SecAuditLog2 is a second index for SecAuditLogType Concurrent; it is not written with Serial.");
        }
        settings.fileContentWanted = load.items().stream().anyMatch(item -> reads(item, Variable.FILES_TMP_CONTENT));
        settings.fileNamesWanted = load.items().stream().anyMatch(item -> reads(item, Variable.FILES_TMPNAMES));
        RuleProgram program = new RuleCompiler(settings.txNames).compile(load.items());
        CompiledRuleSet.TransactionEnd listener = listener();
        DebugLog.Sink sink = debugSink == null ? debugFile() : debugSink;
        return new CompiledRuleSet(
                program,
                settings,
                store == null ? DataDirectory.store(writesAuditLog ? settings.dataDirectory : null, load::warn) : store,
                sink,
                listener,
                load.warnings(),
                gated);
    }

    private static boolean reads(RuleCompiler.Item item, Variable variable) {
        if (item instanceof RuleCompiler.Item.OfRule of) {
            for (RuleDraft link = of.draft(); link != null; link = link.next) {
                if (link.targets.stream().anyMatch(target -> target.selector().variable() == variable)) {
                    return true;
                }
            }
        }
        return false;
    }

    private DebugLog.@Nullable Sink debugFile() {
        String file = settings.debugLog;
        if (file == null || settings.debugLogLevel == 0) {
            return null;
        }
        try {
            return new DebugFile(Path.of(file));
        } catch (IOException failed) {
            throw new EngineException("The debug log " + file + " can't be opened: " + failed.getMessage(), failed);
        }
    }

    private CompiledRuleSet.TransactionEnd listener() {
        CompiledRuleSet.TransactionEnd given = end;
        Consumer<String> lines = errorLog;
        CompiledRuleSet.TransactionEnd audit =
                settings.auditLog == null || !writesAuditLog ? (state, verdict) -> {} : AuditLog.open(settings);
        return (state, verdict) -> {
            if (lines != null) {
                LogLine.errorLog(verdict, state, lines);
            }
            audit.ended(state, verdict);
            if (given != null) {
                given.ended(state, verdict);
            }
        };
    }

    private static void warnAboutMarkers(RuleLoad load) {
        Set<String> places = new HashSet<>();
        for (RuleCompiler.Item item : load.items()) {
            if (item instanceof RuleCompiler.Item.Marker marker) {
                places.add(marker.name());
            } else if (item instanceof RuleCompiler.Item.OfRule of) {
                places.add(Long.toString(of.draft().id));
            }
        }
        for (RuleCompiler.Item item : load.items()) {
            if (item instanceof RuleCompiler.Item.OfRule of) {
                RuleDraft rule = of.draft();
                if (rule.skipAfter != null && !places.contains(rule.skipAfter)) {
                    load.warnings()
                            .add(new RuleError(
                                    rule.file,
                                    rule.line,
                                    "skipAfter:" + rule.skipAfter,
                                    "There is no such marker, so a match skips the rest of the phase.",
                                    "Add SecMarker \"" + rule.skipAfter + "\"."));
                }
            }
        }
    }
}
