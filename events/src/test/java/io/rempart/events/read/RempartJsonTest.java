package io.rempart.events.read;

import static io.rempart.events.read.Logs.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.model.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RempartJsonTest {
    private static Event again(Event event) {
        return Split.of(RempartJsonWriter.write(event)).events.get(0);
    }

    @Test
    void keepsEveryFormatsEventEqual() {
        for (String record : List.of(
                Logs.MODSECURITY2_JSON,
                Logs.MODSECURITY3_JSON,
                Logs.native2("0123abcd", "a", "\u0000\u00ff\u00ed\u00a0\u0080\r\n\"\\\u007f"),
                Logs.native3("UiaqbUYK", "b"),
                Logs.CORAZA_JSON,
                Logs.CORAZA_OCSF,
                Logs.SURICATA_ALERT)) {
            Event event = Split.of(bytes(record)).events.get(0);

            assertThat(again(event)).isEqualTo(event);
        }
    }

    @Test
    void writesValidUtf8OnOneLine() throws Exception {
        Event event = Split.of(bytes(Logs.native2("0123abcd", "a", "\u0000\u00ff\n\u001b[31m")))
                .events
                .get(0);

        byte[] record = RempartJsonWriter.write(event);

        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(java.nio.ByteBuffer.wrap(record))
                .toString();
        assertThat(text).startsWith("{\"rempart\":1,").doesNotContain("\n").doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"rempart\":2,\"format\":\"REMPART_JSON\",\"time\":\"2026-01-01T00:00:00Z\"}",
                "{\"rempart\":1}",
                "{\"rempart\":1,\"format\":\"X\",\"time\":\"2026-01-01T00:00:00Z\"}",
                "{\"rempart\":1,\"format\":\"REMPART_JSON\",\"time\":\"x\"}"
            })
    void refusesWhatItDidNotWrite(String record) {
        assertThat(Split.of(bytes(record)).unreadable).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "c", "e", "f", "anom", "nginx-json", "nginx-native"})
    void keepsRealEventsEqual(String variant) {
        Split split = Split.of(Corpora.unzipped("audit-logs/" + variant + "/audit.log.gz"));

        int differing = 0;
        for (int i = 0; i < split.events.size(); i += 5) {
            differing += again(split.events.get(i)).equals(split.events.get(i)) ? 0 : 1;
        }
        assertThat(differing).isZero();
    }
}
