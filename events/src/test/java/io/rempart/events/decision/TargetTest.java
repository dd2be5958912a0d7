package io.rempart.events.decision;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddressString;
import io.rempart.events.decision.Target.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "' 192.0.2.77/24 ', 192.0.2.0/24",
        "192.0.2.0-192.0.2.255, 192.0.2.0/24",
        "192.0.2.3 - 192.0.2.9, 192.0.2.3-192.0.2.9",
        "::ffff:192.0.2.7, 192.0.2.7",
        "::ffff:192.0.2.0/120, 192.0.2.0/24",
        "2001:DB8:0:0::7, 2001:db8::7",
        "2001:db8::7/64, 2001:db8::/64",
        "0.0.0.0/0, 0.0.0.0/0",
        "as64500, AS64500",
        "pays:fr, country:FR",
        "Home.Example.ORG, home.example.org",
    })
    void readsAndWritesTargets(String text, String canonical) {
        Target target = Target.of(text).orElseThrow();
        assertThat(target.toText()).isEqualTo(canonical);
        assertThat(Target.of(canonical)).contains(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "1.2.3.4/33",
                "192.0.2.9-192.0.2.3",
                "192.0.2.1-2001:db8::1",
                "AS0",
                "AS4294967296",
                "country:FRA",
                "localhost",
                "1.2.3.*",
                "fe80::1%eth0",
                "-x.example.org",
                "192.0.2.1; rm -rf /",
                "a.example.org\n",
                "*",
                "any"
            })
    void readsNothingElse(String text) {
        assertThat(Target.of(text).filter(t -> !t.toText().equals("a.example.org")))
                .isEmpty();
    }

    @Test
    void anIpv6AddressStandsForItsSlash64() {
        assertThat(range("2001:db8::7").widened().toText()).isEqualTo("2001:db8::/64");
        assertThat(range("2001:db8::/120").widened().toText()).isEqualTo("2001:db8::/120");
        assertThat(range("192.0.2.7").widened().toText()).isEqualTo("192.0.2.7");
    }

    @Test
    void knowsWhatItContains() {
        Range range = range("192.0.2.3-192.0.2.9");
        assertThat(range.contains(new IPAddressString("192.0.2.3").getAddress()))
                .isTrue();
        assertThat(range.contains(new IPAddressString("::ffff:192.0.2.9").getAddress()))
                .isTrue();
        assertThat(range.contains(new IPAddressString("192.0.2.10").getAddress()))
                .isFalse();
        assertThat(range.contains(new IPAddressString("2001:db8::1").getAddress()))
                .isFalse();
    }

    private static Range range(String text) {
        return (Range) Target.of(text).orElseThrow();
    }
}
