package io.rempart.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.Transaction;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.rule.Rule;
import io.rempart.engine.rule.Target;
import io.rempart.engine.seclang.RuleSetLoader;
import io.rempart.engine.state.TransactionState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvaluationListenerTest {
    private final List<String> told = new ArrayList<>();

    private final EvaluationListener listener = new EvaluationListener() {
        @Override
        public void phaseBegins(int phase) {
            told.add("phase " + phase);
        }

        @Override
        public void ruleRemoved(Rule rule) {
            told.add("removed " + rule.id);
        }

        @Override
        public void linkBegins(Rule link, Rule head) {
            told.add("begins " + head.id + (link == head ? "" : " link"));
        }

        @Override
        public void tested(
                Rule link,
                Target target,
                @Nullable ByteSlice key,
                @Nullable ByteSlice original,
                ByteSlice value,
                boolean matched,
                int offset,
                int length,
                String detail) {
            told.add(target + " " + key + " " + original + ">" + value + " " + matched + " " + offset + "," + length);
        }

        @Override
        public void linkEnds(Rule link, Rule head, boolean matched, TransactionState state) {
            told.add("ends " + matched);
        }

        @Override
        public void skipped(Rule rule, int to) {
            told.add("skips to " + to);
        }
    };

    @Test
    void isToldOfEveryStepInItsOrder() {
        CompiledRuleSet rules = new RuleSetLoader().text("rules.conf", """
                        SecRuleEngine On
                        SecRule ARGS "@rx b+" "id:1,phase:1,pass,t:lowercase,chain"
                          SecRule TX:none "@eq 1" "t:none"
                        SecAction "id:2,phase:1,pass,ctl:ruleRemoveById=3"
                        SecAction "id:3,phase:1,pass"
                        SecAction "id:4,phase:1,pass,skipAfter:END"
                        SecAction "id:5,phase:1,pass"
                        SecMarker END
                        SecRule REQUEST_METHOD "@streq PUT" "id:6,phase:1,pass"
                        """).load();
        try (Transaction transaction = rules.begin(listener)) {
            transaction.connection("127.0.0.1", 1, "127.0.0.1", 80);
            transaction.requestLine(
                    ByteSlice.latin1("GET"), ByteSlice.latin1("/?x=aBBc&y=z"), ByteSlice.latin1("HTTP/1.1"));
            transaction.processRequestHeaders();
            assertThat(told)
                    .containsExactly(
                            "phase 1",
                            "begins 1",
                            "ARGS x aBBc>abbc true 1,2",
                            "ARGS y z>z false -1,0",
                            "ends true",
                            "begins 1 link",
                            "ends false",
                            "begins 2",
                            "ends true",
                            "removed 3",
                            "begins 4",
                            "ends true",
                            "skips to 5",
                            "begins 6",
                            "REQUEST_METHOD null GET>GET false -1,0",
                            "ends false");
        }
    }
}
