package io.rempart.console;

import inet.ipaddr.IPAddress;
import io.rempart.console.security.SecuritySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the console is started with. Immutable.
 *
 * @param host address or name to listen on
 * @param port TCP port; 0 for any free one
 * @param dataDirectory shown to people where a warning speaks of the disk
 * @param defaultLanguage {@code en} or {@code fr}: for browsers that ask for neither
 * @param zone in which times are shown
 * @param hostNames names under which the console is reached, beside loopback names and addresses; a request for another
 *     name is refused (DNS rebinding)
 * @param trustedProxies whose {@code X-Forwarded-For}, {@code -Proto} and {@code -Host} headers are believed
 * @param sessionIdle how long a log-in lasts without a request
 * @param searchTime how long one search may take before it shows what it has
 * @param rulesDirectory where the texts of the rules are; null where they are not shown
 * @param security how it guards its door
 */
public record ConsoleSettings(
        String host,
        int port,
        Path dataDirectory,
        Locale defaultLanguage,
        ZoneId zone,
        List<String> hostNames,
        List<IPAddress> trustedProxies,
        Duration sessionIdle,
        Duration searchTime,
        @Nullable Path rulesDirectory,
        SecuritySettings security) {
    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 8350;
    private static final int PATIENCE = 10;

    public ConsoleSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("console.port is " + port + "; a port is a number from 0 to 65535");
        }
        hostNames = List.copyOf(hostNames);
        trustedProxies = List.copyOf(trustedProxies);
    }

    /** Loopback, port 8350, English where the browser asks for neither language, the system's time zone. */
    public static ConsoleSettings inDirectory(Path dataDirectory) {
        return new ConsoleSettings(
                DEFAULT_HOST,
                DEFAULT_PORT,
                dataDirectory,
                Locale.ENGLISH,
                ZoneId.systemDefault(),
                List.of(),
                List.of(),
                Duration.ofHours(8),
                Duration.ofMillis(1_500),
                null,
                SecuritySettings.USUAL);
    }

    private ConsoleSettings with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new ConsoleSettings(
                draft.host,
                draft.port,
                dataDirectory,
                draft.language,
                draft.zone,
                draft.hostNames,
                draft.trustedProxies,
                draft.sessionIdle,
                draft.searchTime,
                draft.rulesDirectory,
                draft.security);
    }

    /** What a changed copy is made from. */
    private static final class Draft {
        private String host;
        private int port;
        private Locale language;
        private ZoneId zone;
        private List<String> hostNames;
        private List<IPAddress> trustedProxies;
        private Duration sessionIdle;
        private Duration searchTime;
        private @Nullable Path rulesDirectory;
        private SecuritySettings security;

        Draft(ConsoleSettings from) {
            host = from.host;
            port = from.port;
            language = from.defaultLanguage;
            zone = from.zone;
            hostNames = from.hostNames;
            trustedProxies = from.trustedProxies;
            sessionIdle = from.sessionIdle;
            searchTime = from.searchTime;
            rulesDirectory = from.rulesDirectory;
            security = from.security;
        }
    }

    /**
     * How long an answer may take that is shown whole or not at all (a ranking, a table, campaigns): ten times as long as a search,
     * which shows what it has and goes on from there. A server that was just started needs several times what it needs later.
     */
    public Duration wholeTime() {
        return searchTime.multipliedBy(PATIENCE);
    }

    public ConsoleSettings withAddress(String host, int port) {
        return with(draft -> {
            draft.host = host;
            draft.port = port;
        });
    }

    public ConsoleSettings withLanguage(Locale language, ZoneId zone) {
        return with(draft -> {
            draft.language = language;
            draft.zone = zone;
        });
    }

    public ConsoleSettings withNames(List<String> hostNames, List<IPAddress> trustedProxies) {
        return with(draft -> {
            draft.hostNames = hostNames;
            draft.trustedProxies = trustedProxies;
        });
    }

    public ConsoleSettings withTimes(Duration sessionIdle, Duration searchTime) {
        return with(draft -> {
            draft.sessionIdle = sessionIdle;
            draft.searchTime = searchTime;
        });
    }

    public ConsoleSettings withRules(@Nullable Path rulesDirectory) {
        return with(draft -> draft.rulesDirectory = rulesDirectory);
    }

    public ConsoleSettings withSecurity(SecuritySettings security) {
        return with(draft -> draft.security = security);
    }
}
