package io.rempart.console.page;

import io.rempart.events.query.QueryProblem;
import io.rempart.events.store.StoreException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ExtendedModelMap;
import org.springframework.ui.Model;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/**
 * Every refusal and failure as a page with one clear sentence. What went wrong inside is written to the log under a number
 * that the page shows; the page never shows it.
 */
@Controller
@ControllerAdvice
class ErrorPages {
    private static final System.Logger LOG = System.getLogger(ErrorPages.class.getName());

    private final Frame frame;

    ErrorPages(Frame frame) {
        this.frame = frame;
    }

    /** What the container refused before a page was chosen. */
    @RequestMapping("/error")
    @Nullable
    ModelAndView refused(HttpServletRequest request, HttpServletResponse response, Locale locale) {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Object reason = request.getAttribute(RequestDispatcher.ERROR_MESSAGE);
        int code = status instanceof Integer number ? number : 404;
        if (code >= 500 && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable failure) {
            return failed(failure, request, response, locale);
        }
        boolean isKnown = "stale".equals(reason) || "demo".equals(reason);
        return page(code, isKnown ? String.valueOf(reason) : "", null, request, response, locale);
    }

    @ExceptionHandler
    ModelAndView notThere(NotThere e, HttpServletRequest request, HttpServletResponse response, Locale locale) {
        return page(404, "", null, request, response, locale);
    }

    @ExceptionHandler
    ModelAndView notANumber(
            MethodArgumentTypeMismatchException e,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale) {
        return page(404, "", null, request, response, locale);
    }

    @ExceptionHandler
    ModelAndView notUnderstood(
            QueryProblem e, HttpServletRequest request, HttpServletResponse response, Locale locale) {
        return page(400, "", e.getMessage(), request, response, locale);
    }

    @ExceptionHandler
    ModelAndView storeFailed(
            StoreException e, HttpServletRequest request, HttpServletResponse response, Locale locale) {
        LOG.log(System.Logger.Level.ERROR, "the store failed", e);
        return page(503, "", e.getMessage(), request, response, locale);
    }

    @ExceptionHandler
    @Nullable
    ModelAndView failed(Throwable e, HttpServletRequest request, HttpServletResponse response, Locale locale) {
        if (isReaderGone(e, response)) {
            LOG.log(System.Logger.Level.DEBUG, "the reader closed the connection before the answer was written", e);
            return null;
        }
        if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            return page(known.getStatusCode().value(), "", null, request, response, locale);
        }
        if (isMalformed(e)) {
            return page(400, "", null, request, response, locale);
        }
        String number = UUID.randomUUID().toString().substring(0, 8);
        LOG.log(System.Logger.Level.ERROR, "a page failed, error number " + number, e);
        return page(500, "", number, request, response, locale);
    }

    /** Nobody is there any more to be told, and nothing went wrong here. */
    private static boolean isReaderGone(Throwable failure, HttpServletResponse response) {
        return failure instanceof AsyncRequestNotUsableException
                || failure instanceof IOException && response.isCommitted();
    }

    /** Whether the web server could not decode the request's parameters. */
    private static boolean isMalformed(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpException refused && refused.getCode() < 500) {
                return true;
            }
        }
        return false;
    }

    private ModelAndView page(
            int status,
            String variant,
            @Nullable String detail,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale) {
        int shown = switch (status) {
            case 400, 403, 404, 405, 413, 503 -> status;
            default -> status >= 500 ? 500 : 400;
        };
        Model model = new ExtendedModelMap();
        frame.bare(model, request, locale);
        model.addAttribute("status", status);
        model.addAttribute("key", "error." + shown + (variant.isEmpty() ? "" : "." + variant));
        model.addAttribute("detail", detail == null ? "" : detail);
        model.addAttribute("here", "/");
        response.setStatus(status);
        return new ModelAndView("error", model.asMap());
    }
}
