package io.rempart.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.rempart.engine.Limits;
import io.rempart.engine.RuleSet;
import io.rempart.engine.Transaction;
import io.rempart.engine.Verdict;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.seclang.RuleSetLoader;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a body costs grows as its size does, counted in steps and in bytes allocated, whatever its kind. */
class BodyGrowthTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String[] WORDS = {
        "order", "merci", "until", "it", "Friday's", "a/b", "1.5", "end.", "\u00e9t\u00e9"
    };
    private static final String RULES = """
            SecRuleEngine On
            SecRequestBodyAccess On
            SecRequestBodyLimit 4194304
            SecRequestBodyNoFilesLimit 4194304
            SecArgumentsLimit 100000
            SecRule REQUEST_HEADERS:Content-Type "@contains json" "id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON"
            SecRule ARGS "@rx (?i)attack|\\bunion\\s+select" "id:2,phase:2,pass,nolog,t:none,t:urlDecodeUni,t:cmdLine"
            SecRule ARGS "@pm passwd shadow" "id:3,phase:2,pass,nolog,t:none,t:urlDecodeUni,t:normalizePath"
            SecRule ARGS|ARGS_NAMES "@rx __proto__" "id:4,phase:2,pass,nolog,t:none,t:base64Decode,t:jsDecode"
            SecRule ARGS "@detectSQLi" "id:5,phase:2,pass,nolog,t:none,t:utf8toUnicode,t:urlDecodeUni,t:removeNulls"
            SecRule ARGS "@rx ^[\\w ]*;$" "id:6,phase:2,pass,nolog,multiMatch,t:none,t:removeWhitespace,t:lowercase"
            """;

    enum Kind {
        FORM("application/x-www-form-urlencoded"),
        JSON("application/json"),
        MULTIPART("multipart/form-data; boundary=b");

        final String type;

        Kind(String type) {
            this.type = type;
        }

        /** Of fields that become longer, not more, and of members that become more, not longer. */
        ByteSlice body(int size) {
            Random random = new Random(1);
            StringBuilder body = new StringBuilder(this == JSON ? "[0" : "");
            for (int field = 1; this != JSON && field <= 8 || this == JSON && body.length() < size; field++) {
                switch (this) {
                    case FORM -> text(body.append("&f").append(field).append('='), random, size / 8, "+");
                    case JSON -> text(body.append(",\""), random, 30, " ").append('"');
                    default ->
                        text(
                                        body.append("--b\r\nContent-Disposition: form-data; name=\"f")
                                                .append(field)
                                                .append("\"\r\n\r\n"),
                                        random,
                                        size / 8,
                                        " ")
                                .append("\r\n");
                }
            }
            return ByteSlice.utf8(body.append(this == JSON ? "]" : this == MULTIPART ? "--b--\r\n" : "")
                    .toString());
        }

        private static StringBuilder text(StringBuilder body, Random random, int length, String space) {
            int end = body.length() + length;
            while (body.length() < end) {
                body.append(WORDS[random.nextInt(WORDS.length)]).append(space);
            }
            return body;
        }
    }

    private static RuleSet rules(long steps) {
        Limits bounded = new Limits(8_388_608, 8_388_608, 200_000, 10_000, 10_000, steps, true);
        return new RuleSetLoader().limits(bounded).text("growth.conf", RULES).load();
    }

    private static Verdict run(RuleSet rules, Kind kind, ByteSlice body) {
        try (Transaction transaction = rules.begin()) {
            transaction.connection("192.0.2.1", 40000, "192.0.2.2", 443);
            transaction.requestLine(ByteSlice.latin1("POST"), ByteSlice.latin1("/"), ByteSlice.latin1("HTTP/1.1"));
            transaction.requestHeader(ByteSlice.latin1("Content-Type"), ByteSlice.latin1(kind.type));
            transaction.requestHeader(ByteSlice.latin1("Content-Length"), ByteSlice.latin1("" + body.length()));
            transaction.processRequestHeaders();
            transaction.requestBody(body);
            return transaction.processRequestBody();
        }
    }

    /** The fewest steps with which the request is inspected to its end, to a hundredth. */
    private static long steps(Kind kind, int size) {
        ByteSlice body = kind.body(size);
        long tooFew = 0;
        long enough = 1_000L * size;
        assertThat(run(rules(enough), kind, body)).isEqualTo(Verdict.PASS);
        while (enough - tooFew > Math.max(1, enough / 100)) {
            long middle = (tooFew + enough) / 2;
            if (run(rules(middle), kind, body).interrupts()) {
                tooFew = middle;
            } else {
                enough = middle;
            }
        }
        return enough;
    }

    @ParameterizedTest
    @EnumSource
    void sixteenTimesTheBodyTakesSixteenTimesTheSteps(Kind kind) {
        long small = steps(kind, 16 << 10);
        long large = steps(kind, 256 << 10);
        assertThat(large).as("steps; for a sixteenth %d", small).isBetween(small * 8, small * 17);
    }

    @ParameterizedTest
    @EnumSource
    void sixteenTimesTheBodyTakesSixteenTimesTheMemory(Kind kind) {
        RuleSet rules = rules(1_000_000_000);
        run(rules, kind, kind.body(16 << 10));
        long small = allocated(rules, kind, 64 << 10);
        long large = allocated(rules, kind, 1 << 20);
        assertThat(large).as("bytes; for a sixteenth %d", small).isLessThan(small * 18);
    }

    private static long allocated(RuleSet rules, Kind kind, int size) {
        ByteSlice body = kind.body(size);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        assertThat(run(rules, kind, body)).isEqualTo(Verdict.PASS);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
