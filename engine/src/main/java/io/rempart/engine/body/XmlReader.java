package io.rempart.engine.body;

import io.rempart.engine.bytes.ByteSlice;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads an XML document event by event, safely: nothing outside the document is ever opened, entities of the document are
 * expanded up to a limit, depth and number of nodes are bounded, and whatever the JDK's parser does with hostile input becomes an
 * error message. Names are as written, prefixes are not resolved, since ModSecurity accepts prefixes without a binding.
 */
final class XmlReader {
    /** As libxml2, which ModSecurity uses. */
    private static final int DEEPEST = 256;

    private static final int MOST_ENTITY_REFERENCES = 10_000;
    private static final String LIMITS = "http://www.oracle.com/xml/jaxp/properties/";
    private static final String IGNORE_EXTERNAL_DTD = "http://java.sun.com/xml/stream/properties/ignore-external-dtd";

    /** Takes the events. */
    interface Handler {
        void startElement(String name);

        /** Called after its element's start, before anything else; declarations of namespaces too. */
        void attribute(String name, String value);

        void text(String text);

        void endElement();
    }

    private XmlReader() {}

    /** Reads the document to its end or its first error, which is returned; null when there is none. */
    static @Nullable String read(ByteSlice source, BodyLimits limits, Handler handler) {
        XmlEncoding.Decoded decoded = XmlEncoding.decode(source);
        String error = read(decoded.text(), source.length(), limits, handler);
        return error == null && decoded.isMalformed()
                ? "its encoding is unknown, or not what the document says"
                : error;
    }

    private static @Nullable String read(String text, int length, BodyLimits limits, Handler handler) {
        if (XmlDoctype.isUnfinished(text)) {
            handler.text(text);
            return "its document type declaration has no end";
        }
        try {
            XMLStreamReader reader = factory(limits).createXMLStreamReader(new StringReader(text));
            try {
                return read(reader, length, limits, handler);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            String rest = textBeforeError(text, limits);
            if (!rest.isEmpty()) {
                handler.text(rest);
            }
            return oneLine(e.getMessage());
        } catch (RuntimeException e) {
            // The JDK's parser has thrown several of these at malformed input over the years.
            return oneLine(e.toString());
        }
    }

    /** The JDK's parser keeps the text in which it meets an error to itself. */
    private static String textBeforeError(String text, BodyLimits limits) {
        int reported = 0;
        try {
            XMLStreamReader reader = factory(limits).createXMLStreamReader(new StringReader(text));
            while (reader.hasNext()) {
                reader.next();
                reported = reader.getLocation().getCharacterOffset();
            }
        } catch (XMLStreamException | RuntimeException e) {
            // as expected
        }
        int from = Math.max(0, Math.min(reported, text.length()));
        int markup = text.indexOf('<', from);
        return text.substring(from, markup < 0 ? text.length() : markup);
    }

    private static @Nullable String read(XMLStreamReader reader, long length, BodyLimits limits, Handler handler)
            throws XMLStreamException {
        int depth = 0;
        long nodes = 0;
        // Entities can make more text than was sent.
        long room = length * 4 + limits.xmlExpansion();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > DEEPEST) {
                        return "nested deeper than " + DEEPEST;
                    }
                    handler.startElement(reader.getLocalName());
                    int attributes = reader.getAttributeCount();
                    nodes += 1 + attributes;
                    for (int i = 0; i < attributes && room >= 0 && nodes <= limits.xmlNodes(); i++) {
                        String value = reader.getAttributeValue(i);
                        room -= value.length();
                        handler.attribute(attributeName(reader, i), value);
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    nodes++;
                    room -= reader.getTextLength();
                    handler.text(reader.getText());
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    handler.endElement();
                }
                default -> {
                    nodes++;
                }
            }
            if (room < 0) {
                return "its entities expand to more than " + limits.xmlExpansion() + " bytes";
            }
            if (nodes > limits.xmlNodes()) {
                return "more than " + limits.xmlNodes() + " nodes";
            }
        }
        return null;
    }

    private static String attributeName(XMLStreamReader reader, int index) {
        String prefix = reader.getAttributePrefix(index);
        String name = reader.getAttributeLocalName(index);
        return prefix == null || prefix.isEmpty() ? name : prefix + ':' + name;
    }

    private static XMLInputFactory factory(BodyLimits limits) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.IS_VALIDATING, false);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, true);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(IGNORE_EXTERNAL_DTD, true);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        factory.setProperty(LIMITS + "entityExpansionLimit", String.valueOf(MOST_ENTITY_REFERENCES));
        factory.setProperty(LIMITS + "totalEntitySizeLimit", String.valueOf(Math.max(1, limits.xmlExpansion())));
        // Without a reporter errors are printed.
        factory.setXMLReporter((message, type, information, location) -> {});
        factory.setXMLResolver((publicId, systemId, base, namespace) -> new ByteArrayInputStream(new byte[0]));
        return factory;
    }

    private static String oneLine(@Nullable String message) {
        return message == null ? "unreadable" : message.replaceAll("\\s+", " ");
    }
}
