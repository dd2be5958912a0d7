package io.rempart.response.policy;

import inet.ipaddr.IPAddress;
import java.time.Duration;
import java.util.List;

/**
 * What a policy would have done over stored events.
 *
 * @param addresses how many addresses it would have blocked
 * @param loggedIn how many of them ever logged in: to a site, as far as the log shows it, or to the console
 * @param guarded how many more it would have blocked if no guard were in the way
 * @param legitimate how many events that look legitimate came from the blocked ones in the period
 * @param events how many events counted for the policy
 * @param blocked the blocked ones, those with the most events first, at most {@value #MOST_SHOWN}
 * @param isComplete false when there were more events than were looked at
 */
public record Simulation(
        String policy,
        Duration period,
        long addresses,
        long loggedIn,
        long guarded,
        long legitimate,
        long events,
        List<Blocked> blocked,
        boolean isComplete) {
    public static final int MOST_SHOWN = 50;

    /** One address that would have been blocked. */
    public record Blocked(IPAddress address, long events, boolean hasLoggedIn) {}
}
