package io.rempart.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.Transaction;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.rule.Gate;
import io.rempart.engine.rule.PhasePlan;
import io.rempart.engine.seclang.RuleSetLoader;
import org.junit.jupiter.api.Test;

/** The gate looks for the rules that transactions come to, and for no others. */
class ReachedRulesTest {
    private static final String RULES = "SecRuleEngine On\n"
            + "SecAction \"id:1,phase:1,pass,nolog,setvar:tx.level=1\"\n"
            + "SecRule ARGS:level \"@streq 2\" \"id:2,phase:1,pass,nolog,setvar:tx.level=2\"\n"
            + "SecRule REMOTE_ADDR \"@ipMatch 127.0.0.1\" \"id:3,phase:1,pass,nolog,ctl:ruleRemoveByTag=core\"\n"
            + "SecRule ARGS \"@rx first\" \"id:4,phase:1,pass,tag:core\"\n"
            + "SecRule TX:LEVEL \"@lt 2\" \"id:5,phase:1,pass,nolog,tag:core,skipAfter:END\"\n"
            + "SecRule ARGS \"@rx second\" \"id:6,phase:1,pass,tag:core\"\n"
            + "SecMarker END\n";

    private final CompiledRuleSet rules =
            new RuleSetLoader().text("rules.conf", RULES).load();

    private void request(String client, String uri) {
        try (Transaction transaction = rules.begin()) {
            transaction.connection(client, 40000, "192.0.2.80", 80);
            transaction.requestLine(ByteSlice.latin1("GET"), ByteSlice.latin1(uri), ByteSlice.latin1("HTTP/1.1"));
            transaction.processRequestHeaders();
        }
    }

    private boolean looksFor(long id) {
        // what was reached is taken in when the next transaction begins
        rules.begin().close();
        PhasePlan plan = rules.program().phases().get(1);
        Gate gate = plan.keeper().current();
        for (int i = 0; i < plan.size(); i++) {
            if (plan.rule(i).id == id) {
                return gate.covers(plan.rule(i).gateBit());
            }
        }
        throw new AssertionError("no rule " + id);
    }

    @Test
    void ruleThatIsJumpedOverIsNotLookedFor() {
        request("192.0.2.1", "/?a=b");
        assertThat(looksFor(4)).isTrue();
        assertThat(looksFor(6)).isFalse();
    }

    @Test
    void ruleOfAHigherLevelIsLookedForFromTheFirstRequestThatComesToIt() {
        request("192.0.2.1", "/?a=b&level=2");
        assertThat(looksFor(6)).isTrue();
    }

    /** The Core Rule Set (905100, 905110) takes all its rules out for what Apache asks itself, those that skip the higher levels too. */
    @Test
    void ruleThatIsOnlyPassedBecauseAllAreRemovedIsNotLookedFor() {
        request("127.0.0.1", "/?a=b");
        assertThat(looksFor(6)).isFalse();
        assertThat(looksFor(4)).isFalse();
        request("192.0.2.1", "/?a=b");
        assertThat(looksFor(4)).isTrue();
    }
}
