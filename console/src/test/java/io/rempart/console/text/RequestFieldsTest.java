package io.rempart.console.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.console.text.RequestFields.Field;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.HeaderField;
import io.rempart.events.model.Request;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestFieldsTest {
    private static List<Field> of(String uri, String type, String body, String... needles) {
        Request request = new Request(
                ByteText.EMPTY,
                ByteText.of("POST"),
                ByteText.of(uri),
                ByteText.EMPTY,
                List.of(
                        new HeaderField(ByteText.of("Content-Type"), ByteText.of(type)),
                        new HeaderField(ByteText.of("Cookie"), ByteText.of("a=1; b=%3Cb%3E"))),
                ByteText.of(body));
        return RequestFields.of(
                request, List.of(needles).stream().map(ByteText::of).toList());
    }

    private static List<String> said(List<Field> fields) {
        return fields.stream()
                .map(field -> field.place() + " " + field.name() + "="
                        + field.innermost().text())
                .toList();
    }

    @Test
    void readsQueryFormAndCookies() {
        assertThat(said(of("/x?q=1%27+or&e=#f", "application/x-www-form-urlencoded", "n%5B%5D=a%26b&flag")))
                .containsExactly(
                        "query q=1' or", "query e=", "form n[]=a&b", "form flag=", "cookie a=1", "cookie b=<b>");
    }

    @Test
    void readsJsonByPathAndMarksWhatMatched() {
        List<Field> fields = of(
                "/",
                "application/json",
                "{\"order\":{\"items\":[{\"name\":\"\\u003cscript\\u003e\"}],\"n\":3}}",
                "<script>");
        assertThat(said(fields)).startsWith("json order.items[0].name=<script>", "json order.n=3");
        assertThat(fields.get(0).hasMarks()).isTrue();
    }

    @Test
    void keepsWhatStandsBeforeTheDamageOfAJsonBody() {
        assertThat(said(of("/", "application/json", "{\"a\":\"b\",\"c\":"))).startsWith("json a=b");
    }

    @Test
    void readsThePartsOfAnUpload() {
        String body = "--XX\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nhello\r\nworld\r\n"
                + "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"shell.php\"\r\n"
                + "Content-Type: image/png\r\n\r\n<?php system($_GET[0]);\r\n--XX--\r\n";
        assertThat(said(of("/", "multipart/form-data; boundary=XX", body)))
                .startsWith(
                        "multipart title=hello\r\nworld", "file f=shell.php", "multipart f=<?php system($_GET[0]);");
    }

    @Test
    void takesAHundredValuesAndNoMore() {
        String many = "a=1&".repeat(300);
        assertThat(of("/", "application/x-www-form-urlencoded", many)).hasSize(RequestFields.MOST);
        assertThat(of("/", "application/json", "[" + "1,".repeat(300) + "1]")).hasSize(RequestFields.MOST);
        assertThat(of("/", "application/json", "[".repeat(100_000))).hasSizeLessThanOrEqualTo(2);
    }
}
