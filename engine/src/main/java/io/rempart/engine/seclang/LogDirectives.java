package io.rempart.engine.seclang;

import static io.rempart.engine.seclang.Arguments.number;
import static io.rempart.engine.seclang.Arguments.one;
import static io.rempart.engine.seclang.Directives.refused;
import static io.rempart.engine.seclang.Directives.works;

import io.rempart.engine.action.Ctl;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.regex.RegexPattern;
import io.rempart.engine.state.AuditPart;
import io.rempart.engine.state.Settings;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Directives about the audit log and the debug log. */
final class LogDirectives {
    private LogDirectives() {}

    static void register() {
        works("SecAuditEngine", (d, load) -> load.settings().auditEngine = Ctl.auditEngine(one(d)));
        works("SecAuditLog", (d, load) -> load.settings().auditLog = one(d));
        works("SecAuditLog2", (d, load) -> load.settings().auditLog2 = one(d));
        works("SecAuditLogDirMode", (d, load) -> load.settings().auditDirectoryMode = Arguments.mode(d, 0750));
        works("SecAuditLogFileMode", (d, load) -> load.settings().auditFileMode = Arguments.mode(d, 0640));
        works(
                "SecAuditLogFormat",
                (d, load) -> load.settings().auditFormat = switch (one(d).toLowerCase(Locale.ROOT)) {
                    case "native" -> Settings.AuditFormat.NATIVE;
                    case "json" -> Settings.AuditFormat.JSON;
                    default ->
                        throw new IllegalArgumentException(
                                "SecAuditLogFormat takes Native or JSON, not " + one(d) + ".");
                });
        works("SecAuditLogParts", (d, load) -> load.settings().auditParts = parts(one(d)));
        works("SecAuditLogRelevantStatus", (d, load) -> {
            RegexPattern pattern = Actions.pattern(one(d));
            load.settings().auditRelevantStatusText = one(d);
            load.settings().auditRelevantStatus = status -> pattern.find(ByteSlice.latin1(Integer.toString(status)));
        });
        works("SecAuditLogStorageDir", (d, load) -> load.settings().auditStorageDirectory = Path.of(one(d)));
        works(
                "SecAuditLogType",
                (d, load) -> load.settings().auditType = switch (one(d).toLowerCase(Locale.ROOT)) {
                    case "serial" -> Settings.AuditType.SERIAL;
                    case "concurrent", "parallel" -> Settings.AuditType.CONCURRENT;
                    case "https" ->
                        throw new IllegalArgumentException(
                                "SecAuditLogType HTTPS is refused: the engine does not open connections."
                                        + " Use Serial, and let the event manager follow the file.");
                    default ->
                        throw new IllegalArgumentException(
                                "SecAuditLogType takes Serial or Concurrent, not " + one(d) + ".");
                });
        works("SecDebugLog", (d, load) -> load.settings().debugLog = one(d));
        works("SecDebugLogLevel", (d, load) -> load.settings().debugLogLevel = (int) number(d, 0, 9));
        refused("SecGuardianLog", "a guardian log is a program's standard input; use the audit log");
    }

    private static Set<AuditPart> parts(String letters) {
        Set<AuditPart> parts = AuditPart.parse(letters);
        if (parts == null) {
            throw new IllegalArgumentException(
                    "SecAuditLogParts does not know " + letters + "; parts are A to K and Z.");
        }
        return parts;
    }
}
