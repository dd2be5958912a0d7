package io.rempart.events.read;

import io.rempart.events.model.ByteText;
import io.rempart.events.model.Hit;
import io.rempart.events.model.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Part K of ModSecurity 2's JSON: every rule that ran, most of them set-up. It is no list of hits; it only completes messages
 * that the writer cut.
 */
final class MatchedRules {
    private record Actions(
            int phase, @Nullable Severity severity, String version, String revision, List<String> tags) {}

    private MatchedRules() {}

    /** Completes every cut hit of a rule that part K names. The cursor stands before the array. */
    static void complete(List<Hit> hits, JsonCursor json) {
        Map<String, Actions> wanted = new HashMap<>();
        for (Hit hit : hits) {
            if (hit.truncated() && !hit.ruleId().isEmpty()) {
                wanted.put(hit.ruleId(), new Actions(0, null, "", "", List.of()));
            }
        }
        if (wanted.isEmpty()) {
            return;
        }
        find(json, wanted);
        for (int i = 0; i < hits.size(); i++) {
            Hit hit = hits.get(i);
            Actions actions = wanted.get(hit.ruleId());
            if (hit.truncated() && actions != null) {
                hits.set(i, completed(hit, actions));
            }
        }
    }

    private static Hit completed(Hit hit, Actions actions) {
        return new Hit(
                hit.ruleId(),
                hit.phase() == 0 ? actions.phase : hit.phase(),
                hit.message(),
                hit.match(),
                hit.variable(),
                hit.data(),
                hit.severity() == null ? actions.severity : hit.severity(),
                actions.tags.size() > hit.tags().size() ? actions.tags : hit.tags(),
                hit.version().isEmpty() ? actions.version : hit.version(),
                hit.revision().isEmpty() ? actions.revision : hit.revision(),
                hit.file(),
                hit.line(),
                hit.detection(),
                true);
    }

    private static void find(JsonCursor json, Map<String, Actions> wanted) {
        if (!json.enterArray()) {
            return;
        }
        while (json.nextElement()) {
            if (!json.enterObject()) {
                continue;
            }
            for (String key = json.nextKey(); key != null; key = json.nextKey()) {
                if (!key.equals("rules") || !json.enterArray()) {
                    if (!key.equals("rules")) {
                        json.skip();
                    }
                    continue;
                }
                while (json.nextElement()) {
                    rule(json, wanted);
                }
            }
        }
    }

    private static void rule(JsonCursor json, Map<String, Actions> wanted) {
        if (!json.enterObject()) {
            return;
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            if (key.equals("actionset")) {
                actions(json, wanted);
            } else {
                json.skip();
            }
        }
    }

    private static void actions(JsonCursor json, Map<String, Actions> wanted) {
        if (!json.enterObject()) {
            return;
        }
        String id = "";
        int phase = 0;
        Severity severity = null;
        String version = "";
        String revision = "";
        List<String> tags = new ArrayList<>();
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "id" -> id = WordCache.of(json.text());
                case "phase" -> phase = (int) Math.max(0, Math.min(5, json.integer(0)));
                case "severity" -> severity = Severities.of(json.text());
                case "version" -> version = WordCache.of(json.text());
                case "rev" -> revision = WordCache.of(json.text());
                case "tags" -> {
                    if (json.enterArray()) {
                        while (json.nextElement()) {
                            ByteText tag = json.text();
                            if (tags.size() < 128) {
                                tags.add(WordCache.of(tag));
                            }
                        }
                    }
                }
                default -> json.skip();
            }
        }
        if (wanted.containsKey(id)) {
            wanted.put(id, new Actions(phase, severity, version, revision, List.copyOf(tags)));
        }
    }
}
