package io.rempart.console.page;

import io.rempart.console.Countermeasures;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How long a block or an allowance may be asked for, as keys of messages {@code act.lasting.KEY}. */
final class Lasting {
    private static final Map<String, Duration> ALL = all();

    private Lasting() {}

    private static Map<String, Duration> all() {
        Map<String, Duration> all = new LinkedHashMap<>();
        all.put("1h", Duration.ofHours(1));
        all.put("24h", Duration.ofHours(24));
        all.put("7d", Duration.ofDays(7));
        all.put("30d", Duration.ofDays(30));
        all.put("ever", Countermeasures.WITHOUT_END);
        return all;
    }

    static Collection<String> keys() {
        return ALL.keySet();
    }

    /** Null, the usual time, for any other key. */
    static @Nullable Duration of(String key) {
        return ALL.get(key);
    }
}
