package io.rempart.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.notice.Notice;
import io.rempart.events.notice.Notice.Level;
import io.rempart.events.notice.NoticeMessage;
import io.rempart.events.notice.NoticeMessage.State;
import io.rempart.events.notice.NoticeStore;
import io.rempart.events.notice.NoticeStore.Queue;
import io.rempart.events.notice.NoticeStore.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of notices does. */
public abstract class NoticeStoreContract {
    private static final Instant NOW = Instant.parse("2026-11-25T18:00:00.123456Z");

    protected NoticeStore notices;

    /** An empty store. */
    protected abstract NoticeStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        notices = open();
    }

    @Test
    void storesAThingOnce() {
        assertThat(notices.add("decision:7", NOW, List.of(notice("a", "block", "one"), notice("b", "block", "one"))))
                .isTrue();
        assertThat(notices.add("decision:7", NOW, List.of(notice("a", "block", "one"))))
                .isFalse();
        assertThat(notices.queues())
                .containsExactly(
                        new Queue("a", "mail", 1, NOW, Level.WARNING), new Queue("b", "mail", 1, NOW, Level.WARNING));
        assertThat(notices.known("decision:")).containsExactly("decision:7");
        assertThat(notices.forget("decision:7", List.of(notice("a", "block", "end"))))
                .isTrue();
        assertThat(notices.forget("decision:7", List.of(notice("a", "block", "end"))))
                .isFalse();
        assertThat(notices.queues().get(0).notices()).isEqualTo(2);
        assertThat(notices.known("decision:")).isEmpty();
    }

    @Test
    void makesOneMessageOfAllThatWaits() {
        notices.add("1", NOW, List.of(notice("a", "block", "first « é »")));
        notices.add("2", NOW.plusSeconds(1), List.of(notice("a", "incident", "second"), notice("b", "block", "x")));
        List<String> seen = new ArrayList<>();
        NoticeMessage message = notices.form("a", "mail", NOW.plusSeconds(9), all -> {
                    all.forEach(each -> seen.add(each.title()));
                    return new Words("two", "first\nsecond");
                })
                .orElseThrow();
        assertThat(seen).containsExactly("first « é »", "second");
        assertThat(message.topics()).isEqualTo("block=1 incident=1");
        assertThat(message.notices()).isEqualTo(2);
        assertThat(notices.form("a", "mail", NOW, all -> new Words("", ""))).isEmpty();
        assertThat(notices.queues()).extracting(Queue::rule).containsExactly("b");
        assertThat(notices.unsent()).containsExactly(message);
        assertThat(notices.formedSince("a", "mail", NOW)).isEqualTo(1);
        assertThat(notices.formedSince("a", "mail", NOW.plusSeconds(9))).isZero();
        assertThat(notices.lastFormed("a", "mail")).isEqualTo(NOW.plusSeconds(9));
        assertThat(notices.lastFormed("b", "mail")).isNull();
        assertThat(notices.discard("b", "mail")).isEqualTo(1);
        assertThat(notices.queues()).isEmpty();
    }

    @Test
    void remembersHowTheSendingStands() {
        notices.add("1", NOW, List.of(notice("a", "block", "one")));
        NoticeMessage message =
                notices.form("a", "mail", NOW, all -> new Words("s", "b")).orElseThrow();
        NoticeMessage again = message.again(NOW.plusSeconds(60), "no answer");
        notices.change(again);
        assertThat(notices.unsent()).containsExactly(again);
        assertThat(again.reference()).isEqualTo(message.reference());
        NoticeMessage sent = again.settled(State.SENT, NOW.plusSeconds(61), "");
        notices.change(sent);
        assertThat(notices.unsent()).isEmpty();
        assertThat(notices.history(null, 9)).containsExactly(sent);
        assertThat(notices.last("mail", State.SENT)).contains(sent);
        assertThat(notices.last("mail", State.GIVEN_UP)).isEmpty();
        assertThat(notices.history(sent.id(), 9)).isEmpty();
    }

    @Test
    void putsTheOldestTogetherAtTheBoundAndLosesNoCount() {
        for (int i = 0; i <= NoticeStore.MOST_WAITING; i++) {
            notices.add(
                    "thing " + i,
                    NOW.plusSeconds(i),
                    List.of(notice("a", i % 5 == 0 ? "incident" : "block", "number " + i, NOW.plusSeconds(i))));
        }
        assertThat(notices.queues().get(0).notices()).isEqualTo(NoticeStore.MOST_WAITING + 1);
        List<Notice> all = new ArrayList<>();
        NoticeMessage message = notices.form("a", "mail", NOW, each -> {
                    all.addAll(each);
                    return new Words("s", "b");
                })
                .orElseThrow();
        assertThat(all).hasSize(NoticeStore.MOST_WAITING / 2 + 3);
        assertThat(all.get(0)).isEqualTo(new Notice("a", "mail", "incident", Level.WARNING, NOW, "", "", 50));
        assertThat(all.get(all.size() - 1).title()).isEqualTo("number " + NoticeStore.MOST_WAITING);
        assertThat(message.topics()).isEqualTo("block=400 incident=101");
    }

    private static Notice notice(String rule, String topic, String title) {
        return notice(rule, topic, title, NOW);
    }

    private static Notice notice(String rule, String topic, String title, Instant at) {
        return new Notice(rule, "mail", topic, Level.WARNING, at, title, "", 1);
    }
}
