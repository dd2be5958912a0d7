package io.rempart.response.report;

import io.rempart.events.report.Report;
import io.rempart.events.report.Report.State;
import io.rempart.events.report.ReportStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sends what waits, by the service's rules. {@link #run} makes one pass; it is called by one thread, again and again.
 *
 * <p>Each report arrives once. Before a request is made the store has the report as SENDING. An answer settles it; when there is
 * none that can be believed (a time-out, a reset, an error page, our own death), the report is UNCERTAIN, and the service is
 * asked whether it has a report with our reference before it is sent again. A refusal that names the address (15 minutes)
 * delays that report alone; a used-up day pauses the endpoint. When more waits than the day allows, one bulk report takes as
 * much as fits. Nothing is dropped for want of network or allowance; what has become older than 60 days meanwhile is refused.
 */
final class Outbox {
    private static final int REPORTS_A_PASS = 60;
    private static final int VERIFICATIONS_A_PASS = 30;
    private static final int BULK_FROM = 10;
    private static final Duration BETWEEN_BULK_REPORTS = Duration.ofHours(1);
    private static final Duration SAME_ADDRESS = Duration.ofMinutes(15);
    private static final Duration KEY_REFUSED = Duration.ofMinutes(30);
    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    private static final Duration LONGEST_RETRY = Duration.ofHours(1);
    /** An answer takes at most {@link AbuseIpdbClient#PATIENCE}: what is on its way longer has lost its process. */
    private static final Duration LOST = Duration.ofMinutes(5);
    /** The service needs a moment until a report can be seen; after a bulk report longer. */
    private static final Duration UNTIL_VISIBLE = Duration.ofMinutes(2);

    private static final Duration UNTIL_BULK_VISIBLE = Duration.ofMinutes(30);

    private final ReportStore store;
    private final AbuseIpdbClient client;
    private final Allowance allowance;
    private final ReportRules rules;
    private final Clock clock;
    private volatile boolean stopping;

    Outbox(ReportStore store, AbuseIpdbClient client, Allowance allowance, ReportRules rules, Clock clock) {
        this.store = store;
        this.client = client;
        this.allowance = allowance;
        this.rules = rules;
        this.clock = clock;
    }

    /** One pass. What fails is tried again in a later one. */
    void run() {
        findLost();
        retract();
        verify();
        send();
    }

    /** Makes a pass under way end with the request it is at. */
    void stop() {
        stopping = true;
    }

    private void findLost() {
        for (Report report : store.due(Set.of(State.SENDING), clock.instant().minus(LOST), 10_000)) {
            store.change(report.in(
                    State.UNCERTAIN,
                    clock.instant(),
                    "Rempart stopped while it was on its way; the service is asked."));
        }
    }

    // ---- sending

    private void send() {
        Instant now = clock.instant();
        int due = store.countDue(State.QUEUED, now);
        int left = allowance.left(Endpoint.REPORT);
        if (due > left && due >= BULK_FROM && mayBulk(now)) {
            sendInBulk(now);
            left = allowance.left(Endpoint.REPORT);
        }
        List<Report> waiting = store.due(Set.of(State.QUEUED), now, Math.min(left, REPORTS_A_PASS));
        for (Report report : waiting) {
            if (stopping || mayGo(report) && !sendOne(report)) {
                return;
            }
        }
    }

    /** False when the next one would fare no better. */
    private boolean sendOne(Report waiting) {
        if (allowance.left(Endpoint.REPORT) == 0) {
            return false;
        }
        Optional<Report> claimed = store.change(waiting.sending(clock.instant()));
        if (claimed.isEmpty()) {
            return true; // a person changed it meanwhile
        }
        Report report = claimed.get();
        allowance.use(Endpoint.REPORT);
        Answer answer = client.report(report);
        Instant now = clock.instant();
        if (answer instanceof Answer.Done) {
            store.change(report.in(State.SENT, now, ""));
            return true;
        }
        if (answer instanceof Answer.AddressTooSoon soon) {
            store.change(report.in(State.QUEUED, now.plus(SAME_ADDRESS), soon.why()));
            return true;
        }
        if (answer instanceof Answer.Refused refused) {
            store.change(report.in(State.REFUSED, now, refused.why()));
            return true;
        }
        if (answer instanceof Answer.Unknown unknown) {
            store.change(report.in(State.UNCERTAIN, now.plus(UNTIL_VISIBLE), unknown.why()));
            return false;
        }
        store.change(report.in(State.QUEUED, now.plus(retry(answer, report)), answer.why()));
        settle(Endpoint.REPORT, answer);
        return false;
    }

