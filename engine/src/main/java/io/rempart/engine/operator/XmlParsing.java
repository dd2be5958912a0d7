package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.util.Locale;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.ext.EntityResolver2;

/**
 * Reads documents that attackers wrote: nothing outside the document is fetched; entities expand 10,000
 * times and to a million bytes at most, elements nest a thousand deep.
 */
final class XmlParsing {
    private static final String FEATURES = "http://xml.org/sax/features/";
    private static final String LIMITS = "http://www.oracle.com/xml/jaxp/properties/";

    /** Any fault ends the reading. */
    static final ErrorHandler STRICT = new ErrorHandler() {
        @Override
        public void warning(SAXParseException e) {}

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    };

    /** Whatever is outside is empty. */
    static class NothingOutside implements EntityResolver2 {
        @Override
        public @Nullable InputSource getExternalSubset(String name, @Nullable String base) {
            return null;
        }

        @Override
        public InputSource resolveEntity(
                @Nullable String name, @Nullable String publicId, @Nullable String base, @Nullable String systemId) {
            return new InputSource(new StringReader(""));
        }

        @Override
        public InputSource resolveEntity(@Nullable String publicId, @Nullable String systemId) {
            return new InputSource(new StringReader(""));
        }
    }

    private XmlParsing() {}

    static XMLReader reader(boolean validating) throws SAXException {
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setValidating(validating);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(FEATURES + "external-general-entities", false);
            factory.setFeature(FEATURES + "external-parameter-entities", validating);
            XMLReader reader = factory.newSAXParser().getXMLReader();
            reader.setProperty(LIMITS + "entityExpansionLimit", "10000");
            reader.setProperty(LIMITS + "totalEntitySizeLimit", "1000000");
            reader.setProperty(LIMITS + "maxElementDepth", "1000");
            reader.setProperty("http://apache.org/xml/properties/locale", Locale.ENGLISH);
            reader.setErrorHandler(STRICT);
            reader.setEntityResolver(new NothingOutside());
            return reader;
        } catch (ParserConfigurationException e) {
            throw new SAXException("This Java platform has no XML parser that can be kept inside the document", e);
        }
    }

    static InputSource source(ByteSlice document) {
        return new InputSource(new ByteArrayInputStream(document.array(), document.offset(), document.length()));
    }
}
