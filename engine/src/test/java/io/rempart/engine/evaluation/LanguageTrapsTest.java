package io.rempart.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.CollectionStore.Key;
import io.rempart.engine.CollectionStore.Stored;
import io.rempart.engine.Compatibility;
import io.rempart.engine.RuleMatch;
import io.rempart.engine.Transaction;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.collection.MemoryCollectionStore;
import io.rempart.engine.seclang.RuleSetLoader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What other engines of the language got wrong, or do not have. */
class LanguageTrapsTest {
    private static final String ON = "SecRuleEngine On\nSecRequestBodyAccess On\n";
    private static final Key VISITOR = new Key("ip", ByteSlice.latin1("192.0.2.7"));

    private static Transaction send(RuleSetLoader loader, String uri, String type, String body) {
        return send(loader, uri, type, body, "Accept", "*/*");
    }

    private static Transaction send(
            RuleSetLoader loader, String uri, String type, String body, String header, String value) {
        Transaction transaction = loader.load().begin();
        transaction.connection("192.0.2.7", 40000, "198.51.100.1", 443);
        transaction.requestLine(ByteSlice.latin1("POST"), ByteSlice.latin1(uri), ByteSlice.latin1("HTTP/1.1"));
        transaction.requestHeader(ByteSlice.latin1("Content-Type"), ByteSlice.latin1(type));
        transaction.requestHeader(ByteSlice.latin1(header), ByteSlice.latin1(value));
        transaction.processRequestHeaders();
        transaction.requestBody(ByteSlice.latin1(body));
        transaction.processRequestBody();
        transaction.processLogging();
        return transaction;
    }

    private static RuleSetLoader rules(String text) {
        return new RuleSetLoader().text("test.conf", ON + text);
    }

    private static Stream<Long> ids(Transaction transaction) {
        return transaction.matches().stream().map(RuleMatch::ruleId);
    }

    @Test
    void deprecatevarTakesOffForEachWholePeriodSinceTheLastChangeAndNeverBelowZero() {
        assertThat(scoreAfter(650, "60", "10/300")).isEqualTo("40");
        assertThat(scoreAfter(299, "60", "10/300")).isEqualTo("60");
        assertThat(scoreAfter(6_000, "60", "10/300")).isEqualTo("0");
    }

    private static String scoreAfter(long seconds, String score, String deprecation) {
        MemoryCollectionStore store = new MemoryCollectionStore(10);
        long updated = System.currentTimeMillis() / 1000 - seconds;
        store.update(VISITOR, now -> {
            Map<ByteSlice, Stored> content = new HashMap<>();
            content.put(ByteSlice.latin1("score"), new Stored(ByteSlice.latin1(score), Long.MAX_VALUE));
            content.put(
                    ByteSlice.latin1("last_update_time"),
                    new Stored(ByteSlice.latin1(Long.toString(updated)), Long.MAX_VALUE));
            return content;
        });
        RuleSetLoader loader = rules("SecAction \"id:1,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR}\"\n"
                        + "SecAction \"id:2,phase:2,pass,nolog,deprecatevar:ip.score=" + deprecation + "\"\n"
                        + "SecAction \"id:3,phase:2,pass,nolog,setvar:tx.score=%{ip.score}\"\n")
                .collections(store);
        return send(loader, "/", "text/plain", "").values("TX:score").get(0).toString();
    }

    @Test
    void theThirdParameterOfSecRuleUpdateTargetByIdIsWhatTheNewTargetsReplace() {
        String rule = "SecRule ARGS:a|REQUEST_HEADERS:Accept \"@contains bad\" \"id:1,phase:2,pass\"\n";
        String replaced = rule + "SecRuleUpdateTargetById 1 \"ARGS:b\" \"ARGS:a\"\n";
        assertThat(ids(send(rules(replaced), "/?a=bad", "text/plain", ""))).isEmpty();
        assertThat(ids(send(rules(replaced), "/?b=bad", "text/plain", ""))).containsExactly(1L);
        assertThat(ids(send(rules(replaced), "/", "text/plain", "", "Accept", "bad")))
                .as("what is not replaced stays")
                .containsExactly(1L);
        String added = rule + "SecRuleUpdateTargetById 1 \"ARGS:b\"\n";
        assertThat(ids(send(rules(added), "/?a=bad", "text/plain", ""))).containsExactly(1L);
        assertThat(ids(send(rules(added), "/?b=bad", "text/plain", ""))).containsExactly(1L);
        String excluded = rule + "SecRuleUpdateTargetById 1 \"!ARGS:a\"\n";
        assertThat(ids(send(rules(excluded), "/?a=bad", "text/plain", ""))).isEmpty();
    }

