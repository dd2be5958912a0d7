package io.rempart.response.notify;

import java.time.Duration;

/**
 * How long telling waits.
 *
 * @param patience for one try
 * @param firstPause before a try is repeated at once
 */
public record NotifyTimes(Duration patience, Duration firstPause) {
    public static final NotifyTimes DEFAULT = new NotifyTimes(Duration.ofSeconds(15), Duration.ofSeconds(1));
}
