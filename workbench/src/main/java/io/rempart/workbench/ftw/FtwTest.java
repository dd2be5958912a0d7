package io.rempart.workbench.ftw;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One test: requests that are sent one after another, and what must come of each. Immutable.
 *
 * @param file the file it stands in
 * @param name {@code rule-test}, such as {@code 942100-7}
 * @param ruleId the rule it is about
 * @param testId its number among the rule's tests
 * @param description what it shows; may be empty
 * @param stages at least one
 */
public record FtwTest(Path file, String name, long ruleId, int testId, String description, List<Stage> stages) {

    /** One request and what must come of it. */
    public record Stage(Input input, Output output) {}

    /** A header field; its name is sent as it is written. */
    public record Header(String name, String value) {}

    /**
     * A request.
     *
     * @param method sent as it is, however odd
     * @param uri sent as it is
     * @param version sent as it is; may be empty
     * @param headers the fields in the order in which they are sent
     * @param data the body as text, templates expanded; null when there is none
     * @param encodedData the body as bytes, in place of the text
     * @param encodedRequest the whole request as bytes, in place of all else
     * @param completesHeaders whether Connection, Content-Length and Content-Type are added and a form is encoded
     * @param older whether the test is of the older schema, whose runner announced no length of a body that is not there
     * @param response what the back end shall answer, as the JSON that its {@code /reflect} takes; null for its own answer
     * @param savesCookie whether cookies of the answer go with the next stage
     * @param followsRedirect whether it goes where the answer of the stage before points to
     */
    public record Input(
            String method,
            String uri,
            String version,
            List<Header> headers,
            @Nullable String data,
            byte @Nullable [] encodedData,
            byte @Nullable [] encodedRequest,
            boolean completesHeaders,
            boolean older,
            @Nullable Map<String, ?> response,
            boolean savesCookie,
            boolean followsRedirect) {}

    /**
     * What must come of a request; what is empty is not asked for.
     *
     * @param statuses the HTTP statuses that are right
     * @param responseContains a pattern that the answer must hold
     * @param expectIds rules that must be in the log
     * @param noExpectIds rules that must not be in the log
     * @param matches patterns that a line of the log must match
     * @param noMatches patterns that no line of the log may match
     * @param expectsError whether no HTTP answer may come
     * @param retriesOnce whether it may be tried twice
     * @param isolated whether no rule but those expected may be in the log
     */
    public record Output(
            Set<Integer> statuses,
            @Nullable String responseContains,
            Set<Long> expectIds,
            Set<Long> noExpectIds,
            List<String> matches,
            List<String> noMatches,
            @Nullable Boolean expectsError,
            boolean retriesOnce,
            boolean isolated) {}
}
