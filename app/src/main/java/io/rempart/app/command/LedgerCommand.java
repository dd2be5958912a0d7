package io.rempart.app.command;

import io.rempart.app.ExitCode;
import io.rempart.app.Installation;
import io.rempart.app.JsonLines;
import io.rempart.app.Messages;
import io.rempart.app.TerminalText;
import io.rempart.events.store.LedgerEntry;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rempart ledger}: the account of each log source, which always balances. */
@Command(name = "ledger", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
public final class LedgerCommand extends StoreAccess {
    @Option(names = "--json", descriptionKey = "json")
    boolean json;

    @Override
    int run(Installation installation, PrintWriter out) {
        List<LedgerEntry> entries = installation.events().ledger();
        if (json) {
            entries.forEach(entry -> out.println(JsonLines.of(asMap(entry))));
            return ExitCode.OK;
        }
        if (entries.isEmpty()) {
            spec.commandLine().getErr().println(Messages.text("ledger.none"));
            return ExitCode.OK;
        }
        String format = "%-48s %12s %12s %10s %12s %12s  %s";
        out.println(format.formatted((Object[]) Messages.text("ledger.head").split("\\|", -1)));
        for (LedgerEntry entry : entries) {
            out.println(TerminalText.safe(format.formatted(
                    entry.logSource(),
                    entry.read(),
                    entry.stored(),
                    entry.repaired(),
                    entry.duplicates(),
                    entry.quarantined(),
                    entry.newestEvent() == null ? "-" : entry.newestEvent())));
        }
        return ExitCode.OK;
    }

    private static Map<String, Object> asMap(LedgerEntry entry) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("log-source", entry.logSource());
        map.put("read", entry.read());
        map.put("stored", entry.stored());
        map.put("repaired", entry.repaired());
        map.put("duplicates", entry.duplicates());
        map.put("quarantined", entry.quarantined());
        map.put("bytes", entry.bytesRead());
        map.put("newest-event", entry.newestEvent());
        map.put("updated-at", entry.updatedAt());
        return map;
    }
}
