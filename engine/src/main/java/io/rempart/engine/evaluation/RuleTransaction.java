package io.rempart.engine.evaluation;

import io.rempart.engine.Compatibility;
import io.rempart.engine.RuleMatch;
import io.rempart.engine.Transaction;
import io.rempart.engine.Verdict;
import io.rempart.engine.audit.AuditLog;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.rule.GateKeeper;
import io.rempart.engine.rule.Source;
import io.rempart.engine.state.Area;
import io.rempart.engine.state.Controls;
import io.rempart.engine.state.Macro;
import io.rempart.engine.state.Settings;
import io.rempart.engine.state.Settings.LimitAction;
import io.rempart.engine.state.TransactionState;
import io.rempart.engine.state.Uploads;
import io.rempart.engine.state.Values;
import io.rempart.engine.state.Variable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A transaction of a {@link CompiledRuleSet}. For one thread. */
final class RuleTransaction implements Transaction {

    private static final ByteSlice CONTENT_LENGTH = ByteSlice.latin1("Content-Length");

    private final CompiledRuleSet ruleSet;
    private final Settings settings;
    private final TransactionState state;
    private final Controls controls;
    private final Evaluator evaluator;
    private final BodyBuffer requestBody = new BodyBuffer();
    private final BodyBuffer responseBody = new BodyBuffer();
    private final boolean version2;
    private final boolean version3;
    private boolean logged;

    RuleTransaction(CompiledRuleSet ruleSet, @Nullable EvaluationListener listener) {
        this.ruleSet = ruleSet;
        settings = ruleSet.settings();
        version2 = settings.compatibility == Compatibility.V2;
        version3 = settings.compatibility == Compatibility.V3;
        state = new TransactionState(settings, ruleSet.store(), ruleSet.debugSink());
        controls = state.controls();
        evaluator = new Evaluator(ruleSet.program(), state, ruleSet.gated(), listener);
        state.debug().log(4, "Initializing transaction");
        state.debug().log(4, "Transaction context created.");
    }

    @Override
    public void connection(String clientAddress, int clientPort, String serverAddress, int serverPort) {
        state.clientAddress = clientAddress;
        state.clientPort = clientPort;
        state.serverAddress = serverAddress;
        state.serverPort = serverPort;
        state.debug().log(4, "Starting phase CONNECTION. (SecRules 0)");
        state.changed(Area.REQUEST_HEAD);
        if (version3) {
            phase(0);
        }
    }

    @Override
    public void requestHostName(ByteSlice name) {
        state.requestHostName = name;
    }

    @Override
    public void requestLine(ByteSlice method, ByteSlice uri, ByteSlice protocol) {
        state.debug().log(4, "Starting phase URI. (SecRules 0 + 1/2)");
        state.debug().uri(uri.toString());
        state.head().line(method, uri, protocol);
        if (version2 && state.debug().logs(5)) {
            DebugLines2.head(state.debug(), state.head().arguments(), "argument (QUERY_STRING)");
        } else if (!version2 && state.debug().logs(4)) {
            Values arguments = state.head().arguments();
            for (int i = 0; i < arguments.size(); i++) {
                String name = String.valueOf(arguments.key(i));
                state.debug()
                        .log(
                                4,
                                "Adding request argument (GET): name \"",
                                name,
                                "\", value \"",
                                arguments.value(i),
                                "\"");
            }
        }
        state.changed(Area.REQUEST_HEAD);
    }

    @Override
    public void requestHeader(ByteSlice name, ByteSlice value) {
        state.head().header(name, value);
    }

    @Override
    public Verdict processRequestHeaders() {
        state.debug().log(4, "Starting phase REQUEST_HEADERS.  (SecRules 1)");
        controls.requestBodyProcessor = RequestBodyReader.processorByType(state);
        if (version2 && state.debug().logs(5)) {
            DebugLines2.head(state.debug(), state.head().cookies(), "cookie");
        }
        state.changed(Area.REQUEST_HEAD);
        state.changed(Area.REQUEST_CONTENT);
        return phase(1);
    }

    @Override
    public boolean wantsRequestBody() {
        return controls.engine != Settings.Engine.OFF && controls.requestBodyAccess;
    }

    @Override
    public Verdict requestBody(ByteSlice chunk) {
        if (state.debug().logs(9)) {
            state.debug()
                    .log(
                            9,
                            "Appending request body: ",
                            chunk.length() + requestBody.received(),
                            " bytes. Limit set to: ",
                            controls.requestBodyLimit,
                            ".000000");
        }
        if (controls.engine == Settings.Engine.OFF || !version3 && !controls.requestBodyAccess) {
            return verdict();
        }
        long limit = Math.min(controls.requestBodyLimit, settings.limits.requestBodyBytes());
        if (!requestBody.add(chunk, limit) && !state.requestBodyLimitExceeded) {
            state.requestBodyLimitExceeded = true;
            if (version2) {
                state.notice(1, "Request body is larger than the configured limit (" + limit + ").");
            } else {
                state.debug().log(5, "Request body is bigger than the maximum expected.");
            }
            if (settings.requestBodyLimitAction == LimitAction.REJECT && controls.engine != Settings.Engine.ON) {
                state.debug().log(5, "Not rejecting the request as the engine is not Enabled");
            }
            if (settings.requestBodyLimitAction == LimitAction.REJECT && controls.engine == Settings.Engine.ON) {
                state.debug().log(5, "Request body limit is marked to reject the request");
                if (version3) {
                    limit(403, 2, "Request body limit is marked to reject the request");
                } else {
                    limit(413, 2, "Request body is larger than the configured limit (" + limit + ").");
                }
            }
        }
        return verdict();
    }

