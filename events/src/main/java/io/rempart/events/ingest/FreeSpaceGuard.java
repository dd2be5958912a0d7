package io.rempart.events.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Says when the disk of the data directory has too little room to go on. One thread looks, any may ask what it saw. */
final class FreeSpaceGuard {
    private final LongSupplier free;
    private final long needed;
    private volatile boolean low;
    private volatile long freeBytes = Long.MAX_VALUE;
    private Instant next = Instant.MIN;

    FreeSpaceGuard(@Nullable Path directory, long needed) {
        this(directory == null ? () -> Long.MAX_VALUE : () -> usable(directory), needed);
    }

    FreeSpaceGuard(LongSupplier free, long needed) {
        this.free = free;
        this.needed = needed;
    }

    private static long usable(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE; // then the store itself will say what is wrong
        }
    }

    /** Looks at most once a second. Once low, a tenth more than needed must be free. */
    boolean isLow(Instant now) {
        if (!now.isBefore(next)) {
            next = now.plusSeconds(1);
            freeBytes = free.getAsLong();
            low = freeBytes < (low ? needed + needed / 10 : needed);
        }
        return low;
    }

    /** As of the last look; any thread. */
    boolean isLowAsSeen() {
        return low;
    }

    long freeBytes() {
        return freeBytes;
    }

    long neededBytes() {
        return needed + needed / 10;
    }
}
