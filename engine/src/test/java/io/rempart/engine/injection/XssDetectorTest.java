package io.rempart.engine.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.bytes.ByteSlice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XssDetectorTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<ScRiPt",
                "<s\u0000cript>",
                "\"><svg onload=alert(1)>",
                "' onmouseover='alert(1)",
                "\" onfocus=alert(1) autofocus x=\"",
                "` onclick=alert(1) x=`",
                "x onerror=alert(1)",
                "<a href=javascript:alert(1)>",
                "<a href=\"&#106;&#x61;va\u0000script:alert(1)\">",
                "<a href='\u0001 data:text/html,x'>",
                "<img style='x'>",
                "<!doctype html>",
                "<!--[if gte IE 4]>",
                "<!-- `><script -->",
                "<?import namespace='x'>",
                "<x xmlns:y=z>",
                "<animate attributename=href>",
                "</ foo=\"><script>",
            })
    void findsScript(String value) {
        assertThat(XssDetector.detect(ByteSlice.latin1(value))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice",
                "a < b and c > d",
                "<b>bold</b>",
                "<a href='https://example.org/'>x</a>",
                "name=value&other=thing",
                "onAAAAA==",
                "online",
                "music onfoo=1",
                "<a onfoobar=1>",
                "<img src='/a.png' alt=\"javascript:\">",
                "it's \"quoted\" `text` = fine",
            })
    void leavesPlainTextAlone(String value) {
        assertThat(XssDetector.detect(ByteSlice.latin1(value))).isFalse();
    }
}
