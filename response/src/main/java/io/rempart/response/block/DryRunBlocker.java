package io.rempart.response.block;

import io.rempart.response.address.Prefix;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Drops nothing and remembers what it would have dropped: for a first week, and for machines without a firewall. */
public final class DryRunBlocker implements Blocker {
    private final Map<Prefix, Dropped> held = new HashMap<>();

    @Override
    public String name() {
        return "dry-run";
    }

    @Override
    public Optional<String> problem() {
        return Optional.empty();
    }

    @Override
    public void change(Collection<Element> added, Collection<Prefix> removed) {
        removed.forEach(held::remove);
        added.forEach(element -> held.put(element.prefix(), Dropped.NOTHING));
    }

    @Override
    public void swap(Collection<Element> wanted) {
        held.clear();
        wanted.forEach(element -> held.put(element.prefix(), Dropped.NOTHING));
    }

    @Override
    public Enforced read() {
        return new Enforced(Map.copyOf(held), List.of());
    }

    @Override
    public void release() {
        held.clear();
    }
}
