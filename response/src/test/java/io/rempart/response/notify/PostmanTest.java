package io.rempart.response.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.model.Severity;
import io.rempart.events.model.SourceClass;
import io.rempart.events.notice.Notice.Level;
import io.rempart.events.notice.NoticeMessage;
import io.rempart.events.notice.NoticeMessage.State;
import io.rempart.events.notice.NoticeStore;
import io.rempart.events.store.EventStore;
import io.rempart.response.SteppedClock;
import io.rempart.response.notify.NotifyRule.Quiet;
import io.rempart.store.EventStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules, digests, limits and the outbox, by the clock. */
class PostmanTest {
    private static final Instant NOW = Instant.parse("2026-11-25T18:00:00Z");

    @TempDir
    Path directory;

    private final SteppedClock clock = new SteppedClock(NOW);
    private final Recorder mail = new Recorder("mail");
    private EventStore events;
    private NoticeStore store;
    private Teller teller;
    private Postman postman;

    /** Keeps what it is given, and answers as it is told. */
    private static final class Recorder implements Channel {
        private final String name;
        private final List<Post> posts = new ArrayList<>();
        private Delivery answer = new Delivery.Done();

        Recorder(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String kind() {
            return "list";
        }

        @Override
        public String destination() {
            return "here";
        }

        @Override
        public Delivery send(Post post) {
            posts.add(post);
            return answer;
        }
    }

    @BeforeEach
    void open() {
        events = EventStores.open(directory);
        store = EventStores.notices(events);
        use(rule(6, Duration.ZERO, null, null));
    }

    @AfterEach
    void close() {
        events.close();
    }

    private void use(NotifyRule... rules) {
        NotifyBook book = new NotifyBook(List.of(mail), List.of(rules));
        teller = new Teller(store, book, clock);
        postman = new Postman(store, book, "web1", ZoneOffset.UTC, clock);
    }

    private static NotifyRule rule(int perHour, Duration collect, @Nullable LocalTime dailyAt, @Nullable Quiet quiet) {
        return new NotifyRule(
                "all",
                Set.of(Topic.values()),
                Set.of(),
                1,
                null,
                Level.INFO,
                List.of("mail"),
                perHour,
                collect,
                dailyAt,
                quiet,
                Locale.ENGLISH);
    }

    private void block(int number) {
        teller.tell(Happening.of(
                Topic.BLOCK,
                Level.INFO,
                "decision:" + number,
                "block",
                new Plain("192.0.2." + number),
                "attackers",
                "why"));
    }

    private void disk() {
        teller.tell(Happening.of(Topic.DISK_LOW, Level.CRITICAL, "disk", "disk", 100L, "/data"));
    }

    private void pass(Duration after) {
        clock.step(after);
        postman.pass();
    }

    @Test
    void oneThingIsToldAtOnceAndOnce() {
        block(1);
        block(1);
        postman.pass();
        block(1);
        pass(Duration.ofMinutes(1));
        assertThat(mail.posts).hasSize(1);
        assertThat(mail.posts.get(0).subject()).isEqualTo("[web1] Blocked: 192.0.2.1, by attackers");
        assertThat(mail.posts.get(0).body())
                .isEqualTo("Blocked: 192.0.2.1, by attackers\nwhy\n2026-11-25 18:00:00\n\nRempart on web1, rule all");
    }

    @Test
    void whatIsPastTheLimitOfAnHourIsPutTogetherAndCounted() {
        use(rule(2, Duration.ZERO, null, null));
        for (int i = 1; i <= 10; i++) {
            block(i);
            pass(Duration.ofSeconds(30));
        }
        assertThat(mail.posts).hasSize(2);
        pass(Duration.ofMinutes(54));
        assertThat(mail.posts).hasSize(2);
        pass(Duration.ofMinutes(2));
        assertThat(mail.posts).hasSize(3);
        assertThat(mail.posts.get(2).topics()).containsEntry("block", 8L);
        assertThat(mail.posts.get(2).subject()).isEqualTo("[web1] 8 notices: automatic blocks: 8");
        assertThat(mail.posts.get(2).body()).contains("192.0.2.3", "192.0.2.10").doesNotContain("earlier");
    }

