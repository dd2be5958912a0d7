package io.rempart.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rempart.engine.RuleSet;
import io.rempart.engine.Transaction;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.seclang.RuleSetLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The gate must be invisible: with and without it the same rules match, and leave the same values behind. */
class GateDifferentialTest {
    private static final String[] WORDS = {
        "select",
        "UNION",
        "<script",
        "alert(1)",
        "../",
        "etc/passwd",
        "%27",
        "' or 1=1--",
        "$(id)",
        "\\u0061",
        "&lt;",
        "hello",
        "été",
        "\0",
        "%u0041",
        "/**/",
        "  ",
        "cmd.exe",
        ";",
        "a",
        "1",
        "{{7*7}}",
        "javascript:",
        "0x414243",
        "--",
        "|| ls"
    };

    private static final String RULES = "SecRuleEngine On\n"
            + "SecRule ARGS|ARGS_NAMES|REQUEST_HEADERS \"@rx (?i)union\\s+select|<script\" \"id:1,phase:2,pass,t:none,t:urlDecodeUni,t:lowercase,setvar:tx.n=+1\"\n"
            + "SecRule ARGS \"@pm passwd cmd.exe javascript:\" \"id:2,phase:2,pass,t:none,t:urlDecodeUni,t:removeWhitespace,capture,setvar:tx.last=%{TX.0}\"\n"
            + "SecRule ARGS|!ARGS:b \"@contains OR\" \"id:3,phase:2,pass,t:none,t:uppercase,setvar:tx.n=+1\"\n"
            + "SecRule ARGS \"@rx [;|$({]\" \"id:4,phase:2,pass,multiMatch,t:none,t:htmlEntityDecode,t:jsDecode,setvar:tx.multi=+1\"\n"
            + "SecRule ARGS \"@rx ^a\" \"id:5,phase:2,pass,chain\"\nSecRule MATCHED_VARS \"@rx 1$\" \"t:none,setvar:tx.chain=%{MATCHED_VAR_NAME}\"\n"
            + "SecRule ARGS \"!@rx ^[a-z ]*$\" \"id:6,phase:2,pass,setvar:tx.n=+1\"\n"
            + "SecRule REQUEST_URI_RAW \"@rx \\.\\./|%2e\" \"id:7,phase:1,pass,t:none,t:lowercase\"\n";

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            text.append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }

    private static Transaction run(RuleSet rules, long seed) {
        Random random = new Random(seed);
        Transaction transaction = rules.begin();
        transaction.connection("192.0.2.1", 1, "192.0.2.2", 80);
        String filler = seed % 5 == 0 ? "lorem ipsum, dolor; sit. ".repeat(300) : "";
        String uri = "/" + text(random) + "?a=" + text(random) + "&b=" + text(random) + "&" + text(random) + "=1&long="
                + filler + text(random) + filler;
        transaction.requestLine(ByteSlice.latin1("GET"), ByteSlice.latin1(uri), ByteSlice.latin1("HTTP/1.1"));
        transaction.requestHeader(ByteSlice.latin1("Host"), ByteSlice.latin1("localhost"));
        transaction.requestHeader(ByteSlice.latin1("User-Agent"), ByteSlice.latin1(text(random)));
        transaction.requestHeader(ByteSlice.latin1("Cookie"), ByteSlice.latin1("c=" + text(random)));
        transaction.processRequestHeaders();
        transaction.processRequestBody();
        transaction.processLogging();
        return transaction;
    }

    private static void compare(Supplier<RuleSetLoader> loader, int requests) {
        RuleSet gated = loader.get().load();
        RuleSet plain = loader.get().withoutGate().load();
        int matches = 0;
        for (long seed = 0; seed < requests; seed++) {
            Transaction one = run(gated, seed);
            Transaction other = run(plain, seed);
            assertThat(one.matches()).as("seed %d", seed).isEqualTo(other.matches());
            assertThat(one.values("TX")).as("seed %d", seed).isEqualTo(other.values("TX"));
            assertThat(one.values("MATCHED_VARS")).as("seed %d", seed).isEqualTo(other.values("MATCHED_VARS"));
            assertThat(one.verdict()).isEqualTo(other.verdict());
            matches += one.matches().size();
        }
        assertThat(matches).as("a comparison of nothing proves nothing").isGreaterThan(requests / 4);
    }

    @Test
    void findsTheSameWithAndWithoutGateOnOwnRules() {
        compare(() -> new RuleSetLoader().text("rules.conf", RULES), 2_000);
    }

    @Test
    void findsTheSameWithAndWithoutGateOnTheCoreRuleSet() {
        String configured = System.getenv("REMPART_CORPORA");
        Path crs = (configured == null ? Path.of("../../shared/corpora") : Path.of(configured)).resolve("crs-4.25.1");
        assumeTrue(Files.isDirectory(crs), "the corpora are not here: " + crs.toAbsolutePath());
        compare(
                () -> new RuleSetLoader()
                        .text(
                                "test.conf",
                                "SecRuleEngine DetectionOnly\nSecAction \"id:1,phase:1,pass,nolog,setvar:tx.blocking_paranoia_level=4\"\n")
                        .file(crs.resolve("crs-setup.conf.example"))
                        .file(crs.resolve("rules/*.conf")),
                300);
    }
}
