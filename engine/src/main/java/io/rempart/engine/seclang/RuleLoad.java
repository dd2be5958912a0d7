package io.rempart.engine.seclang;

import io.rempart.engine.Compatibility;
import io.rempart.engine.RuleError;
import io.rempart.engine.action.RuleSelector;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.operator.GeoDatabase;
import io.rempart.engine.operator.OperatorEnvironment;
import io.rempart.engine.rule.RuleCompiler;
import io.rempart.engine.rule.RuleDraft;
import io.rempart.engine.state.Macro;
import io.rempart.engine.state.Settings;
import io.rempart.engine.transformation.Transformation;
import io.rempart.engine.transformation.Transformations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is known while rules are loaded: settings, the rules so far, errors. For one thread. */
final class RuleLoad implements OperatorEnvironment {
    /** Something to do to rules that come later too (ModSecurity 3 lets updates stand before the rules). */
    interface Update {
        /** Changes the rule; true when it was meant. */
        boolean apply(RuleDraft rule);
    }

    private final Settings settings;
    private final RuleFiles files;
    private final Consumer<Directive> observer;
    private final List<RuleCompiler.Item> items = new ArrayList<>();
    private final List<RuleError> errors = new ArrayList<>();
    private final List<RuleError> warnings = new ArrayList<>();
    private final Map<Integer, DefaultActions> defaults = new HashMap<>();
    private final Set<Long> ids = new HashSet<>();
    private final List<Update> lasting = new ArrayList<>();
    private final List<String> including = new ArrayList<>();
    private final Map<String, Transformation> transformations = new HashMap<>();
    private int lastDefaultPhase = 2;
    private @Nullable RuleDraft chainEnd;
    private final Map<String, List<ByteSlice>> datasets = new HashMap<>();
    private @Nullable GeoDatabase geoDatabase;

    RuleLoad(Settings settings, RuleFiles files, Consumer<Directive> observer) {
        this.settings = settings;
        this.files = files;
        this.observer = observer;
    }

    /** A directive was read; whether it is right is not known yet. */
    void observed(Directive directive) {
        observer.accept(directive);
    }

    Settings settings() {
        return settings;
    }

    RuleFiles files() {
        return files;
    }

    List<RuleCompiler.Item> items() {
        return items;
    }

    List<RuleError> errors() {
        return errors;
    }

    List<RuleError> warnings() {
        return warnings;
    }

    /** SecDefaultAction of the phase. */
    @Nullable
    DefaultActions defaults(int phase) {
        return defaults.get(phase);
    }

    void defaults(int phase, DefaultActions actions) {
        lastDefaultPhase = phase;
        defaults.put(phase, actions);
    }

    /** The phase of a rule that names none: 2; with ModSecurity 2 that of the SecDefaultAction before it. */
    int phaseOtherwise() {
        return settings.compatibility == Compatibility.V2 ? lastDefaultPhase : 2;
    }

    /** Takes an id; false when another rule has it. */
    boolean takeId(long id) {
        return ids.add(id);
    }

    /** The rule that waits for its next link, null when none does. */
    @Nullable
    RuleDraft chainEnd() {
        return chainEnd;
    }

    void chainEnd(@Nullable RuleDraft rule) {
        chainEnd = rule;
    }

    /** The files that are being included now, the outermost first. */
    List<String> including() {
        return including;
    }

    void error(Directive at, String problem, String remedy) {
        errors.add(new RuleError(at.file(), at.line(), at.excerpt(), problem, remedy));
    }

    void warning(Directive at, String problem) {
        warnings.add(new RuleError(at.file(), at.line(), at.excerpt(), problem, ""));
    }

    /** A warning that belongs to no line. */
    void warn(String problem) {
        warnings.add(new RuleError("(rule set)", 0, "", problem, ""));
    }

    /** Changes the rules so far, and with ModSecurity 3 also those that come later. */
    void update(Directive at, RuleSelector selector, Consumer<RuleDraft> change) {
        Update update = rule -> {
            boolean meant =
                    selector.selects(rule.id, texts(rule.tags), rule.message == null ? "" : rule.message.toString());
            if (meant) {
                change.accept(rule);
            }
            return meant;
        };
        boolean any = false;
        for (RuleCompiler.Item item : List.copyOf(items)) {
            if (item instanceof RuleCompiler.Item.OfRule of) {
                any |= update.apply(of.draft());
            }
        }
        if (settings.compatibility == Compatibility.V3) {
            lasting.add(update);
        } else if (!any) {
            warning(at, "It concerns no rule above it, so it does nothing.");
        }
    }

    /** Applies what was said before the rule to the rule. */
    void applyLasting(RuleDraft rule) {
        for (Update update : lasting) {
            update.apply(rule);
        }
    }

    /** Takes a rule out; markers stay. With ModSecurity 3 the rule keeps its place, and is skipped there. */
    void remove(RuleDraft rule, String directive) {
        if (settings.compatibility == Compatibility.V3) {
            rule.removedBy = directive;
            return;
        }
        items.removeIf(item -> item instanceof RuleCompiler.Item.OfRule of && of.draft() == rule);
    }

    static List<String> texts(List<Macro> macros) {
        return macros.stream().map(Macro::toString).toList();
    }

    /** The transformation of a name, the same for all rules; null when nobody knows it. */
    @Nullable
    Transformation transformation(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        Transformation known = transformations.get(key);
        if (known == null) {
            known = Transformations.byName(name, settings.compatibility, settings.unicodeMapping)
                    .orElse(null);
            if (known != null) {
                transformations.put(key, known);
            }
        }
        return known;
    }

    @Override
    public Compatibility compatibility() {
        return settings.compatibility;
    }

    @Override
    public ByteSlice file(String name) throws IOException {
        return files.bytes(name);
    }

    @Override
    public Path path(String name) throws IOException {
        return files.path(name);
    }

    @Override
    public int regexMatchLimit() {
        return settings.regexMatchLimit;
    }

    @Override
    public boolean externalProgramsAllowed() {
        return settings.externalProgramsAllowed;
    }

    @Override
    public @Nullable List<ByteSlice> dataset(String name) {
        return datasets.get(name);
    }

    void dataset(String name, List<ByteSlice> entries) {
        datasets.put(name, entries);
    }

    @Override
    public @Nullable GeoDatabase geoDatabase() {
        return geoDatabase;
    }

    @Override
    public boolean xmlDefinitionsAllowed() {
        return settings.compatibility != Compatibility.V3 || settings.xmlExternalEntity;
    }

    void geoDatabase(GeoDatabase database) {
        geoDatabase = database;
    }

    @Override
    public @Nullable String httpBlKey() {
        return settings.httpBlKey.isEmpty() ? null : settings.httpBlKey;
    }

    @Override
    public boolean networkAllowed() {
        return settings.networkAllowed;
    }
}
