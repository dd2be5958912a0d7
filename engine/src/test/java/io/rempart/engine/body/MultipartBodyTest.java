package io.rempart.engine.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.bytes.ByteSlice;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartBodyTest {
    private static final String TYPE = "multipart/form-data; boundary=0000";
    private static final String FORM = "Content-Disposition: form-data; ";
    private static final String END = "--0000--\r\n";

    @Test
    void reportsArgumentsFilesAndHeadersInOrder() {
        RecordingSink sink = read(
                TYPE,
                part(FORM + "name=\"a\"", "1")
                        + part(FORM + "name=\"f\"; filename=\"x.txt\"\r\nContent-Type: text/plain", "l1\r\nl2\nl3")
                        + END);
        assertThat(sink.events)
                .containsExactly(
                        "header a: Content-Disposition: form-data; name=\"a\"",
                        "argument a=1 @46,52",
                        "header f: Content-Disposition: form-data; name=\"f\"; filename=\"x.txt\"",
                        "header f: Content-Type: text/plain",
                        "file f=x.txt",
                        "content f 9 @151: l1\r\nl2\nl3");
        assertThat(set(sink)).isEmpty();
        assertThat(sink.flags).containsEntry(BodyFlag.MULTIPART_UNMATCHED_BOUNDARY, 0);
        assertThat(sink.debug)
                .contains(
                        "Multipart: Added file part to the list: name \"f\" file name \"x.txt\" (offset 151, length 9)");
    }

    @Test
    void keepsLineEndsInsideAValueButNotTheLast() {
        RecordingSink sink = read(TYPE, part(FORM + "name=a", "1\n\r\n\r\n2\r\r\n") + END);
        assertThat(sink.arguments()).containsExactly("a=1\n\r\n\r\n2\r\r\n");
        assertThat(set(sink)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "multipart/form-data|Boundary not found in C-T.",
                "multipart/mixed; boundary=0000|Invalid MIME type.",
                "multipart/form-data; bOundAry=0000|Invalid boundary in C-T (case sensitivity).",
                "multipart/form-data, boundary=0000|Invalid boundary in C-T (malformed).",
                "multipart/form-data; charset=x; boundary=0000|Invalid boundary in C-T (malformed).",
                "multipart/form-data; boundary|Invalid boundary in C-T (malformed).",
                "multipart/form-data; boundary123=0000|Invalid boundary in C-T (parameter name).",
                "multipart/form-data; boundary=\"0000\"; boundary=1111|Multiple boundary parameters in C-T.",
                "multipart/form-data; boundary=\"0000|Invalid boundary in C-T (quote).",
                "multipart/form-data; boundary=0000\"|Invalid boundary in C-T (quote).",
                "multipart/form-data; boundary=\"00\"00\"|Invalid boundary in C-T (characters).",
                "multipart/form-data; boundary=0000!1111|Invalid boundary in C-T (characters).",
                "multipart/form-data; boundary=\"0000 \"|Invalid boundary in C-T (characters).",
                "multipart/form-data; boundary=|Invalid boundary in C-T (empty).",
            })
    void refusesContentTypesThatAreReadInTwoWays(String type, String message) {
        RecordingSink sink = read(type, part(FORM + "name=a", "1") + END);
        assertThat(sink.errors).containsExactly("Multipart parsing error: Multipart: " + message);
        assertThat(sink.flags).containsEntry(BodyFlag.MULTIPART_STRICT_ERROR, 1);
        assertThat(sink.arguments()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "multipart/form-data boundary=0000|MULTIPART_MISSING_SEMICOLON",
                "multipart/form-data; boundary =0000|MULTIPART_BOUNDARY_WHITESPACE",
                "multipart/form-data; boundary=\"0000\"|MULTIPART_BOUNDARY_QUOTED",
            })
    void flagsUnusualContentTypes(String type, BodyFlag flag) {
        RecordingSink sink = read(type, part(FORM + "name=a", "1") + END);
        assertThat(sink.arguments()).containsExactly("a=1");
        assertThat(sink.errors).isEmpty();
        assertThat(set(sink)).containsExactlyInAnyOrder(flag, BodyFlag.MULTIPART_STRICT_ERROR);
    }

    @Test
    void toleratesAParameterAfterTheBoundary() {
        RecordingSink sink = read(TYPE + "; charset=UTF-8", part(FORM + "name=a", "1") + END);
        assertThat(sink.arguments()).containsExactly("a=1");
        assertThat(set(sink)).isEmpty();
        assertThat(sink.debug).contains("Multipart: Invalid parameter after boundary in C-T (tolerated).");
    }

    @Test
    void flagsWhatIsOutsideTheParts() {
        assertThat(set(read(TYPE, "pre\r\n" + part(FORM + "name=a", "1") + END)))
                .containsExactlyInAnyOrder(BodyFlag.MULTIPART_DATA_BEFORE, BodyFlag.MULTIPART_STRICT_ERROR);
        assertThat(set(read(TYPE, part(FORM + "name=a", "1") + END + "x")))
                .containsExactlyInAnyOrder(BodyFlag.MULTIPART_DATA_AFTER, BodyFlag.MULTIPART_STRICT_ERROR);
    }

    @Test
    void flagsLineEnds() {
        String body = part(FORM + "name=a", "1") + END;
        assertThat(set(read(TYPE, body.replace("\r\n", "\n"))))
                .containsExactlyInAnyOrder(BodyFlag.MULTIPART_LF_LINE, BodyFlag.MULTIPART_STRICT_ERROR);
        // Only the line before the boundary: the trick of CVE-2022-48279.
        assertThat(set(read(TYPE, body.replace("1\r\n", "1\n"))))
                .containsExactlyInAnyOrder(
                        BodyFlag.MULTIPART_LF_LINE, BodyFlag.MULTIPART_CRLF_LF_LINES, BodyFlag.MULTIPART_STRICT_ERROR);
    }

    @Test
    void unfoldsHeadersAndFlagsThem() {
        RecordingSink sink = read(TYPE, part("X-A: b\r\n c\r\n\td\r\n" + FORM + "name=a", "1") + END);
        assertThat(sink.events).contains("header a: X-A: b c d");
        assertThat(set(sink))
                .containsExactlyInAnyOrder(BodyFlag.MULTIPART_HEADER_FOLDING, BodyFlag.MULTIPART_STRICT_ERROR);
        assertThat(set(read(TYPE, part("Content-Disposition: form-data;\r\n\fname=a", "1") + END)))
                .contains(BodyFlag.MULTIPART_HEADER_FOLDING, BodyFlag.MULTIPART_INVALID_HEADER_FOLDING);
    }

    @Test
    void flagsQuoting() {
        for (String value : new String[] {"name='a'", "name=a'b"}) {
            assertThat(set(read(TYPE, part(FORM + value, "1") + END)))
                    .as(value)
                    .containsExactlyInAnyOrder(BodyFlag.MULTIPART_INVALID_QUOTING, BodyFlag.MULTIPART_STRICT_ERROR);
        }
        RecordingSink fine = read(TYPE, part(FORM + "name=\"a'b\\\"c\\\\d\\e\"", "1") + END);
        assertThat(fine.arguments()).containsExactly("a'b\"c\\d\\e=1");
        assertThat(set(fine)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "name=a; name=b|-14",
                "name=a; filename=b; filename=c|-15",
                "name=\"a\" x|-12",
                "name=\"a|-10",
                "name=\"a\\|-8",
                "name=a; x=y|-11",
                "name=|-6",
                "name|-4",
                "NAME=a|-11",
                "name=a; filename*=utf-8''b|-21",
                "name=a; filename=b; filename*=b|-16",
                "name=a; filename=b; filename*=u''%zz|-18",
                "name=a; filename=b; filename*=u''c; filename*=u''d|-20",
            })
    void refusesOtherContentDispositions(String parameters, int code) {
        RecordingSink sink = read(TYPE, part(FORM + parameters, "1") + END);
        assertThat(sink.errors)
                .singleElement()
                .asString()
                .startsWith("Multipart parsing error: Multipart: Invalid Content-Disposition header (" + code + "): ");
    }

    @Test
    void reportsBothNamesOfAFile() {
        RecordingSink sink = read(TYPE, part(FORM + "name=a; filename=x; filename*=utf-8'en'y%20%2Fz", "1") + END);
        assertThat(sink.events).contains("file a=x", "file also a=y /z", "content a 1 @91: 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "X: y|Part missing Content-Disposition header.",
                "Content-Disposition: form-data|Content-Disposition header missing name field.",
                ": x|Invalid part header (header name missing).",
                "nonsense|Invalid part header (colon missing): nonsense",
                "Bad Name: x|Invalid part header (contains invalid character).",
                "X: y\\r\\nx: z|Duplicate part header: x.",
                "~ folded~|Invalid part header (folding error).",
                "Content-Disposition: form-data; name=a; filename =b|Invalid Content-Disposition header (filename).",
            })
    void refusesPartsItCantReadSafely(String headers, String message) {
        String unescaped = headers.replace("\\r\\n", "\r\n");
        assertThat(read(TYPE, part(unescaped, "1") + END).errors)
                .containsExactly("Multipart parsing error: Multipart: " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--0000x\r\n", "--0000-\r\n", "-- 0000\r\n", "--0000 \r\n"})
    void refusesWhatNearlyIsTheBoundary(String line) {
        RecordingSink sink = read(TYPE, part(FORM + "name=a", "1") + line + END);
        assertThat(sink.errors).singleElement().asString().contains("Invalid boundary");
        assertThat(sink.arguments()).containsExactly("a=1");
    }

    @Test
    void tellsUnmatchedBoundariesApart() {
        RecordingSink inside = read(TYPE, part(FORM + "name=a", "----foreign\r\n1") + END);
        assertThat(inside.flags).containsEntry(BodyFlag.MULTIPART_UNMATCHED_BOUNDARY, 2);
        assertThat(inside.errors).isEmpty();
        RecordingSink none = read(TYPE, "--1111\r\n" + FORM + "name=a\r\n\r\n1\r\n--1111--\r\n");
        assertThat(none.flags).containsEntry(BodyFlag.MULTIPART_UNMATCHED_BOUNDARY, 1);
        assertThat(none.errors).containsExactly("Multipart parsing error: Multipart: No boundaries found in payload.");
    }

    @Test
    void flagsABoundaryWhereDataShouldBegin() {
        RecordingSink sink = read(TYPE, "--0000\r\n" + FORM + "name=a\r\n\r\n" + END);
        assertThat(set(sink)).contains(BodyFlag.MULTIPART_INVALID_PART);
        assertThat(sink.errors).containsExactly("Multipart parsing error: Multipart: Final boundary missing.");
    }

    @Test
    void inspectsWhatCameWhenTheEndIsMissing() {
        String body = part(FORM + "name=a", "1") + "--0000\r\n" + FORM + "name=b\r\n\r\nattack";
        RecordingSink whole = read(TYPE, body);
        assertThat(whole.arguments()).containsExactly("a=1", "b=attack");
        assertThat(whole.errors).containsExactly("Multipart parsing error: Multipart: Final boundary missing.");
        RecordingSink partial = new RecordingSink();
        MultipartBody processor = new MultipartBody(ByteSlice.latin1(TYPE), BodyLimits.DEFAULT, partial);
        processor.write(ByteSlice.latin1(body));
        processor.end(true);
        assertThat(partial.arguments()).containsExactly("a=1", "b=attack");
        assertThat(partial.errors).isEmpty();
    }

    @Test
    void acceptsAFinalBoundaryWithoutLineEndAndABodyOfNothing() {
        assertThat(read(TYPE, part(FORM + "name=a", "1") + "--0000--").errors).isEmpty();
        assertThat(read(TYPE, "").errors).isEmpty();
    }

    @Test
    void flagsTheFileAboveTheLimitAndStillReportsIt() {
        RecordingSink sink = new RecordingSink();
        MultipartBody body = new MultipartBody(ByteSlice.latin1(TYPE), BodyLimits.DEFAULT.withUploadFiles(2), sink);
        for (int i = 1; i <= 3; i++) {
            body.write(ByteSlice.latin1(part(FORM + "name=f" + i + "; filename=\"\"", "x")));
        }
        body.write(ByteSlice.latin1(END));
        body.end(false);
        assertThat(sink.events).contains("file f2=", "file f3= (not kept)");
        assertThat(set(sink))
                .containsExactlyInAnyOrder(BodyFlag.MULTIPART_FILE_LIMIT_EXCEEDED, BodyFlag.MULTIPART_STRICT_ERROR);
    }

    @Test
    void boundsHeaderLinesAndTakesLongDataLines() {
        String fits = "X: " + "y".repeat(MultipartBody.LONGEST_LINE - 5);
        assertThat(read(TYPE, part(FORM + "name=a\r\n" + fits, "1") + END).errors)
                .isEmpty();
        assertThat(read(TYPE, part(FORM + "name=a\r\n" + fits + "y", "1") + END).errors)
                .containsExactly("Multipart parsing error: Multipart: Part header line over 4096 bytes long");
        String data = "z".repeat(3 * MultipartBody.LONGEST_LINE + 1);
        assertThat(read(TYPE, part(FORM + "name=a", data) + END).arguments()).containsExactly("a=" + data);
    }

    @Test
    void isAnErrorOnceTheSinkTakesNoMore() {
        RecordingSink sink = new RecordingSink(1);
        MultipartBody body = new MultipartBody(ByteSlice.latin1(TYPE), BodyLimits.DEFAULT, sink);
        body.write(ByteSlice.latin1(part(FORM + "name=a", "1") + part(FORM + "name=b", "2") + END));
        body.end(false);
        assertThat(sink.arguments()).containsExactly("a=1");
        assertThat(sink.errors).containsExactly("SecArgumentsLimit exceeded");
    }

    private static String part(String headers, String value) {
        return "--0000\r\n" + headers + "\r\n\r\n" + value + "\r\n";
    }

    private static RecordingSink read(String type, String body) {
        RecordingSink sink = new RecordingSink();
        MultipartBody processor = new MultipartBody(ByteSlice.latin1(type), BodyLimits.DEFAULT, sink);
        processor.write(ByteSlice.latin1(body));
        processor.end(false);
        return sink;
    }

    /** The flags that are not 0, but for the unmatched boundary. */
    private static Set<BodyFlag> set(RecordingSink sink) {
        EnumSet<BodyFlag> all = EnumSet.allOf(BodyFlag.class);
        all.remove(BodyFlag.URLENCODED_ERROR);
        assertThat(sink.flags.keySet()).isEqualTo(all);
        return sink.flags.entrySet().stream()
                .filter(flag -> flag.getValue() != 0 && flag.getKey() != BodyFlag.MULTIPART_UNMATCHED_BOUNDARY)
                .map(java.util.Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