    private boolean mayBulk(Instant now) {
        return allowance.left(Endpoint.BULK_REPORT) > 0
                && !allowance
                        .usage(Endpoint.BULK_REPORT)
                        .lastAt()
                        .plus(BETWEEN_BULK_REPORTS)
                        .isAfter(now);
    }

    private void sendInBulk(Instant now) {
        List<Report> candidates = new ArrayList<>();
        for (Report waiting : store.due(Set.of(State.QUEUED), now, 10_000)) {
            if (mayGo(waiting)) {
                candidates.add(waiting);
            }
        }
        List<Report> claimed = store.change(BulkCsv.fitting(candidates).stream()
                .map(report -> report.sending(now))
                .toList());
        if (claimed.isEmpty()) {
            return;
        }
        allowance.use(Endpoint.BULK_REPORT);
        Answer answer = client.bulkReport(claimed);
        Instant then = clock.instant();
        if (answer instanceof Answer.Done done) {
            store.change(settled(claimed, done, then));
        } else if (answer instanceof Answer.Unknown unknown) {
            store.change(claimed.stream()
                    .map(report -> report.in(State.UNCERTAIN, then.plus(UNTIL_BULK_VISIBLE), unknown.why()))
                    .toList());
        } else {
            // Refused as a whole, or not sent: each goes alone, when the day allows.
            store.change(claimed.stream()
                    .map(report -> report.in(State.QUEUED, then, answer.why()))
                    .toList());
            settle(Endpoint.BULK_REPORT, answer);
            if (answer instanceof Answer.Refused refused) {
                allowance.pause(Endpoint.BULK_REPORT, then.plus(Duration.ofHours(24)), refused.why());
            }
        }
    }

    /** What became of each row. Rows are known by their address, which stands in a file once. */
    private static List<Report> settled(List<Report> claimed, Answer.Done done, Instant now) {
        Map<String, Object> data = ReportJson.map(ReportJson.object(done.body()).orElse(Map.of()), "data");
        Map<String, String> problems = new HashMap<>();
        List<Map<String, Object>> invalid = ReportJson.objects(data, "invalidReports");
        for (Map<String, Object> row : invalid) {
            String input = ReportJson.text(row, "input");
            inet.ipaddr.IPAddress address = new inet.ipaddr.IPAddressString(input).getAddress();
            problems.put(address == null ? input : address.toCanonicalString(), ReportJson.text(row, "error"));
        }
        long refusedOfOurs = claimed.stream()
                .filter(report -> problems.containsKey(report.address().toCanonicalString()))
                .count();
        long saved = ReportJson.number(data, "savedReports");
        boolean addsUp = saved == claimed.size() - refusedOfOurs && refusedOfOurs == invalid.size();
        List<Report> settled = new ArrayList<>(claimed.size());
        for (Report report : claimed) {
            String problem = problems.get(report.address().toCanonicalString());
            if (problem == null) {
                settled.add(
                        addsUp
                                ? report.in(State.SENT, now, "")
                                : report.in(
                                        State.UNCERTAIN,
                                        now.plus(UNTIL_BULK_VISIBLE),
                                        "The answer to a bulk report did not add up; the service is asked."));
            } else if (problem.contains("Duplicate")) {
                settled.add(report.in(State.QUEUED, now.plus(SAME_ADDRESS), problem + "."));
            } else {
                settled.add(report.in(State.REFUSED, now, problem + "."));
            }
        }
        return settled;
    }

    /** Whether a waiting report may go now; one that may not is refused, held or put off. */
    private boolean mayGo(Report report) {
        Instant now = clock.instant();
        Optional<ReportProblem> refusal = rules.refusal(report.address(), report.observedAt(), now);
        if (refusal.isPresent()) {
            store.change(
                    report.in(State.REFUSED, now, String.valueOf(refusal.get().getMessage())));
            return false;
        }
        Instant notBefore = rules.notBefore(report.address());
        if (notBefore.isAfter(now)) {
            store.change(report.in(State.QUEUED, notBefore, "This address was reported less than 24 hours ago."));
            return false;
        }
        return true;
    }

