package io.rempart.engine.operator;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.xml.XMLConstants;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.sax.SAXSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXNotRecognizedException;
import org.xml.sax.SAXNotSupportedException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;
import org.xml.sax.helpers.XMLFilterImpl;

/**
 * Description: Looks whether an XML document breaks a document type definition. The value is the whole document; a type that it
 * declares itself does not count.
 *
 * <p>Arguments: a file with the definition.
 *
 * <p>Returns: true when the document is not valid or not well-formed; false for an empty value. External entities of the document are
 * never fetched.
 *
 * <p>Example: {@code SecRule XML "@validateDTD SoapEnvelope.dtd" "id:1"}
 */
public final class ValidateDtd implements Operator {
    private static final String DEFINITION = "rempart:definition";

    private final String file;

    /** Null when it can't be used: then no document is valid. */
    private final @Nullable ByteSlice definition;

    private ValidateDtd(String file, @Nullable ByteSlice definition) {
        this.file = file;
        this.definition = definition;
    }

    static ValidateDtd create(ByteSlice argument, OperatorEnvironment environment) throws IOException {
        String file = new String(Words.trim(argument).toArray(), StandardCharsets.UTF_8);
        ByteSlice definition = environment.file(file);
        String fault = fault(definition);
        if (fault.isEmpty()) {
            return new ValidateDtd(file, environment.xmlDefinitionsAllowed() ? definition : null);
        }
        if (environment.compatibility() != Compatibility.V3) {
            throw new IllegalArgumentException("The document type definition " + file + " can't be used: " + fault);
        }
        return new ValidateDtd(file, null);
    }

    /** What is wrong with the definition, empty when nothing is. */
    private static String fault(ByteSlice definition) {
        ByteSlice document = ByteSlice.latin1("<!DOCTYPE x SYSTEM \"" + DEFINITION + "\"><x/>");
        XmlFaults faults = new XmlFaults();
        try {
            XMLReader reader = reader(definition);
            reader.setErrorHandler(faults);
            reader.parse(XmlParsing.source(document));
            return "";
        } catch (SAXException | IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static XMLReader reader(ByteSlice definition) throws SAXException {
        XMLReader reader = XmlParsing.reader(true);
        reader.setEntityResolver(new XmlParsing.NothingOutside() {
            @Override
            public InputSource resolveEntity(
                    @Nullable String name, @Nullable String publicId, @Nullable String base, @Nullable String id) {
                return DEFINITION.equals(id)
                        ? XmlParsing.source(definition)
                        : super.resolveEntity(name, publicId, base, id);
            }
        });
        reader.setContentHandler(new DefaultHandler());
        return reader;
    }

    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        if (value.isEmpty()) {
            return false;
        }
        boolean valid = isValid(context.document(value), context);
        if (!valid) {
            context.matched(0, value.length());
        }
        return !valid;
    }

    private boolean isValid(ByteSlice value, OperatorContext context) {
        if (definition == null) {
            return told(context, "XML: Failed to load DTD: " + file);
        }
        InputSource document;
        try {
            document = withDefinition(value);
        } catch (SAXException | TransformerException e) {
            return told(context, "XML: DTD validation failed because content is not well formed.");
        }
        XmlFaults faults = new XmlFaults();
        try {
            XMLReader reader = reader(definition);
            reader.setErrorHandler(faults);
            reader.parse(document);
        } catch (SAXException | IOException e) {
            return told(context, "XML: DTD validation failed because content is not well formed.");
        }
        if (faults.faults().isEmpty()) {
            context.debug(4, "XML: Successfully validated payload against DTD: " + file);
            return true;
        }
        faults.tell(context);
        context.debug(4, "XML: DTD validation failed.");
        context.describe("XML: DTD validation failed: "
                + LogText.escape(ByteSlice.utf8(faults.faults().get(0))));
        return false;
    }

    private static boolean told(OperatorContext context, String fault) {
        context.debug(4, fault);
        context.describe(fault);
        return false;
    }

    /** The same document with our DOCTYPE instead of its own, its entities expanded. */
    private static InputSource withDefinition(ByteSlice value) throws SAXException, TransformerException {
        TransformerFactory factory = TransformerFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        Transformer copy = factory.newTransformer();
        copy.setOutputProperty(OutputKeys.DOCTYPE_SYSTEM, DEFINITION);
        ByteArrayOutputStream out = new ByteArrayOutputStream(value.length() + 100);
        copy.transform(
                new SAXSource(new WithoutType(XmlParsing.reader(false)), XmlParsing.source(value)),
                new StreamResult(out));
        return new InputSource(new ByteArrayInputStream(out.toByteArray()));
    }

    /** Hides the document's own type from who copies the document. */
    private static final class WithoutType extends XMLFilterImpl {
        WithoutType(XMLReader reader) {
            super(reader);
            setEntityResolver(new XmlParsing.NothingOutside());
            setErrorHandler(XmlParsing.STRICT);
        }

        @Override
        public void setProperty(String name, @Nullable Object value)
                throws SAXNotRecognizedException, SAXNotSupportedException {
            if (!name.endsWith("/lexical-handler")) {
                super.setProperty(name, value);
            }
        }
    }

    @Override
    public String message(ByteSlice value, String target, OperatorContext context) {
        return "XML: DTD validation failed.";
    }

    @Override
    public String name() {
        return "validateDTD";
    }
}
