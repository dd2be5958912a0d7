package io.rempart.response.notify;

import io.rempart.events.notice.Notice;
import io.rempart.events.notice.NoticeStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes what happened, and puts what rules want told into the store, worded for each rule; each thing once for a rule, however
 * often it is told here. Thread-safe.
 */
public final class Teller {
    private static final String CONDITION = "condition:";

    private final NoticeStore store;
    private final NotifyBook book;
    private final Clock clock;

    public Teller(NoticeStore store, NotifyBook book, Clock clock) {
        this.store = store;
        this.book = book;
        this.clock = clock;
    }

    /** Whether some rule wants this topic. */
    public boolean wants(Topic topic) {
        return book.rules().stream().anyMatch(rule -> rule.topics().contains(topic));
    }

    /** Tells of something that happened. */
    public void tell(Happening happening) {
        Instant now = clock.instant();
        for (NotifyRule rule : book.rules()) {
            if (rule.wants(happening)) {
                store.add(happening.once() + "@" + rule.name(), now, notices(rule, happening, now));
            }
        }
    }

    /** Tells that something holds, once until it {@link #ended}. */
    void begun(Happening condition) {
        Instant now = clock.instant();
        for (NotifyRule rule : book.rules()) {
            if (rule.wants(condition)) {
                store.add(CONDITION + condition.once() + "@" + rule.name(), now, notices(rule, condition, now));
            }
        }
    }

    /** Tells that something holds no longer, to those who were told that it did. */
    void ended(Happening end) {
        Instant now = clock.instant();
        for (NotifyRule rule : book.rules()) {
            // Whatever its level: who was told of the trouble is told of its end.
            store.forget(CONDITION + end.once() + "@" + rule.name(), notices(rule, end, now));
        }
    }

    /** The conditions that were told and have not ended. */
    List<String> conditions() {
        return store.known(CONDITION).stream()
                .map(name -> name.substring(CONDITION.length(), name.lastIndexOf('@')))
                .distinct()
                .toList();
    }

    private static List<Notice> notices(NotifyRule rule, Happening happening, Instant now) {
        NotifyWords words = NotifyWords.of(rule.language());
        List<Notice> notices = new ArrayList<>();
        for (String channel : rule.channels()) {
            notices.add(new Notice(
                    rule.name(),
                    channel,
                    happening.topic().key(),
                    happening.level(),
                    now,
                    words.title(happening),
                    words.detail(happening),
                    1));
        }
        return notices;
    }
}
