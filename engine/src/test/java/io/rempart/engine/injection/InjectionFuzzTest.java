package io.rempart.engine.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.bytes.ByteSlice;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeded: any bytes are answered, the answer depends on the bytes alone, and the time is linear. */
class InjectionFuzzTest {
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private static final String[] PIECES = {
        "'",
        "\"",
        "`",
        "\\",
        "--",
        "#",
        "/*",
        "*/",
        "/*!",
        "(",
        ")",
        ",",
        ";",
        "{",
        "}",
        "[",
        "]",
        ".",
        ":",
        "@",
        "@@",
        "$",
        "$$",
        "$a$",
        "1",
        "0x",
        "0b1",
        "1e",
        "x'1",
        "q'(",
        "nq'!",
        "u&'",
        "e'",
        " ",
        "\n",
        "\0",
        "\u00a0",
        "\u00ff",
        "select",
        "union",
        "and",
        "or",
        "like",
        "in",
        "binary",
        "collate",
        "a_b",
        "user",
        "if",
        "<",
        ">",
        "</",
        "/>",
        "=",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<%",
        "%>",
        "<!doctype",
        "script",
        "onclick",
        "href",
        "style",
        "java",
        "&#x",
        "&#1",
        "xmlns",
        "]"
    };

    @Test
    void answersAnyBytesAndMindsOnlyTheSlice() {
        Random random = new Random(20261123);
        SqliDetector usedAgain = new SqliDetector();
        for (int round = 0; round < 60_000; round++) {
            byte[] value = value(random);
            byte[] padded = new byte[value.length + 20];
            random.nextBytes(padded);
            System.arraycopy(value, 0, padded, 10, value.length);
            ByteSlice inside = ByteSlice.of(padded, 10, value.length);
            String fingerprint = SqliDetector.detect(ByteSlice.of(value));
            assertThat(SqliDetector.detect(inside)).isEqualTo(fingerprint);
            assertThat(usedAgain.fingerprint(inside)).isEqualTo(fingerprint);
            if (fingerprint != null) {
                assertThat(fingerprint).hasSizeBetween(1, SqliFolder.MAX_TOKENS);
            }
            assertThat(XssDetector.detect(inside)).isEqualTo(XssDetector.detect(ByteSlice.of(value)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select.",
                "and.",
                "1+",
                "1,",
                "(",
                "x'0",
                "$a$",
                "$",
                "'\\",
                "/*",
                "a/**/",
                "[",
                "`a`",
                "{a b",
                "''\\",
                "q'(",
                "<a b=",
                "<!--",
                "<!-",
                "<",
                "<%",
                "<![CDATA[]",
                "on=",
                "<a href=&#9;",
                "= '\"`",
            })
    void takesTimeInProportionToTheLength(String piece) {
        long small = nanoseconds(ByteSlice.latin1(piece.repeat(20_000 / piece.length())));
        long large = nanoseconds(ByteSlice.latin1(piece.repeat(320_000 / piece.length())));
        // 16 times as long; quadratic would be 256 times.
        assertThat(large).as("%d and %d ns", small, large).isLessThan(80 * Math.max(small, 200_000));
    }

    private static long nanoseconds(ByteSlice value) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long start = CPU.getCurrentThreadCpuTime();
            SqliDetector.detect(value);
            XssDetector.detect(value);
            best = Math.min(best, CPU.getCurrentThreadCpuTime() - start);
        }
        return best;
    }

    private static byte[] value(Random random) {
        StringBuilder value = new StringBuilder();
        for (int i = random.nextInt(14); i >= 0; i--) {
            value.append(random.nextInt(20) == 0 ? (char) random.nextInt(256) : "");
            value.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return value.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
