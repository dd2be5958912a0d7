package io.rempart.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rempart.engine.bytes.ByteSlice;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XmlValidationTest {
    private static final String SCHEMA = """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="order"><xs:complexType><xs:sequence>
            <xs:element name="item" type="xs:int" maxOccurs="3"/></xs:sequence></xs:complexType></xs:element></xs:schema>
            """;
    private static final String TYPE = "<!ELEMENT order (item+)>\n<!ELEMENT item (#PCDATA)>\n";
    private static final String BOMB = """
            <!DOCTYPE order [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
            <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
            <!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">
            <!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">]><order><item>&g;</item></order>
            """;

    @TempDir
    Path directory;

    private final TestEnvironment environment = new TestEnvironment()
            .file("order.xsd", SCHEMA)
            .file("broken.xsd", "<xs:schema")
            .file("order.dtd", TYPE)
            .file("secret", "<item>1</item>");

    @BeforeEach
    void files() {
        environment.directory = directory;
    }

    private boolean fails(String operator, String file, String document) throws IOException {
        return Operators.create(operator, ByteSlice.latin1(file), environment)
                .matches(ByteSlice.utf8(document), new TestContext());
    }

    @Test
    void matchesWhatBreaksTheSchema() throws IOException {
        assertThat(fails("validateSchema", "order.xsd", "<order><item>1</item></order>"))
                .isFalse();
        assertThat(fails("validateSchema", "order.xsd", "<order><item>x</item></order>"))
                .isTrue();
        assertThat(fails("validateSchema", "order.xsd", "<order><item>1</order>"))
                .isTrue();
        assertThat(fails("validateSchema", "order.xsd", "no document")).isTrue();
        assertThat(fails("validateSchema", "order.xsd", "")).isFalse();
    }

    @Test
    void matchesWhatBreaksTheType() throws IOException {
        assertThat(fails("validateDTD", "order.dtd", "<order><item>x</item></order>"))
                .isFalse();
        assertThat(fails("validateDTD", "order.dtd", "<order><thing/></order>")).isTrue();
        assertThat(fails("validateDTD", "order.dtd", "<order>")).isTrue();
        assertThat(fails("validateDTD", "order.dtd", "")).isFalse();
        assertThat(fails("validateDTD", "order.dtd", "<!DOCTYPE order [<!ELEMENT order ANY>]><order><item/></order>"))
                .isFalse();
        assertThat(fails("validateDTD", "order.dtd", "<!DOCTYPE order [<!ELEMENT order ANY>]><order>x</order>"))
                .isTrue();
    }

    @Test
    void fetchesNothingFromOutside() throws IOException {
        Path secret = environment.path("secret");
        String document = "<!DOCTYPE order [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]><order>&x;</order>";
        assertThat(fails("validateSchema", "order.xsd", document)).isTrue();
        assertThat(fails("validateDTD", "order.dtd", document)).isTrue();
    }

    @Test
    void survivesEntityBombs() {
        Assertions.assertTimeout(Duration.ofSeconds(10), () -> {
            assertThat(fails("validateSchema", "order.xsd", BOMB)).isTrue();
            assertThat(fails("validateDTD", "order.dtd", BOMB)).isTrue();
        });
    }

    @Test
    void refusesDocumentsThatNestTooDeep() throws IOException {
        environment.file("deep.dtd", "<!ELEMENT a (a?)>");
        assertThat(fails("validateDTD", "deep.dtd", "<a>".repeat(1_000) + "</a>".repeat(1_000)))
                .isFalse();
        assertThat(fails("validateDTD", "deep.dtd", "<a>".repeat(1_001) + "</a>".repeat(1_001)))
                .isTrue();
    }

    @Test
    void refusesBrokenSchemas() {
        assertThatThrownBy(() -> fails("validateSchema", "broken.xsd", "<a/>")).hasMessageContaining("broken.xsd");
        assertThatThrownBy(() -> fails("validateSchema", "a.json", "<a/>")).hasMessageContaining("JSON");
        assertThatThrownBy(() -> fails("validateDTD", "absent.dtd", "<a/>")).isInstanceOf(IOException.class);
    }
}
