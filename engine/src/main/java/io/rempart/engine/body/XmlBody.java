package io.rempart.engine.body;

import io.rempart.engine.bytes.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Processor XML. The whole body is kept until its end, then read once for the text and the attributes that the Core Rule Set
 * looks at ({@code XML:/*}, {@code XML://@*}) and, on request (SecParseXmlIntoArgs), for arguments: the text of each element
 * without children is named {@code xml.} and the names of the elements around it, joined with points; text between the children of
 * an element is named after that element.
 *
 * <p>Nothing outside the document is opened, and what it may expand to is bounded ({@link XmlReader}).
 */
public final class XmlBody implements BodyProcessor {
    private final BodyLimits limits;
    private final BodySink sink;
    private final GrowingBytes body = new GrowingBytes();
    private ByteSlice onlyChunk = ByteSlice.EMPTY;

    public XmlBody(BodyLimits limits, BodySink sink) {
        this.limits = limits;
        this.sink = sink;
    }

    @Override
    public void write(ByteSlice chunk) {
        if (body.isEmpty() && onlyChunk.isEmpty()) {
            onlyChunk = chunk;
            return;
        }
        if (!onlyChunk.isEmpty()) {
            body.add(onlyChunk.array(), onlyChunk.offset(), onlyChunk.end());
            onlyChunk = ByteSlice.EMPTY;
        }
        body.add(chunk.array(), chunk.offset(), chunk.end());
    }

    @Override
    public void end(boolean partial) {
        ByteSlice source = onlyChunk.isEmpty() ? body.take() : onlyChunk;
        if (source.isEmpty()) {
            return;
        }
        if (sink.debugs(4)) {
            sink.debug(4, "XML: Initialising parser.");
        }
        Collector collector = new Collector();
        String error = XmlReader.read(source, limits, collector);
        if (sink.debugs(4)) {
            sink.debug(4, "XML: Parsing complete (well_formed " + (error == null ? 1 : 0) + ").");
        }
        sink.xml(new XmlDocument(source, limits, collector.text.take(), collector.attributes));
        if (collector.refused) {
            sink.error("XML parsing error: more arguments than SecArgumentsLimit (" + limits.argumentLimit() + ")");
        } else if (error != null && !partial) {
            if (sink.debugs(4)) {
                sink.debug(4, "XML: Failed parsing document.");
                sink.debug(9, "XML: " + error);
            }
            sink.error("XML parsing error: XML: Failed parsing document.");
        }
    }

    /** Collects text and attributes, and reports arguments. */
    private final class Collector implements XmlReader.Handler {
        final GrowingBytes text = new GrowingBytes();
        final List<ByteSlice> attributes = new ArrayList<>();
        boolean refused;

        private final List<Element> open = new ArrayList<>();
        private final StringBuilder path = new StringBuilder("xml");

        private final class Element {
            final int pathLength = path.length();
            final StringBuilder ownText = new StringBuilder();
            boolean hasChildren;
        }

        @Override
        public void startElement(String name) {
            if (!limits.xmlIntoArguments()) {
                return;
            }
            if (!open.isEmpty()) {
                open.get(open.size() - 1).hasChildren = true;
            }
            open.add(new Element());
            path.append('.').append(name);
        }

        @Override
        public void attribute(String name, String value) {
            if (!XmlDocument.isNamespaceDeclaration(name)) {
                attributes.add(ByteSlice.utf8(value));
            }
        }

        @Override
        public void text(String characters) {
            byte[] bytes = characters.getBytes(StandardCharsets.UTF_8);
            text.add(bytes, 0, bytes.length);
            if (limits.xmlIntoArguments() && !open.isEmpty()) {
                open.get(open.size() - 1).ownText.append(characters);
            }
        }

        @Override
        public void endElement() {
            if (!limits.xmlIntoArguments()) {
                return;
            }
            Element element = open.remove(open.size() - 1);
            if (!refused && (!element.hasChildren || !element.ownText.toString().isBlank())) {
                ByteSlice name = ByteSlice.utf8(path.toString());
                refused = !sink.argument(name, ByteSlice.utf8(element.ownText.toString()), -1, -1);
            }
            path.setLength(element.pathLength);
        }
    }
}
