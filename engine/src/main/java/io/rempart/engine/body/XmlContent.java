package io.rempart.engine.body;

import io.rempart.engine.bytes.ByteSlice;
import java.util.List;
import java.util.Map;

/** An XML document as targets {@code XML:xpath} see it; of one with an error, what came before. Used by one thread. */
public interface XmlContent {
    /** {@code XML:/*}: the text of all elements, in document order, as one value (UTF-8). */
    ByteSlice text();

    /** {@code XML://@*}: the values of all attributes, in document order (UTF-8). */
    List<ByteSlice> attributes();

    /** The document as it came, for validation against a schema or a DTD. */
    ByteSlice source();

    /**
     * The values an XPath 1.0 expression selects: for a node its text, for a string, number or boolean its text form.
     *
     * @param namespaces prefix to namespace name, of the rule's {@code xmlns} actions
     * @throws IllegalArgumentException when the expression is none, with what is wrong in it
     */
    List<ByteSlice> select(String xpath, Map<String, String> namespaces);
}
