package io.rempart.engine;

import io.rempart.engine.bytes.ByteSlice;
import java.util.List;

/**
 * One request and its response on their way through the rules. The methods are called in the order in which they stand
 * here; bodies come in chunks. Each {@code process…} runs one phase and returns the verdict so far. After a verdict that
 * {@link Verdict#interrupts() interrupts}, only {@link #processLogging()} still runs rules. For one thread at a time.
 *
 * <p>Slices handed in are kept until the transaction ends and must not change meanwhile.
 */
public interface Transaction extends AutoCloseable {
    /** The two ends of the connection; addresses as text, IPv4 or IPv6. */
    void connection(String clientAddress, int clientPort, String serverAddress, int serverPort);

    /**
     * The name by which the server is addressed, where the caller knows it better than the Host header; lines of the error log under
     * {@code compat: v3} tell it. May be left out.
     */
    default void requestHostName(ByteSlice name) {}

    /** The request line: the URI as it was sent, the protocol such as {@code HTTP/1.1} (may be empty). */
    void requestLine(ByteSlice method, ByteSlice uri, ByteSlice protocol);

    /** One header field of the request. */
    void requestHeader(ByteSlice name, ByteSlice value);

    /** Phase 1. */
    Verdict processRequestHeaders();

    /** Whether the rules want to see the request body. Known after phase 1. */
    boolean wantsRequestBody();

    /** The next bytes of the request body; may interrupt at once where a limit says so. */
    Verdict requestBody(ByteSlice chunk);

    /** Phase 2: reads the body, then runs the rules. Must be called for requests without a body too. */
    Verdict processRequestBody();

    /** The response's status and protocol. */
    void responseLine(int status, ByteSlice protocol);

    /** One header field of the response. */
    void responseHeader(ByteSlice name, ByteSlice value);

    /** Phase 3. */
    Verdict processResponseHeaders();

    /** Whether the rules want to see the response body (access is on, the media type is one to inspect). */
    boolean wantsResponseBody();

    /** The next bytes of the response body; may interrupt at once where a limit says so. */
    Verdict responseBody(ByteSlice chunk);

    /** Phase 4. */
    Verdict processResponseBody();

    /** Phase 5, then the audit record. Always runs, exactly once, also after an interruption. */
    void processLogging();

    /** The verdict so far. */
    Verdict verdict();

    /** What has matched so far, in order; in DetectionOnly too. */
    List<RuleMatch> matches();

    /** The value of a variable as a rule would see it now, {@code TX:anomaly_score}; empty when it has none. */
    List<ByteSlice> values(String variable);

    /** The unique id that logs carry. */
    String id();

    /** Lets go of what the transaction holds (temporary files); ends it with {@link #processLogging()} when that is due. */
    @Override
    void close();
}
