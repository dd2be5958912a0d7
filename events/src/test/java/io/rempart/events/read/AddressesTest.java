package io.rempart.events.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.model.ByteText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "::ffff:192.0.2.1, 192.0.2.1",
        "::FFFF:c000:201, 192.0.2.1",
        "2001:0db8:0000:0000:0000:0000:0000:0001, 2001:db8::1",
        "fe80::1%eth0, fe80::1",
        "[2001:db8::1], 2001:db8::1",
        "::, ::",
    })
    void readsAddresses(String text, String address) {
        assertThat(Addresses.of(ByteText.of(text))).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "localhost",
                "192.0.2",
                "192.0.2.256",
                "192.0.2.1/24",
                "192.0.2.1:80",
                "1.2.3.4.5",
                "192.0.2.*",
                "2001:db8::/32",
                "2001:db8::*",
                "::g",
                ":::",
                "0x7f.1.1.1",
                "unknown"
            })
    void refusesEverythingElse(String text) {
        assertThat(Addresses.of(ByteText.of(text))).isNull();
    }
}
