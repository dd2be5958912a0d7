package io.rempart.response.notify;

import io.rempart.events.store.EventStore;
import java.time.Clock;
import java.time.Instant;

/** When this installation began to tell: what was before is told to nobody. */
final class FirstTime {
    private static final String NAME = "notify.since";

    private FirstTime() {}

    static Instant of(EventStore settings, Clock clock) {
        return settings.setting(NAME).map(Instant::parse).orElseGet(() -> {
            Instant now = clock.instant();
            settings.setSetting(NAME, now.toString());
            return now;
        });
    }
}
