package io.rempart.workbench.explain;

import io.rempart.engine.RuleMatch;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.workbench.Texts;

/** A story as one HTML page without scripts or anything from elsewhere; what came from outside is escaped. Stateless. */
public final class StoryHtml {
    private static final String STYLE =
            "body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1c2430;background:#fff}"
                    + "code{font:13px ui-monospace,monospace;overflow-wrap:anywhere}mark{background:#ffd54a;color:#000}"
                    + "table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;"
                    + "padding:.25rem .6rem;border-bottom:1px solid #d8dee6}details{margin:.3rem 0 .3rem 1rem}"
                    + "summary{cursor:pointer}.no{color:#6b7684}.verdict{font-weight:600}"
                    + "@media(prefers-color-scheme:dark){body{background:#14181d;color:#dfe5ec}td,th{border-color:#333c47}}";

    private final Texts texts;
    private final StringBuilder out = new StringBuilder();

    private StoryHtml(Texts texts) {
        this.texts = texts;
    }

    /** The story in a language. */
    public static String of(Story story, Texts texts) {
        return new StoryHtml(texts).page(story);
    }

    private String page(Story story) {
        Exchange exchange = story.exchange();
        String request =
                Shown.of(exchange.method()) + " " + Shown.of(exchange.uri()) + " " + Shown.of(exchange.protocol());
        out.append("<!doctype html>\n<html lang=\"")
                .append(texts.locale().getLanguage())
                .append("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
                .append(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';style-src 'unsafe-inline'\">")
                .append("<title>")
                .append(escaped(texts.text("explain.title")))
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body><h1>")
                .append(escaped(texts.text("explain.title")))
                .append("</h1><p><code>")
                .append(escaped(request))
                .append("</code></p><p class=\"verdict\">")
                .append(escaped(Frame.verdict(story.verdict(), texts)))
                .append("</p><p>")
                .append(escaped(texts.text("explain.counts", story.rulesRun(), story.testsRun())))
                .append("</p>\n");
        scores(story);
        logged(story);
        for (Story.Phase phase : story.phases()) {
            if (!phase.steps().isEmpty()) {
                out.append("<h2>")
                        .append(escaped(texts.text("explain.phase", phase.number(), phase.rulesRun())))
                        .append("</h2>\n");
                phase.steps().forEach(this::step);
            }
        }
        if (story.shortened()) {
            out.append("<p>").append(escaped(texts.text("explain.shortened"))).append("</p>\n");
        }
        return out.append("</body></html>\n").toString();
    }

    private void scores(Story story) {
        if (story.scores().isEmpty()) {
            return;
        }
        out.append("<h2>").append(escaped(texts.text("explain.scores"))).append("</h2><table>\n");
        for (Story.Change change : story.scores()) {
            row(Long.toString(change.ruleId()), change.variable(), before(change) + " → " + after(change));
        }
        out.append("</table>\n");
    }

    private void logged(Story story) {
        if (story.matches().isEmpty()) {
            return;
        }
        out.append("<h2>").append(escaped(texts.text("explain.logged"))).append("</h2><table>\n");
        for (RuleMatch match : story.matches()) {
            row(Long.toString(match.ruleId()), Shown.of(match.message()), Shown.of(match.data()));
        }
        out.append("</table>\n");
    }

    private void row(String... cells) {
        out.append("<tr>");
        for (String cell : cells) {
            out.append("<td>").append(escaped(cell)).append("</td>");
        }
        out.append("</tr>\n");
    }

    private void step(Story.Step step) {
        String state =
                texts.text(step.removed() ? "explain.removed" : step.matched() ? "explain.match" : "explain.no-match");
        out.append("<details")
                .append(step.matched() ? " open" : " class=\"no\"")
                .append("><summary>");
        out.append(step.ruleId())
                .append(step.link() == 0 ? "" : "+" + step.link())
                .append(" · ");
        out.append(escaped(state)).append(" · ").append(escaped(step.message())).append("</summary>");
        paragraph(step.file() + ":" + step.line());
        if (!step.operator().isEmpty()) {
            code(step.operator() + " " + Shown.written(step.argument()));
        }
        step.tests().forEach(this::test);
        for (Story.Change change : step.changes()) {
            code(change.variable() + ": " + before(change) + " → " + after(change));
        }
        if (!step.disruption().isEmpty()) {
            code("⇒ " + step.disruption());
        }
        if (step.skipsTo() > 0) {
            paragraph(texts.text("explain.skips", step.skipsTo()));
        }
        out.append("</details>\n");
    }

    private void test(Story.Test test) {
        ByteSlice original = test.original();
        code(test.variable() + " = " + Shown.of(original == null ? test.value() : original));
        for (Story.Transformed each : test.transformed()) {
            if (each.changed()) {
                code("t:" + each.transformation() + " → " + Shown.of(each.value()));
            }
        }
        if (test.matched() && test.offset() >= 0) {
            int from = Shown.from(test.value(), test.offset());
            int end = test.offset() + test.length();
            out.append("<p>")
                    .append(escaped(texts.text("explain.span", test.offset(), end)))
                    .append(" <code>")
                    .append(escaped(Shown.escaped(test.value(), from, test.offset())))
                    .append("<mark>")
                    .append(escaped(
                            Shown.escaped(test.value(), test.offset(), Math.min(end, test.offset() + Shown.MOST))))
                    .append("</mark>")
                    .append(escaped(Shown.escaped(test.value(), end, end + 60)))
                    .append("</code></p>");
        } else if (!test.matched()) {
            paragraph(texts.text("explain.no-match"));
        }
        if (!test.detail().isEmpty()) {
            paragraph(test.detail());
        }
    }

    private void code(String text) {
        out.append("<p><code>").append(escaped(text)).append("</code></p>");
    }

    private void paragraph(String text) {
        out.append("<p>").append(escaped(text)).append("</p>");
    }

    private static String before(Story.Change change) {
        ByteSlice before = change.before();
        return before == null ? "–" : Shown.of(before);
    }

    private static String after(Story.Change change) {
        ByteSlice after = change.after();
        return after == null ? "–" : Shown.of(after);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
