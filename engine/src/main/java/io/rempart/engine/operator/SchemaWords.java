package io.rempart.engine.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the platform's validator says of a document, in libxml2's words where it has words for the same rule of XML Schema (the keys
 * such as {@code cvc-complex-type.2.4.a} are those of the recommendation, part 1, appendix C). What has no counterpart stays as it is.
 * Immutable.
 *
 * @param about what the sentence is about, and so what stands before it
 * @param attribute the attribute as the document names it, empty when the sentence is about none
 * @param sentence the sentence; {@code %} stands for the attribute's name
 */
record SchemaWords(About about, String attribute, String sentence) {
    /** What a sentence is about. */
    enum About {
        /** A value, of which the next message says where it stands. */
        VALUE,
        ATTRIBUTE,
        /** An attribute that may not be there. */
        ATTRIBUTE_ITSELF,
        ELEMENT_VALUE,
        ELEMENT
    }

    private static final Pattern KEY = Pattern.compile("(cvc-[A-Za-z0-9.-]+): (.*)", Pattern.DOTALL);
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");
    private static final Pattern EXPECTED =
            Pattern.compile("'\\. One of '\\{(.*)\\}' is expected\\.\\s*$", Pattern.DOTALL);
    private static final Pattern MISSING = Pattern.compile("One of '\\{(.*)\\}' is expected\\.\\s*$", Pattern.DOTALL);
    private static final Pattern PARTICLE =
            Pattern.compile("\"([^\"]*)\":([^,\\s]+)|WC\\[##(any|other)(?::\"([^\"]*)\")?[^\\]]*\\]|([^,\\s]+)");
    private static final Pattern FACET = Pattern.compile(
            "Value '(.*?)' (?:with length = '([^']*)' )?is not facet-valid with respect to (\\w+) '(.*?)'(?: for type '.*')?\\..*",
            Pattern.DOTALL);
    private static final Pattern ATTRIBUTE_VALUE = Pattern.compile(
            "The value '(.*)' of attribute '([^']*)' on element '[^']*' is not valid with respect to its type, '(.*)'\\.",
            Pattern.DOTALL);
    private static final Pattern VALUE_OF_ELEMENT =
            Pattern.compile("The value '(.*)' of element '[^']*' is not valid\\.", Pattern.DOTALL);

    private static final Set<String> BUILT_IN = Set.of(
            "string",
            "boolean",
            "decimal",
            "float",
            "double",
            "duration",
            "dateTime",
            "time",
            "date",
            "anyURI",
            "QName",
            "integer",
            "int",
            "long",
            "short",
            "byte",
            "nonNegativeInteger",
            "positiveInteger",
            "negativeInteger",
            "nonPositiveInteger",
            "unsignedInt",
            "unsignedLong",
            "unsignedShort",
            "unsignedByte",
            "token",
            "language",
            "NMTOKEN",
            "Name",
            "NCName",
            "ID",
            "IDREF",
            "hexBinary",
            "base64Binary",
            "normalizedString",
            "gYear",
            "gYearMonth",
            "gMonth",
            "gMonthDay",
            "gDay");

    static SchemaWords of(String message) {
        Matcher key = KEY.matcher(message);
        if (!key.matches()) {
            return new SchemaWords(About.ELEMENT, "", message);
        }
        String text = key.group(2);
        return switch (key.group(1)) {
            case "cvc-complex-type.2.4.a" -> element("This element is not expected." + expected(EXPECTED, text));
            case "cvc-complex-type.2.4.d" -> element("This element is not expected.");
            case "cvc-complex-type.2.4.b" -> element("Missing child element(s)." + expected(MISSING, text));
            case "cvc-complex-type.2.3" ->
                element("Character content other than whitespace is not allowed because the content type is"
                        + " 'element-only'.");
            case "cvc-type.3.1.2" -> element("Element content is not allowed, because the type definition is simple.");
            case "cvc-elt.1", "cvc-elt.1.a" ->
                element("No matching global declaration available for the validation root.");
            case "cvc-complex-type.4" -> element("The attribute '" + quoted(text) + "' is required but missing.");
            case "cvc-complex-type.3.2.2" ->
                new SchemaWords(About.ATTRIBUTE_ITSELF, quoted(text), "The attribute '%' is not allowed.");
            case "cvc-attribute.3" -> attributeValue(text, message);
            case "cvc-type.3.1.3" -> {
                Matcher value = VALUE_OF_ELEMENT.matcher(text);
                yield value.matches()
                        ? new SchemaWords(
                                About.ELEMENT_VALUE,
                                "",
                                "'" + value.group(1) + "' is not a valid value of its atomic type.")
                        : element(message);
            }
            default -> facet(text, message);
        };
    }

