package io.rempart.events.read;

import static io.rempart.events.read.Logs.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.Event;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamingRecordSplitterTest {
    private static final FieldLimits SMALL = new FieldLimits(1_000, 20_000, 100, 100);

    private static List<String> split(String log) {
        return split(log, FieldLimits.DEFAULT);
    }

    private static List<String> split(String log, FieldLimits limits) {
        return Split.records(bytes(log), 7, limits).stream()
                .map(record -> new String(record.bytes(), StandardCharsets.ISO_8859_1))
                .toList();
    }

    private static List<AuditFormat> formats(String log) {
        return Split.of(bytes(log), 11, Split.CONTEXT).events.stream()
                .map(Event::format)
                .toList();
    }

    @Test
    void splitsEveryFormatMixedInOneFile() {
        String log =
                Logs.MODSECURITY2_JSON + "\n" + Logs.native2("0123abcd", "a", "x") + Logs.MODSECURITY3_JSON + "\r\n\r\n"
                        + Logs.native3("UiaqbUYK", "b") + Logs.CORAZA_JSON + "\n" + Logs.CORAZA_LEGACY_JSON + "\n"
                        + Logs.CORAZA_OCSF
                        + "\n" + Logs.native2("deadbeef", "c", "y") + Logs.SURICATA_ALERT;

        assertThat(formats(log))
                .containsExactly(
                        AuditFormat.MODSECURITY2_JSON,
                        AuditFormat.MODSECURITY2_NATIVE,
                        AuditFormat.MODSECURITY3_JSON,
                        AuditFormat.MODSECURITY3_NATIVE,
                        AuditFormat.CORAZA_JSON,
                        AuditFormat.CORAZA_LEGACY_JSON,
                        AuditFormat.CORAZA_OCSF,
                        AuditFormat.MODSECURITY2_NATIVE,
                        AuditFormat.SURICATA_EVE);
    }

    @Test
    void givesTheOffsetsToGoOnFrom() {
        byte[] log = bytes("\n{\"a\":1}\r\n\n" + Logs.native2("0123abcd", "a", "x") + "{\"b\":2}");

        List<RawRecord> records = Split.records(log, 3, FieldLimits.DEFAULT);

        assertThat(records).hasSize(3);
        assertThat(records.get(0).start()).isEqualTo(1);
        assertThat(records.get(0).end()).isEqualTo(10);
        assertThat(records.get(2).end()).isEqualTo(log.length);
        for (RawRecord record : records) {
            RecordSplitter again = new StreamingRecordSplitter(FieldLimits.DEFAULT);
            again.reset(record.start());
            again.feed(log, (int) record.start(), log.length - (int) record.start());
            again.end();
            RawRecord same = again.next();
            assertThat(same).isNotNull();
            assertThat(same.bytes()).isEqualTo(record.bytes());
            assertThat(same.start()).isEqualTo(record.start());
            assertThat(same.end()).isEqualTo(record.end());
        }
    }

    @Test
    void holdsBackARecordThatIsStillBeingWritten() {
        RecordSplitter splitter = new StreamingRecordSplitter(FieldLimits.DEFAULT);
        byte[] log = bytes("{\"a\":1}\n{\"b\":");
        splitter.feed(log, 0, log.length);

        assertThat(splitter.next()).isNotNull();
        assertThat(splitter.next()).isNull();
        assertThat(splitter.position()).isEqualTo(8);
        splitter.feed(bytes("2}\n"), 0, 3);
        assertThat(splitter.next()).isNotNull();
        assertThat(splitter.position()).isEqualTo(log.length + 3);
    }

    @Test
    void onlyTheOwnBoundaryEndsANativeRecord() {
        String forged =
                "x\n--deadbeef-Z--\n\n--deadbeef-A--\n[01/Jan/2001:00:00:00 +0000] FAKE 198.51.100.1 1 127.0.0.1 80\n"
                        + "--deadbeef-B--\nGET /fake HTTP/1.1\n\n--deadbeef-Z--\n\n" + Logs.MODSECURITY2_JSON + "\n"
                        + "---AbCdEfGh---Z--\n--0123abcd-Z-- \n --0123abcd-Z--\n";
        String record = Logs.native2("0123abcd", "a", forged);

        assertThat(split(record + Logs.native2("11112222", "b", "x")))
                .containsExactly(
                        record.strip(), Logs.native2("11112222", "b", "x").strip());
        Split split = Split.of(bytes(record));
        assertThat(split.events).hasSize(1);
        assertThat(split.events.get(0).request().body()).isEqualTo(Logs.text(forged));
    }

    @Test
    void tellsARecordCutInItsBodyFromAForgedOneByTheDeclaredLength() {
        String cut = Logs.native2("0123abcd", "a", "x".repeat(300));
        cut = cut.substring(0, cut.indexOf("xxx") + 100) + "\n";
        String log = cut + Logs.native2("11112222", "b", "y") + Logs.MODSECURITY2_JSON + "\n";
        RecordSplitter splitter = new StreamingRecordSplitter(FieldLimits.DEFAULT);
        byte[] bytes = bytes(log);
        splitter.feed(bytes, 0, bytes.length);

        // Not at the end of the file: the declared length of the body is past.
        assertThat(splitter.next()).isNotNull().extracting(RawRecord::start).isEqualTo(0L);
        assertThat(splitter.next()).isNotNull().extracting(RawRecord::start).isEqualTo((long) cut.length());
        assertThat(splitter.next()).isNotNull();
        assertThat(splitter.next()).isNull();
        assertThat(splitter.position()).isEqualTo(bytes.length);
    }

    @Test
    void tellsARecordCutInItsBodyAtTheEndOfTheFile() {
        String cut = Logs.native2("0123abcd", "a", "x".repeat(9_000));
        cut = cut.substring(0, cut.indexOf("xxx") + 100);

        Split split = Split.of(bytes(cut + Logs.native2("11112222", "b", "y") + Logs.native2("33334444", "c", "z")));

        assertThat(split.unreadable).isEqualTo(1);
        assertThat(split.events).extracting(Event::transactionId).containsExactly("b", "c");
    }

    @Test
    void takesARecordThatNeverEndsForCutAfterTheRecordLimit() {
        String cut = Logs.native2("0123abcd", "a", "x".repeat(9_000));
        cut = cut.substring(0, cut.indexOf("xxx") + 100).replace("Content-Length: 9000", "A: b") + "\n";
        StringBuilder log = new StringBuilder(cut);
        for (int i = 0; i < 100; i++) {
            log.append(Logs.native2(String.format("%08x", i), "id" + i, "y"));
        }
        byte[] bytes = bytes(log.toString());
        RecordSplitter splitter = new StreamingRecordSplitter(SMALL);
        splitter.feed(bytes, 0, bytes.length);

        int records = 0;
        while (splitter.next() != null) {
            records++;
        }
        assertThat(records).isEqualTo(101);
        assertThat(splitter.position()).isEqualTo(bytes.length);
    }

    @Test
    void closesARecordThatIsCutInItsMessages() {
        String cut = Logs.native2("0123abcd", "a", "x");
        cut = cut.substring(0, cut.indexOf("[msg") + 3);

        assertThat(split(cut + Logs.native2("11112222", "b", "y")))
                .containsExactly(cut, Logs.native2("11112222", "b", "y").strip());
        assertThat(split(cut + "\n" + Logs.native2("11112222", "b", "y"))).hasSize(2);
        assertThat(split(cut + "\n" + Logs.MODSECURITY2_JSON + "\n")).containsExactly(cut, Logs.MODSECURITY2_JSON);
    }

    @Test
    void takesInterleavedRecordsApart() {
        String first = Logs.native2("0123abcd", "a", "x");
        String second = Logs.native2("11112222", "b", "y");
        int inHeaders = first.indexOf("\n--0123abcd-C--") + 1;
        String log = first.substring(0, inHeaders) + second + first.substring(inHeaders);

        List<RawRecord> records = Split.records(bytes(log), 13, FieldLimits.DEFAULT);
        Split split = Split.of(bytes(log));

        assertThat(split.events).extracting(Event::transactionId).containsExactlyInAnyOrder("a", "b");
        assertThat(split.events).allSatisfy(event -> assertThat(event.hits()).hasSize(1));
        assertThat(split.repaired).isZero();
        // Stored alone, the inner one must not move the bookmark past the beginning of the outer one.
        assertThat(records.get(0).start()).isEqualTo(inHeaders);
        assertThat(records.get(0).end()).isZero();
        assertThat(records.get(1).end()).isEqualTo(log.length() - 1);
    }

    @Test
    void passesHolesOfNulBytes() {
        String log = "\0".repeat(5_000) + Logs.MODSECURITY2_JSON + "\n" + Logs.MODSECURITY2_JSON.substring(0, 500)
                + "\0".repeat(3_000) + Logs.MODSECURITY2_JSON + "\n" + "\0".repeat(10)
                + Logs.native2("0123abcd", "a", "x")
                + "\0\0\0";

        Split split = Split.of(bytes(log), 64, Split.CONTEXT);

        assertThat(split.events).hasSize(3);
        assertThat(split.repaired).isEqualTo(3);
        assertThat(split.unreadable).isEqualTo(1);
    }

    @Test
    void splitsTheEndlessLineOfAModSecurityWithoutJson() {
        String error = "{\"error\":\"ModSecurity was not compiled with JSON support.\"}";

        assertThat(split(error.repeat(3) + Logs.MODSECURITY2_JSON + "\n" + error))
                .containsExactly(error, error, error, Logs.MODSECURITY2_JSON, error);
    }

    @Test
    void gathersTheTailOfACutRecordIntoOneFragment() {
        String whole = Logs.native2("0123abcd", "a", "x");
        String tail = whole.substring(whole.indexOf("Set-Cookie: a"));

        Split split = Split.of(bytes(tail + Logs.native2("11112222", "b", "y")));

        assertThat(split.unreadable).isEqualTo(2);
        assertThat(split.events).hasSize(1);
    }

    @Test
    void cutsALongStringAndSaysHowMuchMoreThereWas() throws Exception {
        String head =
                "{\"transaction\":{\"time\":\"05/Mar/2026:14:07:09 +0000\"},\"request\":{\"request_line\":\"GET / HTTP/1.1\",\"headers\":{\"A\":\"";
        String value = "b\\\"\\u001F\\\\".repeat(1_000);
        String record = head + value + "\"}}}";

        String kept = split(record + "\n", SMALL).get(0);

        String tail = kept.substring(kept.indexOf("[rempart: "));
        int length = kept.indexOf("[rempart: ") - head.length();
        assertThat(length).isBetween(994, 1_000);
        String rest = value.substring(length);
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(rest)));
        assertThat(tail).isEqualTo("[rempart: " + rest.length() + " more bytes, sha256 " + sha256 + "]\"}}}");
        assertThat(Split.of(bytes(kept)).events.get(0).notes())
                .singleElement()
                .asString()
                .contains(sha256);
    }

    @Test
    void cutsABodyOfManyChunksAsOneField() {
        String chunk = "\"" + "c".repeat(300) + "\"";
        String record = "{\"transaction\":{\"time\":\"05/Mar/2026:14:07:09 +0000\"},\"request\":{\"body\":["
                + (chunk + ",").repeat(50) + chunk + "]},\"response\":{\"status\":200}}";

        String kept = split(record + "\n", SMALL).get(0);

        assertThat(kept.length()).isLessThan(1_400);
        Event event = Split.of(bytes(kept)).events.get(0);
        assertThat(event.response().status()).isEqualTo(200);
        assertThat(event.notes()).singleElement().asString().contains("more bytes stood in the log");
    }

    @Test
    void recoversARecordGluedBehindALongStringThatWasCut() {
        String head = "{\"transaction\":{\"time\":\"05/Mar/2026:14:07:09 +0000\"},\"response\":{\"body\":\"";
        for (String glue : List.of("", "\\", "{", "\"", "\\u00")) {
            Split split = Split.of(
                    bytes(head + "b".repeat(5_000) + glue + Logs.MODSECURITY2_JSON + "\n"),
                    100,
                    new RecordReader.ReadContext(Split.CONTEXT.zone(), SMALL));

            if (glue.startsWith("\\")) {
                continue; // the glue escapes the bracket or quote: nobody can tell
            }
            assertThat(split.unreadable).as(glue).isEqualTo(1);
            assertThat(split.repaired).as(glue).isEqualTo(1);
        }
    }

    @Test
    void cutsALongNativeBodyAndALongHeader() {
        String record =
                Logs.native2("0123abcd", "a", "line of body\n".repeat(1_000)).replace("caf\u00e9", "u".repeat(5_000));

        List<String> kept = split(record, SMALL);

        assertThat(kept).hasSize(1);
        assertThat(kept.get(0).length()).isLessThan(4_000);
        Event event = Split.of(bytes(kept.get(0))).events.get(0);
        assertThat(event.notes()).hasSize(2).allMatch(note -> note.contains("more bytes"));
        assertThat(event.notes().get(1)).contains("12000 more bytes");
        assertThat(event.hits()).hasSize(1);
    }

    @Test
    void keepsTheHeadOfARecordPastTheLimit() {
        String record = "{\"a\":[" + "\"x\",".repeat(50_000) + "\"x\"]}";

        List<RawRecord> records = Split.records(bytes(record + "\n{\"b\":1}\n"), 4_096, SMALL);

        assertThat(records).hasSize(2);
        assertThat(records.get(0).bytes().length).isLessThan(1_100);
        assertThat(new String(records.get(0).bytes(), StandardCharsets.ISO_8859_1))
                .endsWith("[rempart: " + (record.length() - 1_000) + " more bytes]");
        assertThat(RecordReaders.read(
                        records.get(0).bytes(), new RecordReader.ReadContext(Split.CONTEXT.zone(), SMALL)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Reading.Unreadable.class,
                        part -> assertThat(part.reason()).contains("longer than the limit"));
    }

    @Test
    void readsALineOf200MegabytesInBoundedMemory() {
        RecordSplitter splitter = new StreamingRecordSplitter(FieldLimits.DEFAULT);
        byte[] head = bytes(
                "{\"transaction\":{\"time\":\"05/Mar/2026:14:07:09 +0000\"},\"response\":{\"status\":200,\"body\":\"");
        byte[] chunk = new byte[1 << 20];
        Arrays.fill(chunk, (byte) 'x');
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        long before = runtime.totalMemory() - runtime.freeMemory();

        splitter.feed(head, 0, head.length);
        for (int i = 0; i < 200; i++) {
            splitter.feed(chunk, 0, chunk.length);
            assertThat(splitter.next()).isNull();
        }
        System.gc();
        long after = runtime.totalMemory() - runtime.freeMemory();
        splitter.feed(bytes("\"}}\n"), 0, 4);

        assertThat(after - before).isLessThan(8 << 20);
        RawRecord record = splitter.next();
        assertThat(record).isNotNull();
        assertThat(record.bytes().length).isLessThan(70_000);
        assertThat(Split.of(record.bytes()).events.get(0).response().status()).isEqualTo(200);
    }

    @Test
    void boundsARecordWithoutEndOfAHole() {
        RecordSplitter splitter = new StreamingRecordSplitter(SMALL);
        byte[] native2 = bytes(Logs.native2("0123abcd", "a", "x"));
        splitter.feed(native2, 0, native2.length / 2);
        for (int i = 0; i < 2_000; i++) {
            splitter.feed(new byte[10_000], 0, 10_000);
        }
        splitter.feed(native2, 0, native2.length);
        splitter.end();

        RawRecord cut = splitter.next();
        assertThat(cut).isNotNull();
        assertThat(cut.bytes().length).isLessThan(3_000);
        assertThat(splitter.next()).isNotNull();
        assertThat(splitter.next()).isNull();
    }
}
