package io.rempart.conformance.oracle;

import java.util.Set;

/** Asks about one rule alone what its whole asks about all. */
final class LoneProbe implements Probe {
    private final Probe whole;
    private final long rule;

    LoneProbe(Probe whole, long rule) {
        this.whole = whole;
        this.rule = rule;
    }

    @Override
    public Pair same() {
        return whole.alone(rule);
    }

    @Override
    public Pair alone(long other) {
        return whole.alone(rule);
    }

    @Override
    public Pair without(Set<Long> rules) {
        return whole.alone(rule);
    }

    @Override
    public Pair withoutZeroBytesBeforeCssDecode(long other) {
        return whole.withoutZeroBytesBeforeCssDecode(rule);
    }

    @Override
    public Pair counting() {
        return whole.alone(rule);
    }

    @Override
    public boolean isOfAllRules() {
        return false;
    }

    @Override
    public Set<Long> onMatchedVariables() {
        return Set.of();
    }

    @Override
    public String text(long other) {
        return whole.text(rule);
    }
}
