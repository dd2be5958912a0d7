package io.rempart.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.RuleMatch;
import io.rempart.engine.Transaction;
import io.rempart.engine.Verdict;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.seclang.RuleSetLoader;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RuleTransactionTest {
    private static final String ON = "SecRuleEngine On\nSecRequestBodyAccess On\n";

    private static Transaction get(String rules, String uri, String... headers) {
        Transaction transaction =
                new RuleSetLoader().text("test.conf", ON + rules).load().begin();
        transaction.connection("192.0.2.7", 40000, "198.51.100.1", 443);
        transaction.requestLine(ByteSlice.latin1("GET"), ByteSlice.latin1(uri), ByteSlice.latin1("HTTP/1.1"));
        for (String header : headers) {
            int colon = header.indexOf(':');
            transaction.requestHeader(
                    ByteSlice.latin1(header.substring(0, colon)),
                    ByteSlice.latin1(header.substring(colon + 1).trim()));
        }
        transaction.processRequestHeaders();
        transaction.processRequestBody();
        transaction.processLogging();
        return transaction;
    }

    private static Stream<Long> ids(Transaction transaction) {
        return transaction.matches().stream().map(RuleMatch::ruleId);
    }

    @Test
    void deniesWithTheStatusOfTheRule() {
        Transaction transaction =
                get("SecRule ARGS:q \"@rx ^bad$\" \"id:1,phase:2,deny,status:418,msg:'no'\"", "/?q=bad");
        assertThat(transaction.verdict().kind()).isEqualTo(Verdict.Kind.DENY);
        assertThat(transaction.verdict().status()).isEqualTo(418);
        assertThat(transaction.matches().get(0).variable()).isEqualTo("ARGS:q");
    }

    @Test
    void detectsWithoutStoppingInDetectionOnly() {
        Transaction transaction =
                get("SecRuleEngine DetectionOnly\nSecRule ARGS \"@contains bad\" \"id:1,phase:2,deny\"", "/?q=bad");
        assertThat(transaction.verdict()).isEqualTo(Verdict.PASS);
        assertThat(ids(transaction)).containsExactly(1L);
    }

    @Test
    void runsActionsForEveryValueThatMatches() {
        Transaction transaction =
                get("SecRule ARGS \"@contains x\" \"id:1,phase:2,pass,setvar:tx.n=+2\"", "/?a=x&b=xx&c=y");
        assertThat(transaction.values("TX:n")).containsExactly(ByteSlice.latin1("4"));
    }

    @Test
    void matchesAChainOnlyWhenEveryLinkDoes() {
        String rules = "SecRule ARGS:a \"@streq 1\" \"id:1,phase:2,deny,chain,setvar:tx.first=1\"\n"
                + "SecRule ARGS:b \"@streq 2\" \"setvar:tx.second=%{MATCHED_VAR_NAME}\"\n";
        assertThat(get(rules, "/?a=1&b=3").verdict()).isEqualTo(Verdict.PASS);
        Transaction both = get(rules, "/?a=1&b=2");
        assertThat(both.verdict().interrupts()).isTrue();
        assertThat(both.values("TX:second")).containsExactly(ByteSlice.latin1("ARGS:b"));
    }

    @Test
    void skipsToTheMarker() {
        String rules = "SecAction \"id:1,phase:1,pass,skipAfter:END\"\n"
                + "SecAction \"id:2,phase:1,deny\"\n"
                + "SecMarker END\n"
                + "SecAction \"id:3,phase:1,pass\"\n";
        assertThat(ids(get(rules, "/"))).containsExactly(1L, 3L);
    }

    @Test
    void leavesOutATargetThatCtlRemovedAlsoInALink() {
        String rules =
                "SecRule REQUEST_URI \"@beginsWith /\" \"id:1,phase:1,pass,nolog,ctl:ruleRemoveTargetById=2;ARGS:/^pass/\"\n"
                        + "SecRule REQUEST_METHOD \"@streq GET\" \"id:2,phase:2,deny,chain\"\n"
                        + "SecRule ARGS \"@contains secret\" \"t:none\"\n";
        assertThat(get(rules, "/?password=secret").verdict()).isEqualTo(Verdict.PASS);
        assertThat(get(rules, "/?other=secret").verdict().interrupts()).isTrue();
    }

    @Test
    void setsGroupsOnlyForRulesThatCapture() {
        Transaction transaction = get(
                "SecRule ARGS:q \"@rx (\\d+)-(\\d+)\" \"id:1,phase:2,pass,capture,setvar:tx.sum=%{tx.1}/%{tx.2}\"",
                "/?q=a12-34");
        assertThat(transaction.values("TX:sum")).containsExactly(ByteSlice.latin1("12/34"));
        assertThat(transaction.values("TX:0")).containsExactly(ByteSlice.latin1("12-34"));
    }

    @Test
    void keepsCountersOfAnAddressBetweenTransactions() {
        var rules = new RuleSetLoader()
                .text(
                        "test.conf",
                        ON + "SecAction \"id:1,phase:1,nolog,pass,initcol:ip=%{REMOTE_ADDR},setvar:ip.hits=+1\"\n"
                                + "SecRule IP:hits \"@gt 2\" \"id:2,phase:1,deny,status:429\"")
                .load();
        int status = 0;
        for (int i = 0; i < 3; i++) {
            Transaction transaction = rules.begin();
            transaction.connection("192.0.2.7", 1, "198.51.100.1", 443);
            transaction.requestLine(ByteSlice.latin1("GET"), ByteSlice.latin1("/"), ByteSlice.latin1("HTTP/1.1"));
            status = transaction.processRequestHeaders().status();
            transaction.close();
        }
        assertThat(status).isEqualTo(429);
    }

    @Test
    void takesADoubleSlashForAPath() {
        Transaction transaction = get("SecAction \"id:1,phase:1,pass,nolog\"", "//evil.example/admin?x=1");
        assertThat(transaction.values("REQUEST_FILENAME")).isEqualTo(List.of(ByteSlice.latin1("//evil.example/admin")));
        assertThat(transaction.values("QUERY_STRING")).isEqualTo(List.of(ByteSlice.latin1("x=1")));
    }

    @Test
    void triesEachDistinctValueWithMultiMatch() {
        Transaction transaction = get(
                "SecRule ARGS:q \"@contains a\" \"id:1,phase:2,pass,multiMatch,t:none,t:lowercase,t:urlDecode,setvar:tx.n=+1\"",
                "/?q=aB");
        assertThat(transaction.values("TX:n")).containsExactly(ByteSlice.latin1("2"));
    }

    @Test
    void aForcedRequestBodyIsShownAndNotReadAsAForm() {
        Transaction transaction = new RuleSetLoader()
                .text("test.conf", ON + "SecAction \"id:1,phase:1,pass,nolog,ctl:forceRequestBodyVariable=On\"")
                .load()
                .begin();
        transaction.requestLine(ByteSlice.latin1("POST"), ByteSlice.latin1("/"), ByteSlice.latin1("HTTP/1.1"));
        transaction.requestHeader(ByteSlice.latin1("Content-Type"), ByteSlice.latin1("text/plain"));
        transaction.processRequestHeaders();
        transaction.requestBody(ByteSlice.latin1("a=b&c"));
        transaction.processRequestBody();
        assertThat(transaction.values("REQUEST_BODY")).containsExactly(ByteSlice.latin1("a=b&c"));
        assertThat(transaction.values("ARGS")).isEmpty();
    }
}
