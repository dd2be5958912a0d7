package io.rempart.response.notify;

import java.util.List;
import java.util.Optional;

/** Channels and rules, as written. Immutable. */
public record NotifyBook(List<Channel> channels, List<NotifyRule> rules) {
    public static final NotifyBook EMPTY = new NotifyBook(List.of(), List.of());

    public Optional<Channel> channel(String name) {
        return channels.stream().filter(channel -> channel.name().equals(name)).findFirst();
    }

    public Optional<NotifyRule> rule(String name) {
        return rules.stream().filter(rule -> rule.name().equals(name)).findFirst();
    }
}
