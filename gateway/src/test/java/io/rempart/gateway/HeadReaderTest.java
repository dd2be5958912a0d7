package io.rempart.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadReaderTest {
    private static RawHead read(String head) {
        byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
        return HeadCheck.check(HeadReader.read(bytes, bytes.length));
    }

    private static RawHead.@Nullable Refusal refusal(String head) {
        return read(head).refusal();
    }

    @Test
    void keepsEveryByteOfTargetAndFields() {
        RawHead head = read("GET /\u00E9%zz?<a>=\"b\" HTTP/1.1\r\nHost: a\r\nX:\t \u00FF\u0080 v \r\n\r\n");
        assertThat(head.refusal()).isNull();
        assertThat(head.target()).hasToString("/\u00E9%zz?<a>=\"b\"");
        assertThat(head.field("x")).hasToString("\u00FF\u0080 v");
    }

    @Test
    void handsJettyATargetWithoutBytesThatNoUriHas() {
        String canonical = StandardCharsets.ISO_8859_1
                .decode(CanonicalHead.of(read("GET /\u00E9%zz?<a>=\"b\" HTTP/4.0\r\nHost: a\r\n\r\n")))
                .toString();
        assertThat(canonical).isEqualTo("GET /%E9%zz?%3Ca%3E=%22b%22 HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    @Test
    void combinesFieldsOfOneName() {
        RawHead head = read("GET / HTTP/1.1\nHost: a\nAccept: x\nCookie: a=1\naccept: y\nCookie: b=2\n\n");
        assertThat(head.field("Accept")).hasToString("x, y");
        assertThat(head.field("Cookie")).hasToString("a=1; b=2");
        assertThat(head.fields()).hasSize(3);
    }

    @Test
    void unfoldsFields() {
        assertThat(read("GET / HTTP/1.1\r\nHost: a\r\nX: one\r\n\t two\r\n\r\n").field("X"))
                .hasToString("one two");
    }

    @Test
    void forgetsTheLengthWhereThereIsATransferCoding() {
        RawHead head = read("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertThat(head.refusal()).isNull();
        assertThat(head.field("Content-Length")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "\tGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP\\1.0\r\nHost: a\r\n\r\n",
                "GET / HTTP/0.9\r\nHost: a\r\n\r\n",
                "GET / JUNK/1.0\r\nHost: a\r\n\r\n",
                "G(T / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n",
                "POST /\r\n",
            })
    void refusesUnseenWhatCanNotBeRead(String head) {
        assertThat(refusal(head)).matches(refusal -> refusal != null && refusal.status() == 400 && !refusal.readable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET \\ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
                "CONNECT a HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost:\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a%00\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
                "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
            })
    void refusesAfterRulesSawItWhatMustNotBeForwarded(String head) {
        assertThat(refusal(head)).matches(refusal -> refusal != null && refusal.status() == 400 && refusal.readable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "|GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://a/b HTTP/1.1\r\nHost: a\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
                "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.0\r\nHost:\r\n\r\n",
                "GET / HTTP/4.0\r\nHost: [::1]:80\r\n\r\n",
                "GET /\r\n",
                "GET / \r\n",
            })
    void serves(String head) {
        assertThat(refusal(head)).isNull();
    }

    @Test
    void readsAnyBytesWithoutFailing() {
        Random random = new Random(7);
        String pieces = "GET /HTTP.1\r\n\t :;,#%\0\u00FFxHost";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder head = new StringBuilder("GET / HTTP/1.1\r\n");
            for (int j = random.nextInt(40); j > 0; j--) {
                int at = random.nextInt(head.length() + 1);
                head.insert(at, pieces.charAt(random.nextInt(pieces.length())));
            }
            assertThat(read(head.toString())).isNotNull();
        }
    }
}
