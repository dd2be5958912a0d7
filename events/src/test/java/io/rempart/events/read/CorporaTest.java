package io.rempart.events.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real logs read to the counts that their READMEs give. */
class CorporaTest {
    @ParameterizedTest
    @CsvSource({
        "a/audit.log.gz, 22206, 0, 0",
        "b/audit.log.gz, 1482, 0, 0",
        "e/audit.log.gz, 2562, 0, 0",
        "f/audit.log.gz, 909, 0, 0",
        "anom/audit.log.gz, 437, 0, 0",
        "full/audit.log.gz, 449, 1, 1",
        "rot-rename/audit.log.gz, 926, 0, 0",
        "rot-rename/audit.log.1.gz, 46, 0, 0",
        "rot-copytruncate/audit.log.gz, 1428, 0, 0",
        "rot-copytruncate/audit.log.1.gz, 336, 0, 0",
        "cut/json-bom.log.gz, 10, 1, 0",
        "cut/json-crlf.log.gz, 30, 0, 0",
        "cut/json-mid-utf8.log.gz, 5, 0, 1",
        "cut/json-midrecord.log.gz, 200, 0, 1",
        "cut/json-no-final-newline.log.gz, 50, 0, 0",
        "cut/json-nul-hole.log.gz, 39, 1, 0",
        "cut/json-nul-tail.log.gz, 50, 0, 1",
        "cut/json-starts-midrecord.log.gz, 59, 0, 1",
        "cut/json-two-records-one-line.log.gz, 20, 2, 0",
    })
    void readsWhatTheReadmeCounts(String file, int events, int repaired, int unreadable) {
        byte[] log = Corpora.unzipped("audit-logs/" + file);

        Split split = Split.of(log);

        assertThat(split.events).hasSize(events);
        assertThat(split.repaired).isEqualTo(repaired);
        assertThat(split.unreadable).isEqualTo(unreadable);
        assertEveryByteIsAccountedFor(log, split.records);
    }

    private static void assertEveryByteIsAccountedFor(byte[] log, List<RawRecord> records) {
        long at = 0;
        for (RawRecord record : records) {
            for (long i = at; i < record.start(); i++) {
                assertThat(log[(int) i]).isIn((byte) 0, (byte) '\n', (byte) '\r', (byte) ' ');
            }
            assertThat(record.end()).isGreaterThanOrEqualTo(record.start() + 1);
            at = record.end();
        }
        for (long i = at; i < log.length; i++) {
            assertThat(log[(int) i]).isIn((byte) 0, (byte) '\n', (byte) '\r', (byte) ' ');
        }
    }
}
