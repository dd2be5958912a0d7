package io.rempart.workbench.explain;

import io.rempart.engine.Verdict;
import io.rempart.workbench.Texts;

/** The words around a story. Stateless. */
final class Frame {
    private Frame() {}

    /** The verdict in a sentence. */
    static String verdict(Verdict verdict, Texts texts) {
        String rule = Long.toString(verdict.ruleId());
        return switch (verdict.kind()) {
            case PASS -> texts.text("explain.pass");
            case ALLOW -> texts.text("explain.allow", rule, verdict.phase());
            case DENY -> texts.text("explain.deny", Integer.toString(verdict.status()), rule, verdict.phase());
            case DROP -> texts.text("explain.drop", rule, verdict.phase());
            case REDIRECT -> texts.text("explain.redirect", String.valueOf(verdict.location()), rule, verdict.phase());
            case PROXY -> texts.text("explain.proxy", String.valueOf(verdict.location()), rule, verdict.phase());
        };
    }
}
