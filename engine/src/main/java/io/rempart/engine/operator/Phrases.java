package io.rempart.engine.operator;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.literal.LiteralSet;
import io.rempart.engine.literal.Requirement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operators that look for phrases share: one automaton, ASCII case ignored. */
abstract class Phrases implements Operator {
    private final List<ByteSlice> phrases;

    /** Made when the first value comes: the gate lets few come here, and large lists take long to prepare. */
    private volatile @Nullable LiteralSet set;

    private final boolean capturesPhrase;

    Phrases(List<ByteSlice> phrases, Compatibility compatibility) {
        this.phrases = List.copyOf(phrases);
        if (this.phrases.stream().anyMatch(ByteSlice::isEmpty)) {
            throw new IllegalArgumentException("an empty phrase would occur everywhere");
        }
        // ModSecurity captures the phrase as the rule spells it, Coraza as the value does
        capturesPhrase = compatibility != Compatibility.CORAZA;
    }

    /** The automaton. */
    public final LiteralSet literals() {
        LiteralSet known = set;
        if (known == null) {
            LiteralSet.Builder builder = LiteralSet.builder().caseInsensitive();
            for (int i = 0; i < phrases.size(); i++) {
                builder.add(phrases.get(i), i);
            }
            known = builder.build();
            set = known;
        }
        return known;
    }

    @Override
    public final boolean matches(ByteSlice value, OperatorContext context) {
        int[] span = new int[2];
        int found = literals().firstMatch(value, span);
        if (found < 0) {
            return false;
        }
        context.matched(span[0], span[1] - span[0]);
        if (context.capturing()) {
            captureFirst(value, found, span, context);
        }
        return true;
    }

    private void captureFirst(ByteSlice value, int found, int[] span, OperatorContext context) {
        if (capturesPhrase) {
            context.capture(0, phrases.get(found));
            return;
        }
        // Coraza captures up to ten matches, one after the other
        int phrase = found;
        for (int group = 0; group < 10 && phrase >= 0; group++) {
            context.capture(group, value.slice(span[0], span[1]));
            phrase = literals().firstMatch(value, span[1], span);
        }
    }

    @Override
    public final Requirement requirement() {
        return new Requirement(List.of(phrases), true);
    }

    @Override
    public final String message(ByteSlice value, String target, OperatorContext context) {
        int found = literals().firstMatch(value, new int[2]);
        String phrase = found < 0 ? "" : LogText.escape(phrases.get(found));
        return "Matched phrase \"" + phrase + "\" at " + target + ".";
    }
}
