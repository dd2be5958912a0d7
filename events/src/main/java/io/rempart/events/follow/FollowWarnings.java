package io.rempart.events.follow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The warnings that hold now, at most {@value #LIMIT}, oldest first. Thread-safe. */
public final class FollowWarnings {
    static final int LIMIT = 64;

    private final Map<String, FollowWarning> current = new LinkedHashMap<>();

    /** The warning holds. {@code subject} (mostly a path) tells two of one code apart. */
    public synchronized void raise(
            FollowWarning.Code code, String subject, Map<String, String> parameters, Instant now) {
        String key = code + " " + subject;
        FollowWarning known = current.get(key);
        if (known != null || current.size() < LIMIT) {
            current.put(key, new FollowWarning(code, Map.copyOf(parameters), known == null ? now : known.since()));
        }
    }

    /** It does not hold any more. */
    public synchronized void clear(FollowWarning.Code code, String subject) {
        current.remove(code + " " + subject);
    }

    public synchronized List<FollowWarning> list() {
        return new ArrayList<>(current.values());
    }
}
