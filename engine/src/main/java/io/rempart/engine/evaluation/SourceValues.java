package io.rempart.engine.evaluation;

import io.rempart.engine.body.XmlContent;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.rule.Source;
import io.rempart.engine.state.RequestBodyContent;
import io.rempart.engine.state.TransactionState;
import io.rempart.engine.state.Values;
import io.rempart.engine.state.Variable;
import io.rempart.engine.transformation.Transformation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of a source in one transaction, and what was derived from them so far. For one thread. */
final class SourceValues {
    private static final ByteSlice ALL_TEXT = ByteSlice.latin1("/*");
    private static final ByteSlice ALL_ATTRIBUTES = ByteSlice.latin1("//@*");
    private static final ByteSlice DOCUMENT = ByteSlice.latin1("[XML document tree]");

    final int version;
    final Values values;
    private final Source source;
    private final @Nullable ChainValues[] nodes;

    SourceValues(Source source, TransactionState state) {
        this.source = source;
        Source.Identity identity = source.identity();
        version = state.version(identity.variable().area());
        values = read(identity, state);
        nodes = new ChainValues[source.size()];
    }

    private static Values read(Source.Identity identity, TransactionState state) {
        Variable variable = identity.variable();
        if (variable.isXml()) {
            RequestBodyContent content =
                    variable == Variable.RESPONSE_XML ? state.response().content() : state.content();
            XmlContent xml = content == null ? null : content.xml();
            return xml == null ? Values.NONE : xml(xml, identity.key(), identity.namespaces(), state);
        }
        Values all = variable.values(state);
        ByteSlice key = identity.key();
        return key == null ? all : all.under(key);
    }

    private static Values xml(
            XmlContent xml, @Nullable ByteSlice xpath, Map<String, String> namespaces, TransactionState state) {
        if (xpath == null) {
            return Values.one(DOCUMENT);
        }
        Values found = new Values();
        if (xpath.equals(ALL_TEXT)) {
            found.add(xpath, xml.text());
        } else if (xpath.equals(ALL_ATTRIBUTES)) {
            for (ByteSlice attribute : xml.attributes()) {
                found.add(xpath, attribute);
            }
        } else {
            try {
                for (ByteSlice value : xml.select(xpath.toString(), namespaces)) {
                    found.add(xpath, value);
                }
            } catch (IllegalArgumentException wrong) {
                state.debug().log(1, "XML: ", String.valueOf(wrong.getMessage()));
            }
        }
        return found;
    }

    /** The values at a node of the source's trie. */
    ChainValues at(int node) {
        ChainValues known = nodes[node];
        if (known == null) {
            known = compute(node);
            nodes[node] = known;
        }
        return known;
    }

    private ChainValues compute(int node) {
        Source.Node description = source.node(node);
        Transformation step = description.step();
        if (step == null) {
            ByteSlice[] plain = new ByteSlice[values.size()];
            for (int i = 0; i < plain.length; i++) {
                plain[i] = values.value(i);
            }
            return ChainValues.of(plain);
        }
        return at(description.parent()).after(step);
    }
}