    @Test
    void corazaComparesOnlyWhatIsANumberAndNamesTheElementsOfJsonByTheirPlace() {
        String text = "SecRule ARGS:n \"@gt 5\" \"id:1,phase:2,pass\"\n"
                + "SecRule REQUEST_HEADERS:Content-Type \"@contains json\" \"id:2,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON\"\n"
                + "SecRule ARGS:json.list.1 \"@streq b\" \"id:3,phase:2,pass\"\n"
                + "SecRule ARGS:json.list.array_1 \"@streq b\" \"id:4,phase:2,pass\"\n";
        String json = "{\"list\":[\"a\",\"b\"]}";
        assertThat(ids(send(rules(text).compatibility(Compatibility.V2), "/?n=7x", "application/json", json)))
                .contains(1L, 4L)
                .doesNotContain(3L);
        assertThat(ids(send(rules(text).compatibility(Compatibility.CORAZA), "/?n=7x", "application/json", json)))
                .contains(3L)
                .doesNotContain(1L, 4L);
    }

    @Test
    void corazaReadsABodyOfAnyTypeAsAFormWhenItIsForced() {
        String text = "SecAction \"id:1,phase:1,pass,nolog,ctl:forceRequestBodyVariable=On\"\n"
                + "SecRule ARGS:a \"@streq b\" \"id:2,phase:2,pass\"\n"
                + "SecRule REQUEST_BODY \"@streq a=b\" \"id:3,phase:2,pass\"\n";
        assertThat(ids(send(rules(text).compatibility(Compatibility.CORAZA), "/", "text/plain", "a=b")))
                .contains(2L, 3L);
        assertThat(ids(send(rules(text).compatibility(Compatibility.V2), "/", "text/plain", "a=b")))
                .contains(3L)
                .doesNotContain(2L);
    }

    @Test
    void aForcedBodyIsShownInModSecurity2OnlyWhereNoProcessorReadsItOrOneFindsAnError() {
        String text =
                "SecAction \"id:1,phase:1,pass,nolog,ctl:forceRequestBodyVariable=On,ctl:requestBodyProcessor=JSON\"\n"
                        + "SecRule REQUEST_BODY \"@rx .\" \"id:2,phase:2,pass\"\n";
        assertThat(ids(send(rules(text), "/", "application/json", "{\"a\":1}"))).isEmpty();
        assertThat(ids(send(rules(text), "/", "application/json", "nonsense"))).containsExactly(2L);
        assertThat(ids(send(rules(text), "/", "application/json", "{\"a\":"))).isEmpty();
    }

    @Test
    void jsonBeyondItsDepthIsAnErrorAndWhatCameBeforeIsSeen() {
        String text = "SecRequestBodyJsonDepthLimit 3\n"
                + "SecAction \"id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON\"\n"
                + "SecRule REQBODY_ERROR \"!@eq 0\" \"id:2,phase:2,pass\"\n"
                + "SecRule ARGS:json.first \"@streq x\" \"id:3,phase:2,pass\"\n";
        assertThat(ids(send(rules(text), "/", "application/json", "{\"first\":\"x\",\"a\":[[1]]}")))
                .as("as deep as it may be")
                .containsExactly(3L);
        assertThat(ids(send(rules(text), "/", "application/json", "{\"first\":\"x\",\"a\":[[[1]]]}")))
                .containsExactly(2L, 3L);
        String deep = "[".repeat(100_000);
        assertThat(ids(send(rules(text), "/", "application/json", deep))).containsExactly(2L);
    }

    @Test
    void noValueOrNameEndsItsFieldInALineOfTheErrorLog() {
        for (Compatibility whose : Compatibility.values()) {
            List<String> lines = new ArrayList<>();
            RuleSetLoader loader = rules(
                            "SecRule ARGS \"@contains bad\" \"id:1,phase:2,pass,log,msg:'%{MATCHED_VAR}'\"\n")
                    .compatibility(whose)
                    .errorLog(lines::add);
            send(loader, "/?x%22%5d%20[id%20%222=bad%22%5d%20[id%20%223%22%5d", "text/plain", "");
            assertThat(lines).hasSize(1);
            Matcher id = Pattern.compile("\\[id \"(\\d+)\"]").matcher(lines.get(0));
            assertThat(id.results().map(found -> found.group(1)))
                    .as(whose + ": " + lines.get(0))
                    .containsExactly("1");
        }
    }
}
