package io.rempart.events.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.Event.Disposition;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
        "c/audit.log.gz, 1750, 0, 0",
        "nginx-json/audit.log.gz, 3507, 0, 0",
        "nginx-json-bodies/audit.log.gz, 1341, 0, 0",
        "nginx-native/audit.log.gz, 1347, 0, 0",
        "cut/native-mid-part-h.log.gz, 48, 1, 0",
        "cut/native-no-z.log.gz, 47, 1, 0",
        "cut/native-starts-midrecord.log.gz, 10, 1, 2",
        "cut/nginx-native-mid.log.gz, 23, 1, 0",
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

    @ParameterizedTest
    @CsvSource({"c2, 514", "d, 1279", "nginx-conc, 1341"})
    void findsTheFileOfEveryEntryOfAnIndex(String variant, int entries) {
        byte[] log = Corpora.unzipped("audit-logs/" + variant + "/audit.log.gz");

        Split split = Split.of(log);

        assertThat(split.readings)
                .hasSize(entries)
                .allSatisfy(reading -> assertThat(reading)
                        .isInstanceOfSatisfying(
                                Reading.InFile.class,
                                file -> assertThat(file.path()).matches("/[^ ]*/20261122/20261122-09[0-9]{2}/[^ /]+")));
        assertEveryByteIsAccountedFor(log, split.records);
    }

    @ParameterizedTest
    @CsvSource({"c2, 514, MODSECURITY2_NATIVE", "d, 1279, MODSECURITY2_JSON", "nginx-conc, 1341, MODSECURITY3_JSON"})
    void readsTheFilesOfAConcurrentLog(String variant, int files, AuditFormat format) {
        byte[] tar = Corpora.unzipped("audit-logs/" + variant + "/storage.tar.gz");

        Split all = new Split();
        for (int at = 0; at + 512 <= tar.length && tar[at] != 0; ) {
            String octal = new String(tar, at + 124, 11, StandardCharsets.US_ASCII);
            int size = Integer.parseInt(octal, 8);
            if (tar[at + 156] == '0') {
                byte[] file = Arrays.copyOfRange(tar, at + 512, at + 512 + size);
                Split one = Split.of(file);
                assertThat(one.records).hasSize(1);
                all.add(one.readings);
            }
            at += 512 + (size + 511) / 512 * 512;
        }

        assertThat(all.events).hasSize(files);
        assertThat(all.repaired + all.unreadable).isZero();
        assertThat(all.events.stream().filter(event -> event.format() != format).count())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"a, 18545", "b, 1270", "f, 819", "anom, 381", "e, 0", "c, 1358"})
    void countsWhatTheServerIntercepted(String variant, int blocked) {
        Split split = Split.of(Corpora.unzipped("audit-logs/" + variant + "/audit.log.gz"));

        assertThat(split.events.stream()
                        .filter(event -> event.disposition() == Disposition.BLOCKED)
                        .count())
                .isEqualTo(blocked);
    }

    @ParameterizedTest
    @CsvSource({"crs-requests.eve.json.gz, 5291, 12794", "et-requests.eve.json.gz, 0, 0"})
    void readsSuricata(String file, int events, int skipped) {
        byte[] log = Corpora.unzipped("eve/" + file);

        Split split = Split.of(log);

        assertThat(split.unreadable).isZero();
        if (events > 0) {
            assertThat(split.events).hasSize(events);
            assertThat(split.skipped).isEqualTo(skipped);
        } else {
            assertThat(split.readings).hasSize(12_000);
        }
        assertThat(split.events.stream().filter(event -> event.peer() == null).count())
                .isZero();
        assertThat(split.events.stream()
                        .filter(event -> !event.localAddress().equals("192.168.1.10"))
                        .count())
                .isZero();
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
