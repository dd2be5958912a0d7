package io.rempart.engine.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.body.BodyLimits.JsonNames;
import io.rempart.engine.bytes.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
    private static final String BODY =
            "{\"a\":[1,2,{\"b\":true,\"c\":null}],\"\":\"e\",\"l\":[[1],[2]],\"e\":[],\"f\":{}}";

    @Test
    void namesValuesByTheirPath() {
        assertThat(read(BODY, JsonNames.V3).arguments())
                .containsExactly(
                        "json.a.array_0=1",
                        "json.a.array_1=2",
                        "json.a.array_2.b=true",
                        "json.a.array_2.c=",
                        "json.empty-key=e",
                        "json.l.array_0.array_0=1",
                        "json.l.array_1.array_0=2");
        assertThat(read(BODY, JsonNames.V2).arguments())
                .containsExactly("a.a=1", "a.a=2", "a.a.b=true", "a.a.c=", "=e", "l.l.l=1", "l.l.l=2");
        assertThat(read(BODY, JsonNames.CORAZA).arguments()).startsWith("json.a.0=1", "json.a.1=2", "json.a.2.b=true");
        assertThat(read("[1,[2]]", JsonNames.V2).arguments()).containsExactly("array.array=1", "array.array.array=2");
        assertThat(read("\"x\"", JsonNames.V3).arguments()).containsExactly("json=x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"\\u0041\\u00e9\\u20ac\"|41c3a9e282ac",
                "\"\\ud83d\\ude00\"|f09f9880",
                "\"\\ud800x\"|3f78",
                "\"\\ud800\\n\"|3f0a",
                "\"\\ud800\\ud83d\\ude00\"|3ff09f9880",
                "\"\\u0000b\\/\\\\\\\"\\b\\f\\r\\t\"|00622f5c22080c0d09",
                "-1.50e+3|2d312e3530652b33",
            })
    void decodesStringsAndLeavesNumbersAsTheyAre(String json, String hex) {
        RecordingSink sink = read(json, JsonNames.V3);
        assertThat(sink.errors).isEmpty();
        byte[] value = sink.arguments().get(0).substring(5).getBytes(StandardCharsets.ISO_8859_1);
        assertThat(HexFormat.of().formatHex(value)).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "[~parse error: premature EOF",
                "{\"a\":1~parse error: premature EOF",
                "{\"a\":1}x~parse error: trailing garbage",
                "{\"a\":tru}~lexical error: invalid string in json text.",
                "{\"a\":\"\\q\"}~lexical error: inside a string, '\\' occurs before a character which it may not.",
                "{\"a\":1,}~parse error: invalid object key (must be a string)",
                "[1,]~parse error: unallowed token at this point in JSON text",
                "{\"a\" 1}~parse error: object key and value must be separated by a colon (':')",
                "{a:1}~lexical error: invalid char in json text.",
                "//c~lexical error: probable comment found in input text, comments are not enabled.",
                "{\"a\":-}~lexical error: malformed number, a digit is required after the minus sign.",
                "{\"a\":1.}~lexical error: malformed number, a digit is required after the decimal point.",
                "{\"a\":1e}~lexical error: malformed number, a digit is required after the exponent.",
                "[1 2]~parse error: after array element, I expect ',' or ']'",
                "{\"a\":1 \"b\":2}~parse error: after key and value, inside map, I expect ',' or '}'",
                "[\"\u0001\"]~lexical error: invalid character inside string.",
                "[\"\u00ff\"]~lexical error: invalid bytes in UTF8 string.",
                "[\"\u00c3(\"]~lexical error: invalid bytes in UTF8 string.",
            })
    void saysWhatIsWrong(String json, String message) {
        assertThat(read(json, JsonNames.V3).errors).containsExactly("JSON parsing error: " + message);
    }

    @Test
    void showsANumberWithALeadingZeroAndRefusesTheBody() {
        RecordingSink sink = read("{\"session\":01}", JsonNames.V3);

        assertThat(sink.arguments()).containsExactly("json.session=01");
        assertThat(sink.errors).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "1.2.3", "--1", "1-", "+1", "nul", "\"", "]", "{]", "[}", "\u00ef\u00bb\u00bf{}"})
    void refusesWhatIsNoJson(String json) {
        assertThat(read(json, JsonNames.V3).errors).hasSize(1);
    }

    @Test
    void keepsWhatCameBeforeTheError() {
        RecordingSink sink = read("{\"a\":\"attack\",\"b\":nope}", JsonNames.V3);
        assertThat(sink.arguments()).containsExactly("json.a=attack");
        assertThat(sink.errors).hasSize(1);
    }

    @Test
    void boundsDepthArgumentsAndNames() {
        BodyLimits three = BodyLimits.DEFAULT.withJsonDepth(3);
        assertThat(read("[[[1]]]", three, 10).errors).isEmpty();
        assertThat(read("[[[[1]]]]", three, 10).errors)
                .containsExactly("JSON parsing error: JSON depth limit exceeded (SecRequestBodyJsonDepthLimit 3)");
        RecordingSink refused = read("[1,2,3]", three, 2);
        assertThat(refused.arguments()).hasSize(2);
        assertThat(refused.errors).containsExactly("JSON parsing error: more arguments than SecArgumentsLimit (1000)");
        String amplified = "{\"" + "k".repeat(1 << 20) + "\":[" + "1,".repeat(100) + "1]}";
        RecordingSink names = read(amplified, BodyLimits.DEFAULT, Integer.MAX_VALUE);
        assertThat(names.errors).singleElement().asString().contains("names of all arguments");
        assertThat(names.arguments()).hasSizeLessThan(20);
    }

    @Test
    void readsAnEmptyBodyAsNothing() {
        assertThat(read("", JsonNames.V3).events).isEmpty();
    }

    @Test
    void inspectsTheLastValueOfAPartialBody() {
        RecordingSink sink = new RecordingSink();
        JsonBody body = new JsonBody(BodyLimits.DEFAULT, sink);
        body.write(ByteSlice.latin1("{\"a\":1,\"b\":\"attack"));
        body.end(true);
        assertThat(sink.arguments()).containsExactly("json.a=1", "json.b=attack");
        assertThat(sink.errors).isEmpty();
    }

    private static RecordingSink read(String json, JsonNames names) {
        return read(json, BodyLimits.DEFAULT.withJsonNames(names), Integer.MAX_VALUE);
    }

    private static RecordingSink read(String json, BodyLimits limits, int arguments) {
        RecordingSink sink = new RecordingSink(arguments);
        JsonBody body = new JsonBody(limits, sink);
        body.write(ByteSlice.latin1(json));
        body.end(false);
        return sink;
    }
}
