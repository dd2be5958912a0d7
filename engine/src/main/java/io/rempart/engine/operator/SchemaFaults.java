package io.rempart.engine.operator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.xml.sax.Attributes;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.XMLFilterImpl;

/**
 * Collects where a document breaks its XML Schema, in the words of libxml2, which ModSecurity's log has: each sentence begins with
 * the element, its namespace in braces. A document that is not well-formed ends the reading. Bounded. For one thread, once.
 */
final class SchemaFaults implements ErrorHandler {
    private static final int MOST = 20;

    private final List<String> faults = new ArrayList<>();

    /** What is wrong with a value, until the next message says of which element or attribute it is. */
    private final List<String> ofValue = new ArrayList<>();

    /** The elements that are open, the innermost first, as libxml2 names them. */
    private final Deque<String> open = new ArrayDeque<>();

    private final Deque<Attributes> attributes = new ArrayDeque<>();

    /** The faults, in the order of the document. */
    List<String> faults() {
        return faults;
    }

    /** A reader that lets this know where in the document it is. */
    XMLReader follow(XMLReader reader) {
        return new XMLFilterImpl(reader) {
            @Override
            public void startElement(String uri, String local, String qualified, Attributes given) throws SAXException {
                open.push(name(uri, local));
                attributes.push(given);
                super.startElement(uri, local, qualified, given);
            }

            @Override
            public void endElement(String uri, String local, String qualified) throws SAXException {
                super.endElement(uri, local, qualified);
                open.pop();
                attributes.pop();
            }
        };
    }

    private static String name(String uri, String local) {
        return uri.isEmpty() ? local : "{" + uri + "}" + local;
    }

    @Override
    public void warning(SAXParseException e) {}

    @Override
    public void error(SAXParseException e) {
        if (faults.size() >= MOST) {
            return;
        }
        SchemaWords words = SchemaWords.of(String.valueOf(e.getMessage()));
        String element = "Element '" + (open.isEmpty() ? "" : open.peek()) + "'";
        switch (words.about()) {
            case VALUE -> {
                if (ofValue.size() < MOST && !words.sentence().isEmpty()) {
                    ofValue.add(words.sentence());
                }
            }
            case ATTRIBUTE -> values(element + ", attribute '" + attribute(words.attribute()) + "': ", words);
            case ATTRIBUTE_ITSELF ->
                faults.add(element + ", attribute '" + attribute(words.attribute()) + "': "
                        + words.sentence().replace("%", attribute(words.attribute())));
            case ELEMENT_VALUE -> values(element + ": ", words);
            case ELEMENT -> faults.add(element + ": " + words.sentence());
        }
    }

    private void values(String place, SchemaWords words) {
        for (String sentence : ofValue) {
            faults.add(place + sentence);
        }
        ofValue.clear();
        faults.add(place + words.sentence());
    }

    /** An attribute with its namespace in braces, by its name in the document. */
    private String attribute(String qualified) {
        Attributes given = attributes.peek();
        int index = given == null ? -1 : given.getIndex(qualified);
        return given == null || index < 0 ? qualified : name(given.getURI(index), given.getLocalName(index));
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
        throw e;
    }

    /** Tells the debug log. */
    void tell(OperatorContext context, boolean version2) {
        for (String fault : faults) {
            // ModSecurity 2 logs them as errors
            context.debug(version2 ? 3 : 4, version2 ? fault : "XML Error: " + fault);
        }
    }
}
