package io.rempart.engine.state;

import io.rempart.engine.Compatibility;
import io.rempart.engine.Limits;
import io.rempart.engine.body.BodyLimits;
import io.rempart.engine.transformation.UnicodeMapping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the directives other than rules say. Written by the directives while rules are loaded, by one thread; after the load
 * it is only read, by all. Sizes are bytes, times are seconds.
 */
public final class Settings {
    /** SecRuleEngine. */
    public enum Engine {
        ON,
        OFF,
        DETECTION_ONLY
    }

    /** SecRequestBodyLimitAction, SecResponseBodyLimitAction. */
    public enum LimitAction {
        REJECT,
        PROCESS_PARTIAL
    }

    /** SecAuditEngine. */
    public enum AuditEngine {
        ON,
        OFF,
        RELEVANT_ONLY
    }

    /** SecAuditLogType. */
    public enum AuditType {
        SERIAL,
        CONCURRENT,
        HTTPS
    }

    /** SecAuditLogFormat. */
    public enum AuditFormat {
        NATIVE,
        JSON
    }

    /** SecParseXmlIntoArgs. */
    public enum XmlArguments {
        OFF,
        ON,
        ONLY_ARGS
    }

    /** SecUploadKeepFiles. */
    public enum KeepFiles {
        ON,
        OFF,
        RELEVANT_ONLY
    }

    /** Where bodies, headers and arguments end; set by the embedder. */
    public Limits limits = Limits.DEFAULT;

    public Compatibility compatibility = Compatibility.V2;

    /** How the embedder wants the arguments of a JSON body named; null when as {@link #compatibility} has it. */
    public BodyLimits.@Nullable JsonNames jsonNames;

    /** How the arguments of a JSON body are named. The names of ModSecurity 2 hide the places of an array, so no one gets them unasked. */
    public BodyLimits.JsonNames jsonNames() {
        if (jsonNames != null) {
            return jsonNames;
        }
        return compatibility == Compatibility.CORAZA ? BodyLimits.JsonNames.CORAZA : BodyLimits.JsonNames.V3;
    }

    public Engine engine = Engine.OFF;

    public boolean requestBodyAccess;
    public long requestBodyLimit = 134_217_728;
    public long requestBodyNoFilesLimit = 1_048_576;
    public LimitAction requestBodyLimitAction = LimitAction.REJECT;
    public int requestBodyJsonDepthLimit = 10_000;
    public int argumentsLimit = 1_000;
    public byte argumentSeparator = '&';
    public int cookieFormat;
    public byte cookieV0Separator;
    /** SecXmlExternalEntity: with ModSecurity 3, whether schemas and document types that rules name may be read. */
    public boolean xmlExternalEntity;

    public XmlArguments xmlArguments = XmlArguments.OFF;

    public boolean responseBodyAccess;
    public long responseBodyLimit = 524_288;
    public LimitAction responseBodyLimitAction = LimitAction.REJECT;
    public final Set<String> responseBodyMimeTypes = new LinkedHashSet<>(List.of("text/plain", "text/html"));

    /** Response bodies of every type are inspected; until a directive says otherwise with ModSecurity 3. */
    public boolean everyResponseBodyType;

    public boolean streamInBodyInspection;
    public boolean streamOutBodyInspection;

    public AuditEngine auditEngine = AuditEngine.OFF;
    public Set<AuditPart> auditParts = EnumSet.copyOf(AuditPart.DEFAULT);
    public @Nullable StatusPattern auditRelevantStatus;
    public String auditRelevantStatusText = "";
    public AuditType auditType = AuditType.SERIAL;
    public AuditFormat auditFormat = AuditFormat.NATIVE;
    public @Nullable String auditLog;
    public @Nullable String auditLog2;
    public @Nullable Path auditStorageDirectory;
    public int auditDirectoryMode = 0750;
    public int auditFileMode = 0640;

    public @Nullable String debugLog;
    public int debugLogLevel;

    public long collectionTimeout = 3_600;
    public @Nullable Path dataDirectory;
    public @Nullable Path temporaryDirectory;
    public @Nullable Path uploadDirectory;
    public KeepFiles uploadKeepFiles = KeepFiles.OFF;
    public int uploadFileLimit = 100;
    public int uploadFileMode = 0600;
    public boolean saveUploadedFiles;

    /** Some rule names the temporary files of uploads. */
    public boolean fileNamesWanted;

    /** Whether uploaded files are put on disk. */
    public boolean storesUploads() {
        return fileNamesWanted || saveUploadedFiles || uploadKeepFiles != KeepFiles.OFF && uploadDirectory != null;
    }

    /** Some rule reads the content of uploaded files. */
    public boolean fileContentWanted;

    public int regexMatchLimit = 1_500;
    public String webAppId = "";
    public String sensorId = "";
    public String serverSignature = "";
    public final List<String> components = new ArrayList<>();
    public boolean interceptOnError;
    /** SecRulePerfTime: rules that take longer, in microseconds, are told by PERF_RULES; -1 when none is measured. */
    public long rulePerfMicros = -1;

    public String httpBlKey = "";
    public UnicodeMapping unicodeMapping = UnicodeMapping.NONE;

    /** Rules may start programs. */
    public boolean externalProgramsAllowed;

    /** Rules may ask the network. */
    public boolean networkAllowed;

    /** ModSecurity 3 takes a percent sign after a macro for its end: {@code %{VAR}%}. */
    public boolean macroTakesPercent;

    /** The names of TX variables that rules spell out. */
    public final TxNames txNames = new TxNames();

    /** Whether a status is relevant for the audit log (SecAuditLogRelevantStatus). */
    @FunctionalInterface
    public interface StatusPattern {
        boolean covers(int status);
    }
}
