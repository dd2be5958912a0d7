package io.rempart.app.response;

import io.rempart.console.Actor;
import io.rempart.console.Notifications;
import io.rempart.events.notice.NoticeMessage;
import io.rempart.events.notice.NoticeMessage.State;
import io.rempart.events.notice.NoticeStore.Queue;
import io.rempart.response.notify.NotifyWords;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The page of notifications sees channels and rules as configured. Thread-safe. */
public final class ConfiguredNotifications implements Notifications {
    private final NotifyRooms rooms;

    public ConfiguredNotifications(NotifyRooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public List<Way> ways() {
        return rooms.book().channels().stream()
                .map(channel -> {
                    Optional<NoticeMessage> failing = rooms.failing(channel.name());
                    return new Way(
                            channel.name(),
                            channel.kind(),
                            channel.destination(),
                            rooms.store()
                                    .last(channel.name(), State.SENT)
                                    .map(NoticeMessage::settledAt)
                                    .orElse(null),
                            failing.map(NoticeMessage::why).orElse(""),
                            failing.map(NoticeMessage::createdAt).orElse(null));
                })
                .toList();
    }

    @Override
    public List<Rule> rules(Locale language) {
        NotifyWords words = NotifyWords.of(language);
        List<Queue> queues = rooms.store().queues();
        return rooms.book().rules().stream()
                .map(rule -> new Rule(
                        rule.name(),
                        rule.topics().stream().sorted().map(words::topic).toList(),
                        rule.channels(),
                        words.rhythm(rule),
                        queues.stream()
                                .filter(queue -> queue.rule().equals(rule.name()))
                                .mapToLong(Queue::notices)
                                .sum()))
                .toList();
    }

    @Override
    public List<Tried> test(String name, Actor actor) {
        return rooms.test(name, actor.language()).entrySet().stream()
                .map(tried -> new Tried(tried.getKey(), tried.getValue().why()))
                .toList();
    }
}
