package io.rempart.conformance.oracle;

import io.rempart.engine.Compatibility;
import io.rempart.engine.RuleMatch;
import io.rempart.engine.RuleSet;
import io.rempart.engine.Transaction;
import io.rempart.engine.Verdict;
import io.rempart.engine.body.BodyLimits;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.seclang.RuleSetLoader;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Our engine, meaning what ModSecurity 3 means. For one thread. */
final class Rempart implements Engine {
    private final RuleSet rules;
    private final long scoresRule;
    private @Nullable Answer answer;

    Rempart(List<Path> files, Compatibility compatibility) {
        this(files, compatibility, OracleRules.SCORES);
    }

    Rempart(List<Path> files, Compatibility compatibility, long scoresRule) {
        this.scoresRule = scoresRule;
        RuleSetLoader loader = new RuleSetLoader().compatibility(compatibility).withoutAuditLog();
        if (compatibility == Compatibility.V2) {
            // the rules see the names that ModSecurity 2 makes, so that nothing else differs
            loader.jsonNames(BodyLimits.JsonNames.V2);
        }
        files.forEach(loader::file);
        rules = loader.load();
    }

    @Override
    public void send(Exchange exchange) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        try (Transaction transaction = rules.begin()) {
            int status = run(transaction, exchange);
            SortedMap<Long, String> ids = new TreeMap<>();
            String scores = "";
            for (RuleMatch match : transaction.matches()) {
                if (match.ruleId() == scoresRule) {
                    scores = match.data().toString();
                } else if (match.logged()) {
                    ids.merge(
                            match.ruleId(),
                            match.variable() + " @" + match.operator() + " [" + match.value() + "] " + match.data(),
                            (one, other) -> one + "\n" + other);
                }
            }
            long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            answer = new Answer(status, ids, scores, (end - start) / 1000);
        }
    }

    static int run(Transaction transaction, Exchange exchange) {
        transaction.connection(exchange.client(), 40000, "127.0.0.1", 80);
        transaction.requestLine(
                ByteSlice.latin1(exchange.method()),
                ByteSlice.latin1(exchange.uri()),
                ByteSlice.latin1(exchange.protocol()));
        exchange.headers()
                .forEach(field ->
                        transaction.requestHeader(ByteSlice.latin1(field.name()), ByteSlice.latin1(field.value())));
        Verdict verdict = transaction.processRequestHeaders();
        if (!verdict.interrupts() && !exchange.body().isEmpty()) {
            verdict = transaction.requestBody(ByteSlice.latin1(exchange.body()));
        }
        if (!verdict.interrupts()) {
            verdict = transaction.processRequestBody();
        }
        Exchange.Response response = exchange.response();
        if (response != null && !verdict.interrupts()) {
            transaction.responseLine(response.status(), ByteSlice.latin1("HTTP/1.1"));
            response.headers()
                    .forEach(field -> transaction.responseHeader(
                            ByteSlice.latin1(field.name()), ByteSlice.latin1(field.value())));
            verdict = transaction.processResponseHeaders();
            if (!verdict.interrupts() && !response.body().isEmpty()) {
                verdict = transaction.responseBody(ByteSlice.latin1(response.body()));
            }
            if (!verdict.interrupts()) {
                verdict = transaction.processResponseBody();
            }
        }
        transaction.processLogging();
        return verdict.interrupts() ? verdict.status() : 0;
    }

    @Override
    public Answer answer() {
        return Objects.requireNonNull(answer, "send first");
    }

    @Override
    public void close() {}
}
