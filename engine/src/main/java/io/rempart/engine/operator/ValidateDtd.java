package io.rempart.engine.operator;

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
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;

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

    private final ByteSlice definition;

    private ValidateDtd(ByteSlice definition) {
        this.definition = definition;
    }

    static ValidateDtd create(ByteSlice argument, OperatorEnvironment environment) throws IOException {
        return new ValidateDtd(environment.file(new String(Words.trim(argument).toArray(), StandardCharsets.UTF_8)));
    }

    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        if (value.isEmpty()) {
            return false;
        }
        try {
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
            reader.parse(withDefinition(value));
            return false;
        } catch (SAXException | IOException | TransformerException e) {
            context.describe(
                    "XML: DTD validation failed: " + LogText.escape(ByteSlice.utf8(String.valueOf(e.getMessage()))));
            context.matched(0, value.length());
            return true;
        }
    }

    /** The same document with our DOCTYPE instead of its own, its entities expanded. */
    private static InputSource withDefinition(ByteSlice value) throws SAXException, TransformerException {
        TransformerFactory factory = TransformerFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        Transformer copy = factory.newTransformer();
        copy.setOutputProperty(OutputKeys.DOCTYPE_SYSTEM, DEFINITION);
        ByteArrayOutputStream out = new ByteArrayOutputStream(value.length() + 100);
        copy.transform(new SAXSource(XmlParsing.reader(false), XmlParsing.source(value)), new StreamResult(out));
        return new InputSource(new ByteArrayInputStream(out.toByteArray()));
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
