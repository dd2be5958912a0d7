package io.rempart.console.live;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.LogReport;
import io.rempart.console.text.Fields;
import io.rempart.events.decision.DecisionStore;
import io.rempart.events.store.IncidentStore.IncidentSearch;
import java.time.Duration;
import java.util.List;

/**
 * What is watched, at one moment.
 *
 * @param stored events stored so far, over all logs: only rises, but when a log is removed
 * @param incidents open and escalated incidents, counted up to {@value #MOST_INCIDENTS}
 * @param revision of the decisions; 0 where there are none
 */
record Snapshot(long stored, long incidents, List<Log> logs, long revision) {
    private static final int MOST_INCIDENTS = 10_000;
    private static final int MOST_LOGS = 200;
    private static final long BEHIND_SECONDS = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** @param state ok, behind, warning or unbalanced */
    record Log(String name, String state) {}

    static Snapshot of(ConsoleRooms rooms) {
        List<LogReport> reports = rooms.logs().get();
        return new Snapshot(
                reports.stream()
                        .mapToLong(one -> one.entry().stored() + one.entry().repaired())
                        .sum(),
                rooms.incidents().count(IncidentSearch.INBOX, MOST_INCIDENTS, PATIENCE),
                reports.stream()
                        .limit(MOST_LOGS)
                        .map(one -> new Log(one.entry().logSource(), state(one)))
                        .toList(),
                rooms.decisions()
                        .map(DecisionStore::position)
                        .map(DecisionStore.Position::revision)
                        .orElse(0L));
    }

    private static String state(LogReport report) {
        if (!report.balances()) {
            return "unbalanced";
        } else if (!report.warnings().isEmpty()) {
            return "warning";
        }
        return report.following() && report.secondsBehind() > BEHIND_SECONDS ? "behind" : "ok";
    }

    Fields counts() {
        return new Fields().with("stored", stored).with("openIncidents", incidents);
    }

    Fields logStates() {
        return new Fields()
                .with(
                        "logs",
                        logs.stream()
                                .map(one -> new Fields().with("log", one.name()).with("state", one.state()))
                                .toList());
    }

    Fields decisions() {
        return new Fields().with("revision", revision);
    }
}
