package io.rempart.workbench.ftw;

import io.rempart.workbench.WorkbenchException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Expectations that differ on a platform, from a file of the schema {@code waf-platform-overrides}. Immutable. Source:
 * github.com/coreruleset/ftw-tests-schema, spec/v3.0.0.
 */
public final class FtwOverrides {
    private record Override(long ruleId, Set<Long> testIds, Set<Long> stageIds, FtwTest.Output output) {}

    private final List<Override> overrides;

    private FtwOverrides(List<Override> overrides) {
        this.overrides = List.copyOf(overrides);
    }

    /** No test has other expectations. */
    public static FtwOverrides none() {
        return new FtwOverrides(List.of());
    }

    /** Those of a file. */
    public static FtwOverrides read(Path file) {
        Object document = YamlTree.read(file);
        if (document == null) {
            throw new WorkbenchException(file + " is empty; it should have test_overrides.");
        }
        List<Override> overrides = new ArrayList<>();
        for (Node each : new Node(file, document).children("test_overrides")) {
            String rule = each.text("rule_id");
            if (rule == null) {
                throw each.wrong("an override has no rule_id");
            }
            overrides.add(new Override(
                    each.number("rule_id", rule),
                    numbers(each, "test_ids"),
                    numbers(each, "stage_ids"),
                    FtwReader.output(each.need("output"))));
        }
        return new FtwOverrides(overrides);
    }

    private static Set<Long> numbers(Node node, String name) {
        Set<Long> numbers = new HashSet<>();
        node.texts(name).forEach(text -> numbers.add(node.number(name, text)));
        return numbers;
    }

    /** Whether the test has other expectations here. */
    public boolean overrides(FtwTest test) {
        return overrides.stream().anyMatch(each -> concerns(each, test));
    }

    /** The test, with the expectations of this platform. */
    FtwTest apply(FtwTest test) {
        FtwTest result = test;
        for (Override each : overrides) {
            if (concerns(each, test)) {
                List<FtwTest.Stage> stages = new ArrayList<>();
                for (int i = 0; i < result.stages().size(); i++) {
                    FtwTest.Stage stage = result.stages().get(i);
                    boolean here = each.stageIds().isEmpty() || each.stageIds().contains((long) i);
                    stages.add(here ? new FtwTest.Stage(stage.input(), each.output()) : stage);
                }
                result =
                        new FtwTest(test.file(), test.name(), test.ruleId(), test.testId(), test.description(), stages);
            }
        }
        return result;
    }

    private static boolean concerns(Override override, FtwTest test) {
        return override.ruleId() == test.ruleId()
                && (override.testIds().isEmpty() || override.testIds().contains((long) test.testId()));
    }
}
