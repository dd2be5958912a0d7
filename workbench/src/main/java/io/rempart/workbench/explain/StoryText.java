package io.rempart.workbench.explain;

import io.rempart.engine.RuleMatch;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.workbench.Texts;

/** A story as text for a terminal; all of it is printable ASCII but the frame words. Stateless. */
public final class StoryText {
    private final Texts texts;
    private final StringBuilder out = new StringBuilder();

    private StoryText(Texts texts) {
        this.texts = texts;
    }

    /** The story in a language. */
    public static String of(Story story, Texts texts) {
        return new StoryText(texts).story(story);
    }

    private String story(Story story) {
        Exchange exchange = story.exchange();
        line(0, Shown.of(exchange.method()) + " " + Shown.of(exchange.uri()) + " " + Shown.of(exchange.protocol()));
        line(0, Frame.verdict(story.verdict(), texts));
        line(0, texts.text("explain.counts", story.rulesRun(), story.testsRun()));
        for (Story.Phase phase : story.phases()) {
            if (!phase.steps().isEmpty()) {
                out.append('\n');
                line(0, texts.text("explain.phase", phase.number(), phase.rulesRun()));
                phase.steps().forEach(this::step);
            }
        }
        if (!story.scores().isEmpty()) {
            out.append('\n');
            line(0, texts.text("explain.scores"));
            for (Story.Change change : story.scores()) {
                line(1, change.ruleId() + "  " + change(change));
            }
        }
        if (!story.matches().isEmpty()) {
            out.append('\n');
            line(0, texts.text("explain.logged"));
            for (RuleMatch match : story.matches()) {
                line(1, match.ruleId() + "  " + Shown.of(match.message()) + "  " + Shown.of(match.data()));
            }
        }
        if (story.shortened()) {
            line(0, texts.text("explain.shortened"));
        }
        return out.toString();
    }

    private void step(Story.Step step) {
        String name = step.ruleId() + (step.link() == 0 ? "" : "+" + step.link());
        String state =
                texts.text(step.removed() ? "explain.removed" : step.matched() ? "explain.match" : "explain.no-match");
        line(
                1,
                name + "  " + state + "  " + ascii(step.message()) + "  (" + ascii(step.file()) + ":" + step.line()
                        + ")");
        if (!step.operator().isEmpty()) {
            line(2, ascii(step.operator()) + " " + Shown.written(step.argument()));
        }
        step.tests().forEach(this::test);
        for (Story.Change change : step.changes()) {
            line(2, change(change));
        }
        if (!step.disruption().isEmpty()) {
            line(2, "=> " + step.disruption());
        }
        if (step.skipsTo() > 0) {
            line(2, texts.text("explain.skips", step.skipsTo()));
        }
    }

    private void test(Story.Test test) {
        ByteSlice original = test.original();
        line(2, ascii(test.variable()) + " = " + Shown.of(original == null ? test.value() : original));
        for (Story.Transformed each : test.transformed()) {
            line(3, "t:" + each.transformation() + (each.changed() ? " -> " + Shown.of(each.value()) : " ="));
        }
        if (test.matched() && test.offset() >= 0) {
            int from = Shown.from(test.value(), test.offset());
            int end = test.offset() + test.length();
            line(
                    3,
                    texts.text("explain.span", test.offset(), end) + " "
                            + Shown.escaped(test.value(), from, test.offset())
                            + ">>"
                            + Shown.escaped(test.value(), test.offset(), Math.min(end, test.offset() + Shown.MOST))
                            + "<<" + Shown.escaped(test.value(), end, end + 60));
        } else {
            line(3, texts.text(test.matched() ? "explain.match" : "explain.no-match"));
        }
        if (!test.detail().isEmpty()) {
            line(3, ascii(test.detail()));
        }
    }

    private static String change(Story.Change change) {
        ByteSlice before = change.before();
        ByteSlice after = change.after();
        return ascii(change.variable()) + ": " + (before == null ? "-" : Shown.of(before)) + " -> "
                + (after == null ? "-" : Shown.of(after));
    }

    private static String ascii(String text) {
        return Shown.of(ByteSlice.utf8(text));
    }

    private void line(int depth, String text) {
        out.append("  ".repeat(depth)).append(text.stripTrailing()).append('\n');
    }
}
