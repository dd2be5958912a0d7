package io.rempart.app.command;

import io.rempart.app.CommandProblem;
import io.rempart.app.ExitCode;
import io.rempart.app.GivenConfiguration;
import io.rempart.app.Installation;
import io.rempart.app.JsonLines;
import io.rempart.app.Messages;
import io.rempart.app.TerminalText;
import io.rempart.app.response.NotifyRooms;
import io.rempart.events.notice.NoticeMessage;
import io.rempart.events.notice.NoticeMessage.State;
import io.rempart.events.notice.NoticeStore.Queue;
import io.rempart.response.notify.Channel;
import io.rempart.response.notify.Delivery;
import io.rempart.response.notify.NotifyRule;
import io.rempart.response.notify.Topic;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code rempart notify}: how telling goes; {@code rempart notify test NAME} sends a test. */
@Command(
        name = "notify",
        resourceBundle = "io.rempart.app.messages",
        mixinStandardHelpOptions = true,
        subcommands = NotifyCommand.Test.class)
public final class NotifyCommand extends StoreAccess {
    @Option(names = "--json", descriptionKey = "json")
    boolean json;

    @Override
    int run(Installation installation, PrintWriter out) {
        try (NotifyRooms rooms = NotifyRooms.open(installation, installation.notices())) {
            if (rooms.book().channels().isEmpty()) {
                spec.commandLine().getErr().println(Messages.text("notify.none"));
            }
            for (Channel channel : rooms.book().channels()) {
                Optional<NoticeMessage> sent = rooms.store().last(channel.name(), State.SENT);
                Optional<NoticeMessage> failed = rooms.failing(channel.name());
                if (json) {
                    out.println(JsonLines.of(map(channel, sent, failed)));
                } else {
                    out.println(TerminalText.safe(Messages.text(
                            "notify.channel",
                            channel.name(),
                            channel.kind(),
                            channel.destination(),
                            sent.map(NoticeMessage::settledAt)
                                    .map(DecisionText::time)
                                    .orElse(Messages.text("notify.never")))));
                    failed.ifPresent(message -> out.println(TerminalText.safe(
                            Messages.text("notify.error", DecisionText.time(message.createdAt()), message.why()))));
                }
            }
            List<Queue> queues = rooms.store().queues();
            for (NotifyRule rule : rooms.book().rules()) {
                long waiting = queues.stream()
                        .filter(queue -> queue.rule().equals(rule.name()))
                        .mapToLong(Queue::notices)
                        .sum();
                String topics = rule.topics().stream().map(Topic::key).sorted().collect(Collectors.joining(", "));
                if (json) {
                    out.println(JsonLines.of(map(rule, topics, waiting)));
                } else {
                    out.println(Messages.text(
                            "notify.rule",
                            rule.name(),
                            topics,
                            String.join(", ", rule.channels()),
                            rule.perHour(),
                            waiting));
                }
            }
            return ExitCode.OK;
        }
    }

    private static Map<String, Object> map(
            Channel channel, Optional<NoticeMessage> sent, Optional<NoticeMessage> failed) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("channel", channel.name());
        map.put("kind", channel.kind());
        map.put("destination", channel.destination());
        Instant at = sent.map(NoticeMessage::settledAt).orElse(null);
        map.put("last-sent", at);
        map.put("error", failed.map(NoticeMessage::why).orElse(null));
        map.put("error-since", failed.map(NoticeMessage::createdAt).orElse(null));
        return map;
    }

    private static Map<String, Object> map(NotifyRule rule, String topics, long waiting) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rule", rule.name());
        map.put("when", topics);
        map.put("to", rule.channels());
        map.put("per-hour", rule.perHour());
        map.put("waiting", waiting);
        return map;
    }

    /** {@code rempart notify test NAME}. */
    @Command(name = "test", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    public static final class Test implements Callable<Integer> {
        @ParentCommand
        NotifyCommand notify;

        @Spec
        CommandSpec spec;

        @Parameters(paramLabel = "NAME", index = "0", descriptionKey = "notify.name")
        String name;

        @Option(names = "--json", descriptionKey = "json")
        boolean json;

        @Override
        public Integer call() {
            try (Installation installation = Installation.open(GivenConfiguration.of(notify.spec));
                    NotifyRooms rooms = NotifyRooms.open(installation, installation.notices())) {
                Map<String, Delivery> deliveries = rooms.test(name, Messages.terminalLocale());
                if (deliveries.isEmpty()) {
                    throw new CommandProblem(Messages.text(
                            "notify.unknown",
                            name,
                            Stream.concat(
                                            rooms.book().channels().stream().map(Channel::name),
                                            rooms.book().rules().stream().map(NotifyRule::name))
                                    .collect(Collectors.joining(", "))));
                }
                PrintWriter out = spec.commandLine().getOut();
                deliveries.forEach((channel, delivery) -> out.println(
                        json
                                ? JsonLines.of(Map.of(
                                        "channel",
                                        channel,
                                        "delivered",
                                        delivery instanceof Delivery.Done,
                                        "error",
                                        delivery.why()))
                                : TerminalText.safe(
                                        delivery instanceof Delivery.Done
                                                ? Messages.text("notify.delivered", channel)
                                                : Messages.text("notify.failed", channel, delivery.why()))));
                out.flush();
                return deliveries.values().stream().allMatch(Delivery.Done.class::isInstance)
                        ? ExitCode.OK
                        : ExitCode.FAILED;
            }
        }
    }
}
