package io.rempart.events.read;

import io.rempart.events.model.Hit;
import java.util.List;

/**
 * Whether a request was stopped, for writers that don't say: a rule that decides matched (the CRS's anomaly evaluation, or one of
 * the rules of ModSecurity's recommended configuration, 200000 to 200099, that refuse a body that can't be parsed), and the client
 * got no success.
 */
final class Interception {
    private Interception() {}

    /** The engine's mode must be known to be on. */
    static boolean follows(List<Hit> hits, int status) {
        if (status != 0 && status < 300) {
            return false;
        }
        for (Hit hit : hits) {
            String id = hit.ruleId();
            if (AnomalyScores.isEvaluation(id) || status >= 400 && id.length() == 6 && id.startsWith("2000")) {
                return true;
            }
        }
        return false;
    }
}
