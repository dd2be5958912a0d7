package io.rempart.console.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnPathTest {
    @ParameterizedTest
    @ValueSource(strings = {"/events", "/events?q=class%3Ascanner&range=24h", "/logs/quarantine/3"})
    void keepsPathsOfThisConsole(String path) {
        assertThat(ReturnPath.safe(path)).isEqualTo(path);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "https://evil.example/",
                "//evil.example",
                "/\\evil.example",
                "\\\\evil",
                "javascript:alert(1)",
                "events",
                "/events\r\nSet-Cookie: x=1",
                "/a b",
                "/log-in?next=/log-in",
                "/é"
            })
    void replacesEverythingElse(String path) {
        assertThat(ReturnPath.safe(path)).isEqualTo("/");
    }
}
