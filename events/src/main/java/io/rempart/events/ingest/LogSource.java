package io.rempart.events.ingest;

import inet.ipaddr.IPAddress;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A configured log: one file (with its rotated siblings), a directory, or a glob.
 *
 * @param name unique, shown to people; the path when none is configured
 * @param path file, directory or glob ({@code /var/log/apache2/*audit*.log})
 * @param storageDirectory of a concurrent log ({@code SecAuditLogStorageDir}); null when {@code path} is serial or its index
 *     has absolute paths
 * @param zone of writers that give times without one
 * @param trustedProxies whose forwarding headers are believed
 * @param tlsPorts local ports on which connections are TLS where the record does not say
 */
public record LogSource(
        String name,
        Path path,
        @Nullable Path storageDirectory,
        ZoneId zone,
        List<IPAddress> trustedProxies,
        List<Integer> tlsPorts) {}