    @Test
    void aDigestWaitsForItsTimeAndCountsExactly() {
        use(rule(6, Duration.ofMinutes(15), null, null));
        for (int i = 1; i <= 60; i++) {
            block(i);
        }
        disk();
        pass(Duration.ofMinutes(14));
        assertThat(mail.posts).isEmpty();
        pass(Duration.ofMinutes(1));
        Post digest = mail.posts.get(0);
        assertThat(digest.topics()).containsEntry("block", 60L).containsEntry("disk-low", 1L);
        assertThat(digest.level()).isEqualTo(Level.CRITICAL);
        assertThat(digest.body())
                .contains("61 things", "- automatic blocks: 60", "- disk: 1", "21 earlier ones", "192.0.2.60")
                .doesNotContain("192.0.2.21,");
    }

    @Test
    void aDailyMessageComesAtItsHour() {
        use(rule(6, Duration.ZERO, LocalTime.of(8, 0), null));
        block(1);
        pass(Duration.ofHours(13));
        assertThat(mail.posts).isEmpty();
        block(2);
        pass(Duration.ofHours(1));
        assertThat(mail.posts).hasSize(1);
        assertThat(mail.posts.get(0).topics()).containsEntry("block", 2L);
        block(3);
        pass(Duration.ofHours(23));
        assertThat(mail.posts).hasSize(1);
        pass(Duration.ofHours(1));
        assertThat(mail.posts).hasSize(2);
    }

    @Test
    void inQuietHoursOnlyWhatIsCriticalIsTold() {
        use(rule(6, Duration.ZERO, null, new Quiet(LocalTime.of(17, 0), LocalTime.of(7, 0))));
        block(1);
        pass(Duration.ofHours(12));
        assertThat(mail.posts).isEmpty();
        disk();
        pass(Duration.ZERO);
        assertThat(mail.posts).hasSize(1);
        assertThat(mail.posts.get(0).topics()).hasSize(2);
        block(2);
        pass(Duration.ofMinutes(30));
        assertThat(mail.posts).hasSize(1);
        pass(Duration.ofMinutes(30));
        assertThat(mail.posts).hasSize(2);
    }

    @Test
    void aFailedMessageIsTriedAgainAsItIsLongerEachTime() {
        mail.answer = new Delivery.Later("no connection", null);
        block(1);
        postman.pass();
        block(2);
        pass(Duration.ofSeconds(59));
        assertThat(mail.posts).hasSize(1);
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(119));
        assertThat(mail.posts).hasSize(2);
        mail.answer = new Delivery.Later("busy", Duration.ofMinutes(30));
        pass(Duration.ofSeconds(1));
        pass(Duration.ofMinutes(29));
        assertThat(mail.posts).hasSize(3);
        assertThat(store.unsent().get(0).why()).isEqualTo("busy");
        mail.answer = new Delivery.Done();
        pass(Duration.ofMinutes(1));
        assertThat(mail.posts.subList(0, 4)).containsOnly(mail.posts.get(0));
        pass(Duration.ZERO);
        assertThat(mail.posts).hasSize(5);
        assertThat(mail.posts.get(4).topics()).containsEntry("block", 1L);
        assertThat(store.unsent()).isEmpty();
    }

    @Test
    void aRestartTriesAtOnceWhatWasRefused() {
        mail.answer = new Delivery.Refused("401");
        block(1);
        postman.pass();
        pass(Duration.ofMinutes(59));
        assertThat(mail.posts).hasSize(1);
        use(rule(6, Duration.ZERO, null, null));
        mail.answer = new Delivery.Done();
        postman.pass();
        assertThat(mail.posts).hasSize(2);
        assertThat(store.last("mail", State.SENT)).map(NoticeMessage::attempts).contains(2);
    }

