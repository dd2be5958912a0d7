package io.rempart.console;

import inet.ipaddr.IPAddress;
import io.rempart.console.security.SecuritySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
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

    public ConsoleSettings withAddress(String newHost, int newPort) {
        return new ConsoleSettings(
                newHost,
                newPort,
                dataDirectory,
                defaultLanguage,
                zone,
                hostNames,
                trustedProxies,
                sessionIdle,
                searchTime,
                rulesDirectory,
                security);
    }

    public ConsoleSettings withLanguage(Locale language, ZoneId newZone) {
        return new ConsoleSettings(
                host,
                port,
                dataDirectory,
                language,
                newZone,
                hostNames,
                trustedProxies,
                sessionIdle,
                searchTime,
                rulesDirectory,
                security);
    }

    public ConsoleSettings withNames(List<String> newHostNames, List<IPAddress> newTrustedProxies) {
        return new ConsoleSettings(
                host,
                port,
                dataDirectory,
                defaultLanguage,
                zone,
                newHostNames,
                newTrustedProxies,
                sessionIdle,
                searchTime,
                rulesDirectory,
                security);
    }

    public ConsoleSettings withTimes(Duration newSessionIdle, Duration newSearchTime) {
        return new ConsoleSettings(
                host,
                port,
                dataDirectory,
                defaultLanguage,
                zone,
                hostNames,
                trustedProxies,
                newSessionIdle,
                newSearchTime,
                rulesDirectory,
                security);
    }

    public ConsoleSettings withRules(@Nullable Path newRulesDirectory) {
        return new ConsoleSettings(
                host,
                port,
                dataDirectory,
                defaultLanguage,
                zone,
                hostNames,
                trustedProxies,
                sessionIdle,
                searchTime,
                newRulesDirectory,
                security);
    }

    public ConsoleSettings withSecurity(SecuritySettings newSecurity) {
        return new ConsoleSettings(
                host,
                port,
                dataDirectory,
                defaultLanguage,
                zone,
                hostNames,
                trustedProxies,
                sessionIdle,
                searchTime,
                rulesDirectory,
                newSecurity);
    }
}
