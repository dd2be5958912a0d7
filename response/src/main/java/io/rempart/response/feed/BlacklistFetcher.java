package io.rempart.response.feed;

import io.rempart.response.feed.FeedSettings.Blacklist;
import io.rempart.response.report.AbuseIpdbBlacklist;
import io.rempart.response.report.AbuseIpdbBlacklist.Outcome;
import java.nio.charset.StandardCharsets;

/** AbuseIPDB's blacklist as a feed: it is as current as the service says of it, not as when it was fetched. Thread-safe. */
final class BlacklistFetcher implements Fetcher {
    private final AbuseIpdbBlacklist service;

    BlacklistFetcher(AbuseIpdbBlacklist service) {
        this.service = service;
    }

    @Override
    public Fetched fetch(FeedSettings settings, String mark, String modified) {
        Blacklist list = (Blacklist) settings.source();
        Outcome outcome =
                service.fetch(list.confidence(), Math.min(list.limit(), settings.mostEntries()), list.ipVersion());
        if (outcome instanceof Outcome.Listed listed) {
            byte[] lines = listed.lines().getBytes(StandardCharsets.UTF_8);
            return new Fetched.Content(lines, "", "", listed.generatedAt());
        } else if (outcome instanceof Outcome.Later later) {
            throw new FeedProblem(FeedProblem.Kind.WAIT, later.until().toString());
        }
        throw new FeedProblem(FeedProblem.Kind.SERVICE, ((Outcome.Failed) outcome).why());
    }
}
