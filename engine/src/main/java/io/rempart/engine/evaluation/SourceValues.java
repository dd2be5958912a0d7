package io.rempart.engine.evaluation;

import io.rempart.engine.body.XmlContent;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.rule.ChainStep;
import io.rempart.engine.rule.Source;
import io.rempart.engine.state.RequestBodyContent;
import io.rempart.engine.state.TransactionState;
import io.rempart.engine.state.Values;
import io.rempart.engine.state.Variable;
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
    private final Texts texts;
    private final Text[] @Nullable [] nodes;

    SourceValues(Source source, TransactionState state, Texts texts) {
        this.texts = texts;
        this.source = source;
        Source.Identity identity = source.identity();
        version = state.version(identity.variable().area());
        values = read(source, state);
        nodes = new Text[source.size()][];
    }

    /** What the source has now. */
    static Values read(Source source, TransactionState state) {
        Source.Identity identity = source.identity();
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
        if (state.debug().logs(4)) {
            namespaces.forEach((prefix, name) ->
                    state.debug().log(4, "Registered XML namespace href \"", name, "\" prefix \"", prefix, "\""));
        }
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

    /** The values at a node of the source's trie; the very same array as at its parent when the step changes none. */
    Text[] at(int node) {
        Text[] known = nodes[node];
        if (known == null) {
            known = compute(node);
            nodes[node] = known;
        }
        return known;
    }

    private Text[] compute(int node) {
        Source.Node description = source.node(node);
        ChainStep step = description.step();
        if (step == null) {
            Text[] plain = new Text[values.size()];
            for (int i = 0; i < plain.length; i++) {
                plain[i] = texts.of(values.value(i));
            }
            return plain;
        }
        Text[] before = at(description.parent());
        Text[] after = before;
        for (int i = 0; i < before.length; i++) {
            Text text = before[i].after(step);
            if (text != before[i]) {
                if (after == before) {
                    after = before.clone();
                }
                after[i] = text;
            }
        }
        return after;
    }
}
