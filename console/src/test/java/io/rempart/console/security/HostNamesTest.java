package io.rempart.console.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {
    private final HostNames names = new HostNames("127.0.0.1", List.of("Rempart.example.org"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1:8350",
                "localhost",
                "LOCALHOST:8350",
                "x.localhost",
                "[::1]",
                "[::1]:8350",
                "192.0.2.1:8350",
                "rempart.example.org",
                "rempart.example.org.:443",
                "REMPART.example.ORG:8350"
            })
    void includesAddressesLoopbackAndConfiguredNames(String host) {
        assertThat(names.includes(host)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "127.0.0.1.nip.io:8350",
                "2130706433",
                "0x7f.1",
                "1.2.3",
                "999.1.1.1",
                "a:b:c",
                "[::1",
                "[evil]",
                "evil.example:8350",
                "rempart.example.org.evil.example"
            })
    void refusesEveryOtherName(String host) {
        assertThat(names.includes(host)).isFalse();
    }

    @Test
    void refusesAHeaderOfAbsurdLength() {
        assertThat(names.includes("a".repeat(10_000) + ".localhost")).isFalse();
    }
}
