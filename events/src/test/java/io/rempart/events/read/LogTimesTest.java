package io.rempart.events.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.model.ByteText;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogTimesTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    @ParameterizedTest
    @CsvSource({
        "22/Nov/2026:09:21:36.214485 +0000, 2026-11-22T09:21:36.214485Z",
        "01/May/2018:08:05:00 +0200, 2018-05-01T06:05:00Z",
        "13/Aug/2022:00:06:11.341644 --0400, 2022-08-13T04:06:11.341644Z",
        "13/Aug/2022:00:06:11 --03-30, 2022-08-13T03:36:11Z",
        "13/Aug/2022:00:06:11 +101800, 2022-08-12T13:36:11Z",
        "13/Aug/2022:00:06:11 -0930, 2022-08-13T09:36:11Z",
        "31/Dec/2016:23:59:60 +0000, 2016-12-31T23:59:59Z",
        "15/Jun/2017:11:10:29, 2017-06-15T09:10:29Z",
        "29/Mar/2026:02:30:00, 2026-03-29T01:30:00Z",
    })
    void readsTheCommonForm(String text, Instant time) {
        assertThat(LogTimes.common(ByteText.of(text), PARIS)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "32/Nov/2026:09:21:36 +0000",
                "22/Nox/2026:09:21:36 +0000",
                "22/anF/2026:09:21:36 +0000",
                "22/Nov/2026:25:21:36 +0000",
                "22/Nov/2026 09:21:36",
                "22/Nov/2026:09:21:36 +9999",
                "22/Nov/2026:09:21:36 +1"
            })
    void refusesWhatIsNoTime(String text) {
        assertThat(LogTimes.common(ByteText.of(text), PARIS)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "Sun Nov 22 09:26:02 2026, 2026-11-22T08:26:02Z",
        "Thu Mar  5 14:07:09 2026, 2026-03-05T13:07:09Z",
        "Sat Jun 15 12:12:40 2024, 2024-06-15T10:12:40Z",
    })
    void readsAsctimeInTheZoneOfTheSource(String text, Instant time) {
        assertThat(LogTimes.asctime(ByteText.of(text), PARIS)).isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource({
        "2017-04-07T22:24:37.251547+0100, 2017-04-07T21:24:37.251547Z",
        "2017-04-07T22:24:37Z, 2017-04-07T22:24:37Z",
        "2017-04-07T22:24:37.5-05:30, 2017-04-08T03:54:37.5Z",
        "2017-04-07T22:24:37, 2017-04-07T20:24:37Z",
    })
    void readsTheIsoForm(String text, Instant time) {
        assertThat(LogTimes.iso(ByteText.of(text), PARIS)).isEqualTo(time);
    }

    @Test
    void tellsTheUnitOfATimeSince1970ByItsSize() {
        Instant second = Instant.ofEpochSecond(1_691_236_686);
        assertThat(LogTimes.epoch(1_691_236_686L)).isEqualTo(second);
        assertThat(LogTimes.epoch(1_691_236_686_919L)).isEqualTo(second.plusMillis(919));
        assertThat(LogTimes.epoch(1_691_236_686_919_190L)).isEqualTo(second.plusNanos(919_190_000));
        assertThat(LogTimes.epoch(1_691_236_686_919_190_605L)).isEqualTo(second.plusNanos(919_190_605));
        assertThat(LogTimes.epoch(0)).isNull();
        assertThat(LogTimes.epoch(-1)).isNull();
    }
}
