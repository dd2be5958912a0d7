package io.rempart.engine.state;

import io.rempart.engine.CollectionStore;
import io.rempart.engine.Compatibility;
import io.rempart.engine.RuleMatch;
import io.rempart.engine.Severity;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.collection.MemoryCollectionStore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The data of one transaction: what came in, what was read out of it, what rules remember. For one thread. */
public final class TransactionState {
    private static final int MOST_NOTICES = 20;

    /** Most rules that are remembered as matched. */
    public static final int MOST_MATCHED_RULES = 10_000;

    /** Kinds of persistent collections. */
    public enum CollectionKind {
        GLOBAL,
        IP,
        RESOURCE,
        SESSION,
        USER
    }

    private final Settings settings;
    private final CollectionStore store;
    private final DebugLog debug;
    private final String id;
    private final long startMillis = System.currentTimeMillis();
    private final long startNanos = System.nanoTime();
    private int changes;
    private final int[] versions = new int[Area.values().length];
    private final RequestHead head;
    private final Response response;
    private final TxCollection tx;
    private final Controls controls;
    private final MatchedVariables matched;
    private final List<RuleMatch> matches = new ArrayList<>();
    private final List<RunningRule> matchedRules = new ArrayList<>();
    private @Nullable Sanitised sanitised;
    private final List<String> notices = new ArrayList<>(0);
    private final long[] phaseNanos = new long[6];
    private @Nullable Map<Long, Long> ruleMicros;

    private @Nullable Map<CollectionKind, PersistentCollection> collections;
    private @Nullable Map<ByteSlice, ByteSlice> environment;
    private @Nullable Values geo;
    private @Nullable Values pathArguments;
    private @Nullable RequestBodyContent content;
    private ByteSlice requestBody = ByteSlice.EMPTY;
    private ByteSlice receivedBody = ByteSlice.EMPTY;
    private long requestBodyLength;
    private @Nullable RunningRule running;

    public String clientAddress = "";
    public int clientPort;
    public String serverAddress = "";

    /** The name the caller gave the server for this request, empty when it gave none. */
    public ByteSlice requestHostName = ByteSlice.EMPTY;

    public int serverPort;
    public String sessionId = "";
    public String userId = "";
    public @Nullable String requestBodyError;
    public boolean requestBodyLimitExceeded;
    public boolean responseBodyLimitExceeded;
    public boolean regexLimitExceeded;
    public boolean ruleFailed;
    public boolean rejectedWithoutRules;
    public @Nullable Severity highestSeverity;
    private @Nullable Uploads uploads;
    public ByteSlice webAppId;

    /** What a rule says of itself to RULE and to macros. */
    public interface RunningRule {
        /** The values of RULE: id, phase, msg and so on. */
        Values describe();
    }

    /** A transaction that begins now. */
    public TransactionState(Settings settings, CollectionStore store, DebugLog.@Nullable Sink debugSink) {
        this.settings = settings;
        this.store = store;
        id = UniqueId.next(settings.compatibility, startMillis);
        debug = new DebugLog(debugSink, settings.debugLogLevel, id);
        head = new RequestHead(settings);
        response = new Response(settings);
        tx = new TxCollection(settings.txNames);
        controls = new Controls(settings);
        matched = new MatchedVariables(settings.compatibility);
        webAppId = ByteSlice.latin1(settings.webAppId);
    }

    public Settings settings() {
        return settings;
    }

    /**
     * Tells the debug log; what ModSecurity 2 tells its error log and audit log as well, besides matches, is kept for them
     * (a body that can't be read, a limit). Bounded.
     */
    public void notice(int level, String text) {
        debug.log(level, text);
        if (settings.compatibility == Compatibility.V2 && notices.size() < MOST_NOTICES) {
            notices.add(text);
        }
    }

    /** What was kept of {@link #notice}, in order. */
    public List<String> notices() {
        return notices;
    }

    public String id() {
        return id;
    }

    public long startMillis() {
        return startMillis;
    }

    /** Time since the beginning, in microseconds. */
    public long durationMicros() {
        return (System.nanoTime() - startNanos) / 1000;
    }

    public RequestHead head() {
        return head;
    }

    public Response response() {
        return response;
    }

    public TxCollection tx() {
        return tx;
    }

    public Controls controls() {
        return controls;
    }

    public MatchedVariables matched() {
        return matched;
    }

    public DebugLog debug() {
        return debug;
    }

    public Sanitised sanitised() {
        Sanitised known = sanitised;
        if (known == null) {
            known = new Sanitised();
            sanitised = known;
        }
        return known;
    }

    /** Notes that a rule matched, whether logs show it or not; of rules that match again and again the first times count. */
    public void matchedRule(RunningRule rule) {
        if (matchedRules.size() < MOST_MATCHED_RULES) {
            matchedRules.add(rule);
        }
    }

    /** The rules that matched, in order, also those that no log shows. */
    public List<RunningRule> matchedRules() {
        return matchedRules;
    }

    /** The matches so far; filled by the evaluation. */
    public List<RuleMatch> matches() {
        return matches;
    }

    /** The time each phase took so far, in nanoseconds, by its number. */
    public long[] phaseNanos() {
        return phaseNanos;
    }

    /** PERF_RULES: the microseconds that rules took, by their ids; those that took longer than SecRulePerfTime says. */
    public Values ruleMicros() {
        if (ruleMicros == null) {
            return Values.NONE;
        }
        Values values = new Values();
        ruleMicros.forEach((id, micros) -> {
            if (micros > settings.rulePerfMicros) {
                values.add(ByteSlice.latin1(Long.toString(id)), ByteSlice.latin1(Long.toString(micros)));
            }
        });
        return values;
    }

