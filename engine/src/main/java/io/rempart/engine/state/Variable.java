package io.rempart.engine.state;

import static io.rempart.engine.state.Area.REQUEST_CONTENT;
import static io.rempart.engine.state.Area.REQUEST_HEAD;
import static io.rempart.engine.state.Area.RESPONSE_CONTENT;
import static io.rempart.engine.state.Area.RESPONSE_HEAD;
import static io.rempart.engine.state.Area.VOLATILE;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.state.TransactionState.CollectionKind;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables of SecLang: where each gets its values, and how long they stay valid. Immutable.
 *
 * <p>A variable that is refused names something only the web server's own process knows; a rule that uses it does not load.
 */
public enum Variable {
    ARGS(REQUEST_CONTENT, true, RequestVariables::arguments),
    ARGS_COMBINED_SIZE(REQUEST_CONTENT, RequestVariables::argumentsCombinedSize),
    ARGS_GET(REQUEST_HEAD, true, state -> state.head().arguments()),
    ARGS_GET_NAMES(REQUEST_HEAD, true, state -> state.head().arguments().names()),
    ARGS_NAMES(REQUEST_CONTENT, true, state -> RequestVariables.arguments(state).names()),
    ARGS_PATH(REQUEST_CONTENT, true, TransactionState::pathArguments),
    ARGS_POST(REQUEST_CONTENT, true, RequestVariables::bodyArguments),
    ARGS_POST_NAMES(
            REQUEST_CONTENT,
            true,
            state -> RequestVariables.bodyArguments(state).names()),
    AUTH_TYPE(REQUEST_HEAD, RequestVariables::authType),
    DURATION(VOLATILE, TimeVariables::duration),
    ENV(VOLATILE, true, CollectionVariables::environment),
    FILES(REQUEST_CONTENT, true, BodyVariables::files),
    FILES_COMBINED_SIZE(REQUEST_CONTENT, BodyVariables::filesCombinedSize),
    FILES_NAMES(REQUEST_CONTENT, true, BodyVariables::filesNames),
    FILES_SIZES(REQUEST_CONTENT, true, BodyVariables::filesSizes),
    FILES_TMPNAMES(REQUEST_CONTENT, true, BodyVariables::filesTemporaryNames),
    FILES_TMP_CONTENT(REQUEST_CONTENT, true, BodyVariables::filesContent),
    FULL_REQUEST(REQUEST_CONTENT, BodyVariables::fullRequest),
    FULL_REQUEST_LENGTH(REQUEST_CONTENT, BodyVariables::fullRequestLength),
    GEO(VOLATILE, true, TransactionState::geo),
    GLOBAL(VOLATILE, true, CollectionKind.GLOBAL),
    HIGHEST_SEVERITY(VOLATILE, CollectionVariables::highestSeverity),
    INBOUND_DATA_ERROR(VOLATILE, BodyVariables::inboundDataError),
    IP(VOLATILE, true, CollectionKind.IP),
    JSON(REQUEST_CONTENT, true, BodyVariables::json),
    MATCHED_VAR(VOLATILE, state -> Values.one(state.matched().value())),
    MATCHED_VARS(VOLATILE, true, state -> state.matched().values()),
    MATCHED_VARS_NAMES(VOLATILE, true, state -> state.matched().names()),
    MATCHED_VAR_NAME(VOLATILE, state -> Values.one(state.matched().name())),
    MODSEC_BUILD(REQUEST_HEAD, CollectionVariables::build),
    MSC_PCRE_ERROR(VOLATILE, CollectionVariables::regexLimit),
    MSC_PCRE_LIMITS_EXCEEDED(VOLATILE, CollectionVariables::regexLimit),
    MULTIPART_BOUNDARY_QUOTED(REQUEST_CONTENT, BodyVariables.flag("MULTIPART_BOUNDARY_QUOTED")),
    MULTIPART_BOUNDARY_WHITESPACE(REQUEST_CONTENT, BodyVariables.flag("MULTIPART_BOUNDARY_WHITESPACE")),
    MULTIPART_CRLF_LF_LINES(REQUEST_CONTENT, BodyVariables.flag("MULTIPART_CRLF_LF_LINES")),
    MULTIPART_CRLF_LINE(REQUEST_CONTENT, BodyVariables::multipartCrlfLine),
    MULTIPART_DATA_AFTER(REQUEST_CONTENT, BodyVariables.flag("MULTIPART_DATA_AFTER")),
    MULTIPART_DATA_BEFORE(REQUEST_CONTENT, BodyVariables.flag("MULTIPART_DATA_BEFORE")),
    MULTIPART_FILENAME(REQUEST_CONTENT, true, BodyVariables::multipartFilenames),
    MULTIPART_FILE_LIMIT_EXCEEDED(REQUEST_CONTENT, BodyVariables.flag("MULTIPART_FILE_LIMIT_EXCEEDED")),
    MULTIPART_HEADER_FOLDING(REQUEST_CONTENT, BodyVariables.flag("MULTIPART_HEADER_FOLDING")),
    MULTIPART_INVALID_HEADER_FOLDING(REQUEST_CONTENT, BodyVariables.flag("MULTIPART_INVALID_HEADER_FOLDING")),
    MULTIPART_INVALID_PART(REQUEST_CONTENT, BodyVariables.flag("MULTIPART_INVALID_PART")),
    MULTIPART_INVALID_QUOTING(REQUEST_CONTENT, BodyVariables.flag("MULTIPART_INVALID_QUOTING")),
    MULTIPART_LF_LINE(REQUEST_CONTENT, BodyVariables.flag("MULTIPART_LF_LINE")),
    MULTIPART_MISSING_SEMICOLON(REQUEST_CONTENT, BodyVariables.flag("MULTIPART_MISSING_SEMICOLON")),
    MULTIPART_NAME(REQUEST_CONTENT, true, BodyVariables::multipartNames),
    MULTIPART_PART_HEADERS(REQUEST_CONTENT, true, BodyVariables::partHeaders),
    MULTIPART_STRICT_ERROR(REQUEST_CONTENT, BodyVariables.flag("MULTIPART_STRICT_ERROR")),
    MULTIPART_UNMATCHED_BOUNDARY(REQUEST_CONTENT, BodyVariables.flag("MULTIPART_UNMATCHED_BOUNDARY")),
    OUTBOUND_DATA_ERROR(VOLATILE, BodyVariables::outboundDataError),
    PATH_INFO(REQUEST_HEAD, RequestVariables::filename),
    PERF_ALL(VOLATILE, TimeVariables::performance),
    PERF_COMBINED(VOLATILE, TimeVariables::performanceCombined),
    PERF_GC(VOLATILE, TimeVariables::zero),
    PERF_LOGGING(VOLATILE, TimeVariables::zero),
    PERF_PHASE1(VOLATILE, TimeVariables.phase(1)),
    PERF_PHASE2(VOLATILE, TimeVariables.phase(2)),
    PERF_PHASE3(VOLATILE, TimeVariables.phase(3)),
    PERF_PHASE4(VOLATILE, TimeVariables.phase(4)),
    PERF_PHASE5(VOLATILE, TimeVariables.phase(5)),
    PERF_RULES(VOLATILE, true, TransactionState::ruleMicros),
    PERF_SREAD(VOLATILE, TimeVariables::zero),
    PERF_SWRITE(VOLATILE, TimeVariables::zero),
    QUERY_STRING(REQUEST_HEAD, RequestVariables::query),
    REMOTE_ADDR(REQUEST_HEAD, RequestVariables::remoteAddress),
    REMOTE_HOST(REQUEST_HEAD, RequestVariables::remoteAddress),
    REMOTE_PORT(REQUEST_HEAD, state -> Values.one(Ascii.decimal(state.clientPort))),
    REMOTE_USER(REQUEST_HEAD, RequestVariables::remoteUser),
    REQBODY_ERROR(VOLATILE, BodyVariables::requestBodyError),
    REQBODY_ERROR_MSG(VOLATILE, BodyVariables::requestBodyErrorMessage),
    REQBODY_PROCESSOR(VOLATILE, BodyVariables::requestBodyProcessor),
    REQBODY_PROCESSOR_ERROR(VOLATILE, BodyVariables::requestBodyError),
    REQBODY_PROCESSOR_ERROR_MSG(VOLATILE, BodyVariables::requestBodyErrorMessage),
    REQUEST_BASENAME(REQUEST_HEAD, RequestVariables::basename),
    REQUEST_BODY(
            REQUEST_CONTENT,
            state -> Values.one(null, state.requestBody(), state.head().bodyOffset() - 1)),
    REQUEST_BODY_LENGTH(REQUEST_CONTENT, BodyVariables::requestBodyLength),
    REQUEST_COOKIES(REQUEST_HEAD, true, state -> state.head().cookies()),
    REQUEST_COOKIES_NAMES(REQUEST_HEAD, true, state -> state.head().cookies().names()),
    REQUEST_FILENAME(REQUEST_HEAD, RequestVariables::filename),
    REQUEST_HEADERS(REQUEST_HEAD, true, state -> state.head().headers()),
    REQUEST_HEADERS_NAMES(REQUEST_HEAD, true, state -> state.head().headers().names(2)),
    REQUEST_LINE(REQUEST_HEAD, state -> Values.one(null, state.head().requestLine(), 0)),
    REQUEST_METHOD(REQUEST_HEAD, state -> Values.one(null, state.head().method(), 0)),
    REQUEST_PROTOCOL(REQUEST_HEAD, RequestVariables::protocol),
    REQUEST_URI(REQUEST_HEAD, RequestVariables::uri),
    REQUEST_URI_RAW(REQUEST_HEAD, RequestVariables::rawUri),
    REQUEST_XML(REQUEST_CONTENT, true, state -> Values.NONE),
    RESOURCE(VOLATILE, true, CollectionKind.RESOURCE),
    RESPONSE_ARGS(RESPONSE_CONTENT, true, ResponseVariables::arguments),
    RESPONSE_BODY(RESPONSE_CONTENT, state -> Values.one(state.response().body())),
    RESPONSE_CONTENT_LENGTH(
            RESPONSE_CONTENT, state -> Values.one(state.response().contentLength())),
    RESPONSE_CONTENT_TYPE(RESPONSE_HEAD, state -> Values.one(state.response().contentType())),
    RESPONSE_HEADERS(RESPONSE_HEAD, true, state -> state.response().headers()),
    RESPONSE_HEADERS_NAMES(
            RESPONSE_HEAD, true, state -> state.response().headers().names()),
    RESPONSE_PROTOCOL(RESPONSE_HEAD, state -> Values.one(state.response().protocol())),
    RESPONSE_STATUS(
            RESPONSE_HEAD, state -> Values.one(Ascii.decimal(state.response().status()))),
    RESPONSE_XML(RESPONSE_CONTENT, true, state -> Values.NONE),
    RES_BODY_ERROR(RESPONSE_CONTENT, ResponseVariables::error),
    RES_BODY_ERROR_MSG(RESPONSE_CONTENT, ResponseVariables::errorMessage),
    RES_BODY_PROCESSOR(VOLATILE, ResponseVariables::processor),
    RES_BODY_PROCESSOR_ERROR(RESPONSE_CONTENT, ResponseVariables::error),
    RES_BODY_PROCESSOR_ERROR_MSG(RESPONSE_CONTENT, ResponseVariables::errorMessage),
    RULE(VOLATILE, true, CollectionVariables::rule),
    SCRIPT_BASENAME("the script's name is known to the web server alone; use REQUEST_BASENAME"),
    SCRIPT_FILENAME("the script's file is known to the web server alone; use REQUEST_FILENAME"),
    SCRIPT_GID("the script's file is known to the web server alone"),
    SCRIPT_GROUPNAME("the script's file is known to the web server alone"),
    SCRIPT_MODE("the script's file is known to the web server alone"),
    SCRIPT_UID("the script's file is known to the web server alone"),
    SCRIPT_USERNAME("the script's file is known to the web server alone"),
    SDBM_DELETE_ERROR("collections are not kept in SDBM files here"),
    SERVER_ADDR(REQUEST_HEAD, RequestVariables::serverAddress),
    SERVER_NAME(REQUEST_HEAD, RequestVariables::serverName),
    SERVER_PORT(REQUEST_HEAD, state -> Values.one(Ascii.decimal(state.serverPort))),
    SESSION(VOLATILE, true, CollectionKind.SESSION),
    SESSIONID(VOLATILE, state -> Values.one(ByteSlice.latin1(state.sessionId))),
    STATUS(RESPONSE_HEAD, state -> Values.one(Ascii.decimal(state.response().status()))),
    STATUS_LINE(RESPONSE_HEAD, ResponseVariables::statusLine),
    STREAM_INPUT_BODY(REQUEST_CONTENT, BodyVariables::streamInput),
    STREAM_OUTPUT_BODY(RESPONSE_CONTENT, BodyVariables::streamOutput),
    TIME(VOLATILE, TimeVariables.local("HH:mm:ss")),
    TIME_DAY(VOLATILE, TimeVariables.local("d")),
    TIME_EPOCH(VOLATILE, TimeVariables::epoch),
    TIME_HOUR(VOLATILE, TimeVariables.local("H")),
    TIME_MIN(VOLATILE, TimeVariables.local("m")),
    TIME_MON(VOLATILE, TimeVariables.local("M")),
    TIME_SEC(VOLATILE, TimeVariables.local("s")),
    TIME_WDAY(VOLATILE, TimeVariables::weekday),
    TIME_YEAR(VOLATILE, TimeVariables.local("yyyy")),
    TX(VOLATILE, true, state -> state.tx().all()),
    UNIQUE_ID(REQUEST_HEAD, state -> Values.one(ByteSlice.latin1(state.id()))),
    URLENCODED_ERROR(REQUEST_CONTENT, RequestVariables::urlEncodedError),
    USER(VOLATILE, true, CollectionKind.USER),
    USERAGENT_IP(REQUEST_HEAD, RequestVariables::remoteAddress),
    USERID(VOLATILE, state -> Values.one(ByteSlice.latin1(state.userId))),
    WEBAPPID(VOLATILE, state -> Values.one(state.webAppId)),
    WEBSERVER_ERROR_LOG("the web server's error log is known to the web server alone"),
    XML(REQUEST_CONTENT, true, state -> Values.NONE);

