package io.rempart.console.page;

import io.rempart.console.language.Wording;
import io.rempart.events.model.Event;
import io.rempart.events.model.Hit;
import io.rempart.events.model.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the anomaly score of a request came about: the Core Rule Set adds points for each rule that matches, by its severity
 * (critical 5, error 4, warning 3, notice 2: its default), and compares the sum with a threshold.
 *
 * @param steps the rules in the order of the log
 * @param sum of the steps
 * @param logged the score the engine logged; -1 where it logged none
 * @param threshold the limit it was compared with; 0 where not known
 * @param limit where the threshold lies, in percent of the picture
 * @param blocks whether the threshold was reached and the request refused
 */
public record ScoreBuildUp(
        List<Step> steps,
        int sum,
        int logged,
        int threshold,
        @Nullable String limit,
        boolean blocks) {
    private static final Pattern LIMIT = Pattern.compile("Operator GE matched (\\d{1,4}) at TX:\\w*(?i:anomaly)");
    private static final Pattern LIMIT_OF_3 =
            Pattern.compile("Operator `Ge' with parameter `(\\d{1,4})' against variable `TX:\\w*(?i:anomaly)");
    private static final int MOST_STEPS = 40;

    /** The points of one rule; its piece of the picture begins at {@code x} and is {@code width} wide, in percent. */
    public record Step(String ruleId, String family, String severity, int points, String x, String width) {}

    /** The build-up of an event; empty where no rule gives points. */
    static Optional<ScoreBuildUp> of(Event event, Wording wording) {
        List<Hit> hits = event.hits().stream()
                .filter(hit -> points(hit) > 0)
                .limit(MOST_STEPS)
                .toList();
        if (hits.isEmpty()) {
            return Optional.empty();
        }
        int sum = hits.stream().mapToInt(ScoreBuildUp::points).sum();
        int threshold = threshold(event);
        double whole = Math.max(Math.max(sum, event.inboundScore()), threshold) * 1.02;
        List<Step> steps = new ArrayList<>();
        int before = 0;
        for (Hit hit : hits) {
            Severity severity = hit.severity();
            steps.add(new Step(
                    hit.ruleId(),
                    wording.text("family." + RuleFamily.of(hit).key() + ".name"),
                    severity == null ? "" : severity.name().toLowerCase(Locale.ROOT),
                    points(hit),
                    percent(100 * before / whole),
                    percent(100 * points(hit) / whole)));
            before += points(hit);
        }
        return Optional.of(new ScoreBuildUp(
                List.copyOf(steps),
                sum,
                event.inboundScore(),
                threshold,
                threshold == 0 ? null : percent(100 * threshold / whole),
                event.disposition() == Event.Disposition.BLOCKED));
    }

    /** Rules on the request that give points: detections of the rule set with a severity. */
    private static int points(Hit hit) {
        RuleFamily family = RuleFamily.of(hit);
        Severity severity = hit.severity();
        boolean counts = hit.detection()
                && severity != null
                && family.rank() > 0
                && hit.ruleId().startsWith("9")
                && !hit.ruleId().startsWith("95");
        if (!counts || severity == null) {
            return 0;
        }
        return switch (severity) {
            case CRITICAL -> 5;
            case ERROR -> 4;
            case WARNING -> 3;
            case NOTICE -> 2;
            default -> 0;
        };
    }

    private static int threshold(Event event) {
        for (Hit hit : event.hits()) {
            if (hit.ruleId().startsWith("949")) {
                String match = hit.match().toLatin1();
                for (Pattern pattern : List.of(LIMIT, LIMIT_OF_3)) {
                    Matcher matcher = pattern.matcher(match);
                    if (matcher.find()) {
                        return Integer.parseInt(matcher.group(1));
                    }
                }
            }
        }
        return 0;
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f%%", value);
    }
}
