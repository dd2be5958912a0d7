package io.rempart.engine.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Collects what is not valid in a document; a document that is not well-formed ends the reading. Bounded. Where libxml2, which
 * ModSecurity uses, has other words for the same fault, they are taken for the log. For one thread.
 */
final class XmlFaults implements ErrorHandler {
    private static final int MOST = 20;
    private static final Pattern ELEMENT = Pattern.compile("Element type \"([^\"]*)\" must be declared\\.");
    private static final Pattern ATTRIBUTE =
            Pattern.compile("Attribute \"([^\"]*)\" must be declared for element type \"([^\"]*)\"\\.");
    private static final Pattern CONTENT =
            Pattern.compile("The content of element type \"([^\"]*)\" must match \"(.*)\"\\.", Pattern.DOTALL);

    private final List<String> faults = new ArrayList<>();
    private boolean malformed;

    /** The faults, in the order of the document. */
    List<String> faults() {
        return faults;
    }

    /** Whether the document is not well-formed. */
    boolean isMalformed() {
        return malformed;
    }

    @Override
    public void warning(SAXParseException e) {}

    @Override
    public void error(SAXParseException e) {
        if (faults.size() < MOST) {
            faults.add(sentence(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
        malformed = true;
        throw e;
    }

    private static String sentence(String message) {
        Matcher element = ELEMENT.matcher(message);
        if (element.matches()) {
            return "No declaration for element " + element.group(1);
        }
        Matcher attribute = ATTRIBUTE.matcher(message);
        if (attribute.matches()) {
            return "No declaration for attribute " + attribute.group(1) + " of element " + attribute.group(2);
        }
        Matcher content = CONTENT.matcher(message);
        if (content.matches()) {
            return "Element " + content.group(1) + " content does not follow the DTD, expecting " + content.group(2);
        }
        return message;
    }

    /** Tells the debug log. */
    void tell(OperatorContext context) {
        for (String fault : faults) {
            context.debug(4, "XML Error: " + fault);
        }
    }
}
