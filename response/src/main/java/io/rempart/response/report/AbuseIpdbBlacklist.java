package io.rempart.response.report;

import io.rempart.events.report.ReportStore;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * AbuseIPDB's list of the addresses most reported (API v2, blacklist), within what the plan allows in a day: each request is
 * counted in the store, as those of the reporter are. Thread-safe.
 */
public final class AbuseIpdbBlacklist {
    /** More are asked for as plain text: as JSON they would be too much at once. */
    private static final int MOST_AS_JSON = 50_000;
    /** What plans without a subscription get at most. */
    private static final int MOST_WITHOUT_SUBSCRIPTION = 10_000;

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SOON = Duration.ofMinutes(15);

    private final AbuseIpdbClient client;
    private final Allowance allowance;
    private final Plan plan;
    private final Clock clock;

    public AbuseIpdbBlacklist(
            java.net.URI base, Supplier<String> key, Plan plan, ReportStore store, Clock clock, Duration patience) {
        this.client = new AbuseIpdbClient(base, key, clock, patience);
        this.allowance = new Allowance(store, plan, clock);
        this.plan = plan;
        this.clock = clock;
    }

    /** What came of asking. */
    public sealed interface Outcome {
        /**
         * The list.
         *
         * @param lines an address a line
         * @param generatedAt when the service made it
         */
        record Listed(String lines, Instant generatedAt) implements Outcome {}

        /** It may be asked again then: the day's allowance is used up, or the service asks to wait. */
        record Later(Instant until, String why) implements Outcome {}

        /** @param why in the service's words, or what happened on the way */
        record Failed(String why) implements Outcome {}
    }

    /** How often it may be asked for at most, so that a day's allowance lasts for the day. */
    public static Duration shortestInterval(Plan plan) {
        return DAY.dividedBy(plan.daily(Endpoint.BLACKLIST));
    }

    /**
     * @param confidence least score, 25 to 100; without a subscription the service takes 100 whatever is asked
     * @param limit most addresses
     * @param ipVersion 4 or 6; 0 for both
     */
    public Outcome fetch(int confidence, int limit, int ipVersion) {
        if (allowance.left(Endpoint.BLACKLIST) == 0) {
            var usage = allowance.usage(Endpoint.BLACKLIST);
            Instant tomorrow = Instant.ofEpochSecond((usage.day() + 1) * DAY.toSeconds());
            boolean isPaused = usage.pausedUntil().isAfter(clock.instant());
            return new Outcome.Later(isPaused ? usage.pausedUntil() : tomorrow, usage.why());
        }
        allowance.use(Endpoint.BLACKLIST);
        int most = isSubscribed() ? limit : Math.min(limit, MOST_WITHOUT_SUBSCRIPTION);
        String query = "?confidenceMinimum=" + confidence + "&limit=" + most
                + (ipVersion == 0 ? "" : "&ipVersion=" + ipVersion);
        Answer answer = most > MOST_AS_JSON ? client.plainBlacklist(query) : client.blacklist(query);
        if (answer instanceof Answer.Done done) {
            return listed(done.body(), confidence);
        } else if (answer instanceof Answer.Pause pause) {
            allowance.pause(Endpoint.BLACKLIST, pause.until(), pause.why());
            return new Outcome.Later(pause.until(), pause.why());
        } else if (answer instanceof Answer.AddressTooSoon soon) {
            // It means a single address, of which there is none here: the endpoint itself is not used up.
            return new Outcome.Later(clock.instant().plus(SOON), soon.why());
        }
        return new Outcome.Failed(answer.why());
    }

    private boolean isSubscribed() {
        return plan == Plan.BASIC || plan == Plan.PREMIUM;
    }

    private Outcome listed(String body, int confidence) {
        if (body.startsWith("#generated ")) {
            int end = body.indexOf('\n');
            return time(body.substring("#generated ".length(), end))
                    .<Outcome>map(at -> new Outcome.Listed(body.substring(end + 1), at))
                    .orElseGet(AbuseIpdbBlacklist::undated);
        }
        Map<String, Object> json = ReportJson.object(body).orElse(Map.of());
        Optional<Instant> generated = time(ReportJson.text(ReportJson.map(json, "meta"), "generatedAt"));
        if (generated.isEmpty()) {
            return undated();
        }
        StringBuilder lines = new StringBuilder();
        for (Map<String, Object> one : ReportJson.objects(json, "data")) {
            long score = ReportJson.number(one, "abuseConfidenceScore");
            if (score < 0 || score >= confidence) {
                lines.append(ReportJson.text(one, "ipAddress")).append('\n');
            }
        }
        return new Outcome.Listed(lines.toString(), generated.get());
    }

    private static Outcome undated() {
        return new Outcome.Failed("AbuseIPDB answered with something that is no dated list.");
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.strip()).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
