package io.rempart.events.read;

import static io.rempart.events.read.Logs.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.model.Hit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleMessageTest {
    private static Hit hit(String message) {
        return RuleMessage.ofModSecurity2(text(message)).hit();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "Warning. Pattern match \"a\\\" at b\" at ARGS:x at y.|ARGS:x at y",
                "Warning. Matched phrase \"nikto\" at REQUEST_HEADERS:User-Agent.|REQUEST_HEADERS:User-Agent",
                "Warning. Operator GE matched 5 at TX:anomaly_score.|TX:anomaly_score",
                "Warning. Match of \"eq 0\" against \"REQBODY_ERROR\" required.|REQBODY_ERROR",
                "Warning. Found 8 byte(s) in ARGS:q outside range: 1-255.|ARGS:q",
                "Warning. Invalid UTF-8 encoding: overlong character detected at ARGS:x. [offset \"4\"]|ARGS:x",
                "Warning. Invalid URL Encoding: Non-hexadecimal digits used at REQUEST_BODY.|REQUEST_BODY",
                "Warning. String match within \"a b\" at TX:ext.|TX:ext",
                "Warning. Unconditional match in SecAction.|",
                "Access denied with code 403 (phase 2). Pattern match \"x\" at ARGS_NAMES:\\xe9.|ARGS_NAMES:\\xe9",
            })
    void findsTheVariable(String match, String variable) {
        Hit hit = hit(match + " [file \"/a.conf\"] [line \"1\"] [id \"1\"] [msg \"m\"]");

        assertThat(hit.ruleId()).isEqualTo("1");
        assertThat(hit.variable()).isEqualTo(variable == null ? "" : variable);
        assertThat(hit.detection()).isTrue();
    }

    @Test
    void takesTheVariableFromTheDataWhereTheMatchNamesNone() {
        assertThat(
                        hit("Warning. detected XSS using libinjection. [file \"/a\"] [line \"1\"] [id \"941100\"] [data \"Matched Data: x found within ARGS:user: <x>\"]")
                                .variable())
                .isEqualTo("ARGS:user");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "XML parser error: XML: Failed parsing document.",
                "JSON parsing error: parse error: invalid object key (must be a string)\n",
                "Multipart parsing error: Multipart: Invalid Content-Disposition header (-10): form-data; name=\\x22a.",
                "Request body no files data length is larger than the configured limit (131072).",
            })
    void keepsAMessageOfTheEngineWithoutARule(String message) {
        Hit hit = hit(message);

        assertThat(hit.ruleId()).isEmpty();
        assertThat(hit.detection()).isFalse();
        assertThat(hit.message().toLatin1()).startsWith(message.substring(0, 20));
    }

    @Test
    void takesAnExceededLimitForNoDetection() {
        Hit hit = hit(
                "Rule 7f3fb9989ad8 [id \"942360\"][file \"/rules/a.conf\"][line \"445\"] - Execution error - PCRE limits exceeded (-47): (null).");

        assertThat(hit.ruleId()).isEqualTo("942360");
        assertThat(hit.line()).isEqualTo(445);
        assertThat(hit.file()).isEqualTo("/rules/a.conf");
        assertThat(hit.detection()).isFalse();
        assertThat(hit.message()).isEqualTo(text("Execution error - PCRE limits exceeded (-47): (null)."));
    }

    @Test
    void readsWhatIsLeftOfACutMessage() {
        String head = "Warning. Pattern match \"x\" at ARGS:q. [file \"/a\"] [line \"1\"] [id \"942100\"] [msg \"m\"] ";
        String cut = (head + "[data \"" + "d".repeat(2_000)).substring(0, RuleMessage.CUT_AT);

        assertThat(hit(cut).truncated()).isTrue();
        assertThat(hit(cut).data().length()).isEqualTo(RuleMessage.CUT_AT - head.length() - 7);
        for (int length = head.length(); length > 0; length--) {
            Hit hit = hit(head.substring(0, length));
            assertThat(hit.ruleId()).isIn("", "942100");
        }
    }

    @Test
    void isNotFooledByForgedFieldsInDataOrHeaders() {
        Hit hit = hit(
                "Warning. Matched phrase \"1' or '1'='1\\x22] [id \\x22999999\\x22\" at ARGS:q. [file \"/a\"] [line \"1\"] [id \"942100\"] [data \"x\\x22] [id \\x22999999\\x22\"] [tag \"a]b[c\"]");

        assertThat(hit.ruleId()).isEqualTo("942100");
        assertThat(hit.data()).isEqualTo(text("x\"] [id \"999999\""));
        assertThat(hit.tags()).containsExactly("a]b[c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "949110|Inbound Anomaly Score Exceeded (Total Score: 15)|15|-1",
                "980130|Inbound Anomaly Score Exceeded (Total Inbound Score: 5 - SQLI=0,XSS=5): individual paranoia level scores: 5, 0, 0, 0|5|-1",
                "959100|Outbound Anomaly Score Exceeded (Total Score: 4)|-1|4",
                "980140|Outbound Anomaly Score Exceeded (score 8): individual paranoia level scores: 8, 0, 0, 0|-1|8",
                "980170|Anomaly Scores: (Inbound Scores: blocking=3, detection=4, per_pl=3-1-0-0, threshold=5) - (Outbound Scores: blocking=0, detection=0)|3|0",
                "942100|Inbound Anomaly Score Exceeded (Total Score: 15)|-1|-1",
            })
    void findsTheAnomalyScores(String id, String message, int inbound, int outbound) {
        EventDraft draft = new EventDraft(io.rempart.events.model.AuditFormat.MODSECURITY2_JSON, FieldLimits.DEFAULT);

        draft.hit(hit("Warning. Operator GE matched 5 at TX:x. [file \"/a\"] [line \"1\"] [id \"" + id + "\"] [msg \""
                + message + "\"]"));

        assertThat(draft.inboundScore).isEqualTo(inbound);
        assertThat(draft.outboundScore).isEqualTo(outbound);
    }
}
