package io.rempart.console.page;

import io.rempart.console.language.Wording;
import io.rempart.console.text.VisibleText;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.Counted;
import io.rempart.events.store.IncidentStore.Incident;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One line of the inbox.
 *
 * @param sentence what the source did, in words
 * @param link shows it in the pane beside the list
 */
public record IncidentRow(
        Incident incident,
        String link,
        String client,
        String place,
        String sentence,
        String targets,
        String severity,
        String state) {
    private static final int MOST_NAMED = 3;

    static IncidentRow of(Incident incident, Wording wording, String link) {
        return new IncidentRow(
                incident,
                link,
                EventRow.text(incident.client()),
                Place.of(incident.country(), incident.asn(), incident.organisation(), wording),
                sentence(incident, wording),
                targets(incident.hosts(), wording),
                incident.severity() == null ? "" : incident.severity().name().toLowerCase(Locale.ROOT),
                incident.state().name().toLowerCase(Locale.ROOT));
    }

    /** How much in what time, and what for: {@code 142 requests in 6 min, hunts phpMyAdmin and .env}. */
    private static String sentence(Incident incident, Wording wording) {
        long seconds =
                Duration.between(incident.firstSeen(), incident.lastSeen()).toSeconds();
        String much = wording.counted("incident.requests", incident.events());
        String howFast = incident.events() < 2
                ? much
                : wording.text("incident.within", much, wording.duration(Math.max(1, seconds)));
        String what = purpose(incident, wording);
        return what.isEmpty() ? howFast : wording.text("incident.sentence", howFast, what);
    }

    private static String purpose(Incident incident, Wording wording) {
        List<String> quarry = Quarry.of(incident.paths()).stream()
                .limit(MOST_NAMED)
                .map(key -> wording.text("quarry." + key))
                .toList();
        Set<String> families = new LinkedHashSet<>();
        for (Counted rule : incident.rules()) {
            RuleFamily family = RuleFamily.of(rule.value());
            if (family.rank() >= 7) {
                families.add(wording.text("family." + family.key() + ".seen"));
            }
        }
        List<String> ways = new ArrayList<>(families).subList(0, Math.min(MOST_NAMED, families.size()));
        if (incident.sourceClass() == SourceClass.BRUTE_FORCE
                && !incident.paths().isEmpty()) {
            return wording.text(
                    "incident.passwords",
                    VisibleText.plain(incident.paths().get(0).value(), 60));
        } else if (incident.sourceClass() == SourceClass.ATTACK && !ways.isEmpty()) {
            return wording.text("incident.tries", joined(ways, wording));
        } else if (!quarry.isEmpty()) {
            return wording.text("incident.hunts", joined(quarry, wording));
        } else if (!ways.isEmpty()) {
            return wording.text("incident.tries", joined(ways, wording));
        } else if (!incident.paths().isEmpty()) {
            return VisibleText.plain(incident.paths().get(0).value(), 60);
        }
        return "";
    }

    /** {@code a}, {@code a and b}, {@code a, b and c}. */
    static String joined(List<String> parts, Wording wording) {
        if (parts.size() < 2) {
            return parts.isEmpty() ? "" : parts.get(0);
        }
        String before = String.join(", ", parts.subList(0, parts.size() - 1));
        return wording.text("list.and", before, parts.get(parts.size() - 1));
    }

    private static String targets(List<Counted> hosts, Wording wording) {
        if (hosts.isEmpty()) {
            return "";
        }
        String first = VisibleText.plain(hosts.get(0).value(), 80);
        return hosts.size() == 1 ? first : wording.text("incident.targets", first, hosts.size() - 1);
    }
}