    @Override
    public Verdict processRequestBody() {
        state.debug().log(4, "Starting phase REQUEST_BODY. (SecRules 2)");
        if (verdict().interrupts()) {
            return verdict();
        }
        if (controls.engine != Settings.Engine.OFF) {
            if (controls.requestBodyAccess || version3) {
                RequestBodyReader.read(state, requestBody, state.requestBodyLimitExceeded);
                tellBodyError();
                checkWithoutFiles();
            }
        }
        state.changed(Area.REQUEST_CONTENT);
        if (version3 && controls.engine != Settings.Engine.OFF && !controls.requestBodyAccess) {
            state.requestBody(ByteSlice.EMPTY, 0);
            // ModSecurity 3 runs no rule of phase 2 then, also none that asks for the head alone
            state.debug()
                    .log(
                            4,
                            settings.requestBodyAccess
                                    ? "Request body processing is enabled, but disabled to this transaction due to"
                                            + " ctl:requestBodyAccess action"
                                    : "Request body processing is disabled");
            return verdict();
        }
        return verdict().interrupts() ? verdict() : phase(2);
    }

    /** ModSecurity 2 logs what it can't read of a body. */
    private void tellBodyError() {
        var content = state.content();
        String error = content == null ? null : content.error();
        if (version2 && error != null) {
            boolean atOnce = error.contains(" in C-T") || error.contains("Invalid MIME type");
            state.notice(2, atOnce ? error.replace("parsing error:", "parsing error (init):") : error);
        }
    }

    /** SecRequestBodyNoFilesLimit: what is not a file must not be longer. */
    private void checkWithoutFiles() {
        var content = state.content();
        boolean multipart = "MULTIPART".equals(controls.requestBodyProcessor);
        long length = multipart && content != null ? content.lengthWithoutFiles() : requestBody.received();
        if (length <= settings.requestBodyNoFilesLimit) {
            return;
        }
        state.requestBodyLimitExceeded = true;
        state.debug()
                .log(
                        5,
                        "Request body excluding files is bigger than the maximum expected. Limit: ",
                        settings.requestBodyNoFilesLimit,
                        ".000000");
        if (version3) {
            state.requestBodyError = "Request body excluding files is bigger than the maximum expected.";
            return;
        }
        String sentence = "Request body no files data length is larger than the configured limit ("
                + settings.requestBodyNoFilesLimit + ").";
        if (settings.requestBodyLimitAction == LimitAction.REJECT && controls.engine == Settings.Engine.ON) {
            limit(413, 2, sentence);
        } else {
            state.requestBodyError = sentence;
        }
    }

    @Override
    public void responseLine(int status, ByteSlice protocol) {
        state.response().line(status, protocol);
    }

    @Override
    public void responseHeader(ByteSlice name, ByteSlice value) {
        state.response().header(name, value);
    }

    @Override
    public Verdict processResponseHeaders() {
        state.debug().log(4, "Starting phase RESPONSE_HEADERS. (SecRules 3)");
        state.changed(Area.RESPONSE_HEAD);
        return phase(3);
    }

    @Override
    public boolean wantsResponseBody() {
        if (controls.engine == Settings.Engine.OFF || !controls.responseBodyAccess) {
            return false;
        }
        if (controls.forceResponseBodyVariable) {
            return true;
        }
        String type = state.response().mediaType();
        return settings.everyResponseBodyType
                || settings.responseBodyMimeTypes.contains(type.isEmpty() ? "(null)" : type);
    }

