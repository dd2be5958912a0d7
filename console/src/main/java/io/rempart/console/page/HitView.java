package io.rempart.console.page;

import io.rempart.console.language.Wording;
import io.rempart.console.text.MarkedText;
import io.rempart.console.text.MatchedData;
import io.rempart.events.model.Hit;
import io.rempart.events.model.Severity;
import java.util.List;
import java.util.Locale;

/**
 * One rule hit as it is explained: our sentence first, then the rule's own words.
 *
 * @param sentence what such rules look for; empty where a hit above it says so already
 * @param advice what to make of it: when it is an attack, when a false alarm, and what to look at
 * @param where the file and line of the rule; empty when not known
 */
public record HitView(
        Hit hit,
        String family,
        String sentence,
        String advice,
        String severity,
        MarkedText data,
        List<Link> tags,
        String ruleLink,
        String where) {
    /** A value with the search it leads to. */
    public record Link(String text, String address) {}

    private static final int MOST_TAGS = 40;

    /** @param explained whether a hit of this family was explained above it already */
    static HitView of(Hit hit, boolean explained, Scope scope, Wording wording) {
        RuleFamily family = RuleFamily.of(hit);
        Severity severity = hit.severity();
        return new HitView(
                hit,
                wording.text("family." + family.key() + ".name"),
                explained ? "" : wording.text("family." + family.key() + ".why"),
                explained ? "" : wording.text("family." + family.key() + ".advice"),
                severity == null ? "" : severity.name().toLowerCase(Locale.ROOT),
                MatchedData.of(hit).marked(),
                hit.tags().stream()
                        .limit(MOST_TAGS)
                        .map(tag -> new Link(tag, scope.search(SearchTerms.term("tag", tag))))
                        .toList(),
                hit.ruleId().isEmpty() ? "" : scope.search(SearchTerms.term("rule", hit.ruleId())),
                hit.file().isEmpty() ? "" : hit.file() + (hit.line() > 0 ? ":" + hit.line() : ""));
    }
}
