package io.rempart.engine.transformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TransformationsTest {
    private static final String NUL = "\0";

    static List<Arguments> cases() {
        return List.of(
                of("base64Decode", "YWJj", "abc"),
                of("base64Decode", "YWI", "ab"),
                of("base64Decode", "YW Jj", "a"),
                of("base64Decode", "!", ""),
                of("base64DecodeExt", "Y-W.J\nj", "abc"),
                of("base64DecodeExt", "YWJjZ=", ""),
                of("base64DecodeExt", "YWI=YWI=", "ab\u0018X"),
                of("base64Encode", "ab", "YWI="),
                of("cmdLine", "C\"a't  ^/eTc\\/p , ; x (y", "cat/etc/p x(y"),
                of("compressWhitespace", "a \t\u00a0\n b", "a b"),
                of("compressWhitespace", "a\tb", "a b"),
                of("cssDecode", "\\6a\\61 v\\00ff41\\0ff43x", "javacx"),
                of("cssDecode", "a\\\nb\\zc\\", "abzc"),
                of("escapeSeqDecode", "\\x41\\X42\\103\\n\\q\\777\\xg", "ABC\nq\u00ffxg"),
                of("hexDecode", "6162f", "ab"),
                of("hexEncode", "\u00ff\1", "ff01"),
                of("htmlEntityDecode", "&#x3C;&#60&LT;&quot&nbsp;&foo;&ltx;&", "<<<\"\u00a0&foo;&ltx;&"),
                of("htmlEntityDecode", "&#99999999999999999999;&#;&#x;&#x", "\u00ff&#;&#x;&#x"),
                of("jsDecode", "\\u0041\\uff21\\x42\\103\\477\\n\\u00g", "AABC'7\nu00g"),
                of("length", "abcd", "4"),
                of("length", "", "0"),
                of("lowercase", "AZaz\u00c9", "azaz\u00c9"),
                of("md5", "", "\u00d4\u001d\u008c\u00d9\u008f\0\u00b2\4\u00e9\u0080\t\u0098\u00ec\u00f8B~"),
                of("none", "A", "A"),
                of("normalizePath", "/a//b/./../c/", "/a/c/"),
                of("normalizePath", "a/../../b", "../b"),
                of("normalizePath", "/../../etc/passwd", "/etc/passwd"),
                of("normalizePath", "/a/..", ""),
                of("normalisePath", "a/b..", "a"),
                of("normalizePathWin", "\\a\\..\\b//c", "/b/c"),
                of("parityEven7bit", "ac", "\u00e1c"),
                of("parityOdd7bit", "ac", "a\u00e3"),
                of("parityZero7bit", "\u00e1c", "ac"),
                of("phpArgsNames", " a b.c[x y][ ].d", "a_b_c[x y][]"),
                of("removeComments", "a/*b*/c<!--d-->e--f", "ace"),
                of("removeComments", "a/*b*//*c*/", "a/*c*/"),
                of("removeComments", "a/*b", "a "),
                of("removeComments", "a#b", "a"),
                of("removeCommentsChar", "a/*b*/c<!--d-->e--f#", "abcdef"),
                of("removeNulls", "a" + NUL + NUL + "b", "ab"),
                of("removeWhitespace", " a\u00a0\tb\u00c2", "ab\u00c2"),
                of("replaceComments", "a/*b*/c*/d/*", "a c*/d "),
                of("replaceNulls", NUL + "a", " a"),
                of("sha1", "a", latin1("86f7e437faa5a7fce15d1ddcb9eaeaea377667b8")),
                of("sqlHexDecode", "0x4142z0X43 0x4 x", "ABzC 0x4 x"),
                of("trim", "\t a b\n", "a b"),
                of("trimLeft", "\t a \u00a0", "a \u00a0"),
                of("trimRight", " a \u000b", " a"),
                of("uppercase", "az\u00e9", "AZ\u00e9"),
                of("urlDecode", "%41+%4g%4", "A %4g%4"),
                of("urlDecodeUni", "%u0141%uFF21+%u12%41%U0042", "AA %u12AB"),
                of("urlEncode", "a b*-\u00e9", "a+b*%2d%e9"),
                of("utf8toUnicode", "\u00c3\u00a9\u00e2\u0082\u00ac\u00f0\u009f\u0098\u0080", "%u00e9%u20ac%u1f600"),
                of("utf8toUnicode", "a" + NUL + "\u0080\u00c3b", "a\u0080b"),
                of("utf8toUnicode", "\u00c0\u00af\u00ed\u00a0\u0080", "%u002f\u00c0%ud800\u00ed"));
    }

    private static Arguments of(String name, String input, String output) {
        return Arguments.of(name, input, output);
    }

    private static String latin1(String hexadecimal) {
        return new HexDecode(Compatibility.V2)
                .apply(ByteSlice.latin1(hexadecimal))
                .toString();
    }

    @ParameterizedTest(name = "t:{0} of [{1}]")
    @MethodSource("cases")
    void givesWhatModSecurity2Gives(String name, String input, String output) {
        Transformation transformation =
                Transformations.byName(name, Compatibility.V2).orElseThrow();
        assertThat(transformation.apply(ByteSlice.latin1(input)).toString()).isEqualTo(output);
    }

    @Test
    void followsTheOtherEnginesWhereTheyDiffer() {
        assertThat(apply("base64Decode", Compatibility.V3, "YWI")).isEmpty();
        assertThat(apply("base64Decode", Compatibility.V3, "YWI=!")).isEmpty();
        assertThat(apply("base64Decode", Compatibility.V3, "YW\r\nJj")).isEqualTo("abc");
        assertThat(apply("base64Decode", Compatibility.V3, "YWI=")).isEqualTo("ab");
        assertThat(apply("base64Decode", Compatibility.CORAZA, "YW\nJj")).isEqualTo("abc");
        assertThat(apply("base64DecodeExt", Compatibility.CORAZA, "YW.Jj!YQ")).isEqualTo("abc");
        assertThat(apply("hexDecode", Compatibility.CORAZA, "6z")).isEqualTo("6z");
        assertThat(apply("normalizePath", Compatibility.CORAZA, "/a/..")).isEqualTo("/");
        assertThat(apply("normalizePath", Compatibility.CORAZA, "a/b../c")).isEqualTo("a/b../c");
        assertThat(apply("normalizePath", Compatibility.CORAZA, "/../../x/")).isEqualTo("/x/");
        assertThat(apply("normalizePath", Compatibility.CORAZA, "../a/../..")).isEqualTo("../..");
        assertThat(apply("removeWhitespace", Compatibility.V3, "a\u00c2\u00a0b"))
                .isEqualTo("ab");
        assertThat(apply("compressWhitespace", Compatibility.V3, "a \u00a0b")).isEqualTo("a \u00a0b");
        assertThat(apply("utf8toUnicode", Compatibility.CORAZA, "\u00c3\u00a9\u00c3\0"))
                .isEqualTo("%u00e9%ufffd\0");
    }

    private static String apply(String name, Compatibility compatibility, String input) {
        return Transformations.byName(name, compatibility)
                .orElseThrow()
                .apply(ByteSlice.latin1(input))
                .toString();
    }

    @Test
    void knowsThirtySevenInAnyCase() {
        assertThat(Transformations.all()).hasSize(37).allSatisfy(one -> {
            assertThat(Transformations.byName(one.name().toUpperCase(java.util.Locale.ROOT), Compatibility.V2))
                    .hasValueSatisfying(found -> assertThat(found).isInstanceOf(one.type()));
            assertThat(one.summary()).endsWith(".");
        });
        assertThat(Transformations.byName("rot13", Compatibility.V2)).isEmpty();
    }

    @Test
    void foldsByTheCodePage() {
        Transformation transformation = Transformations.byName(
                        "urlDecodeUni", Compatibility.V2, UnicodeMapping.CODE_PAGE_20127)
                .orElseThrow();
        assertThat(transformation
                        .apply(ByteSlice.latin1("%u0107%uff1c%u2019%uff1f%u0431"))
                        .toString())
                .isEqualTo("c<'?1");
    }

    @Test
    void readsMappingFiles() {
        ByteSlice file =
                ByteSlice.latin1("1250 (Latin 2)\n0107:7a\n\n20127 (US-ASCII)\n0107:63 ff1c:3c \n\n20261 (T.61)\n");
        assertThat(UnicodeMapping.parse(file, 20127).byteFor(0x107)).isEqualTo('c');
        assertThat(UnicodeMapping.parse(file, 1250).byteFor(0xff1c)).isEqualTo(-1);
        assertThatThrownBy(() -> UnicodeMapping.parse(file, 437)).hasMessageContaining("437");
        assertThatThrownBy(() -> UnicodeMapping.parse(ByteSlice.latin1("437 (x) 01:zz"), 437))
                .hasMessageContaining("01:zz");
    }
}