    private static SchemaWords element(String sentence) {
        return new SchemaWords(About.ELEMENT, "", sentence);
    }

    private static String quoted(String text) {
        Matcher quoted = QUOTED.matcher(text);
        return quoted.find() ? quoted.group(1) : "";
    }

    private static SchemaWords attributeValue(String text, String message) {
        Matcher value = ATTRIBUTE_VALUE.matcher(text);
        if (!value.matches()) {
            return element(message);
        }
        String type = value.group(3);
        String named = type.equals("null") || type.startsWith("#")
                ? "the local atomic type."
                : "the atomic type '" + (BUILT_IN.contains(type) ? "xs:" : "") + type + "'.";
        return new SchemaWords(
                About.ATTRIBUTE, value.group(2), "'" + value.group(1) + "' is not a valid value of " + named);
    }

    /** A value that its type's facets or lexical form refuse; another message follows and says where it stands. */
    private static SchemaWords facet(String text, String message) {
        Matcher facet = FACET.matcher(text);
        if (!facet.matches()) {
            return message.startsWith("cvc-datatype-valid") ? new SchemaWords(About.VALUE, "", "") : element(message);
        }
        String value = facet.group(1);
        String length = facet.group(2);
        String name = facet.group(3);
        String limit = facet.group(4);
        String sentence = switch (name) {
            case "pattern" -> "The value '" + value + "' is not accepted by the pattern '" + limit + "'.";
            case "enumeration" ->
                "The value '" + value + "' is not an element of the set {'"
                        + limit.substring(1, Math.max(1, limit.length() - 1)).replace(", ", "', '") + "'}.";
            case "minLength" ->
                "The value has a length of '" + length + "'; this underruns the allowed minimum length of '" + limit
                        + "'.";
            case "maxLength" ->
                "The value has a length of '" + length + "'; this exceeds the allowed maximum length of '" + limit
                        + "'.";
            case "length" ->
                "The value has a length of '" + length + "'; this differs from the allowed length of '" + limit + "'.";
            case "minInclusive" ->
                "The value '" + value + "' is less than the minimum value allowed ('" + limit + "').";
            case "maxInclusive" ->
                "The value '" + value + "' is greater than the maximum value allowed ('" + limit + "').";
            case "minExclusive" -> "The value '" + value + "' must be greater than '" + limit + "'.";
            case "maxExclusive" -> "The value '" + value + "' must be less than '" + limit + "'.";
            default -> text;
        };
        return new SchemaWords(About.VALUE, "", "[facet '" + name + "'] " + sentence);
    }

    private static String expected(Pattern list, String text) {
        Matcher expected = list.matcher(text);
        if (!expected.find()) {
            return "";
        }
        List<String> names = new ArrayList<>();
        Matcher particle = PARTICLE.matcher(expected.group(1));
        while (particle.find()) {
            if (particle.group(2) != null) {
                names.add("{" + particle.group(1) + "}" + particle.group(2));
            } else if (particle.group(3) != null) {
                names.add(particle.group(3).equals("any") ? "{*}*" : "##other{" + particle.group(4) + "}*");
            } else {
                names.add(particle.group());
            }
        }
        return (names.size() == 1 ? " Expected is ( " : " Expected is one of ( ") + String.join(", ", names) + " ).";
    }
}
