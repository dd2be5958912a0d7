package io.rempart.engine.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.bytes.ByteSlice;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seeded: any bytes are read, in any pieces with the same result, in linear time. */
class BodyFuzzTest {
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final ByteSlice TYPE = ByteSlice.latin1("multipart/form-data; boundary=0000");
    private static final ByteSlice QUOTED_TYPE = ByteSlice.latin1("multipart/form-data; boundary=\"0000\"");
    private static final BodyLimits LIMITS =
            BodyLimits.DEFAULT.withJsonDepth(20).withXmlIntoArguments(true);

    private static final String[] FORM_PIECES = {"a", "=", "&", "%", "%4", "%41", "+", ";", "\0", "name", "\u00ff"};
    private static final String[] MULTIPART_PIECES = {
        "--0000\r\n",
        "--0000\r\n",
        "--0000\n",
        "--0000--\r\n",
        "--0000--",
        "--",
        "-",
        "0000",
        "\r\n",
        "\r\n\r\n",
        "\n",
        "\r",
        "Content-Disposition: form-data; name=\"a\"\r\n\r\n",
        "Content-Disposition: form-data; name=b; filename=\"c\"\r\n\r\n",
        "Content-Type: text/plain\r\n",
        " folded\r\n",
        "data",
        "\0",
        "\"",
        "'",
        "\\",
        "filename*=u''x",
        ": ",
        "\f",
        "--1111\r\n"
    };
    private static final String[] JSON_PIECES = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\":",
        "\"b\"",
        "\"",
        "\\",
        "\\u00e9",
        "\\ud83d\\ude00",
        "\\ud800",
        "1",
        "-1.5e3",
        "0",
        ".",
        "e",
        "true",
        "false",
        "null",
        " ",
        "\n",
        "\u00c3\u00a9",
        "\u00ff",
        "x",
        "{\"k\":",
        "[1,",
        "]}"
    };
    private static final String[] XML_PIECES = {
        "<a>",
        "</a>",
        "<b x='1'>",
        "</b>",
        "<c/>",
        "text",
        "&lt;",
        "&#65;",
        "&e;",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?p ?>",
        "<!DOCTYPE a [<!ENTITY e 'E'>]>",
        "<?xml version='1.0'?>",
        "<?xml version='1.0' encoding='UTF-16'?>",
        "\u00c3\u00a9",
        "\u00ff",
        "\0",
        "<",
        ">",
        "&",
        "xmlns:p='u'",
        "<p:q p:r=''>",
        "'",
        "\"",
        "]",
        "%"
    };

    @Test
    void readsUrlEncodedBodiesInAnyPieces() {
        fuzz(FORM_PIECES, 20_000, (limits, sink) -> new UrlEncodedBody(limits, sink));
    }

    @Test
    void readsMultipartBodiesInAnyPieces() {
        fuzz(MULTIPART_PIECES, 20_000, (limits, sink) -> new MultipartBody(TYPE, limits, sink));
        fuzz(MULTIPART_PIECES, 2_000, (limits, sink) -> new MultipartBody(QUOTED_TYPE, limits, sink));
    }

    @Test
    void readsJsonBodiesInAnyPieces() {
        fuzz(JSON_PIECES, 20_000, (limits, sink) -> new JsonBody(limits, sink));
    }

    @Test
    void readsXmlBodiesInAnyPieces() {
        fuzz(XML_PIECES, 3_000, (limits, sink) -> new XmlBody(limits, sink));
    }

    @Test
    void cutsLongMultipartLinesTheSameWayInAnyPieces() {
        Random random = new Random(4096);
        for (int round = 0; round < 200; round++) {
            StringBuilder body =
                    new StringBuilder("--0000\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\n");
            for (int i = 0; i < 6; i++) {
                body.append("x".repeat(4090 + random.nextInt(10)));
                body.append(MULTIPART_PIECES[random.nextInt(MULTIPART_PIECES.length)]);
            }
            check(body.append("\r\n--0000--\r\n").toString(), random, (l, sink) -> new MultipartBody(TYPE, l, sink));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "form,a=%41&", "form,a", "form,&", "multipart,x", "multipart,-", "multipart,--", "multipart,--0000x",
        "multipart,X: y\\n", "json,[", "json,'{\"a\":'", "json,\"\\\\u0041", "json,'1,'", "xml,<a>", "xml,<a/>",
        "xml,'<a b=\"'", "xml,&lt;"
    })
    void takesTimeInProportionToTheLength(String kind, String piece) {
        String repeated = piece.replace("\\n", "\n");
        nanoseconds(kind, repeated, 20_000);
        long small = nanoseconds(kind, repeated, 20_000);
        long large = nanoseconds(kind, repeated, 320_000);
        assertThat(large).as("%d and %d ns", small, large).isLessThan(80 * Math.max(small, 500_000));
    }

    private static long nanoseconds(String kind, String piece, int length) {
        String begin = switch (kind) {
            case "multipart" -> "--0000\r\nContent-Disposition: form-data; name=a\r\n\r\n";
            case "json" -> "[";
            case "xml" -> "<r>";
            default -> "";
        };
        ByteSlice body = ByteSlice.latin1(begin + piece.repeat(length / piece.length()));
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            RecordingSink sink = new RecordingSink(1000);
            BodyProcessor processor = switch (kind) {
                case "multipart" -> new MultipartBody(TYPE, BodyLimits.DEFAULT, sink);
                case "json" -> new JsonBody(BodyLimits.DEFAULT.withJsonDepth(1_000_000), sink);
                case "xml" -> new XmlBody(BodyLimits.DEFAULT, sink);
                default -> new UrlEncodedBody(BodyLimits.DEFAULT, sink);
            };
            long start = CPU.getCurrentThreadCpuTime();
            processor.write(body);
            processor.end(false);
            best = Math.min(best, CPU.getCurrentThreadCpuTime() - start);
        }
        return best;
    }

    private static void fuzz(String[] pieces, int rounds, BiFunction<BodyLimits, BodySink, BodyProcessor> processor) {
        Random random = new Random(20261123);
        for (int round = 0; round < rounds; round++) {
            StringBuilder body = new StringBuilder();
            for (int i = random.nextInt(16); i > 0; i--) {
                body.append(pieces[random.nextInt(pieces.length)]);
                if (random.nextInt(30) == 0) {
                    body.append((char) random.nextInt(256));
                }
            }
            check(body.toString(), random, processor);
        }
    }

    private static void check(String body, Random random, BiFunction<BodyLimits, BodySink, BodyProcessor> processor) {
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        boolean partial = random.nextInt(4) == 0;
        String whole = report(List.of(ByteSlice.of(bytes)), partial, processor);
        List<ByteSlice> cut = new ArrayList<>();
        int most = 1 + random.nextInt(Math.max(1, bytes.length));
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(random.nextInt(most + 1), bytes.length - at);
            cut.add(ByteSlice.of(bytes, at, length));
            at += length;
        }
        assertThat(report(cut, partial, processor)).as(body).isEqualTo(whole);
    }

    private static String report(
            List<ByteSlice> chunks, boolean partial, BiFunction<BodyLimits, BodySink, BodyProcessor> processor) {
        RecordingSink sink = new RecordingSink(8);
        BodyProcessor body = processor.apply(LIMITS, sink);
        chunks.forEach(body::write);
        body.end(partial);
        assertThat(sink.errors).hasSizeLessThan(2);
        return sink.report();
    }
}
