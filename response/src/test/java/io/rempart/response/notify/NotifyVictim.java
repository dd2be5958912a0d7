package io.rempart.response.notify;

import io.rempart.events.notice.Notice.Level;
import io.rempart.events.notice.NoticeStore;
import io.rempart.events.store.EventStore;
import io.rempart.store.EventStores;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A process that tells until it is killed: {@code NotifyVictim DIRECTORY URL}. */
public final class NotifyVictim {
    static final int LIMIT = 5;
    static final int GENEROUS = 60;

    private NotifyVictim() {}

    public static void main(String[] arguments) throws Exception {
        NotifyTimes times = new NotifyTimes(Duration.ofMillis(500), Duration.ofMillis(5));
        WebhookChannel hook = new WebhookChannel("hook", URI.create(arguments[1]), Optional.empty(), null, times);
        NotifyBook book = new NotifyBook(List.of(hook), List.of(rule("limited", LIMIT), rule("generous", GENEROUS)));
        try (EventStore events = EventStores.open(arguments[0])) {
            NoticeStore store = EventStores.notices(events);
            Teller teller = new Teller(store, book, Clock.systemUTC());
            Postman postman = new Postman(store, book, "victim", ZoneOffset.UTC, Clock.systemUTC());
            int number = store.known("thing:").size() / 2;
            while (true) {
                // What was told and not acknowledged is told again, and stored once.
                for (int i = 0; i < 3; i++, number++) {
                    teller.tell(Happening.of(
                            Topic.BLOCK, Level.INFO, "thing:%06d".formatted(number), "block", number, "victim", ""));
                }
                System.out.println(number);
                postman.pass();
                Thread.sleep(10);
            }
        }
    }

    private static NotifyRule rule(String name, int perHour) {
        return new NotifyRule(
                name,
                Set.of(Topic.BLOCK),
                Set.of(),
                1,
                null,
                Level.INFO,
                List.of("hook"),
                perHour,
                Duration.ZERO,
                null,
                null,
                Locale.ENGLISH);
    }
}