    /** Notes how long a rule took. */
    public void measured(long rule, long micros) {
        if (ruleMicros == null) {
            ruleMicros = new LinkedHashMap<>();
        }
        ruleMicros.merge(rule, micros, Long::sum);
    }

    /** Changes whenever the data of the area does. */
    public int version(Area area) {
        return versions[area.ordinal()];
    }

    /** Changes whenever the data of any area does. */
    public int changes() {
        return changes;
    }

    /** The data of the area is different now. */
    public void changed(Area area) {
        versions[area.ordinal()]++;
        changes++;
    }

    /** What the request body was read into, null while (or when) it was not. */
    public @Nullable RequestBodyContent content() {
        return content;
    }

    /** Sets what the request body was read into. */
    public void content(RequestBodyContent read) {
        content = read;
        changed(Area.REQUEST_CONTENT);
    }

    /** Where uploaded files are put on disk; null when neither a rule nor SecUploadKeepFiles wants them there. */
    public @Nullable Uploads uploads() {
        if (uploads == null && settings.storesUploads()) {
            uploads = new Uploads(settings, debug, id);
        }
        return uploads;
    }

    /** REQUEST_BODY. */
    public ByteSlice requestBody() {
        return requestBody;
    }

    /** The bytes of the body that were received. */
    public long requestBodyLength() {
        return requestBodyLength;
    }

    /** Sets the body that rules see, and the length that was received. */
    public void requestBody(ByteSlice visible, long length) {
        requestBody = visible;
        requestBodyLength = length;
        changed(Area.REQUEST_CONTENT);
    }

    /** The body as it was received, for the audit record. */
    public ByteSlice receivedBody() {
        return receivedBody;
    }

    /** Sets the body as it was received. */
    public void receivedBody(ByteSlice body) {
        receivedBody = body;
    }

    /** The rule that runs, null between rules. */
    public @Nullable RunningRule running() {
        return running;
    }

    /** Sets the rule that runs. */
    public void running(@Nullable RunningRule rule) {
        running = rule;
    }

    /** A persistent collection that a rule has opened, null when none did. */
    public @Nullable PersistentCollection collection(CollectionKind kind) {
        return collections == null ? null : collections.get(kind);
    }

    /**
     * The collection to write to. ModSecurity 3 has one too where no rule has opened it; it is the transaction's own here, not
     * shared by all clients.
     */
    public @Nullable PersistentCollection collectionToWrite(CollectionKind kind) {
        if (collections == null || !collections.containsKey(kind)) {
            if (settings.compatibility != Compatibility.V3) {
                return null;
            }
            if (collections == null) {
                collections = new EnumMap<>(CollectionKind.class);
            }
            CollectionStore.Key key =
                    new CollectionStore.Key(kind.name().toLowerCase(java.util.Locale.ROOT), ByteSlice.EMPTY);
            collections.put(
                    kind, new PersistentCollection(new MemoryCollectionStore(), key, settings.collectionTimeout));
        }
        return collections.get(kind);
    }

    /** Opens a persistent collection, for the rest of the transaction; the first to open it decides its key. */
    public void openCollection(CollectionKind kind, ByteSlice name) {
        if (collections == null) {
            collections = new EnumMap<>(CollectionKind.class);
        }
        PersistentCollection open = collections.get(kind);
        if (name.isEmpty() || open != null && !open.key().name().isEmpty()) {
            return;
        }
        CollectionStore.Key key = new CollectionStore.Key(
                kind.name().toLowerCase(java.util.Locale.ROOT) + (settings.webAppId.isEmpty() ? "" : "/" + webAppId),
                name);
        collections.put(kind, new PersistentCollection(store, key, settings.collectionTimeout));
    }

    /** ENV: what rules have set, then what the process has. */
    public @Nullable ByteSlice environment(ByteSlice name) {
        ByteSlice set = environment == null ? null : environment.get(name);
        if (set != null) {
            return set;
        }
        String inherited = System.getenv(name.toString());
        return inherited == null ? null : ByteSlice.utf8(inherited);
    }

    /** Sets or, with null, removes a variable of ENV for this transaction. */
    public void environment(ByteSlice name, @Nullable ByteSlice value) {
        if (environment == null) {
            environment = new LinkedHashMap<>();
        }
        if (value == null) {
            environment.remove(name);
        } else if (environment.size() < 1_000 || environment.containsKey(name)) {
            environment.put(name, value);
        }
    }

    /** What rules have put in ENV; an embedder may read it. */
    public Map<ByteSlice, ByteSlice> environment() {
        return environment == null ? Map.of() : environment;
    }

    /** GEO. */
    public Values geo() {
        return geo == null ? Values.NONE : geo;
    }

    /** One field of GEO. */
    public void geo(ByteSlice name, ByteSlice value) {
        if (geo == null) {
            geo = new Values();
        }
        geo.add(name, value);
    }

    /** ARGS_PATH: what {@code @restpath} read out of the path. */
    public Values pathArguments() {
        return pathArguments == null ? Values.NONE : pathArguments;
    }

    /** One argument in the path. */
    public void pathArgument(ByteSlice name, ByteSlice value) {
        if (pathArguments == null) {
            pathArguments = new Values();
        }
        if (pathArguments.size() < settings.argumentsLimit) {
            pathArguments.add(name, value);
            changed(Area.REQUEST_CONTENT);
        }
    }
}
