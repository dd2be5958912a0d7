package io.rempart.events.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordMaskerTest {
    private final MaskToken token = new MaskToken("sixteen bytes or more".getBytes(StandardCharsets.US_ASCII));
    private final RecordMasker masker =
            new RecordMasker(new SecretNames(List.of("*kennwort*"), List.of()), token, true);

    private String mask(String record) {
        return new String(masker.mask(bytes(record)), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void masksParametersOfTheRequestLine() {
        assertThat(mask("{\"request\":{\"request_line\":\"GET /in?user=ann&password=hunter2&x=1 HTTP/1.1\"}}"))
                .isEqualTo("{\"request\":{\"request_line\":\"GET /in?user=ann&password=" + token.of("hunter2")
                        + "&x=1 HTTP/1.1\"}}");
    }

    @Test
    void masksNamesThatAreEncodedNestedOrInAnotherCase() {
        for (String name :
                List.of("pass%77ord", "user[PassWord]", "login.pwd", "USER_PASSWORD", "api-key", "Kennwort")) {
            assertThat(mask("{\"uri\":\"/?" + name + "=geheim&a=1\"}"))
                    .doesNotContain("geheim")
                    .contains("&a=1");
        }
    }

    @Test
    void masksAuthorizationAndCookiesButKeepsSchemeAndNames() {
        String masked = mask("{\"request\":{\"headers\":{\"Authorization\":\"Basic YW5uOmh1bnRlcjI=\","
                + "\"Cookie\":\"PHPSESSID=abc123; theme=dark\",\"Host\":\"shop.example.org\"}},"
                + "\"response\":{\"headers\":{\"Set-Cookie\":\"sid=zz9; Path=/; HttpOnly\"}}}");
        assertThat(masked)
                .contains("\"Authorization\":\"Basic [masked:")
                .contains("\"Cookie\":\"PHPSESSID=[masked:")
                .contains("; theme=[masked:")
                .contains("\"Set-Cookie\":\"sid=[masked:")
                .contains("; Path=/; HttpOnly")
                .contains("shop.example.org")
                .doesNotContain("YW5u")
                .doesNotContain("abc123")
                .doesNotContain("dark")
                .doesNotContain("zz9");
    }

    @Test
    void masksHeadersThatAreArrays() {
        assertThat(mask("{\"request\":{\"headers\":{\"cookie\":[\"a=secret1\"],\"x-api-key\":[\"secret2\"]}}}"))
                .doesNotContain("secret1")
                .doesNotContain("secret2");
        assertThat(mask("{\"http\":{\"request_headers\":[{\"name\":\"Cookie\",\"value\":\"a=secret1\"}]}}"))
                .doesNotContain("secret1");
    }

    @Test
    void masksABodyWhoseSecretLiesAcrossTwoChunks() {
        String masked = mask("{\"request\":{\"body\":[\"user=ann&pass\",\"word=hun\",\"ter2&go=1\"]}}");
        assertThat(masked)
                .isEqualTo("{\"request\":{\"body\":[\"user=ann&password=" + token.of("hunter2") + "&go=1\"]}}");
    }

    @Test
    void masksJsonMultipartAndXmlBodies() {
        assertThat(
                        mask(
                                "{\"body\":\"{\\\"user\\\":\\\"ann\\\",\\\"password\\\": \\\"hun\\\\\\\"ter2\\\",\\\"pin\\\":1234}\"}"))
                .doesNotContain("ter2")
                .doesNotContain("1234")
                .contains("ann");
        assertThat(mask("{\"body\":[\"--b\\r\\nContent-Disposition: form-data; name=\\\"password\\\"\\r\\n\\r\\n"
                        + "hunter2\\r\\n--b--\\r\\n\"]}"))
                .doesNotContain("hunter2")
                .contains("\\r\\n--b--");
        assertThat(mask("{\"body\":\"<login><user>ann</user><password>hunter2</password></login>\"}"))
                .doesNotContain("hunter2")
                .contains("</password>");
    }

    @Test
    void masksTheDataOfHitsOnSecretVariables() {
        String message =
                "Warning. Pattern match \\\"(?i)union\\\" at ARGS:password. [file \\\"x.conf\\\"] [id \\\"942190\\\"] "
                        + "[data \\\"Matched Data: UNION found within ARGS:password: x UNION hunter2\\\"] [severity \\\"CRITICAL\\\"]";
        String masked = mask("{\"audit_data\":{\"messages\":[\"" + message + "\"]}}");
        assertThat(masked)
                .doesNotContain("hunter2")
                .contains("found within ARGS:password: [masked:")
                .contains("[id \\\"942190\\\"]")
                .contains("[severity \\\"CRITICAL\\\"]");

        String v3 =
                "{\"messages\":[{\"message\":\"SQLi\",\"details\":{\"match\":\"Matched \\\"Operator `Rx' with parameter"
                        + " `x' against variable `ARGS:password' (Value: `hunter2' )\",\"data\":\"hunter2 and more\"}}]}";
        assertThat(mask(v3)).doesNotContain("hunter2").contains("ARGS:password");
    }

    @Test
    void masksDataOfCookiesAndHeadersAndEscapedErrorLines() {
        assertThat(
                        mask(
                                "{\"messages\":[\"x [data \\\"Matched Data: s3 found within REQUEST_COOKIES:id: s3cr3t\\\"]\"],"
                                        + "\"error_messages\":[\"[file \\\\\\\"a.c\\\\\\\"] ModSecurity: Warning. at ARGS:pwd."
                                        + " [data \\\\\\\"Matched Data: q found within ARGS:pwd: s3cr3t\\\\\\\"] [hostname \\\\\\\"h\\\\\\\"]\"]}"))
                .doesNotContain("s3cr3t")
                .contains("[hostname");
    }

    @Test
    void masksCardNumbersAndWebTokensWhereverTheyStand() {
        assertThat(
                        mask(
                                "{\"uri\":\"/pay?n=4111111111111111&m=4111-1111-1111-1111\",\"messages\":[\"card 5500 0055 5555 5559 x\"]}"))
                .doesNotContain("4111")
                .doesNotContain("5500 0055");
        assertThat(mask("{\"uri\":\"/order/4111111111111112/1525157342927546\"}"))
                .as("a wrong check digit, a time in microseconds")
                .contains("4111111111111112/1525157342927546");
        String jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJlLWhlcmUtaXQtaXM";
        assertThat(mask("{\"uri\":\"/x/" + jwt + "/y\"}")).doesNotContain("eyJ").endsWith("/y\"}");
    }

    @Test
    void masksNativeSectionsByTheirLetter() {
        String record = "--27cdeb15-A--\n[01/May/2018:08:05:00 +0200] id 192.0.2.1 1 192.0.2.2 80\n--27cdeb15-B--\n"
                + "POST /login?token=abc HTTP/1.1\nAuthorization: Bearer tok-1\nCookie: a=b1b1\nHost: x\n\n--27cdeb15-C--\n"
                + "--deadbeef-A--\npassword=hunter2&x=1\n--27cdeb15-H--\n"
                + "Message: Warning. at ARGS:password. [data \"Matched Data: h found within ARGS:password: hunter2\"]\n"
                + "Stopwatch: 1525157342927546 578\n\n--27cdeb15-Z--\n";
        assertThat(mask(record))
                .doesNotContain("hunter2")
                .doesNotContain("tok-1")
                .doesNotContain("b1b1")
                .doesNotContain("=abc")
                .contains("Authorization: Bearer [masked:")
                .contains("Host: x\n\n--27cdeb15-C--\n--deadbeef-A--\npassword=[masked:")
                .endsWith("Stopwatch: 1525157342927546 578\n\n--27cdeb15-Z--\n");
    }

    @Test
    void masksBase64PayloadsOfSuricata() {
        String payload = Base64.getEncoder()
                .encodeToString(bytes("POST /l HTTP/1.1\r\nCookie: a=s3cr3t\r\nHost: x\r\n\r\npassword=hunter2"));
        String masked = mask("{\"event_type\":\"alert\",\"payload\":\"" + payload + "\"}");
        String inner = masked.substring(masked.indexOf("payload\":\"") + 10, masked.length() - 2);
        assertThat(new String(Base64.getDecoder().decode(inner), StandardCharsets.ISO_8859_1))
                .contains("Cookie: a=[masked:")
                .contains("password=[masked:")
                .doesNotContain("hunter2");
    }

    @Test
    void givesTheSameArrayBackWhenNothingIsSecret() {
        byte[] record = bytes(
                "{\"request\":{\"request_line\":\"GET /a?b=c HTTP/1.1\",\"headers\":{\"Host\":\"x\",\"X\":\"\u00e9\u00ff\"}}}");
        assertThat(masker.mask(record)).isSameAs(record);
    }

    @Test
    void maskingTwiceChangesNothing() {
        String once =
                mask("{\"request_line\":\"GET /?password=a%20b&token=x HTTP/1.1\",\"headers\":{\"Cookie\":\"a=b; c=d\","
                        + "\"Authorization\":\"Basic eA==\"},\"body\":[\"pwd=1\"]}");
        assertThat(mask(once)).isEqualTo(once);
    }

    @Test
    void theSameSecretGivesTheSameTokenAndAnotherKeyAnother() {
        assertThat(token.of("hunter2")).isEqualTo(token.of("hunter2")).isNotEqualTo(token.of("hunter3"));
        assertThat(token.of("a%20b")).as("decoded first").isEqualTo(token.of("a b"));
        assertThat(new MaskToken(bytes("another sixteen!")).of("hunter2")).isNotEqualTo(token.of("hunter2"));
    }

    @Test
    void masksTheEndOfADamagedRecordToo() {
        assertThat(
                        mask(
                                "{\"request\":{\"request_line\":\"POST /?password=hunter2 HTTP/1.1\",\"headers\":{\"Cookie\":\"a=s3cr"))
                .doesNotContain("hunter2")
                .doesNotContain("s3cr");
        assertThat(mask("ent\":\"x\",\"Cookie\":\"a=s3cr3t\"},\"body\":[\"password=hunter2\"]}"))
                .doesNotContain("hunter2");
    }

    @Test
    void namesTakenOffTheListStayReadable() {
        RecordMasker lenient = new RecordMasker(new SecretNames(List.of(), List.of("*token*")), token, false);
        byte[] record = bytes("{\"uri\":\"/?token=abc\"}");
        assertThat(lenient.mask(record)).isSameAs(record);
    }

    @Test
    void survivesRandomDamage() {
        byte[] seed = bytes(
                "{\"request\":{\"request_line\":\"GET /?password=\\\"hunter2\\u00e9 HTTP/1.1\",\"headers\":{\"Cookie\":"
                        + "\"a=b\"},\"body\":[\"x<password>y\",\"</password> name=\\\"pwd\\\"\\r\\n\\r\\nz\\r\\n--\"]},\"m\":[\"[data \\\"ARGS:pwd: x\\\"]\"]}");
        Random random = new Random(7);
        for (int run = 0; run < 20_000; run++) {
            byte[] damaged = seed.clone();
            for (int flips = random.nextInt(6); flips >= 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            byte[] cut =
                    java.util.Arrays.copyOfRange(damaged, random.nextInt(20), 20 + random.nextInt(damaged.length - 20));
            assertThat(masker.mask(cut)).isNotNull();
        }
    }
}
