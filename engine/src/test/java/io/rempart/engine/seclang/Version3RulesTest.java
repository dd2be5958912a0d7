package io.rempart.engine.seclang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rempart.engine.Compatibility;
import io.rempart.engine.RuleSetException;
import io.rempart.engine.Transaction;
import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What rules mean to ModSecurity 3 alone, and how it says what it refuses. */
class Version3RulesTest {
    private final List<String> errorLog = new ArrayList<>();
    private final List<String> debugLog = new ArrayList<>();

    private static String problem(String rules) {
        RuleSetException failure = catchThrowableOfType(
                RuleSetException.class,
                () -> new RuleSetLoader()
                        .compatibility(Compatibility.V3)
                        .text("test.conf", rules)
                        .load());
        return failure.errors().get(0).problem();
    }

    private int status(String uri, String rules) {
        try (Transaction transaction = new RuleSetLoader()
                .compatibility(Compatibility.V3)
                .errorLog(errorLog::add)
                .debug((level, id, address, text) -> debugLog.add(text), 9)
                .text("test.conf", "SecRuleEngine On\n" + rules)
                .load()
                .begin()) {
            transaction.connection("192.0.2.1", 1234, "192.0.2.2", 80);
            transaction.requestHostName(ByteSlice.latin1("shop\"] [id \"1"));
            transaction.requestLine(ByteSlice.latin1("GET"), ByteSlice.latin1(uri), ByteSlice.latin1("HTTP/1.1"));
            transaction.processRequestHeaders();
            transaction.processRequestBody();
            transaction.processLogging();
            return transaction.verdict().status();
        }
    }

    @Test
    void saysWhereItsScannerStopsInAnId() {
        assertThat(problem("SecRule ARGS \"@rx a\" \"phase:2,id:-1,pass\""))
                .isEqualTo("Expecting an action, got:  id:-1,pass\"");
        assertThat(problem("SecRule ARGS \"@rx a\" \"id:'1,pass\""))
                .isEqualTo("Expecting an action, got:  id:'1,pass\"");
        assertThat(problem("SecRule ARGS \"@rx a\" \"id:1',pass\"")).isEqualTo("Expecting an action, got:  ',pass\"");
        assertThat(problem("SecRule ARGS \"@rx a\" \"id:1111111111111111111111,pass\""))
                .isEqualTo("The input \"1111111111111111111111\" does not seems to be a valid rule id.");
        assertThat(status("/?a=b", "SecRule ARGS \"@rx b\" \"msg:'at id:x, it\\'s',id:'7',deny\""))
                .isEqualTo(403);
    }

    @Test
    void refusesANamespaceWithoutAName() {
        assertThat(problem("SecRule XML:/a \"@rx a\" \"id:1,xmlns:soap\"")).startsWith("XMLS: Bad format");
        assertThat(problem("SecRule XML:/a \"@rx a\" \"id:1,xmlns:=\"")).startsWith("XMLS: XMLNS is invalid.");
        assertThat(problem("SecRule XML:/a \"@rx a\" \"id:1,xmlns:soap='schemas'\""))
                .isEqualTo("XMLS: Missing xmlns href for prefix: `schemas'.");
    }

    @Test
    void wantsAFileAndACodePageForItsUnicodeMap() {
        assertThat(problem("SecUnicodeMapFile a map 20127"))
                .startsWith("Failed to locate the unicode map file from: a map ");
        assertThat(problem("SecUnicodeMapFile map")).startsWith("Invalid input:  SecUnicodeMapFile map");
    }

    @Test
    void takesLimitsOf32BitsAndNoMore() {
        assertThat(status("/", "SecArgumentsLimit 4294967295\nSecRequestBodyJsonDepthLimit 4294967295"))
                .isZero();
        assertThat(problem("SecArgumentsLimit 4294967296"))
                .isEqualTo("Failed to parse SecArgumentsLimit: Value is too big.");
        assertThat(problem("SecRequestBodyJsonDepthLimit 99999999999999999999999"))
                .isEqualTo("Failed to parse SecRequestBodyJsonDepthLimit: Number out of range");
    }

    @Test
    void takesNamesOutWithArgumentsThatAPatternTakesOut() {
        String rule = "SecRule ARGS_NAMES|REQUEST_HEADERS_NAMES \"@contains yyy\" \"id:1,deny\"\n";
        String update = "SecRuleUpdateTargetById 1 \"!ARGS:/xxx/\"\n";
        assertThat(status("/?xxxyyy=1", rule + update)).isZero();
        assertThat(status("/?xxyyy=1", rule + update)).isEqualTo(403);
        assertThat(status("/?xxxyyy=1", rule)).isEqualTo(403);
    }

    @Test
    void readsAValueInDoubleQuotesWithinDoubleQuotes() {
        assertThat(status("/", "SecAction \"id:1,phase:1,msg:\"It's here, \",deny,status:404\""))
                .isEqualTo(404);
        assertThat(errorLog).singleElement().asString().contains("[msg \"It's here, \"]");
    }

    @Test
    void runsRulesOfPhase0WhenTheConnectionIsKnown() {
        assertThat(status("/", "SecRule REMOTE_ADDR \"@streq 192.0.2.1\" \"id:1,phase:0,deny\""))
                .isEqualTo(403);
        assertThat(status("/", "SecRule REQUEST_METHOD \"@streq GET\" \"id:1,phase:0,deny\""))
                .isZero();
        assertThat(debugLog)
                .containsSequence("Starting phase CONNECTION. (SecRules 0)", "This phase consists of 1 rule(s).");
    }

    @Test
    void namesTheHostThatTheCallerKnowsAndLetsNothingForgeAField() {
        status("/a\"] [id \"2\"]\\", "SecRule REQUEST_URI \"@contains a\" \"id:1,phase:1,pass,msg:'%{REQUEST_URI}'\"");
        assertThat(errorLog)
                .singleElement()
                .asString()
                .contains("[hostname \"shop\\x22] [id \\x221\"]")
                .contains("[msg \"/a\\x22] [id \\x222\\x22]\\x5c\"]")
                .contains("[uri \"/a\\x22] [id \\x222\\x22]\\x5c\"]");
    }

    @Test
    void refusesTheServersErrorLogInItsWords() {
        assertThat(problem("SecRule WEBSERVER_ERROR_LOG \"@rx a\" \"id:1\""))
                .isEqualTo("Variable VARIABLE_WEBSERVER_ERROR_LOG is not supported by libModSecurity");
    }
}
