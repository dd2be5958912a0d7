package io.rempart.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.rempart.engine.Limits;
import io.rempart.engine.RuleMatch;
import io.rempart.engine.RuleSet;
import io.rempart.engine.Transaction;
import io.rempart.engine.Verdict;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.seclang.RuleSetLoader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that took other engines down. What they may cost is held by counting: evaluation steps (with {@link Limits#steps()} that
 * would end the transaction) and bytes allocated, never time.
 */
class HostileRequestTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final String RULES = """
            SecRuleEngine On
            SecRequestBodyAccess On
            SecRequestBodyLimit 4194304
            SecRequestBodyNoFilesLimit 4194304
            SecRule REQUEST_HEADERS:Content-Type "@contains json" "id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON"
            SecRule REQUEST_HEADERS:Content-Type "@contains xml" "id:2,phase:1,pass,nolog,ctl:requestBodyProcessor=XML"
            SecRule REQBODY_ERROR "!@eq 0" "id:3,phase:2,pass,log"
            SecRule MULTIPART_STRICT_ERROR "!@eq 0" "id:4,phase:2,pass,log"
            SecRule ARGS|ARGS_NAMES|REQUEST_COOKIES|REQUEST_HEADERS|XML:/*|XML://@*|FILES|FILES_NAMES "@rx (?i)attack|\\bunion\\s+select" \
              "id:5,phase:2,pass,log,t:none,t:urlDecodeUni,t:htmlEntityDecode,t:lowercase,setvar:tx.score=+5"
            SecRule ARGS:last|REQUEST_COOKIES:/^z/ "@streq x" "id:6,phase:2,pass,nolog"
            """;

    private record Cost(Verdict verdict, List<Long> rules, long allocated) {}

    private static RuleSet rules(String more, long steps) {
        Limits bounded = new Limits(8_388_608, 8_388_608, 200_000, 10_000, 10_000, steps, true);
        return new RuleSetLoader()
                .limits(bounded)
                .text("hostile.conf", RULES + more)
                .load();
    }

    private static Cost run(RuleSet rules, String uri, String type, String body, String... headers) {
        ByteSlice bytes = ByteSlice.latin1(body);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Transaction transaction = rules.begin();
        transaction.connection("192.0.2.1", 40000, "192.0.2.2", 443);
        transaction.requestLine(ByteSlice.latin1("POST"), ByteSlice.latin1(uri), ByteSlice.latin1("HTTP/1.1"));
        transaction.requestHeader(ByteSlice.latin1("Content-Type"), ByteSlice.latin1(type));
        for (String header : headers) {
            int colon = header.indexOf(':');
            transaction.requestHeader(
                    ByteSlice.latin1(header.substring(0, colon)), ByteSlice.latin1(header.substring(colon + 1)));
        }
        transaction.processRequestHeaders();
        transaction.requestBody(bytes);
        transaction.processRequestBody();
        transaction.processLogging();
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        return new Cost(
                transaction.verdict(),
                transaction.matches().stream().map(RuleMatch::ruleId).toList(),
                allocated);
    }

    /** Twice the request allocates about twice as much: what doubles may at most add a growing array's copy. */
    private static void assertGrowsWithTheRequest(IntFunction<Cost> request, int size) {
        request.apply(size / 10);
        long half = request.apply(size / 2).allocated();
        long whole = request.apply(size).allocated();
        assertThat(whole).as("bytes allocated, half as large: %d", half).isLessThan(half * 3 + 2_000_000);
    }

    @Test
    void whatRulesShareCountsAsStepsToo() {
        // no operator runs on this value: transformations and the search for what all rules need refuse it
        String body = "a=" + "quiet%20words%2C+".repeat(2_000);
        String type = "application/x-www-form-urlencoded";
        assertThat(run(rules("", 100_000), "/", type, body).verdict()).isEqualTo(Verdict.PASS);
        assertThat(run(rules("", 300), "/", type, body).verdict().status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[[],", "{\"a\":[{},"})
    void deepJsonEndsAtTheDepthLimit(String opening) {
        // CVE-2021-42717: depth, not size, took ModSecurity's time
        RuleSet rules = rules("SecRequestBodyJsonDepthLimit 512\n", 100_000);
        Cost cost = run(rules, "/", "application/json", opening.repeat(200_000));
        assertThat(cost.verdict()).isEqualTo(Verdict.PASS);
        assertThat(cost.rules()).contains(3L);
        assertThat(cost.allocated()).isLessThan(20_000_000);
        RuleSet deep = rules("SecRequestBodyJsonDepthLimit 10000\n", 10_000_000);
        assertGrowsWithTheRequest(size -> run(deep, "/", "application/json", opening.repeat(size) + "1"), 9_000);
    }

    @Test
    void emptyXmlElementsCostWhatTheirBytesCost() {
        // CVE-2025-52891: empty elements with SecParseXmlIntoArgs took ModSecurity 2 down
        for (String mode : List.of("Off", "On", "OnlyArgs")) {
            RuleSet rules = rules("SecParseXmlIntoArgs " + mode + "\nSecArgumentsLimit 1000\n", 1_000_000);
            assertGrowsWithTheRequest(
                    size -> run(rules, "/", "text/xml", "<r>" + "<a/>".repeat(size) + "<b></b>".repeat(size) + "</r>"),
                    100_000);
        }
    }

    @Test
    void aHugeHeaderAndManyHeadersCostWhatTheirBytesCost() {
        RuleSet rules = rules("", 1_000_000);
        assertGrowsWithTheRequest(
                size -> {
                    Cost cost = run(rules, "/", "text/plain", "", "X-Long:" + "a%41&lt;".repeat(size) + " attack");
                    assertThat(cost.rules()).containsExactly(5L);
                    return cost;
                },
                120_000);
        String[] headers = new String[20_000];
        for (int i = 0; i < headers.length; i++) {
            headers[i] = "X-" + i + ":v" + (i == 9_000 ? "attack" : "");
        }
        Cost many = run(rules, "/", "text/plain", "", headers);
        assertThat(many.verdict()).isEqualTo(Verdict.PASS);
        assertThat(many.rules()).containsExactly(5L);
        assertThat(many.allocated()).isLessThan(100_000_000);
    }

    @Test
    void aHundredThousandCookiesCostWhatTheirBytesCost() {
        RuleSet rules = rules("", 1_000_000);
        assertGrowsWithTheRequest(
                size -> run(rules, "/", "text/plain", "", "Cookie:" + "z=1;y;=;".repeat(size)), 33_000);
    }

    @Test
    void aHundredThousandArgumentsAreAllSeenAndCostWhatTheyCost() {
        RuleSet rules = rules("SecArgumentsLimit 150000\n", 5_000_000);
        assertGrowsWithTheRequest(
                size -> {
                    StringBuilder form = new StringBuilder();
                    for (int i = 0; i < size; i++) {
                        form.append('a').append(i).append("=b&");
                    }
                    Cost cost = run(rules, "/", "application/x-www-form-urlencoded", form + "last=attack");
                    assertThat(cost.verdict()).isEqualTo(Verdict.PASS);
                    assertThat(cost.rules()).containsExactly(5L);
                    return cost;
                },
                100_000);
    }

    @Test
    void moreArgumentsThanTheLimitAreAnError() {
        RuleSet rules = rules("SecArgumentsLimit 1000\n", 100_000);
        Cost form = run(rules, "/", "application/x-www-form-urlencoded", "a=b&".repeat(100_000));
        assertThat(form.rules()).contains(3L);
        Cost json = run(rules, "/", "application/json", "[" + "1,".repeat(100_000) + "1]");
        assertThat(json.rules()).contains(3L);
    }

    @Test
    void usedUpStepsDenyTheRequest() {
        Cost cost = run(rules("", 1_000), "/?" + "a=attack&".repeat(5_000), "text/plain", "");
        assertThat(cost.verdict().interrupts()).isTrue();
        assertThat(cost.verdict().status()).isEqualTo(403);
    }

    @Test
    void hidingManyArgumentsDoesNotExplode(@TempDir Path folder) throws Exception {
        // CVE-2025-47947, CVE-2025-48866: each match of a sanitise action went over all arguments again
        Path log = folder.resolve("audit.log");
        RuleSet rules = rules(
                "SecArgumentsLimit 150000\nSecAuditEngine On\nSecAuditLogFormat JSON\nSecAuditLogParts ABCHIKZ\nSecAuditLog "
                        + log
                        + "\nSecAction \"id:20,phase:2,pass,nolog,sanitiseArg:password\"\n"
                        + "SecRule ARGS \"@rx ^secret\" \"id:21,phase:2,pass,nolog,sanitiseMatched\"\n",
                5_000_000);
        for (boolean sameName : new boolean[] {true, false}) {
            assertGrowsWithTheRequest(
                    size -> {
                        StringBuilder form = new StringBuilder();
                        for (int i = 0; i < size; i++) {
                            form.append(sameName ? "password" : "p" + i)
                                    .append("=secret")
                                    .append(i)
                                    .append('&');
                        }
                        return run(rules, "/", "application/x-www-form-urlencoded", form.toString());
                    },
                    50_000);
        }
        assertThat(Files.readString(log)).doesNotContain("secret1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // CVE-2022-48279 and what was reported with it: each reads differently to some application
                "--b\r\nContent-Disposition: form-data; name=\"x\"; name=\"y\"\r\n\r\nattack\r\n--b--\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"x\"; filename=\"a\"; filename=\"b\"\r\n\r\nattack\r\n--b--\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"x\"; filename*=UTF-8''attack\r\n\r\nv\r\n--b--\r\n",
                "--b\r\nContent-Disposition: form-data; name=x\"; filename=\"a\"\r\n\r\nattack\r\n--b--\r\n",
                "--b\r\nContent-Disposition: form-data; name='x'\r\n\r\nattack\r\n--b--\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n--b\r\n\r\nattack\r\n--b--\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n--b\r\n\r\nattack\r\n--b--\r\n",
                "--b--\r\n--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nattack\r\n--b--\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nv\r\n--b--\r\nattack",
                "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nattack\r\n",
                "--b \r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nattack\r\n--b--\r\n",
                "--b\nContent-Disposition: form-data; name=\"x\"\n\nattack\n--b--\n",
                "--b\r\nContent-Disposition: form-data;\r\n name=\"x\"\r\n\r\nattack\r\n--b--\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"x\"\r\nContent-Disposition: form-data; name=\"y\"\r\n\r\nattack\r\n--b--\r\n",
                "--b\r\nContent-Type: text/plain\r\n\r\nattack\r\n--b--\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"x\0y\"\r\n\r\nattack\r\n--b--\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"x\\\"; filename=\"a\"\r\n\r\nattack\r\n--b--\r\n",
                "attack\r\n--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nv\r\n--b--\r\n",
                "attack"
            })
    void aMultipartBodyIsReadOrFlagged(String body) {
        Cost cost = run(rules("", 100_000), "/", "multipart/form-data; boundary=b", body);
        assertThat(cost.rules()).as("flagged, refused or seen").containsAnyOf(3L, 4L, 5L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=b; boundary=c",
                "multipart/form-data; boundary=c; x=boundary=b",
                "multipart/form-data; Boundary=b",
                "multipart/form-data; boundary=\"b",
                "multipart/form-data; boundary=b, text/plain",
                "multipart/form-data boundary=b",
                "multipart/form-data; boundary = b",
                "multipart/form-data; boundary=\"b\""
            })
    void anAmbiguousBoundaryIsFlagged(String type) {
        String body = "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nattack\r\n--b--\r\n";
        Cost cost = run(rules("", 100_000), "/", type, body);
        assertThat(cost.rules()).containsAnyOf(3L, 4L);
    }

    @Test
    void theCoreRuleSetCostsWhatTheRequestCosts() {
        String configured = System.getenv("REMPART_CORPORA");
        Path crs = (configured == null ? Path.of("../../shared/corpora") : Path.of(configured)).resolve("crs-4.25.1");
        assumeTrue(Files.isDirectory(crs), "the corpora are not here: " + crs.toAbsolutePath());
        RuleSet rules = new RuleSetLoader()
                .text("first.conf", RULES + "SecRuleEngine DetectionOnly\nSecArgumentsLimit 150000\n")
                .file(crs.resolve("crs-setup.conf.example"))
                .file(crs.resolve("rules/*.conf"))
                .load();
        assertGrowsWithTheRequest(
                size -> {
                    StringBuilder form = new StringBuilder();
                    for (int i = 0; i < size; i++) {
                        form.append('a').append(i).append("=b&");
                    }
                    return run(rules, "/", "application/x-www-form-urlencoded", form.toString());
                },
                10_000);
        assertGrowsWithTheRequest(
                size -> run(rules, "/", "application/json", "[".repeat(size) + "]".repeat(size)), 5_000);
        assertGrowsWithTheRequest(
                size -> run(rules, "/", "text/plain", "", "X-Long:" + "<:/d\r\n 'or".repeat(size)), 100_000);
    }
}
