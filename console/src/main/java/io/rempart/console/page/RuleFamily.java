package io.rempart.console.page;

import io.rempart.events.model.Hit;
import java.util.List;

/**
 * What kind of rule a hit is of, by the id ranges of OWASP CRS 4 and of the recommended configuration of ModSecurity. The
 * messages {@code family.KEY.name} and {@code family.KEY.why} say it in words.
 *
 * @param rank the higher, the more it says about what was tried; rules that only add up scores are 0
 */
public record RuleFamily(String key, int rank) {
    private static final RuleFamily OTHER = new RuleFamily("other", 2);
    private static final RuleFamily NETWORK = new RuleFamily("network", 6);

    /** Prefixes of rule ids, the more telling first. Public: the test of the messages walks them. */
    public static final List<String> PREFIXES = List.of(
            "911", "913", "920", "921", "922", "930", "931", "932", "933", "934", "941", "942", "943", "944", "949",
            "950", "951", "952", "953", "954", "955", "956", "959", "980", "200");

    static RuleFamily of(Hit hit) {
        return of(hit.ruleId());
    }

    static RuleFamily of(String id) {
        if (id.indexOf(':') > 0) {
            return NETWORK;
        }
        if (id.length() != 6 || !PREFIXES.contains(id.substring(0, 3))) {
            return OTHER;
        }
        String prefix = id.substring(0, 3);
        int rank = switch (prefix) {
            case "949", "959", "980" -> 0;
            case "200" -> 1;
            case "920" -> 3;
            case "911", "922" -> 4;
            case "913", "921", "943", "950", "951", "952", "953", "954", "956" -> 5;
            default -> 7;
        };
        return new RuleFamily(prefix, rank);
    }
}
