package io.rempart.response.report;

import inet.ipaddr.IPAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * How to speak to AbuseIPDB, and what must not be told.
 *
 * @param base of the API; {@link #SERVICE} but in tests
 * @param key asked for at each request; never shown
 * @param ownNames hosts of ours, asked for at each comment
 * @param ownAddresses addresses of ours
 * @param isOurs addresses that are never reported: ours, and the guarded
 * @param patience how long one request may take
 * @param keeps how long an answer is kept before the service is asked again
 */
public record AbuseIpdbSettings(
        URI base,
        Supplier<String> key,
        Plan plan,
        Supplier<? extends Collection<String>> ownNames,
        Supplier<? extends Collection<IPAddress>> ownAddresses,
        Predicate<IPAddress> isOurs,
        Clock clock,
        Duration patience,
        Duration keeps) {
    public static final URI SERVICE = URI.create("https://api.abuseipdb.com/api/v2/");

    /** How long answers are usually kept. */
    public static final Duration KEEPS = Duration.ofDays(1);

    public AbuseIpdbSettings(
            URI base,
            Supplier<String> key,
            Plan plan,
            Supplier<? extends Collection<String>> ownNames,
            Supplier<? extends Collection<IPAddress>> ownAddresses,
            Predicate<IPAddress> isOurs,
            Clock clock,
            Duration patience) {
        this(base, key, plan, ownNames, ownAddresses, isOurs, clock, patience, KEEPS);
    }

    /** The same, with answers kept for another time. */
    public AbuseIpdbSettings keeping(Duration time) {
        return new AbuseIpdbSettings(base, key, plan, ownNames, ownAddresses, isOurs, clock, patience, time);
    }

    public AbuseIpdbSettings(
            URI base,
            Supplier<String> key,
            Plan plan,
            Supplier<? extends Collection<String>> ownNames,
            Supplier<? extends Collection<IPAddress>> ownAddresses,
            Predicate<IPAddress> isOurs) {
        this(base, key, plan, ownNames, ownAddresses, isOurs, Clock.systemUTC(), AbuseIpdbClient.PATIENCE, KEEPS);
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "AbuseIpdbSettings[" + base + ", " + plan + "]";
    }
}
