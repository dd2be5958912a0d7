package io.rempart.engine.rule;

import io.rempart.engine.state.TargetSelector;
import io.rempart.engine.state.Variable;
import org.jspecify.annotations.Nullable;

/** One thing a rule looks at: {@code ARGS}, {@code REQUEST_HEADERS:User-Agent}, {@code &TX:x}, {@code TX:/^a/}. Immutable. */
public final class Target {
    /** What values it takes. */
    public final TargetSelector selector;

    /** Whether it is the number of values ({@code &}) instead of the values. */
    public final boolean count;

    /** The number of a TX name that is spelled out, -1 otherwise. */
    public final int txNumber;

    /** Where its values are shared with other rules, null when rules may change them as they run. */
    public final @Nullable Source source;

    /** The node of the rule's transformation chain in the source's trie. */
    public final int node;

    /** The nodes on the way to it, the root first; more than one only with multiMatch. */
    public final int[] path;

    Target(TargetSelector selector, boolean count, int txNumber, @Nullable Source source, int[] path) {
        this.selector = selector;
        this.count = count;
        this.txNumber = txNumber;
        this.source = source;
        this.path = path;
        this.node = path.length == 0 ? 0 : path[path.length - 1];
    }

    /** The variable. */
    public Variable variable() {
        return selector.variable();
    }

    /** As ModSecurity 3's debug log names it. */
    public String described() {
        return selector.pattern() == null || selector.key() == null
                ? selector.toString()
                : variable() + ":regex("
                        + selector.key().slice(1, selector.key().length() - 1) + ")";
    }

    @Override
    public String toString() {
        return (count ? "&" : "") + selector;
    }
}
