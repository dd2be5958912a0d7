package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.transform.sax.SAXSource;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.SAXException;

/**
 * Description: Looks whether an XML document breaks an XML Schema. The value is the whole document.
 *
 * <p>Arguments: a file with the schema; it may include files beside it, but nothing from the network.
 *
 * <p>Returns: true when the document is not valid or not well-formed; false for an empty value. External entities of the document are
 * never fetched.
 *
 * <p>Example: {@code SecRule XML "@validateSchema SoapEnvelope.xsd" "id:1"}
 */
public final class ValidateSchema implements Operator {
    private final Schema schema;

    private ValidateSchema(Schema schema) {
        this.schema = schema;
    }

    static ValidateSchema create(ByteSlice argument, OperatorEnvironment environment) throws IOException {
        String name = new String(Words.trim(argument).toArray(), StandardCharsets.UTF_8);
        if (name.endsWith(".json")) {
            throw new IllegalArgumentException(
                    "@validateSchema " + name + ": JSON Schema is not supported; name an XML Schema.");
        }
        Path file = environment.path(name);
        try {
            SchemaFactory factory = SchemaFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "file");
            factory.setErrorHandler(XmlParsing.STRICT);
            return new ValidateSchema(factory.newSchema(new StreamSource(file.toFile())));
        } catch (SAXException e) {
            throw new IllegalArgumentException("The schema " + file + " can't be used: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        if (value.isEmpty()) {
            return false;
        }
        try {
            Validator validator = schema.newValidator();
            validator.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            validator.setErrorHandler(XmlParsing.STRICT);
            validator.validate(new SAXSource(XmlParsing.reader(false), XmlParsing.source(value)));
            return false;
        } catch (SAXException | IOException e) {
            context.describe(
                    "XML: Schema validation failed: " + LogText.escape(ByteSlice.utf8(String.valueOf(e.getMessage()))));
            context.matched(0, value.length());
            return true;
        }
    }

    @Override
    public String message(ByteSlice value, String target, OperatorContext context) {
        return "XML: Schema validation failed.";
    }

    @Override
    public String name() {
        return "validateSchema";
    }
}
