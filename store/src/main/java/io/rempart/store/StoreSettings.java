package io.rempart.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which database, and how it is used.
 *
 * @param location a JDBC URL ({@code jdbc:sqlite:}, {@code jdbc:mariadb:}, {@code jdbc:mysql:}, {@code jdbc:postgresql:}), or
 *     the path of a SQLite file, or of a directory that holds {@code rempart.db}
 * @param user of MariaDB and PostgreSQL; null when the URL has it
 * @param password of that user; null when the URL has it
 * @param surviveLossOfPower SQLite only: every batch waits for the disk ({@code synchronous=FULL}); without it a batch
 *     survives a crash of the process at once, and a loss of power after the next checkpoint
 * @param writerCacheKib SQLite only: page cache of the writing connection
 * @param readerCacheKib SQLite only: page cache of each reading connection
 * @param readers how many reads run at once; more wait
 */
public record StoreSettings(
        String location,
        @Nullable String user,
        @Nullable String password,
        boolean surviveLossOfPower,
        int writerCacheKib,
        int readerCacheKib,
        int readers) {
    /** The usual settings: 16 MiB for the writer, 4 MiB for each of 4 readers. */
    public static StoreSettings of(String location) {
        return new StoreSettings(location, null, null, false, 16 * 1024, 4 * 1024, 4);
    }

    /** The usual settings for a SQLite store in a directory of data. */
    public static StoreSettings inDirectory(Path directory) {
        return of(directory.resolve("rempart.db").toString());
    }

    public StoreSettings withLogIn(@Nullable String newUser, @Nullable String newPassword) {
        return new StoreSettings(
                location, newUser, newPassword, surviveLossOfPower, writerCacheKib, readerCacheKib, readers);
    }

    public StoreSettings withSurviveLossOfPower(boolean survive) {
        return new StoreSettings(location, user, password, survive, writerCacheKib, readerCacheKib, readers);
    }
}
