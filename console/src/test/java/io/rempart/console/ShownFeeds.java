package io.rempart.console;

import inet.ipaddr.IPAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Feeds to be looked at: one of each state, and words of others that mean no good. */
final class ShownFeeds implements DecisionFeed {
    private static final Instant NOW = Instant.now();

    @Override
    public List<Item> inForce() {
        return List.of(new Item(1, "cscli", "Ip", "203.0.113.7", "rempart/manual", Duration.ofHours(1)));
    }

    @Override
    public Changes everything() {
        return new Changes(inForce(), List.of(), "e 1");
    }

    @Override
    public Changes changes(String bouncer, String address) {
        return everything();
    }

    @Override
    public void pulled(String bouncer, String address, String agent, String mark) {}

    @Override
    public Written list(String form) {
        return new Written("7", out -> out.write("203.0.113.7\n"));
    }

    @Override
    public List<Bouncer> bouncers() {
        return List.of(
                new Bouncer("edge #1", "198.51.100.9", "crowdsec-firewall-bouncer/v0.0.25", NOW.minusSeconds(8)),
                new Bouncer(
                        "old <b>proxy</b> #2",
                        "2001:db8:1234:5678:9abc:def0:1234:5678",
                        "x".repeat(190) + HostileText.all().get("script"),
                        NOW.minusSeconds(9_000)));
    }

    @Override
    public List<Incoming> incoming(Locale language) {
        String problem = language.getLanguage().equals("fr")
                ? "Le serveur est injoignable (ConnectException)."
                : "The server can't be reached (ConnectException).";
        return List.of(
                incoming("spamhaus-drop", "https://www.spamhaus.org/drop/drop.txt", true, "current", ""),
                incoming("far", "https://lists.example.org/" + "very/".repeat(40) + "far.txt", true, "behind", problem),
                incoming("shown", "/etc/rempart/shown.txt", false, "ended", problem),
                new Incoming(
                        "new", "abuseipdb blacklist 100 10000 0", true, "empty", 0, 0, 0, 0, null, null, null, ""));
    }

    private static Incoming incoming(String name, String source, boolean enforced, String state, String problem) {
        return new Incoming(
                name,
                source,
                enforced,
                state,
                1_204,
                state.equals("current") ? 0 : 3,
                enforced ? 1_190 : -1,
                enforced ? 88_123 : -1,
                NOW.minusSeconds(4_000),
                NOW.plusSeconds(90_000),
                NOW.plusSeconds(600),
                problem);
    }

    @Override
    public List<Listing> listing(IPAddress address) {
        return List.of(new Listing("spamhaus-drop", true), new Listing("shown", false));
    }
}