    private static final Map<String, Variable> BY_NAME = new HashMap<>();

    static {
        for (Variable variable : values()) {
            BY_NAME.put(variable.name(), variable);
        }
    }

    /** Reads a variable's values out of a transaction. */
    interface Reader {
        Values read(TransactionState state);
    }

    private final ByteSlice plainName = ByteSlice.latin1(name());
    private final Area area;
    private final boolean keyed;
    private final Reader reader;
    private final @Nullable CollectionKind collection;
    private final @Nullable String refusal;

    Variable(Area area, Reader reader) {
        this(area, false, reader);
    }

    Variable(Area area, boolean keyed, Reader reader) {
        this.area = area;
        this.keyed = keyed;
        this.reader = reader;
        this.collection = null;
        this.refusal = null;
    }

    Variable(Area area, boolean keyed, CollectionKind kind) {
        this.area = area;
        this.keyed = keyed;
        this.reader = state -> CollectionVariables.persistent(state, kind);
        this.collection = kind;
        this.refusal = null;
    }

    Variable(String refusal) {
        this.area = Area.REQUEST_HEAD;
        this.keyed = false;
        this.reader = state -> Values.NONE;
        this.collection = null;
        this.refusal = refusal;
    }

    /** The variable of a name, ASCII case ignored; null when nobody knows it. */
    public static @Nullable Variable byName(String name) {
        return BY_NAME.get(name.toUpperCase(Locale.ROOT));
    }

