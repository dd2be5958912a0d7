package io.rempart.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.bytes.ByteSlice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sentences are libxml2's, whose xmlschemas.c has them. */
class SchemaWordsTest {
    private static final String SCHEMA = """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:a" targetNamespace="urn:a"
              elementFormDefault="qualified">
            <xs:element name="r"><xs:complexType><xs:sequence>
              <xs:element name="i" type="xs:integer"/>
              <xs:element name="l" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string">
                <xs:maxLength value="2"/></xs:restriction></xs:simpleType></xs:element>
              <xs:any namespace="##other" minOccurs="0"/>
            </xs:sequence>
            <xs:attribute name="q" use="required"/>
            <xs:attribute name="o"><xs:simpleType><xs:restriction base="xs:string">
              <xs:enumeration value="0"/><xs:enumeration value="1"/></xs:restriction></xs:simpleType></xs:attribute>
            <xs:attribute name="n" type="xs:int"/>
            </xs:complexType></xs:element></xs:schema>
            """;

    @TempDir
    Path directory;

    private List<String> faults(String document) throws IOException {
        TestEnvironment environment = new TestEnvironment().file("a.xsd", SCHEMA);
        environment.directory = directory;
        TestContext context = new TestContext();
        Operators.create("validateSchema", ByteSlice.latin1("a.xsd"), environment)
                .matches(ByteSlice.utf8(document), context);
        return context.debug.stream()
                .filter(line -> line.startsWith("Element "))
                .toList();
    }

    @Test
    void namesWhatIsExpectedInPlaceOfAnElement() throws IOException {
        assertThat(faults("<r xmlns='urn:a' q=''><z/></r>"))
                .containsExactly("Element '{urn:a}z': This element is not expected. Expected is ( {urn:a}i ).");
        assertThat(faults("<r xmlns='urn:a' q=''><i>1</i><z/></r>"))
                .containsExactly("Element '{urn:a}z': This element is not expected. Expected is one of ( {urn:a}l,"
                        + " ##other{urn:a}* ).");
        assertThat(faults("<r xmlns='urn:a' q=''/>"))
                .containsExactly("Element '{urn:a}r': Missing child element(s). Expected is ( {urn:a}i ).");
        assertThat(faults("<x/>"))
                .containsExactly("Element 'x': No matching global declaration available for the validation root.");
    }

    @Test
    void namesAttributesThatAreMissingOrNotAllowed() throws IOException {
        assertThat(faults("<r xmlns='urn:a' xmlns:p='urn:p' p:x=''><i>1</i></r>"))
                .containsExactly(
                        "Element '{urn:a}r', attribute '{urn:p}x': The attribute '{urn:p}x' is not allowed.",
                        "Element '{urn:a}r': The attribute 'q' is required but missing.");
    }

    @Test
    void saysOfWhichAttributeOrElementAValueIsAndWhatItsFacetAllows() throws IOException {
        assertThat(faults("<r xmlns='urn:a' q='' n='z' o='2'><i>1</i><l>abc</l></r>"))
                .containsExactlyInAnyOrder(
                        "Element '{urn:a}r', attribute 'n': 'z' is not a valid value of the atomic type 'xs:int'.",
                        "Element '{urn:a}r', attribute 'o': [facet 'enumeration'] The value '2' is not an element of the set"
                                + " {'0', '1'}.",
                        "Element '{urn:a}r', attribute 'o': '2' is not a valid value of the local atomic type.",
                        "Element '{urn:a}l': [facet 'maxLength'] The value has a length of '3'; this exceeds the allowed"
                                + " maximum length of '2'.",
                        "Element '{urn:a}l': 'abc' is not a valid value of its atomic type.");
    }

    @Test
    void saysThatTextIsNotAllowed() throws IOException {
        assertThat(faults("<r xmlns='urn:a' q=''>text<i>1</i></r>"))
                .containsExactly(
                        "Element '{urn:a}r': Character content other than whitespace is not allowed because the"
                                + " content type is 'element-only'.");
    }
}
