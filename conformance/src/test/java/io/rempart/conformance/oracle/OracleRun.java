package io.rempart.conformance.oracle;

import io.rempart.engine.Compatibility;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Compares the two engines over seeded exchanges, in both configurations of {@link OracleRules}. */
final class OracleRun {
    private final Path corpora;
    private final Path folder;
    private final Mutation mutation;
    private final OracleReport report = new OracleReport();

    OracleRun(Path corpora, long seed) throws IOException {
        this.corpora = corpora;
        folder = Files.createTempDirectory("rempart-oracle");
        mutation = new Mutation(Seeds.attacks(corpora), Seeds.ordinary(corpora), seed);
    }

    /** Runs that many exchanges: three of four with every rule speaking, the others with blocking on. */
    OracleReport compare(long requests) throws IOException {
        Path crs = corpora.resolve("crs-4.25.1");
        long blocking = requests / 4;
        compare(OracleRules.detecting(crs, folder), 0, requests - blocking);
        compare(OracleRules.blocking(crs, folder), requests - blocking, requests);
        return report;
    }

    private void compare(List<Path> rules, long from, long to) throws IOException {
        try (LibModSecurity theirs = new LibModSecurity(rules);
                Rempart ours = new Rempart(rules, Compatibility.V3);
                RunningProbe probe = new RunningProbe(new RuleVariants(rules), ours, theirs)) {
            for (long number = from; number < to; number++) {
                Exchange exchange = mutation.exchange(number);
                theirs.send(exchange);
                ours.send(exchange);
                Answer one = ours.answer();
                Answer other = theirs.answer();
                report.add(one, other, differences(number, exchange, one, other), probe);
            }
        }
    }

    static List<Difference> differences(long number, Exchange exchange, Answer ours, Answer theirs) {
        List<Difference> found = new ArrayList<>();
        if (theirs.status() < 0) {
            found.add(new Difference(number, exchange, ours, theirs, Difference.STATUS, false, "libmodsecurity died"));
            return found;
        }
        Consumer<Difference> add = found::add;
        ours.rules().forEach((rule, detail) -> {
            if (!theirs.rules().containsKey(rule)) {
                add.accept(new Difference(number, exchange, ours, theirs, rule, true, detail));
            }
        });
        theirs.rules().forEach((rule, detail) -> {
            if (!ours.rules().containsKey(rule)) {
                add.accept(new Difference(number, exchange, ours, theirs, rule, false, detail));
            }
        });
        boolean same = found.stream().allMatch(OracleRun::isReport);
        if (same && ours.status() != theirs.status()) {
            String statuses = ours.status() + ", not " + theirs.status();
            found.add(new Difference(number, exchange, ours, theirs, Difference.STATUS, true, statuses));
        }
        if (same && !ours.scores().equals(theirs.scores())) {
            String scores = ours.scores() + ", not " + theirs.scores();
            found.add(new Difference(number, exchange, ours, theirs, Difference.SCORES, true, scores));
        }
        return found;
    }

    private static boolean isReport(Difference difference) {
        return difference.isOurs() && difference.rule() == 980_170;
    }
}
