package io.rempart.conformance.oracle;

import io.rempart.engine.Compatibility;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares ours with ModSecurity 2 in a private Apache over seeded exchanges. */
final class ApacheOracleRun {
    private final Path folder;
    private final Mutation mutation;
    private final ApacheReport report = new ApacheReport();

    ApacheOracleRun(Path corpora, long seed) throws IOException {
        // Apache's own user must be able to enter it
        folder = Files.createTempDirectory("rempart-apache");
        mutation = new Mutation(Seeds.attacks(corpora), Seeds.ordinary(corpora), seed);
    }

    /** Sends them all to Apache, reads its audit log, then asks ours. */
    ApacheReport compare(int requests) throws IOException, InterruptedException {
        List<Path> rules = ApacheRules.files(folder);
        try (ModSecurity2 theirs = new ModSecurity2(ApacheServer.start(folder, rules));
                Rempart ours = new Rempart(rules, Compatibility.V2, ApacheRules.SCORES)) {
            List<Exchange> exchanges = new ArrayList<>();
            for (int number = 0; number < requests; number++) {
                Exchange exchange = ModSecurity2.onTheWire(mutation.exchange(number), number);
                exchanges.add(exchange);
                theirs.send(exchange);
            }
            Map<Long, Answer> answers = theirs.answers();
            for (int number = 0; number < requests; number++) {
                Answer answer = answers.get((long) number);
                if (answer == null) {
                    report.refusedByApache();
                } else {
                    compare(number, exchanges.get(number), ours, answer, theirs.cutLines(number));
                }
            }
        } finally {
            delete(folder);
        }
        return report;
    }

    private void compare(long number, Exchange exchange, Rempart ours, Answer theirs, List<String> cutLines) {
        Probe.Side side = asked -> {
            ours.send(asked);
            return ours.answer();
        };
        report.add(number, exchange, side.answer(exchange), theirs, new ApacheDifference.Evidence(side, cutLines));
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (java.util.stream.Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(java.util.Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
