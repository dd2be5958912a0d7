package io.rempart.response.guard;

import java.util.ArrayList;
import java.util.List;

/** Several sources as one. Thread-safe. */
public record AllGuards(List<GuardSource> sources) implements GuardSource {
    public AllGuards {
        sources = List.copyOf(sources);
    }

    @Override
    public List<GuardedAddresses> guarded() {
        List<GuardedAddresses> all = new ArrayList<>();
        sources.forEach(source -> all.addAll(source.guarded()));
        return all;
    }
}
