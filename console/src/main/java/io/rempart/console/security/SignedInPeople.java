package io.rempart.console.security;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.console.SignedInAddresses;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The log-ins of now, each with device, address and times; anyone of them can be ended. At most {@value #MOST_OF_ACCOUNT} an
 * account: one more ends the one that was seen longest ago. Lives in memory, as sessions do. Thread-safe.
 */
public final class SignedInPeople implements SignedInAddresses {
    static final int MOST_OF_ACCOUNT = 20;
    private static final String ATTRIBUTE = "rempart.signed-in";
    private static final int LONGEST_DEVICE = 200;

    private final Clock clock;
    private final Map<String, LogIn> logIns = new ConcurrentHashMap<>();

    public SignedInPeople(Clock clock) {
        this.clock = clock;
    }

    /** Notes a request of a session; false when the log-in was ended and the session must go. */
    boolean seen(HttpSession session, Person person, String address, @Nullable String userAgent) {
        Instant now = clock.instant();
        if (session.getAttribute(ATTRIBUTE) instanceof LogIn known && known.name.equals(person.name())) {
            known.lastSeen = now;
            known.address = address;
            known.role = person.role();
            return !known.isEnded;
        }
        LogIn fresh = new LogIn(person, address, userAgent == null ? "" : userAgent, now);
        logIns.put(fresh.key, fresh);
        session.setAttribute(ATTRIBUTE, fresh);
        endSurplus(person.name());
        return true;
    }

    private void endSurplus(String name) {
        List<LogIn> own = logIns.values().stream()
                .filter(one -> one.name.equals(name))
                .sorted(Comparator.comparing((LogIn one) -> one.lastSeen).reversed())
                .toList();
        own.stream().skip(MOST_OF_ACCOUNT).forEach(LogIn::end);
    }

    /** The log-ins of an account, or of all when it is null; the one that was seen last comes first. */
    public List<View> logIns(@Nullable String account) {
        return logIns.values().stream()
                .filter(one -> account == null || one.name.equals(account))
                .map(LogIn::view)
                .sorted(Comparator.comparing(View::lastSeen).reversed())
                .toList();
    }

    /** The key of the session's own log-in; empty before it was seen. */
    public static String keyOf(@Nullable HttpSession session) {
        return session != null && session.getAttribute(ATTRIBUTE) instanceof LogIn known ? known.key : "";
    }

    /**
     * Ends a log-in; its next request is a stranger's.
     *
     * @param account whose it must be; null for anybody's
     */
    public boolean end(String key, @Nullable String account) {
        LogIn found = logIns.get(key);
        if (found == null || account != null && !found.name.equals(account)) {
            return false;
        }
        found.end();
        return true;
    }

    /** Ends all log-ins of an account but one; how many. */
    public int endAll(String account, String but) {
        List<LogIn> ended = logIns.values().stream()
                .filter(one -> one.name.equals(account) && !one.key.equals(but))
                .toList();
        ended.forEach(LogIn::end);
        return ended.size();
    }

    @Override
    public Set<IPAddress> now() {
        return logIns.values().stream()
                .filter(one -> !one.role.equals(Accounts.VIEWER))
                .map(one -> new IPAddressString(one.address).getAddress())
                .filter(address -> address != null)
                .map(address -> address.withoutPrefixLength())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * One log-in, for people to look at.
     *
     * @param device what the browser says about itself; hostile
     */
    public record View(
            String key, String name, String role, String address, String device, Instant since, Instant lastSeen) {}

    /** Leaves the list with its session, however that ends. */
    private final class LogIn implements HttpSessionBindingListener {
        final String key = UUID.randomUUID().toString();
        final String name;
        final String device;
        final Instant since;
        volatile String role;
        volatile String address;
        volatile Instant lastSeen;
        volatile boolean isEnded;

        LogIn(Person person, String address, String device, Instant now) {
            this.name = person.name();
            this.role = person.role();
            this.device = device.substring(0, Math.min(LONGEST_DEVICE, device.length()));
            this.since = now;
            this.address = address;
            this.lastSeen = now;
        }

        void end() {
            isEnded = true;
            logIns.remove(key);
        }

        View view() {
            return new View(key, name, role, address, device, since, lastSeen);
        }

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            logIns.remove(key);
        }
    }
}