    @Override
    public Verdict responseBody(ByteSlice chunk) {
        if (state.debug().logs(9)) {
            state.debug()
                    .log(
                            9,
                            "Appending response body: ",
                            chunk.length() + responseBody.received(),
                            " bytes. Limit set to: ",
                            controls.responseBodyLimit,
                            ".000000");
        }
        if (controls.engine == Settings.Engine.OFF || verdict().interrupts()) {
            return verdict();
        }
        if (version3 ? controls.responseBodyAccess && !wantsResponseBody() : !wantsResponseBody()) {
            return verdict();
        }
        long limit = Math.min(controls.responseBodyLimit, settings.limits.responseBodyBytes());
        if (!responseBody.add(chunk, limit) && !state.responseBodyLimitExceeded) {
            state.responseBodyLimitExceeded = true;
            if (version2 && settings.responseBodyLimitAction == LimitAction.REJECT) {
                ByteSlice announced = state.response().headers().first(CONTENT_LENGTH);
                state.notice(
                        1,
                        announced == null
                                ? "Output filter: Response body too large (over limit of " + limit
                                        + ", total not specified)."
                                : "Output filter: Content-Length (" + Printable.escaped(announced, 20)
                                        + ") over the limit (" + limit + ").");
            } else if (version2) {
                state.debug().log(4, "Output filter: Processing partial response body (limit ", limit, ")");
            } else {
                state.debug().log(5, "Response body is bigger than the maximum expected.");
            }
            if (settings.responseBodyLimitAction == LimitAction.REJECT && controls.engine != Settings.Engine.ON) {
                state.debug().log(5, "Not rejecting the request as the engine is not Enabled");
            }
            if (settings.responseBodyLimitAction == LimitAction.REJECT && controls.engine == Settings.Engine.ON) {
                state.debug().log(5, "Response body limit is marked to reject the request");
                if (version3) {
                    limit(403, 4, "Response body limit is marked to reject the request");
                } else {
                    limit(500, 4, "Response body is larger than the configured limit (" + limit + ").");
                }
            }
        }
        return verdict();
    }

    @Override
    public Verdict processResponseBody() {
        state.debug().log(4, "Starting phase RESPONSE_BODY. (SecRules 4)");
        if (verdict().interrupts()) {
            return verdict();
        }
        if (version3 && !controls.responseBodyAccess) {
            state.debug().log(4, "Response body is disabled, returning... 2");
            return verdict();
        }
        if (version2 && !controls.responseBodyAccess) {
            state.debug().log(4, "Output filter: Response body buffering is not enabled.");
        }
        if (!wantsResponseBody() && controls.engine != Settings.Engine.OFF && controls.responseBodyAccess) {
            String type = state.response().mediaType();
            if (version2) {
                state.debug()
                        .log(
                                4,
                                "Output filter: Not buffering response body for unconfigured MIME type \"",
                                type,
                                "\".");
            }
            state.debug().log(5, "Response Content-Type is ", type, ". It is not marked to be inspected.");
            if (state.debug().logs(8)) {
                String types = String.join(", ", settings.responseBodyMimeTypes);
                state.debug().log(8, "Content-Type(s) marked to be inspected: ", types);
            }
            if (version3) {
                return verdict();
            }
        }
        ByteSlice body = responseBody.whole();
        state.response().body(body);
        String processor = controls.responseBodyProcessor;
        if (processor != null && !body.isEmpty()) {
            RequestBodyReader.readResponse(state, body, processor);
        }
        state.changed(Area.RESPONSE_CONTENT);
        return phase(4);
    }

    @Override
    public void processLogging() {
        if (logged) {
            return;
        }
        logged = true;
        state.debug().log(4, "Starting phase LOGGING. (SecRules 5)");
        phase(5);
        ruleSet.program().gates().forEach(GateKeeper::refresh);
        state.receivedBody(requestBody.whole());
        if (state.debug().logs(4)) {
            AuditLog.tell(state, verdict());
        }
        ruleSet.end().ended(state, verdict());
    }

    @Override
    public Verdict verdict() {
        return evaluator.verdict();
    }

    @Override
    public List<RuleMatch> matches() {
        return Collections.unmodifiableList(state.matches());
    }

    @Override
    public List<ByteSlice> values(String name) {
        int colon = name.indexOf(':');
        Variable variable = Variable.byName(colon < 0 ? name : name.substring(0, colon));
        if (variable == null) {
            return List.of();
        }
        if (colon >= 0 && !variable.isXml()) {
            ByteSlice key = ByteSlice.latin1(name.substring(colon + 1));
            if (variable == Variable.TX || variable.collection() != null || variable == Variable.ENV) {
                ByteSlice value = Macro.valueOf(variable, key, state);
                return value == null ? List.of() : List.of(value);
            }
            return list(variable.values(state).under(key));
        }
        ByteSlice xpath = colon < 0 ? null : ByteSlice.latin1(name.substring(colon + 1));
        Source source = new Source(0, new Source.Identity(variable, xpath, Map.of(), 0));
        return list(SourceValues.read(source, state));
    }

    private static List<ByteSlice> list(Values values) {
        List<ByteSlice> list = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            list.add(values.value(i));
        }
        return list;
    }

    @Override
    public String id() {
        return state.id();
    }

    @Override
    public void close() {
        processLogging();
        Uploads uploads = settings.storesUploads() ? state.uploads() : null;
        if (uploads != null) {
            uploads.end(AuditLog.isRelevant(state, verdict()));
        }
    }

    private Verdict phase(int phase) {
        long start = System.nanoTime();
        evaluator.phase(phase);
        state.phaseNanos()[phase] += System.nanoTime() - start;
        return verdict();
    }

    private void limit(int status, int phase, String sentence) {
        if (!verdict().interrupts()) {
            evaluator.verdict(new Verdict(Verdict.Kind.DENY, status, null, 0, phase, sentence));
        }
    }
}
