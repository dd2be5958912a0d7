package io.rempart.conformance.oracle;

import java.util.Set;

/** Has no engines: what needs them to be explained stays without explanation. */
final class SilentProbe implements Probe {
    private static final Pair SILENT = new Pair(SilentProbe::refused, SilentProbe::refused);

    private static Answer refused(Exchange exchange) {
        throw new IllegalStateException("no engine is asked about " + exchange);
    }

    @Override
    public Pair same() {
        return SILENT;
    }

    @Override
    public Pair alone(long rule) {
        return SILENT;
    }

    @Override
    public Pair without(Set<Long> rules) {
        return SILENT;
    }

    @Override
    public Pair withoutZeroBytesBeforeCssDecode(long rule) {
        return SILENT;
    }

    @Override
    public Pair counting() {
        return SILENT;
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
    public String text(long rule) {
        return "";
    }
}
