package io.rempart.events.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.read.RecordReader.ReadContext;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged logs, made from seeds: cuts, flipped bytes, glue, holes. */
class SplitterFuzzTest {
    private static final FieldLimits SMALL = new FieldLimits(300, 5_000, 50, 50);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void givesTheSameRecordsWhateverTheChunksAndNeverThrows(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            byte[] log = damaged(random);
            FieldLimits limits = random.nextBoolean() ? SMALL : FieldLimits.DEFAULT;
            List<RawRecord> whole = Split.records(log, Math.max(1, log.length), limits);
            for (int chunk : new int[] {1, 2 + random.nextInt(50), 100 + random.nextInt(5_000)}) {
                List<RawRecord> again = Split.records(log, chunk, limits);
                assertThat(again)
                        .as("seed %d, round %d, chunk %d", seed, round, chunk)
                        .hasSameSizeAs(whole);
                for (int i = 0; i < whole.size(); i++) {
                    assertThat(again.get(i).start()).isEqualTo(whole.get(i).start());
                    assertThat(again.get(i).end()).isEqualTo(whole.get(i).end());
                    assertThat(again.get(i).bytes()).isEqualTo(whole.get(i).bytes());
                }
            }
            ReadContext context = new ReadContext(Split.CONTEXT.zone(), limits);
            for (RawRecord record : whole) {
                List<Reading> readings = RecordReaders.read(record.bytes(), context);
                assertThat(readings).isNotEmpty();
                for (Reading reading : readings) {
                    if (reading instanceof Reading.Read read) {
                        assertThat(RecordReaders.read(read.record(), context))
                                .singleElement()
                                .isInstanceOfSatisfying(
                                        Reading.Read.class,
                                        same -> assertThat(same.event()).isEqualTo(read.event()));
                        byte[] own = RempartJsonWriter.write(read.event());
                        assertThat(RecordReaders.read(own, context))
                                .singleElement()
                                .isInstanceOfSatisfying(
                                        Reading.Read.class,
                                        same -> assertThat(same.event()).isEqualTo(read.event()));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void accountsForEveryByteOfALogWithoutLongFields(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            byte[] log = damaged(random);
            boolean[] covered = new boolean[log.length];
            for (RawRecord record : Split.records(log, 1 + random.nextInt(500), FieldLimits.DEFAULT)) {
                int from = (int) record.start();
                for (int i = 0; i < record.bytes().length && from + i < log.length; i++) {
                    covered[from + i] = true; // interleaved records overlap, which does not matter here
                }
                if (record.end() > record.start()) {
                    Arrays.fill(covered, from, (int) record.end(), true);
                }
            }
            for (int i = 0; i < log.length; i++) {
                if (!covered[i]) {
                    assertThat(log[i])
                            .as("seed %d, round %d, byte %d", seed, round, i)
                            .isIn((byte) 0, (byte) '\n', (byte) '\r', (byte) ' ', (byte) '\t');
                }
            }
        }
    }

    private static byte[] damaged(Random random) {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        int records = 1 + random.nextInt(8);
        for (int i = 0; i < records; i++) {
            byte[] record = Logs.bytes(record(random));
            switch (random.nextInt(8)) {
                case 0 -> record = Arrays.copyOf(record, random.nextInt(record.length));
                case 1 -> record = Arrays.copyOfRange(record, random.nextInt(record.length), record.length);
                case 2 -> {
                    for (int flips = random.nextInt(5); flips >= 0; flips--) {
                        record[random.nextInt(record.length)] ^= (byte) (1 << random.nextInt(8));
                    }
                }
                case 3 -> log.writeBytes(new byte[random.nextInt(600)]);
                case 4 -> record[random.nextInt(record.length)] = '\n';
                default -> {
                    // whole
                }
            }
            log.writeBytes(record);
            if (random.nextInt(6) > 0) {
                log.write('\n');
            }
        }
        return log.toByteArray();
    }

    private static String record(Random random) {
        String boundary = String.format("%08x", random.nextInt());
        return switch (random.nextInt(9)) {
            case 0 -> Logs.MODSECURITY2_JSON;
            case 1 -> Logs.MODSECURITY3_JSON;
            case 2 ->
                Logs.native2(
                        boundary, "n2", "b".repeat(random.nextInt(800)) + "\n" + Logs.native2("deadbeef", "f", "x"));
            case 3 -> Logs.native3(boundary, "n3");
            case 4 -> Logs.CORAZA_JSON;
            case 5 -> Logs.CORAZA_OCSF;
            case 6 -> Logs.SURICATA_ALERT;
            case 7 -> Logs.native2(boundary, "n2", "body");
            default ->
                "www.example.org 192.0.2.1 - - [05/Mar/2026:14:07:09 +0100] \"GET / HTTP/1.1\" 403 51 \"-\" \"-\" iD \"-\" /x/iD 0 4445 md5:0011 ";
        };
    }
}
