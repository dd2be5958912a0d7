package io.rempart.engine.operator;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import javax.xml.XMLConstants;
import javax.xml.transform.sax.SAXSource;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.jspecify.annotations.Nullable;
import org.xml.sax.InputSource;
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
    private final String file;

    /** Null when it can't be used: then no document is valid. */
    private final @Nullable Schema schema;

    private final String fault;
    private final boolean version2;

    private ValidateSchema(String file, @Nullable Schema schema, String fault, boolean version2) {
        this.version2 = version2;
        this.file = file;
        this.schema = schema;
        this.fault = fault;
    }

    static ValidateSchema create(ByteSlice argument, OperatorEnvironment environment) throws IOException {
        String name = new String(Words.trim(argument).toArray(), StandardCharsets.UTF_8);
        if (name.endsWith(".json")) {
            throw new IllegalArgumentException(
                    "@validateSchema " + name + ": JSON Schema is not supported; name an XML Schema.");
        }
        boolean version2 = environment.compatibility() == Compatibility.V2;
        Path file = environment.path(name);
        try {
            SchemaFactory factory = SchemaFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "file");
            factory.setErrorHandler(XmlParsing.STRICT);
            requireWellFormed(file, name);
            Schema schema = factory.newSchema(new StreamSource(file.toFile()));
            return environment.xmlDefinitionsAllowed()
                    ? new ValidateSchema(name, schema, "", version2)
                    : new ValidateSchema(name, null, "SecXmlExternalEntity is not On.", version2);
        } catch (SAXException e) {
            if (environment.compatibility() == Compatibility.V3) {
                // told with each document, as ModSecurity 3 does
                return new ValidateSchema(name, null, "XML Error: " + e.getMessage(), false);
            }
            throw new IllegalArgumentException("The schema " + file + " can't be used: " + e.getMessage(), e);
        }
    }

    /** In libxml2's words, which ModSecurity's log has. */
    private static void requireWellFormed(Path file, String name) throws IOException, SAXException {
        try {
            XmlParsing.reader(false).parse(new InputSource(file.toUri().toString()));
        } catch (SAXException broken) {
            throw new SAXException("Failed to parse the XML resource '" + name + "': " + broken.getMessage(), broken);
        }
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
        if (schema == null) {
            return told(context, "XML: Failed to load Schema: " + file + ". " + fault);
        }
        SchemaFaults faults = new SchemaFaults();
        try {
            Validator validator = schema.newValidator();
            validator.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            validator.setProperty("http://apache.org/xml/properties/locale", Locale.ENGLISH);
            validator.setErrorHandler(faults);
            validator.validate(new SAXSource(faults.follow(XmlParsing.reader(false)), XmlParsing.source(value)));
        } catch (SAXException | IOException e) {
            return told(context, "XML: Schema validation failed because content is not well formed.");
        }
        if (faults.faults().isEmpty()) {
            context.debug(4, "XML: Successfully validated payload against Schema: " + file);
            return true;
        }
        faults.tell(context, version2);
        context.debug(4, "XML: Schema validation failed.");
        context.describe("XML: Schema validation failed: "
                + LogText.escape(ByteSlice.utf8(faults.faults().get(0))));
        return false;
    }

    private static boolean told(OperatorContext context, String sentence) {
        context.debug(4, sentence);
        context.describe(sentence);
        return false;
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
