package io.rempart.app.response;

import io.rempart.app.Installation;
import io.rempart.app.Messages;
import io.rempart.app.config.Configuration;
import io.rempart.app.config.ConfigurationKey;
import io.rempart.app.config.ConfigurationProblem;
import io.rempart.app.config.NotifyReader;
import io.rempart.console.LogReport;
import io.rempart.events.model.SourceClass;
import io.rempart.events.notice.NoticeMessage;
import io.rempart.events.notice.NoticeMessage.State;
import io.rempart.events.notice.NoticeStore;
import io.rempart.response.decision.Decisions;
import io.rempart.response.notify.BanLogWatch;
import io.rempart.response.notify.Channel;
import io.rempart.response.notify.Condition;
import io.rempart.response.notify.ConditionWatch;
import io.rempart.response.notify.DecisionWatch;
import io.rempart.response.notify.Delivery;
import io.rempart.response.notify.IncidentWatch;
import io.rempart.response.notify.Notifier;
import io.rempart.response.notify.NotifyBook;
import io.rempart.response.notify.NotifyRule;
import io.rempart.response.notify.Postman;
import io.rempart.response.notify.RefusalWatch;
import io.rempart.response.notify.ReportWatch;
import io.rempart.response.notify.Teller;
import io.rempart.response.notify.Topic;
import io.rempart.response.notify.Watch;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Telling as configured: channels, rules, the outbox. Thread-safe. */
public final class NotifyRooms implements AutoCloseable {
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Installation installation;
    private final NotifyBook book;
    private final NoticeStore store;
    private final Postman postman;
    private @Nullable Notifier notifier;

    private NotifyRooms(Installation installation, NotifyBook book, NoticeStore store) {
        this.installation = installation;
        this.book = book;
        this.store = store;
        this.postman = new Postman(store, book, machine(), ZoneId.systemDefault(), Clock.systemUTC());
    }

    public static NotifyRooms open(Installation installation, NoticeStore store) {
        Configuration configuration = installation.configuration();
        NotifyBook book = NotifyReader.read(configuration.path(ConfigurationKey.NOTIFY_FILE), language(configuration));
        banLogClasses(configuration);
        return new NotifyRooms(installation, book, store);
    }

    private static Locale language(Configuration configuration) {
        String configured = configuration.text(ConfigurationKey.CONSOLE_LANGUAGE);
        return configured.isEmpty() ? Messages.terminalLocale() : Locale.forLanguageTag(configured);
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static Set<SourceClass> banLogClasses(Configuration configuration) {
        EnumSet<SourceClass> classes = EnumSet.noneOf(SourceClass.class);
        for (String text : configuration.texts(ConfigurationKey.NOTIFY_BAN_LOG_CLASSES)) {
            classes.add(SourceClass.ofKey(text)
                    .orElseThrow(() ->
                            new ConfigurationProblem("notify.ban-log-classes: '" + text + "' is no class of sources")));
        }
        return classes;
    }

    public NotifyBook book() {
        return book;
    }

    public NoticeStore store() {
        return store;
    }

    /** The message that waits for a channel because it failed, or the last that was given up after the last that was sent. */
    public Optional<NoticeMessage> failing(String channel) {
        Optional<NoticeMessage> waiting = store.unsent().stream()
                .filter(message ->
                        message.channel().equals(channel) && !message.why().isEmpty())
                .findFirst();
        if (waiting.isPresent()) {
            return waiting;
        }
        long sent = store.last(channel, State.SENT).map(NoticeMessage::id).orElse(0L);
        return store.last(channel, State.GIVEN_UP).filter(message -> message.id() > sent);
    }

    /** Sends a test over a channel, or over each channel of a rule; empty when there is neither of this name. */
    public Map<String, Delivery> test(String name, Locale language) {
        Map<String, Delivery> deliveries = new LinkedHashMap<>();
        book.channel(name)
                .ifPresent(channel -> deliveries.put(channel.name(), postman.test(channel, "test", language)));
        book.rule(name).ifPresent(rule -> test(rule, deliveries));
        return deliveries;
    }

    private void test(NotifyRule rule, Map<String, Delivery> deliveries) {
        for (String name : rule.channels()) {
            Channel channel = book.channel(name).orElseThrow();
            deliveries.put(name, postman.test(channel, rule.name(), rule.language()));
        }
    }

    /**
     * Begins to watch and to tell.
     *
     * @param logs how the reading of each log goes
     * @param more what else may be wrong, such as feeds
     */
    public void start(
            Decisions decisions,
            @Nullable ReportRooms reports,
            Supplier<List<LogReport>> logs,
            List<Supplier<List<Condition>>> more) {
        Configuration configuration = installation.configuration();
        Clock clock = Clock.systemUTC();
        Teller teller = new Teller(store, book, clock);
        List<Watch> watches = new ArrayList<>();
        if (teller.wants(Topic.INCIDENT)) {
            watches.add(new IncidentWatch(teller, installation.incidents(), installation.events(), clock));
        }
        if (teller.wants(Topic.BLOCK)) {
            watches.add(new DecisionWatch(teller, decisions, installation.events()));
        }
        if (teller.wants(Topic.BLOCK_REFUSED)) {
            watches.add(new RefusalWatch(teller, installation.accounts(), installation.events()));
        }
        if (teller.wants(Topic.REPORT_REFUSED)) {
            watches.add(new ReportWatch(teller, installation.reports(), installation.events(), clock));
        }
        if (!book.rules().isEmpty()) {
            List<Supplier<List<Condition>>> sources = new ArrayList<>(more);
            sources.add(new LogConditions(logs, clock));
            sources.add(new MachineConditions(
                    installation, configuration.truth(ConfigurationKey.RESPONSE_FIREWALL), decisions));
            if (reports != null) {
                sources.add(reports::conditions);
            }
            watches.add(new ConditionWatch(teller, sources, PATIENCE, clock));
        }
        Path banLog = configuration.path(ConfigurationKey.NOTIFY_BAN_LOG);
        if (banLog != null) {
            watches.add(new BanLogWatch(
                    banLog, ZoneId.systemDefault(), banLogClasses(configuration), installation.events(), decisions));
        }
        if (!watches.isEmpty()) {
            notifier = new Notifier(watches, postman, STEP);
            notifier.start();
        }
    }

    @Override
    public void close() {
        if (notifier != null) {
            notifier.close();
        }
    }
}
