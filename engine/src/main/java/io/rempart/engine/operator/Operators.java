package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All operators by their names. Thread-safe. */
public final class Operators {
    private static final List<Description> ALL = new ArrayList<>();
    private static final Map<String, OperatorFactory> BY_NAME = new HashMap<>();

    static {
        add(
                "beginsWith",
                "Looks whether the value begins with a text.",
                (argument, environment) -> new BeginsWith(argument));
        add("contains", "Looks whether a text occurs in the value.", (argument, environment) -> new Contains(argument));
        add(
                "containsWord",
                "Looks whether a text occurs in the value as a word.",
                (argument, environment) -> new ContainsWord(argument));
        add(
                "detectSQLi",
                "Looks for SQL injection, by the method of libinjection.",
                (argument, environment) -> new DetectSqli());
        add(
                "detectXSS",
                "Looks for cross-site scripting, by the method of libinjection.",
                (argument, environment) -> new DetectXss());
        add("endsWith", "Looks whether the value ends with a text.", (argument, environment) -> new EndsWith(argument));
        add(
                "eq",
                "Looks whether the value is equal to a number.",
                (argument, environment) -> new Eq(argument, environment.compatibility()));
        add(
                "fuzzyHash",
                "Looks whether the value resembles a file of which the ssdeep digest is known.",
                FuzzyHash::create);
        add(
                "ge",
                "Looks whether the value is greater than or equal to a number.",
                (argument, environment) -> new Ge(argument, environment.compatibility()));
        add(
                "geoLookup",
                "Looks up where an address is and fills the collection GEO.",
                (argument, environment) -> new GeoLookup(environment.geoDatabase()));
        add(
                "gsbLookup",
                "Refused: Google no longer offers the lists it reads.",
                RefusedOperator.because("gsbLookup", "Google no longer offers the lists it reads. Remove the rule."));
        add(
                "gt",
                "Looks whether the value is greater than a number.",
                (argument, environment) -> new Gt(argument, environment.compatibility()));
        add("inspectFile", "Has a program look at a file.", InspectFile::create);
        add(
                "ipMatch",
                "Looks whether the value is one of some addresses or in one of some networks.",
                (argument, environment) -> IpMatch.create(argument, environment));
        add(
                "ipMatchFromDataset",
                "Looks whether the value is an address or in a network of a SecDataset.",
                (argument, environment) -> IpMatchFromDataset.create(argument, environment));
        add(
                "ipMatchFromFile",
                "Looks whether the value is an address or in a network of a file.",
                IpMatchFromFile::create,
                "ipMatchF");
        add(
                "le",
                "Looks whether the value is less than or equal to a number.",
                (argument, environment) -> new Le(argument, environment.compatibility()));
        add(
                "lt",
                "Looks whether the value is less than a number.",
                (argument, environment) -> new Lt(argument, environment.compatibility()));
        add("noMatch", "Never matches.", (argument, environment) -> new NoMatch());
        add("pm", "Looks for any of some phrases in the value.", Pm::create);
        add("pmFromDataset", "Looks for any of the phrases of a SecDataset in the value.", PmFromDataset::create);
        add("pmFromFile", "Looks for any of the phrases of some files in the value.", PmFromFile::create, "pmf");
        add(
                "rbl",
                "Looks whether a DNS list has an address or a name.",
                (argument, environment) -> Rbl.create(argument, environment));
        add(
                "restpath",
                "Takes a path apart by a template and fills the collection ARGS_PATH.",
                (argument, environment) -> new RestPath(argument, environment));
        add(
                "rsub",
                "Refused: bodies are inspected, never rewritten.",
                RefusedOperator.because("rsub", "bodies are inspected, never rewritten. Remove the rule."));
        add(
                "rx",
                "Looks for a match of a regular expression in the value.",
                (argument, environment) -> new Rx(argument, environment));
        add(
                "rxGlobal",
                "Looks for all matches of a regular expression in the value.",
                (argument, environment) -> new RxGlobal(argument, environment));
        add("streq", "Looks whether the value is exactly a text.", (argument, environment) -> new Streq(argument));
        add("strmatch", "Looks whether a text occurs in the value.", (argument, environment) -> new Strmatch(argument));
        add("unconditionalMatch", "Always matches.", (argument, environment) -> new UnconditionalMatch());
        add(
                "validateByteRange",
                "Looks for bytes outside the given ranges.",
                (argument, environment) -> ValidateByteRange.create(argument));
        add("validateDTD", "Looks whether an XML document breaks a document type definition.", ValidateDtd::create);
        add(
                "validateHash",
                "Refused: links are not signed here (SecHashEngine).",
                RefusedOperator.because("validateHash", "links are not signed here (SecHashEngine). Remove the rule."));
        add(
                "validateNid",
                "Looks for a national identity number of Chile or the United States.",
                (argument, environment) -> ValidateNid.create(argument));
        add("validateSchema", "Looks whether an XML document breaks an XML Schema.", ValidateSchema::create);
        add(
                "validateUrlEncoding",
                "Looks for a percent sign that two hexadecimal digits do not follow.",
                (argument, environment) -> new ValidateUrlEncoding());
        add(
                "validateUtf8Encoding",
                "Looks for what is no UTF-8.",
                (argument, environment) -> new ValidateUtf8Encoding());
        add(
                "verifyCC",
                "Looks for the number of a credit card.",
                (argument, environment) -> new VerifyCc(argument, environment));
        add(
                "verifyCPF",
                "Looks for a Brazilian CPF number.",
                (argument, environment) -> new VerifyCpf(argument, environment));
        add(
                "verifySSN",
                "Looks for a US social security number.",
                (argument, environment) -> new VerifySsn(argument, environment));
        add(
                "verifySVNR",
                "Looks for an Austrian social insurance number.",
                (argument, environment) -> new VerifySvnr(argument, environment));
        add("within", "Looks whether the value occurs in a text.", (argument, environment) -> new Within(argument));
    }

    private Operators() {}

    /**
     * What the reference says of one operator.
     *
     * @param name the name in SecLang, without the {@code @}
     * @param aliases other names for the same
     * @param summary one sentence; that of an operator which is refused at load begins with "Refused:"
     */
    public record Description(String name, List<String> aliases, String summary) {
        /** Whether rules can use it. */
        public boolean isSupported() {
            return !summary.startsWith("Refused:");
        }
    }

    /** The factory of the operator of that name (ASCII case is ignored), or null for a name nobody knows. */
    public static @Nullable OperatorFactory byName(String name) {
        return BY_NAME.get(name.toLowerCase(Locale.ROOT));
    }

    /**
     * Makes an operator.
     *
     * @throws IllegalArgumentException when nobody knows the name, when the operator is refused, or its argument makes no sense; the
     *     message is a sentence for the rule's author
     * @throws IOException when a file it names can't be read; the message names it
     */
    public static Operator create(String name, ByteSlice argument, OperatorEnvironment environment) throws IOException {
        OperatorFactory factory = byName(name);
        if (factory == null) {
            throw new IllegalArgumentException("There is no operator @" + name + ".");
        }
        return factory.create(argument, environment);
    }

    /** All of them in the order of their names. */
    public static List<Description> all() {
        return List.copyOf(ALL);
    }

    private static void add(String name, String summary, OperatorFactory factory, String... aliases) {
        BY_NAME.put(name.toLowerCase(Locale.ROOT), factory);
        for (String alias : aliases) {
            BY_NAME.put(alias.toLowerCase(Locale.ROOT), factory);
        }
        ALL.add(new Description(name, List.of(aliases), summary));
    }
}
