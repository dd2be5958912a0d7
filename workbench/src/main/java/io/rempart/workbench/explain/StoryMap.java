package io.rempart.workbench.explain;

import io.rempart.engine.RuleMatch;
import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A story as maps and lists, to be written as JSON; a character is a byte. Stateless. */
public final class StoryMap {
    private StoryMap() {}

    /** The story. */
    public static Map<String, Object> of(Story story) {
        Map<String, Object> map = new LinkedHashMap<>();
        Exchange exchange = story.exchange();
        map.put("request", exchange.method() + " " + exchange.uri() + " " + exchange.protocol());
        Map<String, Object> verdict = new LinkedHashMap<>();
        verdict.put("kind", story.verdict().kind().name().toLowerCase(Locale.ROOT));
        verdict.put("status", story.verdict().status());
        verdict.put("rule", story.verdict().ruleId());
        verdict.put("phase", story.verdict().phase());
        map.put("verdict", verdict);
        map.put("rules-run", story.rulesRun());
        map.put("tests-run", story.testsRun());
        map.put("shortened", story.shortened());
        map.put("scores", story.scores().stream().map(StoryMap::change).toList());
        map.put("logged", story.matches().stream().map(StoryMap::match).toList());
        List<Object> phases = new ArrayList<>();
        for (Story.Phase phase : story.phases()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("phase", phase.number());
            one.put("rules-run", phase.rulesRun());
            one.put("steps", phase.steps().stream().map(StoryMap::step).toList());
            phases.add(one);
        }
        map.put("phases", phases);
        return map;
    }

    private static Map<String, Object> match(RuleMatch match) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rule", match.ruleId());
        map.put("message", match.message());
        map.put("data", match.data());
        map.put("variable", match.variable());
        return map;
    }

    private static Map<String, Object> step(Story.Step step) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rule", step.ruleId());
        map.put("link", step.link());
        map.put("file", step.file());
        map.put("line", step.line());
        map.put("message", step.message());
        map.put("operator", step.operator());
        map.put("argument", step.argument());
        map.put("matched", step.matched());
        map.put("removed", step.removed());
        map.put("disruption", step.disruption());
        map.put("tests", step.tests().stream().map(StoryMap::test).toList());
        map.put("changes", step.changes().stream().map(StoryMap::change).toList());
        map.put("skips-to", step.skipsTo());
        return map;
    }

    private static Map<String, Object> test(Story.Test test) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("variable", test.variable());
        map.put("original", text(test.original()));
        List<Object> transformed = new ArrayList<>();
        for (Story.Transformed each : test.transformed()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("transformation", each.transformation());
            one.put("value", each.value());
            one.put("changed", each.changed());
            transformed.add(one);
        }
        map.put("transformed", transformed);
        map.put("value", test.value());
        map.put("matched", test.matched());
        map.put("offset", test.offset());
        map.put("length", test.length());
        map.put("detail", test.detail());
        return map;
    }

    private static Map<String, Object> change(Story.Change change) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rule", change.ruleId());
        map.put("variable", change.variable());
        map.put("before", text(change.before()));
        map.put("after", text(change.after()));
        return map;
    }

    private static @Nullable Object text(@Nullable ByteSlice value) {
        return value == null ? null : value.toString();
    }
}
