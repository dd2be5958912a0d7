package io.rempart.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.RuleSet;
import io.rempart.engine.Transaction;
import io.rempart.engine.Verdict;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.seclang.RuleSetLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code @validateSchema} and {@code @validateDTD} as rules use them: on the target XML, which stands for the whole document. */
class XmlRulesTest {
    private static final String RULES = """
            SecRuleEngine On
            SecRequestBodyAccess On
            SecAction "id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=XML"
            """;
    private static final String SCHEMA = """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
              <xs:element name="order"><xs:complexType><xs:sequence>
                <xs:element name="count" type="xs:int"/>
              </xs:sequence></xs:complexType></xs:element>
            </xs:schema>
            """;
    private static final String TYPE = "<!ELEMENT order (count)> <!ELEMENT count (#PCDATA)>";

    @Test
    void aDocumentThatTheTypeAllowsPasses() {
        assertThat(verdict("<order><count>1</count></order>", dtd()).interrupts())
                .isFalse();
    }

    @Test
    void theDocumentsOwnTypeDoesNotCount() {
        String own = "<!DOCTYPE order [<!ELEMENT order ANY><!ELEMENT evil ANY>]>";
        assertThat(verdict(own + "<order><evil/></order>", dtd()).interrupts()).isTrue();
        assertThat(verdict(own + "<order><count>1</count></order>", dtd()).interrupts())
                .isFalse();
        String outside = "<!DOCTYPE order SYSTEM \"order.dtd\">";
        assertThat(verdict(outside + "<order><count>1</count></order>", dtd()).interrupts())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<order><count>1</count>", "<order><other/></order>"})
    void aDocumentThatTheTypeDoesNotAllowIsDenied(String document) {
        assertThat(verdict(document, dtd()).interrupts()).isTrue();
    }

    @TempDir
    Path folder;

    @Test
    void aDocumentIsHeldAgainstTheSchema() throws IOException {
        Path schema = Files.writeString(folder.resolve("order.xsd"), SCHEMA);
        RuleSet rules = new RuleSetLoader()
                .text("test", RULES + "SecRule XML \"@validateSchema " + schema + "\" \"id:2,phase:2,deny\"")
                .load();
        assertThat(verdict("<order><count>1</count></order>", rules).interrupts())
                .isFalse();
        assertThat(verdict("<order><count>many</count></order>", rules).interrupts())
                .isTrue();
        assertThat(verdict("<order><count>1</count>", rules).interrupts()).isTrue();
    }

    private static RuleSet dtd() {
        return new RuleSetLoader()
                .data("order.dtd", ByteSlice.latin1(TYPE))
                .text("test", RULES + "SecRule XML \"@validateDTD order.dtd\" \"id:2,phase:2,deny\"")
                .load();
    }

    private static Verdict verdict(String document, RuleSet rules) {
        try (Transaction transaction = rules.begin()) {
            transaction.requestLine(ByteSlice.latin1("POST"), ByteSlice.latin1("/"), ByteSlice.latin1("HTTP/1.1"));
            transaction.requestHeader(ByteSlice.latin1("Content-Type"), ByteSlice.latin1("text/xml"));
            transaction.processRequestHeaders();
            transaction.requestBody(ByteSlice.utf8(document));
            return transaction.processRequestBody();
        }
    }
}