    /** What logs and MATCHED_VAR_NAME call a value: {@code ARGS:foo}, {@code REQUEST_METHOD}, {@code &ARGS:foo}. */
    public ByteSlice nameOf(@Nullable ByteSlice key, boolean count, Compatibility compatibility) {
        boolean marked = count && compatibility == Compatibility.V2;
        boolean withKey = key != null && !(isXml() && compatibility == Compatibility.V2);
        if (!marked && !withKey) {
            return plainName;
        }
        int at = marked ? 1 : 0;
        byte[] out = new byte[at + plainName.length() + (withKey && key != null ? key.length() + 1 : 0)];
        if (marked) {
            out[0] = '&';
        }
        System.arraycopy(plainName.array(), plainName.offset(), out, at, plainName.length());
        if (withKey && key != null) {
            out[at + plainName.length()] = ':';
            System.arraycopy(key.array(), key.offset(), out, at + plainName.length() + 1, key.length());
        }
        return ByteSlice.of(out);
    }

    /** The values now. */
    public Values values(TransactionState state) {
        return reader.read(state);
    }

    /** What its values come from. */
    public Area area() {
        return area;
    }

    /** Whether its values have keys ({@code ARGS:foo}). */
    public boolean isKeyed() {
        return keyed;
    }

    /** Whether its keys are XPath expressions. */
    public boolean isXml() {
        return this == XML || this == REQUEST_XML || this == RESPONSE_XML;
    }

    /** The persistent collection it shows, null when it is none. */
    public @Nullable CollectionKind collection() {
        return collection;
    }

    /** Why rules can't use it here, null when they can. */
    public @Nullable String refusal() {
        return refusal;
    }
}
