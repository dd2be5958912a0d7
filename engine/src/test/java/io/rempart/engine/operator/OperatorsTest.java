package io.rempart.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OperatorsTest {
    private static final TestEnvironment ENVIRONMENT = new TestEnvironment()
            .file("phrases.data", "# comment\n\n  bad phrase \r\nx\n|41 42|c\nint|float\n")
            .file("more.data", "other")
            .file("addresses.txt", "192.0.2.0/24 # office\n\n# comment\n2001:db8::1\n")
            .file("broken.txt", "192.0.2.0\n\nnonsense\n");

    static List<Arguments> matches() {
        return List.of(
                of("beginsWith", "GET ", "GET /"),
                of("contains", "b", "abc"),
                of("containsWord", "select", "x;select 1"),
                of("containsWord", "a", "ab a_ a"),
                of("endsWith", ".php", "/x.php"),
                of("streq", "a\0b", "a\0b"),
                of("strmatch", "B", "aBc"),
                of("within", "GET POST", "T P"),
                of("within", "x", ""),
                of("eq", "5", " +5x"),
                of("eq", "", "abc"),
                of("ge", "-3", "-3"),
                of("gt", "2147483647", "99999999999999999999999"),
                of("le", "0", "-1"),
                of("lt", "10", "9"),
                of("ipMatch", "192.0.2.0/24, ::1", "192.0.2.200"),
                of("ipMatch", "192.0.2.0/24, ::1", "0:0::0:1"),
                of("ipMatch", "0.0.0.0/0", "255.255.255.255"),
                of("ipMatchFromFile", "addresses.txt", "192.0.2.9"),
                of("ipMatchF", "addresses.txt", "2001:db8:0::1"),
                of("ipMatchFromDataset", "set", "192.0.2.1"),
                of("ipMatchFromDataset", "set", "2001:db8:ffff::"),
                of("pm", "abc |64 65|f", "xxDEFxx"),
                of("pm", "a|62 63|d", "abcd"),
                of("pm", "\"one two\"", "two"),
                of("pm", "a||b", "a||b"),
                of("pmFromFile", "phrases.data", "a BAD PHRASE"),
                of("pmFromFile", "phrases.data", "abc"),
                of("pmFromFile", "phrases.data", "INT|FLOAT"),
                of("pmf", "phrases.data more.data", "another"),
                of("pmFromDataset", "set", "at 192.0.2.1"),
                of("rx", "^a.b$", "a\nb"),
                of("rx", "", "anything"),
                of("rxGlobal", "[0-9]+", "a1b22"),
                of("validateByteRange", "32-126, 9", "a\n"),
                of("validateByteRange", "1-255", "\0"),
                of("validateUrlEncoding", "", "a%2"),
                of("validateUrlEncoding", "", "%2g"),
                of("validateUtf8Encoding", "", "\u00c3"),
                of("validateUtf8Encoding", "", "\u00c0\u00af"),
                of("validateUtf8Encoding", "", "\u00ed\u00a0\u0080"),
                of("validateUtf8Encoding", "", "\u00f4\u0090\u0080\u0080"),
                of("validateUtf8Encoding", "", "\u00ff"),
                of("verifyCC", "\\d{13,16}", "card 4111111111111111."),
                of("verifySSN", "\\d{3}-?\\d{2}-?\\d{4}", "is 219-09-9999"),
                of("verifyCPF", "[0-9.-]{11,14}", "529.982.247-25"),
                of("verifySVNR", "[0-9]{4} ?[0-9]{6}", "1237 010180"),
                of("validateNid", "us \\d{3}-\\d{2}-\\d{4}", "219-09-9999"),
                of("validateNid", "cl [0-9.]+-[0-9kK]", "12.345.678-5"),
                of("detectSQLi", "", "1' or '1'='1"),
                of("detectXSS", "", "<script>alert(1)</script>"),
                of("unconditionalMatch", "", ""),
                of("geoLookup", "", "127.0.0.1"),
                of("restpath", "/users/{id}/{action}", "/users/7/edit"));
    }

    static List<Arguments> mismatches() {
        return List.of(
                of("beginsWith", "GET ", "get /"),
                of("contains", "abc", "ab"),
                of("containsWord", "a", "ab a_ 1a"),
                of("endsWith", "a", ""),
                of("streq", "a", "A"),
                of("strmatch", "b", "aBc"),
                of("within", "GET", "GETX"),
                of("eq", "5", "-5"),
                of("gt", "5", "abc"),
                of("ipMatch", "192.0.2.0/25", "192.0.2.128"),
                of("ipMatch", "192.0.2.1", "::ffff:192.0.2.1"),
                of("ipMatch", "0.0.0.0/0", "::1"),
                of("ipMatch", "0.0.0.0/0", "01.2.3.4"),
                of("ipMatch", "0.0.0.0/0", "1.2.3.4 "),
                of("noMatch", "", "a"),
                of("pm", "abc", "ab"),
                of("pmFromFile", "phrases.data", "# comment"),
                of("rx", "^b", "a\nb"),
                of("rx", "a$", "a\n"),
                of("validateByteRange", "0-255", "\0\u00ff"),
                of("validateUrlEncoding", "", "%41"),
                of("validateUtf8Encoding", "", "\u00e2\u0082\u00ac"),
                of("verifyCC", "^\\d{16}$", "4111111111111112"),
                of("verifyCC", "x*", "abc"),
                of("verifySSN", "\\d{9}", "123456789"),
                of("verifySSN", "\\d{9}", "666121234"),
                of("verifyCPF", "\\d{11}", "11111111111"),
                of("verifyCPF", "\\d{11}", "52998224726"),
                of("verifySVNR", "\\d{10}", "1238010180"),
                of("validateNid", "cl [0-9.]+-[0-9kK]", "12.345.678-4"),
                of("geoLookup", "", "localhost"),
                of("rbl", "dnsbl.example", "192.0.2.1"),
                of("restpath", "/users/{id}/{action}", "/users/7"));
    }

    private static Arguments of(String name, String argument, String value) {
        return Arguments.of(name, argument, value);
    }

    private static Operator create(String name, String argument) throws IOException {
        return Operators.create(name, ByteSlice.latin1(argument), ENVIRONMENT);
    }

    private static boolean matches(String name, String argument, String value, TestContext context) throws IOException {
        return create(name, argument).matches(ByteSlice.latin1(value), context);
    }

    @ParameterizedTest(name = "@{0} {1} on [{2}]")
    @MethodSource("matches")
    void matchesAsModSecurity2Does(String name, String argument, String value) throws IOException {
        assertThat(matches(name, argument, value, new TestContext())).isTrue();
    }

    @ParameterizedTest(name = "@{0} {1} on [{2}]")
    @MethodSource("mismatches")
    void doesNotMatchWhereModSecurity2DoesNot(String name, String argument, String value) throws IOException {
        assertThat(matches(name, argument, value, new TestContext())).isFalse();
    }

    @Test
    void followsTheOtherEnginesWhereTheyDiffer() throws IOException {
        TestEnvironment three = new TestEnvironment().of(Compatibility.V3);
        TestEnvironment coraza = new TestEnvironment().of(Compatibility.CORAZA);
        TestContext context = new TestContext();
        assertThat(Operators.create("rx", ByteSlice.latin1("^b$"), three).matches(ByteSlice.latin1("a\nb\nc"), context))
                .isTrue();
        assertThat(Operators.create("eq", ByteSlice.latin1("0"), coraza).matches(ByteSlice.latin1("5x"), context))
                .isTrue();
        assertThat(Operators.create("ipMatch", ByteSlice.latin1("192.0.2.1"), coraza)
                        .matches(ByteSlice.latin1("::ffff:192.0.2.1"), context))
                .isTrue();
        assertThat(Operators.create("pm", ByteSlice.latin1("|41|"), coraza).matches(ByteSlice.latin1("A"), context))
                .isFalse();
        Operators.create("pm", ByteSlice.latin1("b a"), coraza).matches(ByteSlice.latin1("xAxB"), context);
        assertThat(context.groups).containsEntry(0, "A").containsEntry(1, "B");
    }

    @Test
    void capturesWhatEachOperatorFound() throws IOException {
        TestContext context = new TestContext();
        matches("rx", "(a)(x)?(b)", "zab", context);
        assertThat(context.groups)
                .hasSize(4)
                .containsEntry(0, "ab")
                .containsEntry(2, "")
                .containsEntry(3, "b");
        assertThat(context.offset).isEqualTo(1);
        assertThat(context.length).isEqualTo(2);
        matches("rxGlobal", "([a-z])=(\\d)", "a=1&b=2", context);
        assertThat(context.groups.values()).containsExactly("a=1", "a", "1", "b=2", "b", "2");
        matches("pm", "Nikto", "a nikto", context);
        assertThat(context.groups).containsExactly(java.util.Map.entry(0, "Nikto"));
        assertThat(context.offset).isEqualTo(2);
        matches("detectSQLi", "", "1' or '1'='1", context);
        assertThat(context.groups.get(0)).isEqualTo("s&sos");
        matches("verifyCC", "(\\d{4})\\d{12}", "x4111111111111111", context);
        assertThat(context.groups).containsEntry(0, "4111111111111111").containsEntry(1, "4111");
        matches("geoLookup", "", "127.0.0.1", context);
        matches("restpath", "/users/{id}", "/users/7", context);
        assertThat(context.variables).containsEntry("GEO:COUNTRY_CODE", "FR").containsEntry("ARGS_PATH:id", "7");
    }

    @Test
    void capturesAtMostTenGroups() throws IOException {
        TestContext context = new TestContext();
        matches("rx", "(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)", "abcdefghijk", context);
        assertThat(context.groups).hasSize(10).containsEntry(9, "i");
        matches("rxGlobal", "(.)(.)", "abcdefghijklmnopqrst", context);
        assertThat(context.groups).hasSize(10).containsEntry(9, "gh");
    }

    @Test
    void expandsMacros() throws IOException {
        TestContext context = new TestContext().with("tx.allowed", "GET POST").with("tx.limit", "7");
        assertThat(matches("within", "%{tx.allowed}", "POST", context)).isTrue();
        assertThat(matches("gt", "%{tx.limit}", "8", context)).isTrue();
        assertThat(matches("gt", "%{tx.limit}", "7", context)).isFalse();
        assertThat(matches("streq", "x%{tx.limit}", "x7", context)).isTrue();
        Operator rx = create("rx", "^%{tx.limit}+$");
        assertThat(rx.requirement().isUnknown()).isTrue();
        for (int i = 0; i < 200; i++) {
            context.with("tx.limit", Integer.toString(i));
            assertThat(rx.matches(ByteSlice.latin1(i + ""), context)).isTrue();
        }
        context.with("tx.limit", "(");
        assertThat(rx.matches(ByteSlice.latin1("("), context)).isFalse();
        assertThat(context.description).contains("can't be compiled");
        context.with("tx.limit", "a".repeat(10_000));
        assertThat(rx.matches(ByteSlice.latin1("a"), context)).isFalse();
    }

    @Test
    void speaksAsModSecurity2InTheLog() throws IOException {
        TestContext context = new TestContext().with("tx.allowed", "GET \"POST\"");
        assertThat(message("rx", "\"\\d+", "\"1", context)).isEqualTo("Pattern match \"\\\"\\\\d+\" at ARGS:q.");
        assertThat(message("rx", "a{0,3}".repeat(60), "", context))
                .isEqualTo("Pattern match \"" + "a{0,3}".repeat(42) + " ...\" at ARGS:q.");
        assertThat(message("pm", "Fuzz Nikto", "nikto", context)).isEqualTo("Matched phrase \"Nikto\" at ARGS:q.");
        assertThat(message("ge", "5", "7", context)).isEqualTo("Operator GE matched 5 at ARGS:q.");
        assertThat(message("within", "%{tx.allowed}", "GET", context))
                .isEqualTo("String match within \"GET \\\"POST\\\"\" at ARGS:q.");
        assertThat(message("validateByteRange", "1-255", "\0a\0", context))
                .isEqualTo("Found 2 byte(s) in ARGS:q outside range: 1-255.");
        assertThat(message("validateUrlEncoding", "", "a%zzb", context))
                .isEqualTo("Invalid URL Encoding: Non-hexadecimal digits used at ARGS:q.");
        assertThat(message("validateUrlEncoding", "", "a%1", context))
                .isEqualTo("Invalid URL Encoding: Not enough characters at the end of input at ARGS:q.");
        assertThat(message("validateUtf8Encoding", "", "a\u00c0\u0080", context))
                .isEqualTo("Invalid UTF-8 encoding: overlong character detected at ARGS:q. [offset \"1\"]");
        assertThat(message("detectSQLi", "", "1' or '1'='1", context))
                .isEqualTo("detected SQLi using libinjection with fingerprint 's&sos'");
        assertThat(message("detectXSS", "", "<script>", context)).isEqualTo("detected XSS using libinjection.");
        assertThat(message("ipMatch", "::1", "::1", context)).isEqualTo("IPmatch: \"::1\" matched at ARGS:q.");
        assertThat(message("unconditionalMatch", "", "", context)).isEqualTo("Unconditional match in SecAction.");
        assertThat(message("contains", "a\n", "a\n", context)).isEqualTo("String match \"a\\n\" at ARGS:q.");
    }

    private static String message(String name, String argument, String value, TestContext context) throws IOException {
        Operator operator = create(name, argument);
        assertThat(operator.matches(ByteSlice.latin1(value), context)).isTrue();
        return operator.message(ByteSlice.latin1(value), "ARGS:q", context);
    }

    @Test
    void refusesArgumentsThatMakeNoSense() {
        assertThatThrownBy(() -> create("rx", "a(")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> create("ipMatch", "10.0.0.0/33")).hasMessageContaining("10.0.0.0/33");
        assertThatThrownBy(() -> create("ipMatch", "example.org")).hasMessageContaining("example.org");
        assertThatThrownBy(() -> create("ipMatchFromFile", "broken.txt"))
                .hasMessageContaining("Line 3")
                .hasMessageContaining("broken.txt");
        assertThatThrownBy(() -> create("pmFromFile", "https://example.org/list"))
                .hasMessageContaining("network");
        assertThatThrownBy(() -> create("pmFromFile", "")).hasMessageContaining("missing");
        assertThatThrownBy(() -> create("pmFromFile", "absent.data"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("absent.data");
        assertThatThrownBy(() -> create("pm", " ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> create("pmFromDataset", "unknown")).hasMessageContaining("unknown");
        assertThatThrownBy(() -> create("validateByteRange", "9-5")).hasMessageContaining("9-5");
        assertThatThrownBy(() -> create("validateByteRange", "1-256")).hasMessageContaining("255");
        assertThatThrownBy(() -> create("validateNid", "fr x")).hasMessageContaining("fr");
        assertThatThrownBy(() -> create("inspectFile", "/bin/true")).hasMessageContaining("may not start programs");
        assertThatThrownBy(() -> create("inspectFile", "x.lua")).hasMessageContaining("Lua");
        assertThatThrownBy(() -> create("rbl", "no zone")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> create("rsub", "s/a/b/")).hasMessageContaining("not supported");
        assertThatThrownBy(() -> create("gsbLookup", "x")).hasMessageContaining("not supported");
        assertThatThrownBy(() -> create("validateHash", "x")).hasMessageContaining("not supported");
        assertThatThrownBy(() -> create("frobnicate", "")).hasMessageContaining("@frobnicate");
    }

    @Test
    void knowsFortyFourNamesInAnyCase() {
        assertThat(Operators.all().stream()
                        .mapToInt(one -> 1 + one.aliases().size())
                        .sum())
                .isEqualTo(44);
        assertThat(Operators.all()).allSatisfy(one -> {
            assertThat(Operators.byName(one.name().toUpperCase(Locale.ROOT))).isNotNull();
            assertThat(one.summary()).endsWith(".");
        });
        assertThat(Operators.all().stream().filter(one -> !one.isSupported()))
                .extracting(Operators.Description::name)
                .containsExactly("gsbLookup", "rsub", "validateHash");
    }
}