    @Test
    void afterThreeDaysAMessageIsGivenUpAndTheNextOneTried() {
        mail.answer = new Delivery.Refused("550");
        block(1);
        postman.pass();
        block(2);
        pass(Duration.ofHours(73));
        assertThat(store.last("mail", State.GIVEN_UP)).isPresent();
        mail.answer = new Delivery.Done();
        pass(Duration.ofMinutes(1));
        assertThat(mail.posts.get(mail.posts.size() - 1).subject()).contains("192.0.2.2");
    }

    @Test
    void aThousandThingsDuringAnOutageMakeOneBoundedDigestWithExactCounts() {
        mail.answer = new Delivery.Later("down", null);
        for (int i = 0; i < 1_200; i++) {
            block(i);
            if (i == 0) {
                postman.pass();
            }
        }
        mail.answer = new Delivery.Done();
        pass(Duration.ofHours(1));
        pass(Duration.ofHours(1));
        assertThat(mail.posts).hasSize(3);
        Post digest = mail.posts.get(2);
        assertThat(digest.topics()).containsEntry("block", 1_199L);
        assertThat(digest.body()).hasSizeLessThan(13_000).contains("1,159 earlier ones");
    }

    @Test
    void rulesAskForClassEventsSeverityAndLevel() {
        NotifyRule rule = new NotifyRule(
                "grave",
                Set.of(Topic.INCIDENT),
                Set.of(SourceClass.ATTACK),
                10,
                Severity.CRITICAL,
                Level.WARNING,
                List.of("mail"),
                6,
                Duration.ZERO,
                null,
                null,
                Locale.ENGLISH);
        assertThat(rule.wants(incident(SourceClass.ATTACK, 10, Severity.CRITICAL, Level.WARNING)))
                .isTrue();
        assertThat(rule.wants(incident(SourceClass.ATTACK, 10, Severity.EMERGENCY, Level.WARNING)))
                .isTrue();
        assertThat(rule.wants(incident(SourceClass.ATTACK, 9, Severity.CRITICAL, Level.WARNING)))
                .isFalse();
        assertThat(rule.wants(incident(SourceClass.ATTACK, 10, Severity.ERROR, Level.WARNING)))
                .isFalse();
        assertThat(rule.wants(incident(SourceClass.ATTACK, 10, null, Level.WARNING)))
                .isFalse();
        assertThat(rule.wants(incident(SourceClass.SCANNER, 10, Severity.CRITICAL, Level.WARNING)))
                .isFalse();
        assertThat(rule.wants(incident(SourceClass.ATTACK, 10, Severity.CRITICAL, Level.INFO)))
                .isFalse();
        assertThat(rule.wants(Happening.of(Topic.BLOCK, Level.CRITICAL, "x", "block")))
                .isFalse();
    }

    private static Happening incident(SourceClass sourceClass, long events, @Nullable Severity severity, Level level) {
        return new Happening(Topic.INCIDENT, level, "i", "incident", List.of(), sourceClass, events, severity);
    }

    @Test
    void whatWaitsForARuleThatIsGoneIsForgotten() {
        use(rule(6, Duration.ofHours(1), null, null));
        block(1);
        use();
        postman.pass();
        assertThat(store.queues()).isEmpty();
        assertThat(mail.posts).isEmpty();
    }

    @Test
    void aTestGoesPastTheOutboxAndSaysWhatIsWrong() {
        mail.answer = new Delivery.Refused("The mail server refuses the log-in.");
        assertThat(postman.test(mail, "all", Locale.FRENCH)).isEqualTo(mail.answer);
        assertThat(mail.posts.get(0).subject()).isEqualTo("[web1] Essai de mail : voilà à quoi ressemble un message");
        assertThat(store.unsent()).isEmpty();
        assertThat(store.history(null, 5)).isEmpty();
    }
}
