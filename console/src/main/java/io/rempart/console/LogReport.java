package io.rempart.console;

import io.rempart.events.store.LedgerEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the reading of one log source goes, as the page of logs shows it.
 *
 * @param path file, directory or glob that is followed; empty for what was only imported
 * @param entry the account
 * @param following false for a log that was imported once and isn't followed now
 * @param bytesBehind bytes written and not yet stored
 * @param secondsBehind age of the oldest byte not yet stored
 * @param rotation what is known of the rotation, one plain sentence; empty when there is nothing to say
 * @param lastError one plain sentence; null when there is none
 * @param warnings what a person should do something about
 */
public record LogReport(
        String path,
        LedgerEntry entry,
        boolean following,
        long bytesBehind,
        long secondsBehind,
        String rotation,
        @Nullable String lastError,
        @Nullable Instant lastErrorAt,
        List<Warning> warnings) {
    public LogReport {
        warnings = List.copyOf(warnings);
    }

    /** Whether {@code read = stored + repaired + duplicates + quarantined}. */
    public boolean balances() {
        return entry.read() == entry.stored() + entry.repaired() + entry.duplicates() + entry.quarantined();
    }

    /**
     * A plain warning.
     *
     * @param key of a message of the console ({@code log.warning.KEY}); empty when only {@code text} says it
     * @param parameters the values of that message's {@code {name}} places
     * @param text the warning in English, for the command line and where the console has no message of that key
     */
    public record Warning(String key, Map<String, String> parameters, String text) {}
}
