package io.rempart.workbench.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rempart.engine.Verdict;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.evaluation.CompiledRuleSet;
import io.rempart.engine.seclang.RuleSetLoader;
import io.rempart.workbench.Texts;
import io.rempart.workbench.WorkbenchException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExplainerTest {
    private static final String RULES = """
            SecRuleEngine On
            SecRequestBodyAccess On
            SecResponseBodyAccess On
            SecResponseBodyMimeType text/plain
            SecAction "id:1,phase:1,nolog,pass,setvar:tx.score=0"
            SecRule ARGS "@rx <script" "id:2,phase:2,log,pass,t:lowercase,t:urlDecode,msg:'a script',setvar:tx.score=+5"
            SecRule ARGS "@contains nothing" "id:3,phase:2,log,pass"
            SecRule ARGS:a "@contains <" "id:4,phase:2,log,pass,chain"
              SecRule TX:none "@eq 1" "setvar:tx.score=+100"
            SecRule TX:SCORE "@ge 5" "id:5,phase:2,log,deny,status:418,msg:'score %{tx.score}'"
            SecRule RESPONSE_BODY "@contains secret" "id:6,phase:4,log,deny,status:502"
            """;

    private static Story explain(String url, Set<Long> wanted, boolean all) {
        CompiledRuleSet rules = new RuleSetLoader().text("rules.conf", RULES).load();
        Exchange exchange = Exchange.ofFlags(url, null, List.of(), null, null, "192.0.2.1");
        return new Explainer(wanted, all).explain(rules, exchange);
    }

    private static List<Story.Step> steps(Story story) {
        return story.phases().stream().flatMap(phase -> phase.steps().stream()).toList();
    }

    @Test
    void tellsOfMatchesTheirTransformationsSpansAndScores() {
        Story story = explain("/?a=x%253CSCRIPT", Set.of(), false);
        assertThat(story.verdict().kind()).isEqualTo(Verdict.Kind.DENY);
        assertThat(steps(story)).extracting(Story.Step::ruleId).containsExactly(2L, 5L);
        Story.Test test = steps(story).get(0).tests().get(0);
        assertThat(test.variable()).isEqualTo("ARGS:a");
        assertThat(test.original()).hasToString("x%3CSCRIPT");
        assertThat(test.transformed())
                .containsExactly(
                        new Story.Transformed("lowercase", ByteSlice.latin1("x%3cscript"), true),
                        new Story.Transformed("urlDecode", ByteSlice.latin1("x<script"), true));
        assertThat(test.offset()).isEqualTo(1);
        assertThat(test.length()).isEqualTo(7);
        assertThat(story.scores())
                .containsExactly(new Story.Change(2, "TX:score", ByteSlice.latin1("0"), ByteSlice.latin1("5")));
    }

    @Test
    void tellsOfRulesThatDidNotMatchWhenAsked() {
        assertThat(steps(explain("/?a=x", Set.of(), false))).isEmpty();
        Story story = explain("/?a=%3C", Set.of(3L, 4L), false);
        assertThat(steps(story)).extracting(Story.Step::ruleId).containsExactly(3L, 4L, 4L);
        assertThat(steps(story)).extracting(Story.Step::matched).containsExactly(false, true, false);
        assertThat(steps(story).get(0).tests().get(0).matched()).isFalse();
        assertThat(steps(explain("/?a=x", Set.of(), true))).hasSize(5);
    }

    @Test
    void aChainThatDoesNotMatchAsAWholeIsNotTold() {
        assertThat(steps(explain("/?a=%3C", Set.of(), false))).isEmpty();
    }

    @Test
    void runsThePhasesOfAResponse() {
        CompiledRuleSet rules = new RuleSetLoader().text("rules.conf", RULES).load();
        byte[] request = "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
                .getBytes(StandardCharsets.UTF_8);
        byte[] response = "HTTP/1.1 200 OK\nContent-Type: text/plain\n\na secret".getBytes(StandardCharsets.UTF_8);
        Exchange exchange = Exchange.ofRaw(request, response, "192.0.2.1");
        assertThat(exchange.body()).hasToString("abc");
        Story story = new Explainer(Set.of(), false).explain(rules, exchange);
        assertThat(story.verdict().status()).isEqualTo(502);
        assertThat(steps(story)).extracting(Story.Step::ruleId).containsExactly(6L);
    }

    @Test
    void writesAllFormsInBothLanguagesWithoutHostileText() {
        Story story = explain("/?a=x%3Cscript%3E%1B%5B31m\\%C3%A9\"'&b", Set.of(), true);
        for (Locale language : List.of(Locale.ENGLISH, Locale.FRENCH)) {
            Texts texts = new Texts(language);
            String text = StoryText.of(story, texts);
            assertThat(text)
                    .contains("TX:score: 0 -> 5")
                    .doesNotContain("\u001B")
                    .contains("\\x1b[31m");
            String html = StoryHtml.of(story, texts);
            assertThat(html)
                    .contains("<mark>&lt;script</mark>")
                    .doesNotContain("<script")
                    .doesNotContain("\u001B");
            assertThat(html).contains("<html lang=\"" + language.getLanguage() + "\">");
        }
        Map<String, Object> map = StoryMap.of(story);
        assertThat(map).containsKeys("request", "verdict", "phases", "scores", "logged");
    }

    @Test
    void keepsNoMoreThanItMay() {
        StringBuilder url = new StringBuilder("/?a=1");
        for (int i = 0; i < Explainer.MOST_TESTS + 1; i++) {
            url.append("&a=%3Cscript");
        }
        Story story = explain(url.toString(), Set.of(), false);
        assertThat(steps(story).get(0).tests()).hasSize(Explainer.MOST_TESTS);
        assertThat(story.shortened()).isTrue();
        assertThat(explain(url.substring(0, url.lastIndexOf("&")), Set.of(), false)
                        .shortened())
                .isFalse();
    }

    @Test
    void takesTheWordsOfCurl() {
        Exchange exchange = Exchange.ofFlags(
                "http://example.org?a=b#c",
                null,
                List.of("user-agent: mine"),
                "x=1".getBytes(StandardCharsets.UTF_8),
                null,
                "192.0.2.1");
        assertThat(exchange.method()).hasToString("POST");
        assertThat(exchange.uri()).hasToString("/?a=b");
        assertThat(exchange.headers().stream().map(field -> field.name() + "=" + field.value()))
                .containsExactly(
                        "Host=example.org",
                        "Accept=*/*",
                        "Content-Type=application/x-www-form-urlencoded",
                        "Content-Length=3",
                        "user-agent=mine");
        assertThatThrownBy(() -> Exchange.ofFlags("example.org", null, List.of(), null, null, "::1"))
                .isInstanceOf(WorkbenchException.class);
        assertThatThrownBy(() -> Exchange.ofRaw(new byte[0], null, "::1")).isInstanceOf(WorkbenchException.class);
    }
}
