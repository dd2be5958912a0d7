package io.rempart.workbench.check;

import io.rempart.engine.Compatibility;
import io.rempart.engine.EngineException;
import io.rempart.engine.RuleError;
import io.rempart.engine.RuleSetException;
import io.rempart.engine.seclang.Directive;
import io.rempart.engine.seclang.RuleSetLoader;
import io.rempart.workbench.Texts;
import io.rempart.workbench.check.Finding.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks rules: whether they load, whether other engines would take them, which patterns would explode in a backtracking engine,
 * markers that nothing uses, variables that are empty in the rule's phase. For one thread.
 */
public final class RuleCheck {
    private final Texts texts;
    private final Compatibility compatibility;
    private final List<Directive> directives = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    /**
     * What came of a check.
     *
     * @param findings in the order of the places
     * @param files how many files were read
     * @param rules how many rules there are, a chain counted once
     */
    public record Report(List<Finding> findings, int files, int rules) {
        /** How many findings of a level. */
        public long count(Level level) {
            return findings.stream().filter(finding -> finding.level() == level).count();
        }
    }

    /** A check that says what it finds in a language. */
    public RuleCheck(Texts texts, Compatibility compatibility) {
        this.texts = texts;
        this.compatibility = compatibility;
    }

    /** Checks files, and the folders' {@code .conf} files, together, in this order. */
    public Report run(List<Path> places) {
        RuleSetLoader loader = new RuleSetLoader()
                .compatibility(compatibility)
                .withoutAuditLog()
                .observe(directives::add);
        for (Path place : RulePlaces.files(places)) {
            loader.file(place);
        }
        int rules = load(loader);
        new DirectiveReview(texts, findings::add).review(directives);
        Map<String, Integer> order = new HashMap<>();
        directives.forEach(directive -> order.putIfAbsent(directive.file(), order.size()));
        findings.sort(Comparator.comparingInt((Finding finding) -> order.getOrDefault(finding.file(), -1))
                .thenComparingInt(Finding::line)
                .thenComparing(Finding::level));
        return new Report(List.copyOf(findings), order.size(), rules);
    }

    private int load(RuleSetLoader loader) {
        try {
            var rules = loader.load();
            rules.warnings().forEach(warning -> add(Level.WARNING, warning));
            return rules.size();
        } catch (RuleSetException broken) {
            broken.errors().forEach(error -> add(Level.ERROR, error));
        } catch (EngineException broken) {
            String message = String.valueOf(broken.getMessage());
            findings.add(new Finding(Level.ERROR, "load", "", 0, "", message, ""));
        }
        return (int) directives.stream()
                .filter(directive -> directive.name().equalsIgnoreCase("SecRule")
                        || directive.name().equalsIgnoreCase("SecAction"))
                .count();
    }

    private void add(Level level, RuleError error) {
        String kind = error.text().startsWith("skipAfter:") ? "marker" : "load";
        String remedy = error.remedy();
        if (remedy.isEmpty() && error.problem().endsWith("is duplicated.")) {
            remedy = firstPlace(error);
        }
        findings.add(new Finding(level, kind, error.file(), error.line(), error.text(), error.problem(), remedy));
    }

    /** Where the id of a duplicate was given first. */
    private String firstPlace(RuleError error) {
        Set<String> wanted = new HashSet<>();
        for (Directive directive : directives) {
            if (directive.file().equals(error.file()) && directive.line() == error.line()) {
                RuleWords words = RuleWords.of(directive);
                wanted.addAll(words == null ? List.of() : words.arguments("id"));
            }
        }
        for (Directive directive : directives) {
            RuleWords words = RuleWords.of(directive);
            if (words != null && words.arguments("id").stream().anyMatch(wanted::contains)) {
                return texts.text("check.duplicate", directive.file() + ":" + directive.line());
            }
        }
        return "";
    }
}
