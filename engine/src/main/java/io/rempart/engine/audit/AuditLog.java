package io.rempart.engine.audit;

import io.rempart.engine.Compatibility;
import io.rempart.engine.EngineException;
import io.rempart.engine.RuleMatch;
import io.rempart.engine.Verdict;
import io.rempart.engine.evaluation.CompiledRuleSet;
import io.rempart.engine.state.AuditPart;
import io.rempart.engine.state.DebugLog;
import io.rempart.engine.state.Settings;
import io.rempart.engine.state.TransactionState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The audit log of a rule set: decides which transactions are relevant, writes their records in the format and to the place that
 * the directives name. Thread-safe. A record that can't be written is counted ({@link #failures()}), and never stops traffic.
 */
public final class AuditLog implements CompiledRuleSet.TransactionEnd, AutoCloseable {
    private final RecordFormat format;
    private final AuditWriter writer;
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong written = new AtomicLong();

    private AuditLog(RecordFormat format, AuditWriter writer) {
        this.format = format;
        this.writer = writer;
    }

    /**
     * Opens the log that the settings describe.
     *
     * @throws EngineException when the file can't be opened
     */
    public static AuditLog open(Settings settings) {
        String file = settings.auditLog;
        if (file == null) {
            throw new EngineException("The audit log has no place: add SecAuditLog.");
        }
        try {
            AuditWriter writer = settings.auditType == Settings.AuditType.SERIAL
                    ? new SerialAuditWriter(Path.of(file), settings.auditFileMode)
                    : new ConcurrentAuditWriter(settings, Path.of(file));
            return new AuditLog(format(settings), writer);
        } catch (IOException failed) {
            throw new EngineException("The audit log " + file + " can't be opened: " + failed.getMessage(), failed);
        }
    }

    private static RecordFormat format(Settings settings) {
        boolean three = settings.compatibility == Compatibility.V3;
        return switch (settings.auditFormat) {
            case JSON -> three ? new JsonRecord3() : new JsonRecord2();
            case NATIVE -> three ? new NativeRecord3() : new NativeRecord2();
        };
    }

    /** Whether the transaction belongs in the log: always with On; with RelevantOnly by a match that asks for it, or by its status. */
    public static boolean isRelevant(TransactionState state, Verdict verdict) {
        return switch (state.controls().auditEngine) {
            case OFF -> false;
            case ON -> true;
            case RELEVANT_ONLY -> {
                if (!state.notices().isEmpty() || state.matches().stream().anyMatch(RuleMatch::audited)) {
                    yield true;
                }
                Settings.StatusPattern pattern = state.settings().auditRelevantStatus;
                int status = verdict.interrupts()
                        ? verdict.status()
                        : state.response().status();
                yield pattern != null && pattern.covers(status);
            }
        };
    }

    /** Tells the debug log whether the transaction belongs in an audit log, in ModSecurity 3's words. */
    public static void tell(TransactionState state, Verdict verdict) {
        DebugLog debug = state.debug();
        debug.log(8, "Checking if this request is suitable to be saved as an audit log.");
        Set<AuditPart> before = state.settings().auditParts;
        Set<AuditPart> parts = state.controls().auditParts;
        if (!parts.equals(before)) {
            debug.log(4, "There was an audit log modifier for this transaction.");
            debug.log(7, "AuditLog parts before modification(s): ", bits(before), ".");
        }
        debug.log(8, "Checking if this request is relevant to be part of the audit logs.");
        if (state.controls().auditEngine == Settings.AuditEngine.OFF) {
            debug.log(5, "Audit log engine was not set.");
        } else if (!isRelevant(state, verdict)) {
            int status =
                    verdict.interrupts() ? verdict.status() : state.response().status();
            debug.log(
                    9,
                    "Return code `",
                    status,
                    "' is not interesting to audit logs, relevant code(s): `",
                    state.settings().auditRelevantStatusText,
                    "'.");
            return;
        }
        debug.log(8, "Request was relevant to be saved. Parts: ", bits(parts));
    }

    /** The parts as ModSecurity 3 numbers them: a bit each, A the second. */
    private static int bits(Set<AuditPart> parts) {
        int bits = 0;
        for (AuditPart part : parts) {
            bits |= part == AuditPart.Z ? 1 << 12 : 2 << part.name().charAt(0) - 'A';
        }
        return bits;
    }

    @Override
    public void ended(TransactionState state, Verdict verdict) {
        if (!isRelevant(state, verdict)) {
            return;
        }
        AuditRecord record = new AuditRecord(state, verdict);
        try {
            writer.write(record, format.write(record));
            written.incrementAndGet();
            state.debug().log(5, "Saving this request as part of the audit logs.");
        } catch (IOException failed) {
            failures.incrementAndGet();
            state.debug().log(1, "The audit record can't be written: ", String.valueOf(failed.getMessage()));
        }
    }

    /** The record of a transaction as bytes, by the settings' format; for embedders that keep records themselves. */
    public static byte[] record(TransactionState state, Verdict verdict) {
        return format(state.settings()).write(new AuditRecord(state, verdict));
    }

    /** How many records could not be written. */
    public long failures() {
        return failures.get();
    }

    /** How many records were written. */
    public long written() {
        return written.get();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
