package io.rempart.response.notify;

import io.rempart.events.notice.Notice;
import io.rempart.events.notice.Notice.Level;
import io.rempart.events.notice.NoticeMessage;
import io.rempart.events.notice.NoticeMessage.State;
import io.rempart.events.notice.NoticeStore;
import io.rempart.events.notice.NoticeStore.Queue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Makes messages of what waits when their rule says so, and carries them. {@link #pass} is called by one thread.
 *
 * <p>Each message arrives at least once: it is stored before it is tried, and stays until the other end took it. When our answer
 * is lost or we die in between, it is tried again with the same reference. What fails is tried again after a minute, then after
 * longer, an hour at most; after three days it is given up. While one message of a rule waits for its channel, no other is made:
 * what comes meanwhile is put together into the next.
 */
public final class Postman {
    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    private static final Duration LONGEST_RETRY = Duration.ofHours(1);
    private static final Duration GIVEN_UP_AFTER = Duration.ofDays(3);
    private static final Duration HOUR = Duration.ofHours(1);

    private final NoticeStore store;
    private final NotifyBook book;
    private final MessageComposer composer;
    private final ZoneId zone;
    private final Clock clock;
    private boolean isFirstPass = true;

    /** @param machine the name of this machine, which stands in messages */
    public Postman(NoticeStore store, NotifyBook book, String machine, ZoneId zone, Clock clock) {
        this.store = store;
        this.book = book;
        this.composer = new MessageComposer(HarmlessText.line(machine, 100), zone);
        this.zone = zone;
        this.clock = clock;
    }

    /** Makes and sends what is due. */
    public void pass() {
        List<NoticeMessage> unsent = new ArrayList<>(store.unsent());
        unsent.addAll(formed(unsent));
        // Who has just mended the configuration does not want to wait for the next try.
        boolean atOnce = isFirstPass;
        isFirstPass = false;
        Map<String, Boolean> isDown = new HashMap<>();
        for (NoticeMessage message : unsent) {
            if ((atOnce || !message.notBefore().isAfter(clock.instant()))
                    && !isDown.getOrDefault(message.channel(), false)
                    && !Thread.currentThread().isInterrupted()) {
                isDown.put(message.channel(), !send(message));
            }
        }
    }

    private List<NoticeMessage> formed(List<NoticeMessage> unsent) {
        List<NoticeMessage> formed = new ArrayList<>();
        for (Queue queue : store.queues()) {
            Optional<NotifyRule> rule = book.rule(queue.rule());
            if (rule.isEmpty() || !rule.get().channels().contains(queue.channel())) {
                store.discard(queue.rule(), queue.channel());
                continue;
            }
            boolean waits = unsent.stream()
                    .anyMatch(message -> message.rule().equals(queue.rule())
                            && message.channel().equals(queue.channel()));
            Instant now = clock.instant();
            if (!waits
                    && rule.get()
                            .isDue(
                                    queue,
                                    now,
                                    zone,
                                    store.formedSince(queue.rule(), queue.channel(), now.minus(HOUR)))) {
                store.form(queue.rule(), queue.channel(), now, notices -> composer.compose(notices, rule.get()))
                        .ifPresent(formed::add);
            }
        }
        return formed;
    }

    /** False when the channel is better left alone for this pass. */
    private boolean send(NoticeMessage message) {
        Optional<Channel> channel = book.channel(message.channel());
        Instant before = clock.instant();
        if (channel.isEmpty()) {
            store.change(message.settled(State.GIVEN_UP, before, "There is no channel of this name any more."));
            return true;
        }
        Delivery delivery = channel.get().send(Post.of(message));
        Instant now = clock.instant();
        if (delivery instanceof Delivery.Done) {
            store.change(message.settled(State.SENT, now, ""));
            return true;
        }
        if (message.createdAt().plus(GIVEN_UP_AFTER).isBefore(now)) {
            store.change(message.settled(State.GIVEN_UP, now, delivery.why()));
        } else {
            store.change(message.again(now.plus(wait(message, delivery)), delivery.why()));
        }
        return false;
    }

    private static Duration wait(NoticeMessage message, Delivery delivery) {
        Duration longer = FIRST_RETRY.multipliedBy(1L << Math.min(6, message.attempts()));
        Duration wait =
                longer.compareTo(LONGEST_RETRY) > 0 || delivery instanceof Delivery.Refused ? LONGEST_RETRY : longer;
        // As the other end asks, where it asks; else longer each time.
        return delivery instanceof Delivery.Later later && later.after() != null ? later.after() : wait;
    }

    /** Sends a test over one channel, at once and past the outbox. */
    public Delivery test(Channel channel, String rule, Locale language) {
        NotifyWords words = NotifyWords.of(language);
        String title = words.text("test", channel.name());
        NoticeStore.Words composed = composer.compose(
                List.of(new Notice(rule, channel.name(), Topic.TEST.key(), Level.INFO, clock.instant(), title, "", 1)),
                new NotifyRule(
                        rule,
                        Set.of(Topic.TEST),
                        Set.of(),
                        0,
                        null,
                        Level.INFO,
                        List.of(channel.name()),
                        1,
                        Duration.ZERO,
                        null,
                        null,
                        language));
        return channel.send(new Post(
                UUID.randomUUID().toString().replace("-", ""),
                rule,
                Level.INFO,
                composed.subject(),
                composed.body(),
                Map.of(Topic.TEST.key(), 1L),
                clock.instant()));
    }
}
