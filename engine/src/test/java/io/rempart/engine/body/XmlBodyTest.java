package io.rempart.engine.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rempart.engine.bytes.ByteSlice;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlBodyTest {
    private static final String FAILED = "XML parsing error: XML: Failed parsing document.";

    @Test
    void keepsTextAndAttributesInOrder() {
        XmlContent xml = read("<a x='1'><b y='2'>t1</b>t2<!-- c --><?p i?><c z=\"&lt;&#65;\"><![CDATA[<x>]]></c></a>");
        assertThat(xml.text()).hasToString("t1t2<x>");
        assertThat(strings(xml.attributes())).containsExactly("1", "2", "<A");
        assertThat(strings(xml.select("/*", Map.of()))).containsExactly("t1t2<x>");
        assertThat(strings(xml.select("//@*", Map.of()))).containsExactly("1", "2", "<A");
    }

    @Test
    void expandsEntitiesOfTheDocumentAndNothingElse() {
        assertThat(read("<!DOCTYPE a [<!ENTITY e \"EE\">]><a b='&e;'>&e;</a>").text())
                .hasToString("EE");
        assertThat(read("<!DOCTYPE a [<!ENTITY e SYSTEM '/etc/passwd'>]><a>x&e;y</a>")
                        .text())
                .hasToString("xy");
        assertThat(read("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a>z</a>").text())
                .hasToString("z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "<a>",
                "<a></a><b/>",
                "<a b=1/>",
                "<a b='1' b='2'/>",
                "<a>&nope;</a>",
                "<a>\u00ff</a>",
                "<?xml version='1.0' encoding='nope'?><a/>"
            })
    void isAnErrorWhereTheDocumentIsNotWellFormed(String body) {
        RecordingSink sink = sink(body, BodyLimits.DEFAULT);
        assertThat(sink.errors).containsExactly(FAILED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a>attack</a><b/>",
                "<a x='1'>attack<b></c>",
                "<a>attack",
                "<a>attack</a>\u00ff",
                "<a b='\u00ff'>attack</a>",
                "<?xml version='1.0' encoding='nope'?><a>attack</a>"
            })
    void showsRulesWhatStandsAroundAnError(String body) {
        RecordingSink sink = sink(body, BodyLimits.DEFAULT);
        assertThat(sink.errors).containsExactly(FAILED);
        assertThat(sink.xml.text().toString()).contains("attack");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a [<!ENTITY e 'v",
                "<!DOCTYPE a [<!ENTITY e 'v'>",
                "<!DOCTYPE a [<!-- x ]><a/>",
                "<!DOCTYPE a SYSTEM 'x",
                "<!DOCTYPE a [<!ELEMENT a (b"
            })
    void printsNothingForADocumentThatEndsInItsTypeDeclaration(String body) {
        java.io.PrintStream before = System.err;
        java.io.ByteArrayOutputStream printed = new java.io.ByteArrayOutputStream();
        System.setErr(new java.io.PrintStream(printed, true));
        RecordingSink sink;
        try {
            sink = sink(body, BodyLimits.DEFAULT);
        } finally {
            System.setErr(before);
        }
        assertThat(printed.toString()).isEmpty();
        assertThat(sink.errors).containsExactly(FAILED);
    }

    @Test
    void acceptsPrefixesWithoutBindingAsModSecurityDoes() {
        XmlContent xml = read("<p:a q:b='1'>x</p:a>");
        assertThat(xml.text()).hasToString("x");
        assertThat(strings(xml.select("/a/@b", Map.of()))).containsExactly("1");
    }

    @Test
    void selectsByXPathWithNamespaces() {
        XmlContent xml = read("<s:e xmlns:s='urn:soap' xmlns='urn:d'><s:b id='7'><t>1</t><t>2</t></s:b></s:e>");
        assertThat(strings(xml.select("/soap:e/soap:b/d:t", Map.of("soap", "urn:soap", "d", "urn:d"))))
                .containsExactly("1", "2");
        assertThat(strings(xml.select("//*[local-name()='t']/text()", Map.of())))
                .containsExactly("1", "2");
        assertThat(strings(xml.select("count(//@*)", Map.of()))).containsExactly("1.0");
        assertThat(strings(xml.select("string(//@id)", Map.of()))).containsExactly("7");
        assertThat(xml.select("/nothing", Map.of())).isEmpty();
        assertThatThrownBy(() -> xml.select("/a[", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/a[");
    }

    @Test
    void makesArgumentsOfLeavesWhenAsked() {
        RecordingSink sink = sink(
                "<root a='no'><x><y>1</y><y>2</y></x><z/>mixed</root>", BodyLimits.DEFAULT.withXmlIntoArguments(true));
        assertThat(sink.arguments())
                .containsExactly("xml.root.x.y=1", "xml.root.x.y=2", "xml.root.z=", "xml.root=mixed");
    }

    @Test
    void boundsDepthNodesAndExpansion() {
        assertThat(sink("<a>".repeat(256) + "</a>".repeat(256), BodyLimits.DEFAULT).errors)
                .isEmpty();
        assertThat(sink("<a>".repeat(257) + "</a>".repeat(257), BodyLimits.DEFAULT).errors)
                .containsExactly(FAILED);
        String hundred = "<r>" + "<a/>".repeat(99) + "</r>";
        assertThat(sink(hundred, BodyLimits.DEFAULT.withXmlNodes(101)).errors).isEmpty();
        assertThat(sink(hundred, BodyLimits.DEFAULT.withXmlNodes(99)).errors).containsExactly(FAILED);
        String laughs = "<!DOCTYPE a [<!ENTITY a '" + "x".repeat(1000) + "'><!ENTITY b '" + "&a;".repeat(100)
                + "'><!ENTITY c '" + "&b;".repeat(100) + "'>]><a>&c;</a>";
        assertThat(sink(laughs, BodyLimits.DEFAULT).errors).containsExactly(FAILED);
    }

    @Test
    void readsAnEmptyBodyAsNothing() {
        assertThat(sink("", BodyLimits.DEFAULT).events).isEmpty();
    }

    @Test
    void readsOtherEncodingsThanUtf8() {
        byte[] utf16 = "<a b='\u00e9'>\u20ac</a>".getBytes(java.nio.charset.StandardCharsets.UTF_16);
        RecordingSink sink = new RecordingSink();
        XmlBody body = new XmlBody(BodyLimits.DEFAULT, sink);
        body.write(ByteSlice.of(utf16));
        body.end(false);
        assertThat(sink.errors).isEmpty();
        assertThat(sink.xml.text()).isEqualTo(ByteSlice.utf8("\u20ac"));
        assertThat(sink.xml.attributes()).containsExactly(ByteSlice.utf8("\u00e9"));
    }

    private static XmlContent read(String body) {
        RecordingSink sink = sink(body, BodyLimits.DEFAULT);
        assertThat(sink.errors).isEmpty();
        return sink.xml;
    }

    private static RecordingSink sink(String body, BodyLimits limits) {
        RecordingSink sink = new RecordingSink();
        XmlBody processor = new XmlBody(limits, sink);
        processor.write(ByteSlice.latin1(body));
        processor.end(false);
        return sink;
    }

    private static List<String> strings(List<ByteSlice> values) {
        return values.stream().map(ByteSlice::toString).toList();
    }
}
