package io.rempart.response.report;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddressString;
import io.rempart.events.store.EventStore;
import io.rempart.response.feed.FeedProblem;
import io.rempart.response.feed.FeedSettings;
import io.rempart.response.feed.Feeds;
import io.rempart.response.report.AbuseIpdbService.Fault;
import io.rempart.response.report.AbuseIpdbService.Listed;
import io.rempart.store.EventStores;
import io.rempart.store.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The blacklist as a feed, from a service on loopback that counts and refuses as the real one does. */
class AbuseIpdbBlacklistTest {
    @TempDir
    Path directory;

    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-25T06:00:00Z"));
    private EventStore events;
    private AbuseIpdbService service;

    @BeforeEach
    void start() {
        events = EventStores.open(StoreSettings.inDirectory(directory));
    }

    @AfterEach
    void stop() {
        if (service != null) {
            service.close();
        }
        events.close();
    }

    private Feeds feeds(Plan plan, int confidence, int limit) throws Exception {
        if (service == null) {
            service = new AbuseIpdbService(clock, plan, Duration.ofSeconds(4));
            for (int i = 0; i < 120; i++) {
                service.listed.add(new Listed("198.51.100." + i, i < 100 ? 100 : 80));
            }
            service.listed.add(new Listed("2001:db8::bad", 100));
        }
        AbuseIpdbBlacklist blacklist = new AbuseIpdbBlacklist(
                service.base(),
                () -> AbuseIpdbService.KEY,
                plan,
                EventStores.reports(events),
                clock,
                Duration.ofSeconds(2));
        FeedSettings settings = FeedSettings.of(
                "abuseipdb",
                new FeedSettings.Blacklist(confidence, limit, 0),
                FeedSettings.Action.BLOCK,
                Duration.ofHours(6),
                Duration.ofHours(24));
        return new Feeds(java.util.List.of(settings), directory.resolve("feeds"), clock, blacklist);
    }

    private static Feeds.Standing fetch(Feeds feeds) {
        return feeds.fetch(feeds.settings().get(0), false);
    }

    @Test
    void takesTheListWithThePlansLimitsAndHoldsItFromTheTimeItWasMade() throws Exception {
        Feeds feeds = feeds(Plan.STANDARD, 90, 50_000);
        Feeds.Standing standing = fetch(feeds);
        assertThat(standing.problem()).isNull();
        assertThat(standing.entries()).isEqualTo(101);
        assertThat(service.blacklistQueries.get(0))
                .containsEntry("limit", "10000")
                .containsEntry("confidenceMinimum", "90");
        assertThat(standing.endsAt())
                .isEqualTo(clock.instant().minus(Duration.ofHours(1)).plus(Duration.ofHours(24)));
        assertThat(feeds.listing(new IPAddressString("2001:db8::bad").getAddress()))
                .hasSize(1);
        clock.pass(Duration.ofHours(23));
        assertThat(feeds.wanted()).as("flushed when it could not be renewed").isEmpty();
    }

    @Test
    void asksASubscribersServiceForTextWhenTheListIsLong() throws Exception {
        Feeds feeds = feeds(Plan.PREMIUM, 75, 100_000);
        Feeds.Standing standing = fetch(feeds);
        assertThat(standing.entries()).isEqualTo(121);
        assertThat(service.blacklistQueries.get(0)).containsKey("plaintext");
        assertThat(standing.currentAt()).isEqualTo(clock.instant().minus(Duration.ofHours(1)));
    }

    @Test
    void spendsNoMoreThanTheDayAllowsAndWaitsForTheNext() throws Exception {
        Feeds feeds = feeds(Plan.STANDARD, 100, 10_000);
        for (int i = 0; i < 5; i++) {
            assertThat(fetch(feeds).problem()).isNull();
        }
        FeedProblem problem = fetch(feeds).problem();
        assertThat(problem.kind()).isEqualTo(FeedProblem.Kind.WAIT);
        assertThat(service.asked).hasSize(5);
        assertThat(fetch(feeds).nextAt()).isEqualTo(Instant.parse("2026-11-26T00:00:00Z"));
        assertThat(feeds.wanted()).as("the last good list stays").hasSize(1);
        clock.pass(Duration.ofHours(19));
        assertThat(fetch(feeds).problem()).isNull();
        assertThat(AbuseIpdbBlacklist.shortestInterval(Plan.STANDARD)).isEqualTo(Duration.ofMinutes(288));
    }

    @Test
    void believesTheServiceThatTheDayIsUsedUpAndTellsThatApartFromOneAddressTooSoon() throws Exception {
        Feeds feeds = feeds(Plan.STANDARD, 100, 10_000);
        service.isTooSoonOnce = true;
        assertThat(fetch(feeds).nextAt()).isEqualTo(clock.instant().plus(Duration.ofMinutes(15)));
        // Another installation used the same key.
        service.useUp("blacklist");
        assertThat(fetch(feeds).nextAt()).isEqualTo(Instant.parse("2026-11-26T00:00:00Z"));
        int asked = service.asked.size();
        assertThat(fetch(feeds).problem().kind()).isEqualTo(FeedProblem.Kind.WAIT);
        assertThat(service.asked).as("a paused endpoint is left alone").hasSize(asked);
    }

    @Test
    void keepsTheLastListOverEveryFailureAndRefusesAnOldOne() throws Exception {
        Feeds feeds = feeds(Plan.PREMIUM, 100, 10_000);
        assertThat(fetch(feeds).problem()).isNull();
        for (Fault fault : new Fault[] {
            Fault.KEY_REFUSED, Fault.NOT_IN_PLAN, Fault.ERROR_PAGE, Fault.PAGE_OF_A_PROXY, Fault.DONE_THEN_SILENCE
        }) {
            service.faults.add(fault);
            Feeds.Standing standing = fetch(feeds);
            assertThat(standing.problem().kind()).as(fault.name()).isEqualTo(FeedProblem.Kind.SERVICE);
            assertThat(standing.entries()).as(fault.name()).isEqualTo(101);
            assertThat(standing.problem().details().toString()).doesNotContain(AbuseIpdbService.KEY);
        }
        service.age = Duration.ofHours(30);
        assertThat(fetch(feeds).problem().kind()).isEqualTo(FeedProblem.Kind.STALE);
        assertThat(feeds.wanted()).hasSize(1);
    }
}