    // ---- asking whether a report arrived

    private void verify() {
        List<Report> uncertain = store.due(
                Set.of(State.UNCERTAIN),
                clock.instant(),
                Math.min(VERIFICATIONS_A_PASS, allowance.left(Endpoint.CHECK)));
        for (Report report : uncertain) {
            if (stopping) {
                return;
            }
            Instant sentAt = report.sentAt() == null ? report.createdAt() : report.sentAt();
            long days = Duration.between(earlier(sentAt, report.observedAt()), clock.instant())
                            .toDays()
                    + 2;
            allowance.use(Endpoint.CHECK);
            Answer answer = client.check(report.address(), (int) Math.min(365, Math.max(1, days)), true);
            Instant now = clock.instant();
            if (answer instanceof Answer.Done done) {
                store.change(
                        holds(done, report.reference())
                                ? report.in(State.SENT, now, "Its answer was lost; the service has it.")
                                : notArrived(report).in(State.QUEUED, now, "It did not arrive."));
            } else {
                store.change(report.in(State.UNCERTAIN, now.plus(retry(answer, report)), answer.why()));
                settle(Endpoint.CHECK, answer);
                return;
            }
        }
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static boolean holds(Answer.Done done, String reference) {
        Map<String, Object> data = ReportJson.map(ReportJson.object(done.body()).orElse(Map.of()), "data");
        return ReportJson.objects(data, "reports").stream()
                .anyMatch(report -> ReportJson.text(report, "comment").contains(reference));
    }

    /** As if it had not been tried: it counts for no rule of time. */
    private static Report notArrived(Report report) {
        return new Report(
                report.id(),
                report.version(),
                report.address(),
                report.categories(),
                report.comment(),
                report.reference(),
                report.observedAt(),
                report.events(),
                report.author(),
                report.state(),
                report.createdAt(),
                report.notBefore(),
                report.attempts(),
                null,
                report.note());
    }

    // ---- taking back

    private void retract() {
        for (Report report : store.due(Set.of(State.RETRACTING), clock.instant(), 5)) {
            if (stopping || allowance.left(Endpoint.CLEAR_ADDRESS) == 0) {
                return;
            }
            allowance.use(Endpoint.CLEAR_ADDRESS);
            Answer answer = client.clear(report.address());
            Instant now = clock.instant();
            if (answer instanceof Answer.Done) {
                retracted(report, now);
            } else if (answer instanceof Answer.Refused refused) {
                store.change(report.in(State.SENT, now, "It could not be taken back: " + refused.why()));
            } else {
                // Asking twice deletes nothing more than asking once.
                store.change(report.in(State.RETRACTING, now.plus(retry(answer, report)), answer.why()));
                settle(Endpoint.CLEAR_ADDRESS, answer);
                return;
            }
        }
    }

    /** The service deletes all our reports of an address at once. */
    private void retracted(Report report, Instant now) {
        List<Report> gone = new ArrayList<>();
        for (Report other : store.ofAddress(report.address(), 1_000)) {
            if (other.state() == State.SENT || other.state() == State.RETRACTING || other.state() == State.UNCERTAIN) {
                gone.add(other.in(State.RETRACTED, now, ""));
            }
        }
        store.change(gone);
    }

    // ---- what an answer means for the endpoint

    /** Pauses what an answer says must pause. */
    void settle(Endpoint endpoint, Answer answer) {
        Instant now = clock.instant();
        if (answer instanceof Answer.Pause pause) {
            allowance.pause(endpoint, pause.until(), pause.why());
        } else if (answer instanceof Answer.KeyRefused refused) {
            for (Endpoint each : Endpoint.values()) {
                allowance.pause(each, now.plus(KEY_REFUSED), refused.why());
            }
        } else if (answer instanceof Answer.NotInPlan refused) {
            allowance.pause(endpoint, now.plus(Duration.ofHours(24)), refused.why());
        }
    }

    private Duration retry(Answer answer, Report report) {
        if (answer instanceof Answer.Pause pause) {
            return Duration.between(clock.instant(), pause.until());
        }
        if (answer instanceof Answer.KeyRefused) {
            return KEY_REFUSED;
        }
        long minutes = FIRST_RETRY.toMinutes() << Math.min(6, Math.max(0, report.attempts() - 1));
        Duration longer = Duration.ofMinutes(minutes);
        return longer.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : longer;
    }
}
