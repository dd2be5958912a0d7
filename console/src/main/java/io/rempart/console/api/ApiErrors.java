package io.rempart.console.api;

import io.rempart.console.ConsoleSettings;
import io.rempart.console.language.Wording;
import io.rempart.console.page.SearchProblem;
import io.rempart.console.text.Fields;
import io.rempart.console.text.JsonText;
import io.rempart.events.query.QueryProblem;
import io.rempart.events.query.QueryProblem.Kind;
import io.rempart.events.store.RequestRefused;
import io.rempart.events.store.StoreException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/**
 * Refusals and failures as problems (RFC 9457) with one sentence in the language of the caller. What went wrong inside is
 * logged under a number, and only the number is told.
 */
@ControllerAdvice(basePackageClasses = ApiErrors.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class ApiErrors {
    private static final System.Logger LOG = System.getLogger(ApiErrors.class.getName());

    private final MessageSource messages;
    private final ConsoleSettings settings;
    private final Clock clock;

    ApiErrors(MessageSource messages, ConsoleSettings settings, Clock clock) {
        this.messages = messages;
        this.settings = settings;
        this.clock = clock;
    }

    @ExceptionHandler
    ResponseEntity<byte[]> refused(ApiProblem problem, Locale locale) {
        return answer(problem.status(), problem.key(), locale, problem.arguments());
    }

    /** With the place of the mistake, counted in characters from 0, and the word that may have been meant. */
    @ExceptionHandler
    ResponseEntity<byte[]> notUnderstood(QueryProblem problem, Locale locale) {
        boolean hasNearest = problem.kind() == Kind.UNKNOWN_FIELD
                && problem.arguments().size() > 1
                && !problem.arguments().get(1).isEmpty();
        Fields fields = Answer.problem(
                        400,
                        HttpStatus.BAD_REQUEST.getReasonPhrase(),
                        "bad-search",
                        SearchProblem.sentence(problem, wording(locale)))
                .with("position", problem.position())
                .with("nearest", hasNearest ? problem.arguments().get(1) : null);
        return problem(400, fields);
    }

    @ExceptionHandler
    ResponseEntity<byte[]> refusedByStore(RequestRefused refused) {
        return problem(
                400,
                Answer.problem(
                        400,
                        HttpStatus.BAD_REQUEST.getReasonPhrase(),
                        "refused-by-store",
                        String.valueOf(refused.getMessage())));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> storeFailed(StoreException failure, Locale locale) {
        LOG.log(System.Logger.Level.WARNING, "the store could not answer", failure);
        Fields fields = Answer.problem(
                503, HttpStatus.SERVICE_UNAVAILABLE.getReasonPhrase(), "store", String.valueOf(failure.getMessage()));
        return ResponseEntity.status(503)
                .header("Content-Type", Answer.PROBLEM)
                .header("Retry-After", "5")
                .body(JsonText.bytes(fields));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> noNumber(MethodArgumentTypeMismatchException failure, Locale locale) {
        return refused(ApiProblem.notThere(), locale);
    }

    @ExceptionHandler
    ResponseEntity<byte[]> failed(
            Exception failure, Locale locale, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (failure instanceof IOException gone) {
            throw gone;
        }
        if (failure instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            return answer(known.getStatusCode().value(), "api.problem.refused", locale);
        }
        String number = UUID.randomUUID().toString().substring(0, 8);
        LOG.log(System.Logger.Level.ERROR, request.getRequestURI() + " failed, error number " + number, failure);
        return answer(500, "api.problem.failed", locale, number);
    }

    private ResponseEntity<byte[]> answer(
            int status, String key, Locale locale, @org.jspecify.annotations.Nullable Object... arguments) {
        String code = key.substring(key.lastIndexOf('.') + 1);
        return problem(
                status,
                Answer.problem(status, title(status), code, wording(locale).text(key, arguments)));
    }

    private static String title(int status) {
        HttpStatus known = HttpStatus.resolve(status);
        return known == null ? HttpStatusCode.valueOf(status).toString() : known.getReasonPhrase();
    }

    private static ResponseEntity<byte[]> problem(int status, Fields fields) {
        return ResponseEntity.status(status)
                .header("Content-Type", Answer.PROBLEM)
                .body(JsonText.bytes(fields));
    }

    private Wording wording(Locale locale) {
        return new Wording(messages, locale, settings.zone(), clock);
    }
}
