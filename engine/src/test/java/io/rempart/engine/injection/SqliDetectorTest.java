package io.rempart.engine.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.bytes.ByteSlice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqliDetectorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "1 or 1=1--~1&1c",
                "' or '1'='1~s&sos",
                "1' union select 1,2,3--~sUE1c",
                "\" or \"\"=\"~s&sos",
                "1; drop table users~1;Tnn",
                "1 /*! or 1=1 */~X",
                "1/* comment */~1c",
                "admin'--~sc",
                "1 AND SLEEP(5)~1&f(1",
            })
    void findsInjections(String value, String fingerprint) {
        assertThat(SqliDetector.detect(ByteSlice.latin1(value))).isEqualTo(fingerprint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice",
                "42",
                "1union",
                "O'Reilly",
                "Marks & Spencer",
                "union of select workers",
                "2026-11-23T17:55:00Z",
                "550e8400-e29b-41d4-a716-446655440000",
                "foo@example.org",
                "https://example.org/a?b=c&d=e#f",
                "foo--",
                "it's -- I think -- fine",
            })
    void leavesPlainTextAlone(String value) {
        assertThat(SqliDetector.detect(ByteSlice.latin1(value))).isNull();
    }

    @Test
    void readsASliceInItsBoundsOnly() {
        byte[] bytes = "1 or 1=1--xxx' or '1'='1".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(SqliDetector.detect(ByteSlice.of(bytes, 10, 3))).isNull();
        assertThat(SqliDetector.detect(ByteSlice.of(bytes, 0, 10))).isEqualTo("1&1c");
    }

    @Test
    void distrustsTextThatHidesFromTheAuditOfSqlServer() {
        assertThat(SqliDetector.detect(ByteSlice.latin1("foo -- bar"))).isNull();
        assertThat(SqliDetector.detect(ByteSlice.latin1("foo -- sp_password"))).isEqualTo("nc");
    }
}
